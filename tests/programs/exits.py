"""break, continue, for-else, while-else, returns inside loops, and mixes of them."""

# ruff: noqa: B007

import math

import numpy as np


def newton(a: float, x: float, tol: float) -> float:
    n = 0
    while n < 50:
        r = x * x - a
        if abs(r) < tol:
            break
        if r > 0:
            x = x - r / (2 * x)
        else:
            x = 0.5 * (x + a / x)
        n += 1
    return x


def break_at_limit(x, limit: float):
    s = 0.0
    for v in x:
        if s > limit:
            break
        s += v * v
    return s


def continue_on_negative(x):
    s = 0.0
    for v in x:
        if v < 0:
            continue
        s += math.sqrt(v)
    return s


def break_and_continue(x):
    s = 1.0
    for i, v in enumerate(x):
        if v < 0:
            continue
        s = s * v
        if s > 3:
            s += v
            break
        s = s + i
    return s


def for_else(x, limit: float):
    s = 0.0
    for v in x:
        s += v * v
        if s > limit:
            s = s * 2
            break
    else:
        s = -s
    return s


def while_else(x, n: int):
    while n > 0:
        x = x * 1.5
        if x > 10:
            break
        n -= 1
    else:
        x = x - 100
    return x * x


def return_in_loop(x, limit: float):
    s = 0.0
    for v in x:
        s += v * v
        if s > limit:
            return s * v
    return s


def return_in_nested_loops(x, limit: float):
    s = 0.0
    for i in range(x.shape[0]):
        for j in range(x.shape[1]):
            s = s + x[i, j] ** 2
            if s > limit:
                return s * x[i, j]
        s = s * 1.1
    return s


def return_array_from_nested_loops(u, limit: float):
    for i in range(3):
        for j in range(2):
            u = u * 1.2 + j
            if u.sum() > limit:
                return u
        u = u - 0.1
    return u * 2


def break_inner_only(x):
    s = 0.0
    for i in range(3):
        t = x
        for j in range(5):
            if t > 4:
                break
            t = t * (1.5 + j)
        s += t * i
    return s


def break_inner_then_outer(x, limit: float):
    s = 0.0
    for i in range(4):
        for j in range(3):
            s += x * (i + j)
            if s > limit:
                break
        else:
            s = s * 1.1
            continue
        break
    return s


def return_from_while_true(x):
    n = 0
    while True:
        x = x * x
        n += 1
        if x > 50:
            return x
        if n >= 5:
            return -x


def continue_in_while(x, n: int):
    s = 0.0
    while n > 0:
        n -= 1
        if n % 2:
            continue
        s += x**n
    return s


def several_breaks(x):
    s = x
    for i in range(10):
        if s > 20:
            break
        s = s * 1.5
        if i == 6:
            s = s - 1
            break
        s += 0.5
    return s


def first_positive(x):
    for v in x:
        if v > 0:
            return v * v
    return 0.0


def search_with_index(x, target: float):
    for i in range(len(x)):
        if x[i] > target:
            break
    return x[i] * i


def bisection(a, b, target):
    for _ in range(20):
        m = 0.5 * (a + b)
        if m * m > target:
            b = m
        else:
            a = m
        if b - a < 0.3:
            break
    return a + b


def fixed_point(x, c):
    for k in range(30):
        new = math.cos(x) * c
        if abs(new - x) < 0.05:
            return new
        x = new
    return x


def collatz_like(x, n: int):
    while n != 1:
        if n % 2 == 0:
            n = n // 2
            x = x * 0.5
        else:
            n = 3 * n + 1
            x = x + 1
    return x * x


def return_tuple_in_loop(x, limit: float):
    s = 0.0
    for i, v in enumerate(x):
        s += v
        if s > limit:
            return s, v * i
    return s, s


def break_carries_array(x, limit: float):
    h = np.zeros(3)
    for t in range(x.shape[0]):
        h = np.tanh(h + x[t])
        if h.sum() > limit:
            break
    return (h**2).sum()


def continue_with_array_update(x):
    y = np.zeros(4)
    for i in range(4):
        if x[i] < 0:
            continue
        y[i] = x[i] ** 2
    return (y * x).sum()


def nested_continue(x):
    s = 0.0
    for i in range(4):
        if i == 1:
            continue
        for j in range(4):
            if j == i:
                continue
            if j > 2:
                break
            s += x**i * (j + 1)
    return s


def return_in_else(x, limit: float):
    for i in range(5):
        x = x * 1.3
        if x > limit:
            break
    else:
        return x * 2
    return x * x


def exit_in_first_round(x):
    for i in range(10):
        y = x * (i + 2)
        if y > 0:
            break
        x = x + 1
    return y * x


def return_none_of_zero_trip(x, n: int):
    for i in range(n):
        return x * (i + 3)
    return x * x


def retry(x):
    attempts = 0
    while attempts < 3:
        attempts += 1
        y = x * attempts
        if y < 2:
            continue
        if y > 5:
            x = x - 1
            continue
        return y * y
    return x


X = np.array([0.5, -1.2, 0.7, 1.9])
M = np.array([[0.5, -1.2, 0.7], [1.9, 0.3, -0.4]])

CASES = [
    (newton, (2.0, 1.0, 1e-9), (0, 1), (1 / (2 * math.sqrt(2.0)), 0.0)),
    (newton, (2.0, 3.0, 0.3)),
    *[(break_at_limit, (X, limit)) for limit in (0.1, 1.0, 100.0)],
    (continue_on_negative, (X,)),
    (continue_on_negative, ([0.5, -1.5, 2.0],)),
    (break_and_continue, (X,)),
    (break_and_continue, ([2.0, -1.0, 2.5, 3.0],)),
    (for_else, (X, 1.0)),
    (for_else, (X, 100.0)),
    (while_else, (1.5, 3)),
    (while_else, (5.5, 3)),
    *[(return_in_loop, (X, limit)) for limit in (0.1, 1.0, 100.0)],
    *[(return_in_nested_loops, (M, limit)) for limit in (0.1, 2.0, 5.0, 100.0)],
    (return_array_from_nested_loops, (X, 5.0)),
    (return_array_from_nested_loops, (X, 500.0)),
    (break_inner_only, (1.3,)),
    (break_inner_only, (5.3,)),
    *[(break_inner_then_outer, (1.3, limit)) for limit in (3.0, 15.0, 500.0)],
    (return_from_while_true, (1.5,)),
    (return_from_while_true, (0.9,)),
    (continue_in_while, (1.2, 5)),
    (several_breaks, (1.2,)),
    (several_breaks, (12.0,)),
    (several_breaks, (0.1,)),
    (first_positive, (X[1:],)),
    (first_positive, ([-1.0, -2.0],)),
    (search_with_index, ([0.5, 1.5, 2.5], 1.0)),
    (bisection, (0.0, 2.0, 2.3)),
    (fixed_point, (0.5, 0.9)),
    (collatz_like, (1.5, 6)),
    (return_tuple_in_loop, (X, 1.0)),
    (return_tuple_in_loop, (X, 100.0)),
    (break_carries_array, (M, 0.5)),
    (break_carries_array, (M, 50.0)),
    (continue_with_array_update, (X,)),
    (nested_continue, (1.2,)),
    (return_in_else, (1.1, 100.0)),
    (return_in_else, (1.1, 2.0)),
    (exit_in_first_round, (1.1,)),
    (exit_in_first_round, (-1.4,)),
    (return_none_of_zero_trip, (1.1, 0)),
    (return_none_of_zero_trip, (1.1, 2)),
    *[(retry, (x,)) for x in (0.3, 1.2, 6.5, 2.6)],
]
