"""for and while loops: range, arrays, lists, enumerate, zip, reversed, nesting, zero trips,
carried values."""

# ruff: noqa: B007

import math

import numpy as np


def power_loop(x, n: int):
    p = 1.0
    for _ in range(n):
        p = p * x
    return p


def range_with_start_and_step(x):
    s = 0.0
    for i in range(1, 10, 3):
        s += x**i / i
    for i in range(6, 0, -2):
        s -= x * i
    return s


def loop_over_list(values):
    s = 0.0
    for v in values:
        s += v * v
    return s


def loop_over_array(x):
    s = 0.0
    for v in x:
        s = s + math.sin(v) * v
    return s


def loop_over_rows(x):
    s = 0.0
    for row in x:
        s += np.sum(row**2) * row[0]
    return s


def by_index(x):
    s = 0.0
    for i in range(len(x)):
        s += x[i] * x[i - 1]
    return s


def by_shape(x):
    s = 0.0
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            s += x[i, j] ** 2 * (i + j)
    return s


def enumerated(x):
    s = 0.0
    for i, v in enumerate(x):
        s += i * v**2
    return s


def enumerated_from(x):
    s = 0.0
    for i, v in enumerate(x, start=2):
        s += v**i
    return s


def zipped(x, y):
    s = 0.0
    for a, b in zip(x, y):
        s += a * math.exp(b)
    return s


def zipped_three(x, y, z):
    s = 1.0
    for a, b, c in zip(x, y, z):
        s *= a + b * c
    return s


def enumerated_zip(x, y):
    s = 0.0
    for i, (a, b) in enumerate(zip(x, y)):
        s += (i + 1) * a * b
    return s


def reversed_list(x):
    s = 0.0
    for v in reversed(x):
        s = s * 0.5 + v
    return s


def reversed_range(x):
    s = x
    for i in reversed(range(4)):
        s = s * s / (i + 1.0)
    return s


def pairs(points):
    s = 0.0
    for a, b in points:
        s += a * b + a
    return s


def horner(coefficients, x):
    r = 0.0
    for c in coefficients:
        r = r * x + c
    return r


def fibonacci_like(x, y, n: int):
    for _ in range(n):
        x, y = y, x + y * 0.5
    return x * y


def newton_sqrt(a):
    x = a
    for _ in range(6):
        x = 0.5 * (x + a / x)
    return x


def while_countdown(x, n: int):
    s = 0.0
    while n > 0:
        s += x**n
        n -= 1
    return s


def while_on_value(x):
    n = 0
    while x < 100:
        x = x * x + 1
        n += 1
    return x + n


def while_true(x):
    n = 0
    while True:
        x = x * 1.5
        n += 1
        if n == 4:
            break
    return x


def while_walrus(x):
    while (y := x * x) > 2:
        x = x / 2
    return y + x


def while_and(x, n: int):
    i = 0
    while i < n and x < 10:
        x = x * 2
        i += 1
    return x * x


def nested_loops(x, n: int):
    s = 0.0
    for i in range(n):
        t = x
        for j in range(i):
            t = t * x + j
        s += t
    return s


def triple_loop(a, b):
    s = 0.0
    for i in range(2):
        for j in range(3):
            for k in range(2):
                s += a[i, j] * b[j, k] * (i + j + k)
    return s


def inner_bound_depends(x):
    s = 0.0
    for i in range(4):
        for j in range(i, 4):
            s += x[i] * x[j]
    return s


def loop_with_branch(x):
    s = 0.0
    for v in x:
        if v > 0:
            s += v * v
        else:
            s -= v
    return s


def loop_changes_state(x, n: int):
    state = 1.0
    for i in range(n):
        if i % 2 == 0:
            state = state * x
        elif state > 2:
            state = state - x
        else:
            state += 1
    return state


def scan(x):
    total = 0.0
    best = 0.0
    for v in x:
        total = total * 0.9 + v
        best = best + total * total
    return best


def running_max(x):
    best = x[0]
    for v in x[1:]:
        if v > best:
            best = v
    return best * best


def best_is_none(x):
    best = None
    for v in x:
        if best is None or v > best:
            best = v
    return best * 3


def scalar_becomes_vector(x):
    s = 0.0
    for t in range(x.shape[0]):
        s = s + x[t]
    return np.sum(s**2)


def index_is_used_after(x):
    for i in range(4):
        x = x * 1.1
    return x * i


def variable_of_the_last_round(x):
    for v in x:
        w = v * v
    return w + v


def unused_index_shadow(x, i):
    for i in range(3):
        x = x + i
    return x * i


