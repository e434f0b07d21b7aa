"""Prints, asserts, f-strings, raises that are not reached."""

import numpy as np


def prints(x):
    print("x is", x)
    y = x * x
    print(f"{y=} and {x:.2f}", end="!\n")
    return y * x


def prints_in_loop(x, n: int):
    for i in range(n):
        x = x * 1.5
        print(i, x, sep=":")
    return x


def prints_in_branch(x):
    if x > 1:
        print("large")
        return x * x
    print(f"small {x!r:>10}")
    return x


def prints_array(x):
    print(f"shape {x.shape} sum {np.sum(x):.3f}")
    return np.sum(x**2)


def asserts(x, y):
    assert x > 0
    assert y != 0, f"y is {y}"
    return x / y


def asserts_shape(W, x):
    assert W.shape[1] == x.shape[0], "shapes"
    return np.sum(W @ x)


def raises_if_bad(x):
    if x < 0:
        raise ValueError(f"negative: {x}")
    return x**2


def raises_in_loop(x):
    for v in x:
        if v > 100:
            raise ValueError("too large")
        print(v)
    return np.sum(x)


def prints_then_writes(x):
    y = x * 2
    print(y)
    y[0] = 7.0
    print(y)
    return np.sum(y * x)


def print_of_intermediate(x):
    print((y := x * 3) + 1)
    return y * x


def debug_flag(x, verbose: bool = False):
    y = np.tanh(x)
    if verbose:
        print("y", y)
    return np.sum(y)


X = np.array([0.5, 1.2, 0.7])

CASES = [
    (prints, (1.5,)),
    (prints_in_loop, (1.5, 3)),
    (prints_in_branch, (1.5,)),
    (prints_in_branch, (0.5,)),
    (prints_array, (X,)),
    (asserts, (1.5, 0.5)),
    (asserts_shape, (np.ones((2, 3)), X)),
    (raises_if_bad, (1.5,)),
    (raises_in_loop, (X,)),
    (prints_then_writes, (X,)),
    (print_of_intermediate, (1.5,)),
    (debug_flag, (X,)),
    (debug_flag, (X, True)),
]
