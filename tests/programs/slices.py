"""Slices that have names: bound on branches and in loops, in lists, read by their bounds."""

import numpy as np

X = np.array([0.5, -1.2, 0.7])


def bound_on_branches(x, c):
    if c > 0:
        s = slice(0, 2)
    else:
        s = slice(1, 3)
    return np.sum(x[s] ** 2) * (s.stop - s.start)


def in_a_list(x):
    ss = [slice(0, 1), slice(1, 3)]
    r = 0.0
    for i, s in enumerate(ss):
        r += np.sum(x[s]) ** 2 * (i + s.start)
    return r


def spans_of_sizes(x, sizes):
    ss = []
    off = 0
    for n in sizes:
        ss.append(slice(off, off + n))
        off += n
    r = 0.0
    for s in ss:
        r += np.sum(x[s]) ** 2
    return r


def in_a_dict(x):
    layout = {"a": slice(0, 2), "b": slice(2, None)}
    return np.sum(x[layout["a"]]) * np.sum(x[layout["b"]])


def layout(theta, shapes):
    spans, off = [], 0
    for n in shapes:
        spans.append(slice(off, off + n))
        off += n
    s = 0.0
    for i, span in enumerate(spans):
        s = s + np.sum(theta[span] ** 2) * (i + 1) * (span.stop - span.start)
    return s


def written_through(x, k):
    y = np.zeros(6)
    ss = [slice(i, i + 2) for i in range(0, k, 2)]
    for j, s in enumerate(ss):
        y[s] = x[:2] * (j + 1)
    return np.sum(y * y)


def moved_in_a_loop(x, n):
    s = slice(0, 1)
    t = 0.0
    for i in range(n):
        t += np.sum(x[s]) ** 2 * (i + 1)
        s = slice(s.stop, s.stop + 1)
    return t


def with_a_step(x):
    s = slice(None, None, 2)
    return np.sum(x[s] ** 2) + (s.step or 0)


def in_tuples(x, c):
    a, b = (slice(0, 1), slice(1, 3)) if c > 0 else (slice(0, 2), slice(2, 3))
    return np.sum(x[a]) * np.sum(x[b])


class Window:
    def __init__(self, a, b):
        self.s = slice(a, b)

    def of(self, x):
        return x[self.s]


def in_objects(x):
    vs = [Window(i, i + 2) for i in range(2)]
    return sum(np.sum(v.of(x)) ** 2 for v in vs)


CASES = [
    (bound_on_branches, (X, 1)),
    (bound_on_branches, (X, -1)),
    (in_a_list, (X,)),
    (spans_of_sizes, (X, [1, 2])),
    (in_a_dict, (X,)),
    (layout, (np.arange(5.0) / 3, [2, 1, 2])),
    (written_through, (X, 6)),
    (moved_in_a_loop, (X, 3)),
    (with_a_step, (X,)),
    (in_tuples, (X, 1)),
    (in_tuples, (X, -1)),
    (in_objects, (X,)),
]