def array_state(u, k: float, steps: int):
    for _ in range(steps):
        u = u + k * (np.roll(u, 1) - 2 * u + np.roll(u, -1))
    return np.sum(u**2)


def rnn(x, W, U, b):
    h = np.zeros(W.shape[0])
    for t in range(x.shape[0]):
        h = np.tanh(W @ h + U @ x[t] + b)
    return np.sum(h**2)


def collected(x):
    values = []
    for i in range(4):
        x = x * x + 0.1
        values.append(x)
    return sum(values)


def stacked(h, k, n: int):
    hs = []
    for i in range(n):
        h = np.tanh(h * k) + i
        hs.append(h)
    return np.stack(hs).sum(axis=0) @ h


def comprehension(values, k):
    return sum([v * k for v in values])


def comprehension_if(values):
    squares = [v * v for v in values if v > 0]
    return sum(squares)


def generator_sum(values, k):
    return sum(v**2 * k for v in values)


def nested_comprehension(x):
    table = [[a * b for a in x] for b in x]
    return sum(sum(row) for row in table)


def empty_list(values):
    s = 1.0
    for v in values:
        s *= v
    return s


def loop_over_tuple(x):
    s = 0.0
    for scale in (1.0, 2.0, 0.5):
        s += math.sin(scale * x)
    return s


def loop_over_constants_list(x):
    for p in [1, 2, 3]:
        x = x**p
    return x


def loop_over_dict_items(params):
    s = 0.0
    for key, value in params.items():
        s += value * value
    return s


def loop_over_dict_keys(params):
    s = 1.0
    for key in params:
        s = s * params[key]
    return s


def loop_over_dict_values(params):
    s = 0.0
    for value in params.values():
        s += np.sum(value**2)
    return s


def two_accumulators(x, y):
    num = 0.0
    den = 0.0
    for a, b in zip(x, y):
        num += a * b
        den += b * b
    return num / den


def trapezoid(f0, h, n: int):
    total = 0.5 * f0
    t = 0.0
    for i in range(1, n):
        t += h
        total += math.exp(-t * f0)
    return total * h


def runge_kutta(y, k, n: int):
    h = 0.1
    for _ in range(n):
        k1 = -k * y
        k2 = -k * (y + 0.5 * h * k1)
        k3 = -k * (y + 0.5 * h * k2)
        k4 = -k * (y + h * k3)
        y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return y


X = np.array([0.5, -1.2, 0.7, 1.9])
M = np.array([[0.5, -1.2, 0.7], [1.9, 0.3, -0.4]])


def slot_of_another_round(x):
    s = 0.0
    for i in range(1, len(x)):
        if x[i] > 0.5:
            s += x[i] ** 2
        else:
            s += x[i - 1] ** 3
    return s


def row_of_another_round(x):
    s = 0.0
    for i in range(1, x.shape[0]):
        for j in range(x.shape[1]):
            s += x[i - 1, j] ** 3
        for j in range(x.shape[1]):
            s += x[i, j] ** 2
    return s


def length_of_the_last_round(x):
    a = np.zeros(len(x))
    s = 0.0
    for k in range(2):
        a[:] = x
        s += np.sum(a * a)
        a = x[: len(x) - k * (len(x) - 1)] * 2.0
    return s + np.sum(a * x)


def cheapest_alignment(x, y):
    n, m = len(x), len(y)
    costs = np.full((n + 1, m + 1), 1e9)
    costs[0, 0] = 0.0
    for i in range(n):
        for j in range(m):
            cost = (x[i] - y[j]) ** 2
            before = min(costs[i, j + 1], costs[i + 1, j], costs[i, j])
            costs[i + 1, j + 1] = cost + before
    return costs[n, m]


def largest_of_four(x):
    s = 0.0
    for i in range(2, len(x)):
        s += max(x[i], x[i - 1] * 2, x[i - 2], 0.0) * x[i]
    return s


def computed_twice(x, y):
    a = np.sin(x * y) + x * y
    for _ in range(2):
        a = a * (x * y) + np.exp(a) / (x * y)
    return np.sum(a / (1 + np.sqrt(y * y)) + np.sqrt(y * y))


def computed_twice_and_once_for_nothing(x):
    unused = np.sqrt(x) * 2
    return np.sum(np.sqrt(x)) + len(unused)


def stretched_by_the_first_round(x, z):
    t = x * 1.5
    for _ in range(2):
        t = t * 0.5 + z * t
    return np.sum(t * t)


