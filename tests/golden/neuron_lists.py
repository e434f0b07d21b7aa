# flags: --at w=list[float],x=list[float]
# arguments: [2.0, -3.0, -3.0], [-1.0, -2.0]
import math


def neuron(w, x):
    dot = w[0] * x[0] + w[1] * x[1] + w[2]
    f = 1.0 / (1 + math.exp(-dot))
    return f
