"""A neuron with two inputs and a sigmoid, on Python lists: its gradients are lists."""

import math


def neuron(w: list[float], x: list[float]) -> float:
    dot = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1.0 / (1 + math.exp(-dot))
    return f
