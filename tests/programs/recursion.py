"""Functions that call themselves and each other, with this and that argument active."""

import math

import numpy as np


def recursive_power(x, n: int):
    if n == 0:
        return 1.0
    return x * recursive_power(x, n - 1)


def recursive_sum(values, i: int):
    if i == len(values):
        return 0.0
    return values[i] ** 2 + recursive_sum(values, i + 1)


def recursive_pair(x, n: int):
    if n <= 1:
        return x
    return recursive_pair(x, n - 1) * 0.5 + recursive_pair(x, n - 2) * x


def recursion_in_nested_function(x):
    def down(v, k):
        if k == 0:
            return v
        return down(v * x, k - 1)

    return down(x, 3)


def array_recursion(x):
    if len(x) == 1:
        return x[0]
    half = len(x) // 2
    return array_recursion(x[:half]) * 2 + array_recursion(x[half:])


def steps(k, v):
    if k <= 0:
        return v
    return steps(k - 1, math.sin(v) + 0.1 * k)


def first_argument_later_active(x, y):
    return steps(x * 2, y) + steps(1, y)


def second_argument_later_active(x, y):
    return steps(x * 2, 0.3) * steps(2.5, y)


def active_from_call_to_call(x, y):
    return steps(1.5, y) * steps(x * 2, 0.3) * steps(2.5, steps(x, 0.5))


def active_in_a_store(x, n: int, values):
    kept = np.zeros(3)
    reached = steps(n, values[0] ** 2)
    kept[kept < x] = steps(1, reached)
    kept[0] = steps(x, 0.2)
    return np.sum(kept * kept) + reached


def even(k, v, w):
    if k <= 0:
        return v * w
    return odd(k - 1, v * 1.1, 0.3) * w


def odd(k, v, w):
    if k <= 0:
        return v - w
    return even(k - 1, v, v * w)


def each_other(x, y):
    return even(3, x, 2.0) + odd(y, 0.5, 1.5) * even(2, 0.7, y)


def squares(x, k: int):
    if k >= len(x):
        return 0.0
    return x[k] ** 2 + squares(x, k + 1)


def array_written_after_the_call(x):
    x = x * 1.0
    s = squares(x, 0)
    x[0] = s * x[1]
    return s * squares(x, 0)


def array_written_in_the_next_round(x, n):
    x, s = x.copy(), 1.0
    for _ in range(n):
        x[0] = x[0] * 1.1 + x[1]
        s = s * 0.5 + squares(x, 0)
    return s


def array_written_around_a_loop(x, n):
    s = squares(x, 0)
    x = x.copy()
    for _ in range(n):
        for k in range(len(x)):
            x[k] = x[k] * 0.6 + x[0]
        s = s * 0.5 * squares(x, 0)
        x *= 2
        x[1] += s * 0.01
    return s


def cubes(ws, k: int):
    if k >= len(ws):
        return 0.0
    return np.sum(ws[k] ** 3) + cubes(ws, k + 1)


def list_of_arrays_written(x, n):
    ws = [x * i for i in range(n)]
    s = 1.0
    for j in range(n):
        ws[j] *= ws[0] + 0.5
        s = s * 0.5 + cubes(ws, 0)
        ws[0] = x * s
    return s


class Body:
    def __init__(self, place, speed):
        self.place = place
        self.speed = speed


def energy(bodies, k: int):
    if k >= len(bodies):
        return 0.0
    return bodies[k].place ** 2 * bodies[k].speed + energy(bodies, k + 1)


def objects_written_in_the_next_round(x, n):
    bodies = [Body(v, 0.5 + v * v) for v in x]
    s = energy(bodies, 0)
    for _ in range(n):
        for body in bodies:
            body.place = body.place * body.speed
            s += body.place**3
            body.speed = np.sin(body.place) * body.speed
        s = s * 0.5 + energy(bodies, 0)
    return s


X = np.array([0.7, -0.4, 0.3])

CASES = [
    (array_written_after_the_call, (X,)),
    (array_written_in_the_next_round, (X, 3)),
    (array_written_around_a_loop, (X, 2)),
    (list_of_arrays_written, (X, 3)),
    (objects_written_in_the_next_round, (X, 2)),
    (recursive_power, (1.3, 4)),
    (recursive_power, (1.3, 0)),
    (recursive_sum, ([0.5, 1.5, 2.5], 0)),
    (recursive_pair, (1.3, 5)),
    (recursion_in_nested_function, (1.3,)),
    (array_recursion, (np.array([0.5, 1.5, -2.5, 3.5, 0.1]),)),
    (first_argument_later_active, (0.7, 0.4)),
    (second_argument_later_active, (0.7, 0.4)),
    (active_from_call_to_call, (0.7, 0.4)),
    (active_in_a_store, (0.7, 2, [0.5, 1.5])),
    (each_other, (0.7, 1.4)),
]
