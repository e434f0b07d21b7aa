"""A neuron with a hundred weights in a list, element by element."""

import math

WRT = ("w", "x")
AT = "w=f64[n],x=f64[n],b=float"
SIZES = {"large": 100}


def arguments(random, size):
    return random.normal(size=size) / 10, random.normal(size=size), 0.1


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
    return out, (ds * x, ds * w)
