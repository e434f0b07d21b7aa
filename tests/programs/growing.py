"""Lists that grow and shrink in loops, parts of expressions that outlive branches, recursion in
loops, records in lists."""

import math

import numpy as np

X = np.array([0.3, -0.5, 0.8, 0.2])
Y = np.array([0.7, 0.1, -0.4, 0.9])


def product_stack(x):
    stack = []
    for v in x:
        if v > 0 and len(stack) > 0:
            top = stack.pop()
            stack.append(top * v)
        else:
            stack.append(v)
    return sum(stack)


def last_two(x):
    hist = []
    s = 0.0
    for i in range(len(x)):
        if i >= 2:
            s += hist[-1] * hist[-2]
        hist.append(x[i])
    return s


def monotonic_stack(x):
    stack = []
    s = 0.0
    for v in x:
        while stack and stack[-1] > v:
            s += stack.pop() * v
        stack.append(v)
    return s + sum(stack)


def stack_of_pairs(x):
    stack = []
    area = 0.0
    for i in range(len(x)):
        start = i
        while stack and stack[-1][1] > x[i]:
            j, h = stack.pop()
            area += h * (i - j)
            start = j
        stack.append((start, x[i]))
    return area + sum(h for _, h in stack)


def read_before_append(x, n):
    states = [x * k for k in range(n)]
    h = states[-1]
    states.append(h * 2)
    return np.sum(h * x) + np.sum(states[-1])


def read_by_place(x, n):
    hs = [x]
    s = 0.0
    for _ in range(n):
        h = hs[-1]
        hs.append(np.sin(h))
        s += np.sum(h * hs[-1])
    return s


def parts_across_branches(x, y, a):
    z = np.concatenate([x * 2, y if a > 0 else x])
    w = (x * 2)[1:] * (a if a > 0.5 else 2 * a)
    return np.sum(z * z) + np.sum(w)


def weighted(v, w):
    s = 0.0
    for q in w:
        s += q * v
    return s


def parts_across_calls(x, y, a):
    z = np.stack([x * 2, y * weighted(a, x)])
    w = (x + 1.0, weighted(a, y))
    d = {"k": x * 3, "l": weighted(a, y)}
    return np.sum(z * z) + np.sum(w[0]) * w[1] + np.sum(d["k"]) * d["l"]


def shadowed_by_comprehension(x, a, xs):
    return sum([sum(w * a for w in x) + w for w in xs])


def folded(k, v):
    if k <= 0:
        return v
    return folded(k - 1, math.sin(v) + 0.1 * k)


def recursion_in_loop(x, a):
    s = 0.0
    for _ in x:
        s += folded(1, a)
    return s + folded(2, a)


def recursion_in_list(a):
    found = [folded(1, a) for _ in range(3)]
    return found[0] + found[2]


def recursion_undifferentiated(x, a):
    w = np.zeros(4)
    assert folded(1, a) < 1e9
    w[2] -= np.mean(w + x)
    return folded(1, w[2]) + a


def loud(k, v):
    print(k)
    if k <= 0:
        return v
    return loud(k - 1, math.sin(v) + 0.1 * k)


def loud_once(a):
    return loud(2, a)


def returned_from_empty_loop(y, a):
    t = np.tanh(y * a)
    for _ in t:
        return a * a, y
    return a, np.zeros_like(y)


def exits_and_branches(a, n, xs):
    xs = list(xs)
    if xs[0] < 0.49:
        if a < 0.3 or n % 2 == 0:
            a = (a if a > 0.1 else a * 1) ** 2
    elif a < 0.1 or n == 3:
        xs.insert(0, a)
    else:
        return n * a + sum(xs)
    return a


def records(x):
    bodies = [{"p": x[i], "v": 0.0} for i in range(3)]
    for _ in range(2):
        for b in bodies:
            b["v"] = b["v"] - 0.1 * b["p"]
            b["p"] = b["p"] + 0.1 * b["v"]
    return sum(b["p"] for b in bodies)


def column_in_place(A, y):
    d = A[:, -3]
    d *= 1.1 + np.sin(y)
    return np.sum(A * A)


CASES = [
    (product_stack, (X,)),
    (product_stack, (-X,)),
    (last_two, (X,)),
    (last_two, (X[:1],)),
    (monotonic_stack, (X,)),
    (monotonic_stack, (Y,)),
    (stack_of_pairs, (X,)),
    (read_before_append, (X, 3)),
    (read_by_place, (X, 3)),
    (read_by_place, (X, 0)),
    (parts_across_branches, (X, Y, 0.7)),
    (parts_across_branches, (X, Y, -0.7)),
    (parts_across_calls, (X, Y, 0.7)),
    (shadowed_by_comprehension, (X, 0.7, [0.2, -0.6, 0.5])),
    (recursion_in_loop, (X, 0.7), (1,)),
    (recursion_in_list, (0.7,)),
    (recursion_undifferentiated, (X, 0.7)),
    (loud_once, (0.7,)),
    (returned_from_empty_loop, (Y, 0.7)),
    (returned_from_empty_loop, (np.zeros(0), 0.7)),
    (exits_and_branches, (0.7, 3, [0.2, 0.5])),
    (exits_and_branches, (0.7, 2, [0.2, 0.5])),
    (exits_and_branches, (0.7, 3, [0.6, 0.5])),
    (exits_and_branches, (0.7, 2, [0.6, 0.5])),
    (records, (X,)),
    (column_in_place, (np.arange(12.0).reshape(3, 4) / 7 - 0.5, Y[:3])),
]
