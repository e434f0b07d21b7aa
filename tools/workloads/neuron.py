"""A neuron with a hundred weights in a list, element by element."""

import math

import numpy as np

WRT = ("w", "x")
AT = "w=list[float],x=list[float],b=float"
SIZES = {"large": 100}


def arguments(random, size):
    w, x = random.normal(size=(2, size))
    return (w / 10).tolist(), x.tolist(), 0.1


def neuron(w, x, b):
    s = b
    for i in range(len(w)):
        s = s + w[i] * x[i]
    return 1.0 / (1.0 + math.exp(-s))


def neuron_value_and_grad(w, x, b, dneuron=1.0):
    s = b
    for i in range(len(w)):
        s = s + w[i] * x[i]
    out = 1.0 / (1.0 + math.exp(-s))
    ds = dneuron * out * (1.0 - out)
    dw, dx = [0.0] * len(w), [0.0] * len(x)
    for i in range(len(w)):
        dw[i] += ds * x[i]
        dx[i] += ds * w[i]
    return out, (dw, dx)


def neuron_for_numba(w, x, b, dneuron=1.0):
    s = b
    for i in range(len(w)):
        s += w[i] * x[i]
    out = 1.0 / (1.0 + math.exp(-s))
    ds = dneuron * out * (1.0 - out)
    dw, dx = np.empty_like(w), np.empty_like(x)
    for i in range(len(w)):
        dw[i] = ds * x[i]
        dx[i] = ds * w[i]
    return out, (dw, dx)
