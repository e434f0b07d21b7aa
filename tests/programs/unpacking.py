"""Unpacking of arrays and lists of any length, with a starred name."""

import numpy as np

X = np.array([0.6, -0.4, 1.2])


def first_and_rest(x):
    first, *rest = x
    return first * sum(r**2 for r in rest)


def rest_and_last(x):
    *a, b = [v * v for v in x]
    return b * sum(a)


def rows_between(x):
    m = np.outer(x, x)
    p, *q, r = m
    return np.sum(p * r) + sum(np.sum(k**2) for k in q)


def ends_of_a_slice(x):
    p, *q, r = x[:2]
    return p * r + len(q)


def rest_is_a_list_of_its_own(x):
    *q, r = x
    q[0] = r * 3
    q.append(x[1] ** 2)
    return sum(v * v for v in q)


CASES = [
    (first_and_rest, (X,)),
    (rest_and_last, (X,)),
    (rows_between, (X,)),
    (ends_of_a_slice, (X,)),
    (rest_is_a_list_of_its_own, (X,)),
]
