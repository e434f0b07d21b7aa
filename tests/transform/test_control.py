"""Branches, loops and early exits: gradients against numeric differences."""

from __future__ import annotations

import numpy as np
import pytest

from tests.transform.check import check

A = np.array([0.3, -0.7, 1.1, 0.4])
B = np.array([0.9, 0.2, -0.5, 1.3])

NEWTON = """
def root(r, x, tol, n):
    i = 0
    while i < n:
        q = x * x - r
        if abs(q) < tol:
            break
        if q > 0:
            x = x - q / (2 * x)
        else:
            x = 0.5 * (x + r / x)
        i = i + 1
    return x
"""


@pytest.mark.parametrize("n", [0, 1, 2, 5, 50])
def test_newton(n: int) -> None:
    check(NEWTON, 2.0, 1.2, 1e-3, n)


PROGRAMS = {
    "branch": """
def f(x, y):
    if x > y:
        z = x * y
    else:
        z = x - sin(y)
        x = x * 2.0
    return z * x
""",
    "bound on one path": """
def f(x, y):
    z = 1.0
    if x > 0.5:
        q = x * y
        r = q * q
    if x > 0.5:
        z = z + q * r
    return z * y
""",
    "loop": """
def f(x, y):
    s = 0.0
    for i in range(5):
        s = s * x + y * i
        x = sin(x)
    return s
""",
    "zero rounds": """
def f(x, y):
    s = x
    for i in range(3, 1):
        s = s * x * y
    return s
""",
    "steps": """
def f(x, y):
    s = x
    for i in range(9, -2, -3):
        s = 0.5 * s * y + 0.1 * i * x
        for j in range(1, i, 2):
            s = s + 0.1 * sin(s) * j
    return s
""",
    "swap": """
def f(x, y):
    for i in range(5):
        x, y = y * y, x + sin(y)
    return x * y
""",
    "one path bound in a loop": """
def f(x, y):
    s = 0.0
    for i in range(6):
        x = sin(x * 3.0 + i)
        if x > 0.1:
            q = x * y
        if x > 0.1:
            s = s + q * q * x
    return s
""",
    "last value": """
def f(x, y):
    for i in range(4):
        q = x * y * i
        y = sin(y)
    return q * y
""",
    "break": """
def f(x, y):
    s = x
    for i in range(8):
        s = s * x + y
        if s > 3.0:
            s = s * y
            break
        y = y + 0.1 * s
    return s * y
""",
    "break and continue": """
def f(x, y):
    s = x
    for i in range(9):
        x = sin(x + i)
        if x < 0.0:
            y = y * 1.1
            continue
        s = s + x * y
        if s > 2.5:
            break
        s = s * s * 0.5
    return s * y
""",
    "break in a branch": """
def f(x, y):
    s = x
    for i in range(9):
        x = sin(x + i)
        if x < 0.0:
            y = y * 1.1
            if y > 1.2:
                s = s * x
                break
            s = s + y * y
        else:
            s = s + x * y
            if s > 2.5:
                y = y * s
                break
        s = s * x * 0.9
    return s * y
""",
    "return in nested loops": """
def f(x, y):
    s = 1.0
    for i in range(4):
        for j in range(5):
            s = s * x + y * j
            if s > 6.0:
                return s * s * y
        y = y * 1.3
    return s + y
""",
    "early return": """
def f(x, y):
    if x < 0.0:
        return x * y
    z = sin(x * y)
    if z > 0.2:
        w = z * z
        return w * x
    return z
""",
    "while with return": """
def f(x, y):
    p = abs(x) + 0.5
    while p < 50.0:
        q = p * y
        if q > 20.0:
            return q * x * p
        p = p * 1.7 + q * q * 0.1
    return p * y
""",
    "while in for with break": """
def f(x, y):
    s = 0.0
    for i in range(4):
        p = x * x * (i + 1)
        while p < 4.0:
            p = p * p * 0.5 + y * y + 0.6
            if p > 3.5:
                s = s + p * x
                break
            s = s + y * p
            p = p + 0.1
        if s > 9.0:
            break
        y = y * 1.1
    return s * x
""",
    "loop in a branch in a loop": """
def f(x, y):
    s = 0.0
    for i in range(5):
        x = sin(x + i)
        if x > 0.0:
            for j in range(i):
                s = s * x + y * y
                if s > 4.0:
                    break
        else:
            s = s - x * y
    return s
""",
}


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("x, y", [(0.7, 0.9), (1.3, -0.4), (-0.6, 1.7), (2.1, 1.2)])
def test_scalars(name: str, x: float, y: float) -> None:
    check(PROGRAMS[name], x, y)


ARRAYS = {
    "elements": """
def f(a, x):
    b = a * x
    for i in range(1, 4):
        b[i] = b[i] + sin(b[i - 1]) * a[i]
    return sum(b * b)
""",
    "heat": """
def f(a, x):
    b = a * 1.0
    for i in range(3):
        b[1:-1] += x * (b[2:] - 2.0 * b[1:-1] + b[:-2])
    return sum(b * b)
""",
    "carried and swapped": """
def f(a, x):
    b = a * x
    for i in range(5):
        c = a * b
        a, b = b, c + a[i - 1] * x
    return sum(a * b)
""",
    "return of carried arrays": """
def f(a, x):
    b = a * x
    for i in range(4):
        for j in range(3):
            b = sin(b) * a + x
            if b[j] > 0.9:
                return sum(b * a) * x
        a = a * 1.1
        a[i] = x * a[0]
    return sum(a * b)
""",
    "scalars of elements": """
def f(a, x):
    s = 0.0
    for i in range(4):
        s = s * x + a[i]
        if s > 1.0:
            break
    return s * a[1]
""",
    "list": """
def f(a, x):
    qs = [x]
    s = x
    for i in range(4):
        s = s * a[i] + x
        qs.append(s)
    t = 0.0
    for i in range(5):
        t = t + qs[i] * qs[i] * i
    p = qs.pop()
    return t * p + qs[-1]
""",
    "list in branches": """
def f(a, x):
    qs = []
    for i in range(4):
        if a[i] > 0.0:
            qs.append(a[i] * x)
    while len(qs) > 1:
        p = qs.pop()
        q = qs.pop()
        qs.append(p * q + x)
    return qs[0] * x
""",
}


@pytest.mark.parametrize("name", ARRAYS)
@pytest.mark.parametrize("a, x", [(A, 0.7), (B, 1.4), (-A, 0.2)])
def test_arrays(name: str, a: np.ndarray, x: float) -> None:
    check(ARRAYS[name], a, x)