CASES = [
    (stretched_by_the_first_round, (np.array([2.0]), np.array([0.5, -1.0, 0.7]))),
    (stretched_by_the_first_round, (np.array([[2.0], [0.3]]), np.array([[0.5, -1.0, 0.7]]))),
    (stretched_by_the_first_round, (np.array([0.5, -1.0, 0.7]), np.array([2.0]))),
    (cheapest_alignment, (np.array([0.3, 1.2, -0.7, 0.5]), np.array([0.1, 0.9, -0.2]))),
    (largest_of_four, (np.array([0.3, 1.2, -0.7, 0.5, -0.1, -0.2, -0.3]),)),
    (computed_twice, (np.array([0.3, 1.2]), np.array([0.6, -0.8]))),
    (computed_twice_and_once_for_nothing, (np.array([0.3, 1.2]),)),
    *[(power_loop, (1.3, n)) for n in (0, 1, 5)],
    (range_with_start_and_step, (1.1,)),
    (loop_over_list, ([1.0, -2.0, 3.0],)),
    (loop_over_list, ([],)),
    (loop_over_list, ([1, 2, 3],)),
    (loop_over_array, (X,)),
    (loop_over_rows, (M,)),
    (by_index, (X,)),
    (by_index, ([0.5, 1.5, -2.0],)),
    (by_shape, (M,)),
    (enumerated, (X,)),
    (enumerated, ([0.5, 1.5],)),
    (enumerated_from, ([0.5, 1.5],)),
    (zipped, (X, X[::-1].copy())),
    (zipped, ([0.5, 1.5], [0.1, 0.2])),
    (zipped_three, ([0.5, 1.5], [0.1, 0.2], [0.7, -0.3])),
    (enumerated_zip, (X, X * 2)),
    (reversed_list, ([0.5, 1.5, -2.0],)),
    (reversed_range, (1.1,)),
    (pairs, ([(1.0, 2.0), (3.0, 4.0)],)),
    (horner, ([1.0, -2.0, 3.0], 0.7)),
    (horner, (X, 0.7)),
    (fibonacci_like, (1.0, 0.5, 5)),
    (fibonacci_like, (1.0, 0.5, 0)),
    (newton_sqrt, (2.0,)),
    (while_countdown, (1.2, 4)),
    (while_countdown, (1.2, 0)),
    (while_on_value, (1.1,)),
    (while_on_value, (200.0,)),
    (while_true, (1.1,)),
    (while_walrus, (9.0,)),
    (while_and, (1.1, 3)),
    (while_and, (1.1, 10)),
    (nested_loops, (1.1, 4)),
    (nested_loops, (1.1, 0)),
    (triple_loop, (M, np.arange(6.0).reshape(3, 2))),
    (inner_bound_depends, (X,)),
    (loop_with_branch, (X,)),
    (loop_with_branch, ([0.5, -1.5],)),
    (loop_changes_state, (1.7, 6)),
    (scan, (X,)),
    (running_max, (X,)),
    (running_max, ([0.5, 2.5, 1.0],)),
    (best_is_none, ([0.5, 2.5, 1.0],)),
    (best_is_none, (X,)),
    (scalar_becomes_vector, (M,)),
    (index_is_used_after, (1.5,)),
    (variable_of_the_last_round, ([0.5, 1.5],)),
    (unused_index_shadow, (1.5, 7)),
    (array_state, (X, 0.2, 3)),
    (array_state, (X, 0.2, 0)),
    (
        rnn,
        (
            M,
            np.array([[0.1, 0.2], [0.3, -0.4]]),
            np.array([[0.5, -0.1, 0.2], [0.3, 0.7, -0.9]]),
            np.array([0.1, -0.2]),
        ),
    ),
    (collected, (0.5,)),
    (stacked, (X, 0.7, 3)),
    (comprehension, ([0.5, 1.5], 2.0)),
    (comprehension_if, ([0.5, -1.5, 2.0],)),
    (generator_sum, ([0.5, 1.5], 2.0)),
    (nested_comprehension, ([0.5, 1.5],)),
    (empty_list, ([],)),
    (loop_over_tuple, (0.7,)),
    (loop_over_constants_list, (1.1,)),
    (loop_over_dict_items, ({"a": 1.5, "b": -0.5},)),
    (loop_over_dict_keys, ({"a": 1.5, "b": -0.5},)),
    (loop_over_dict_values, ({"a": X, "b": M},)),
    (two_accumulators, (X, X + 1)),
    (trapezoid, (0.7, 0.1, 5)),
    (slot_of_another_round, (np.array([0.7, 0.2, 0.9, 0.1, 1.1]),)),
    (row_of_another_round, (M,)),
    (length_of_the_last_round, (X,)),
    (runge_kutta, (1.5, 0.8, 4)),
]
