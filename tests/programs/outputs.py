"""Results that are stored in an array that is there: `out=`, `where=`, methods in place."""

import numpy as np

X = np.array([1.5, -2.0, 3.0, 0.7, 2.2])
Y = np.array([0.5, 0.0, 1.0, 0.0, 2.0])
M = np.arange(12.0).reshape(3, 4) * 0.3 + 0.15


def safe_ratio(x, y):
    return np.sum(np.divide(x, y, out=np.zeros_like(x), where=y != 0) * x)


def one_buffer(x):
    b = np.empty(5)
    np.multiply(x, x, b)
    np.add(b, x, out=b)
    r = np.exp(b * 0.1, out=b)
    r[0] = 1.0
    return np.sum(b * x)


def reductions_stored(m):
    s = np.empty(4)
    m.sum(axis=0, out=s)
    s *= s
    np.dot(m.T, m[:, 0], out=s)
    return np.sum(s * s)


def argument_is_filled(m):
    np.add(m[1:], m[:-1], out=m[1:])
    np.cumsum(m, axis=0, out=m)
    return np.sum(m * m)


def sorted_in_place(m):
    m.sort(axis=0)
    m[0].sort()
    return np.sum(m * np.arange(12.0).reshape(3, 4) ** 2)


def under_masks(m):
    t = np.log(m, where=m > 1, out=np.ones((3, 4)))
    u = np.sqrt(m[0], where=m[:, :1] > 0.5, out=np.zeros((3, 4)))
    np.clip(t, 0.1, 0.9, out=t)
    t.clip(0.2, 0.8, out=t)
    return np.sum(t * m + u)


def buffer_in_loop(m):
    buffer = np.empty((3, 4))
    for k in range(3):
        np.multiply(m, k + 1, out=buffer)
        np.tanh(buffer, out=buffer)
        m += buffer
    return np.sum(m * buffer)


def copied_under_mask(m):
    out = np.zeros((3, 3))
    np.matmul(m, m.T, out=out)
    np.maximum(out, 1.0, out=out)
    np.copyto(out, 2.0, where=out > 5)
    np.copyto(out, m[:, :1], where=out == 1)
    return np.sum(out * out)


CASES = [
    (safe_ratio, (X, Y), (0,)),
    (one_buffer, (X,)),
    (reductions_stored, (M,)),
    (argument_is_filled, (M,)),
    (sorted_in_place, (M,)),
    (under_masks, (M,)),
    (buffer_in_loop, (M,)),
    (copied_under_mask, (M,)),
]
