"""Whose variables a function reads: closures of one definition, helpers beside recursive functions,
names that are a parameter here and a global there."""

from __future__ import annotations

from functools import reduce

import numpy as np

X = np.array([0.5, -1.2, 0.7])
SCALE = np.array([1.0, 2.0, 3.0])
factor = 3.0


def by_factor(v):
    return v * factor


def global_beside_recursion(x):
    """The helper reads the global, not the variable of that name around the recursive function."""
    factor = x * x

    def descend(n, v):
        if n == 0:
            return by_factor(v) + factor
        return descend(n - 1, v * 0.9)

    return descend(2, x)


def closures_beside_recursion(x):
    """Two closures of one definition, and a variable of the same name around them."""
    a = x * 5

    def scaled(a):
        return lambda z: z * a

    g, h = scaled(x), scaled(x * x)

    def descend(n, v):
        if n == 0:
            return g(v) + h(v) * a
        return descend(n - 1, v * 0.9)

    return descend(2, x)


def recursion_in_recursion(x, n):
    k = x * 2

    def outer(m, v):
        def inner(j, w):
            if j == 0:
                return w * k + v
            return inner(j - 1, w * 0.5)

        if m == 0:
            return inner(2, v)
        return outer(m - 1, v * 0.9) + inner(1, v)

    return outer(n, x)


def variable_named_as_parameter(x, a):
    b = x * a

    def scaled(z):
        return z * b

    def descend(n, b):
        if n == 0:
            return scaled(b)
        return descend(n - 1, b * 0.5)

    return descend(2, a)


def compose(f, g):
    return lambda z: g(f(z))


PIPELINE = compose(compose(np.sin, np.exp), lambda v: v * v)


def pipeline_of_the_module(x):
    return PIPELINE(x)


def pipeline_inside(x):
    run = compose(compose(np.sin, np.exp), lambda v: v * v)
    return run(x) * run(x * 0.5)


def pipeline_reduced(x):
    return reduce(compose, [np.sin, np.exp, lambda v: v * v])(x)


def twice(f):
    def run(z):
        return f(f(z))

    return run


def closure_of_a_closure(x):
    return twice(twice(lambda z: z * z * 0.9))(x)


def scaled_by_global(x):
    return x * SCALE


def parameter_named_as_global(SCALE, x):
    """The helper reads the global array."""
    return np.sum(scaled_by_global(x) * SCALE)


CASES = [
    (global_beside_recursion, (0.7,)),
    (closures_beside_recursion, (0.7,)),
    (recursion_in_recursion, (0.7, 3)),
    (variable_named_as_parameter, (0.7, 0.3)),
    (pipeline_of_the_module, (0.7,)),
    (pipeline_inside, (0.7,)),
    (pipeline_reduced, (0.7,)),
    (closure_of_a_closure, (0.7,)),
    (parameter_named_as_global, (X, X + 1.0)),
]
