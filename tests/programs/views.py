"""Views that lie otherwise than their base: reshaped, turned, with more axes; stores into them."""

import numpy as np

X = np.array([1.5, -2.0, 3.0, 0.7, 2.2, 0.4])
M = np.arange(12.0).reshape(3, 4) * 0.3 + 0.15
T = np.arange(24.0).reshape(2, 3, 4) * 0.1 + 0.2


def grid_and_flat(x):
    g = x.reshape(2, 3)
    g[0] *= 2
    x[1] += g[1, 2]
    return np.sum(g * g)


def raveled_argument(m):
    f = m.ravel()
    m[0] = m[1]
    f[::2] *= m[2, 0]
    return np.sum(f * m.reshape(-1))


def filled_through_flat(m):
    y = np.zeros((3, 4))
    f = y.reshape(-1)
    for i in range(12):
        f[i] = m[i // 4, i % 4] ** 2
    return np.sum(y * m)


def flips_and_axes(m):
    t = np.moveaxis(m, 0, 1)
    t[1] = m[0, 0]
    u = np.flip(m, axis=1)
    u[:, 0] *= 3
    q = np.flip(m)
    q[0, 0] = 1.0
    return np.sum(m * m)


def rows_reshaped(t):
    a = t[0].reshape(2, 6)
    a[0] += t[1, 0, 0]
    b = t.reshape(6, 4)
    b[:, 1] *= b[:, 2]
    return np.sum(t * t)


def matrix_transposed(t):
    a = t.mT
    a[0, 1] = 2.0
    return np.sum(t * t)


def diagonal_before_store(t):
    d = np.diagonal(t[0])
    s = np.sum(d)
    t[0, 0, 0] = 5.0
    return s * np.sum(t)


def reshaped_in_loop(m):
    w = m.reshape(2, 6)
    for i in range(2):
        w[i] *= w[i, 0]
        m = m
    return np.sum(m * w.reshape(3, 4))


def copy_in_order(m):
    y = m.T.copy()
    z = y.reshape(-1)
    z[0] = 3.0
    y[1] *= z[2]
    return np.sum(y * y)


def flat_in_branch(m):
    y = m * 2
    z = y.reshape(-1)
    if m[0, 0] > 0:
        z[0] = m[1, 1] ** 2
    else:
        y[0] = 0.0
    z[-1] = z[0]
    return np.sum(y * y)


def reshaped_then_transposed(m):
    y = m * 2
    z = y.reshape(4, 3).T
    z[0] = m[0]
    z.T[1, :] *= 3
    return np.sum(y * y * m)


def more_axes(m):
    y = np.expand_dims(m, 0)
    y[0, 0] = 2.0
    z = np.squeeze(y)
    z[1] *= 2
    w = m[None, ..., None]
    w[0, 2] = 1.5
    return np.sum(m**2)


def at_least(x):
    g = np.atleast_2d(x)
    g[0, 1] *= 3
    h = np.atleast_1d(x)
    h += 1
    k = np.atleast_3d(x)
    k[0, 2, 0] = 4.0
    return np.sum(x * x)


def strided_reshaped(x):
    y = x[::2].reshape(3, 1)
    y *= 2
    y[0] = x[1]
    return np.sum(x * x)


def run_time_length(m):
    n = m.shape[0] * m.shape[1]
    f = m.reshape(n)
    f[1:] += f[:-1]
    return np.sum(m * m)


def conjugate_of_real_numbers(x):
    y = x.conj()
    y[0] = 3 * x[1]
    z = y.conjugate()
    z *= x[2]
    return np.sum(x**2)


def conjugate_of_complex_numbers(x):
    z = x * (1 + 2j)
    w = z.conj()
    w[0] = 1.0
    return np.sum(np.real(z * w * w))


def read_by_ravel_after_a_store(x):
    y = x.ravel()
    y[1] = x[0] ** 2
    return np.sum(x**2)


def axes_added_to_a_copy(x):
    y = np.array(x, ndmin=2)
    y[0, 1] = 3 * x[0]
    return np.sum(y**2)


CASES = [
    (grid_and_flat, (X,)),
    (raveled_argument, (M,)),
    (filled_through_flat, (M,)),
    (flips_and_axes, (M,)),
    (rows_reshaped, (T,)),
    (matrix_transposed, (T,)),
    (diagonal_before_store, (T,)),
    (reshaped_in_loop, (M,)),
    (copy_in_order, (M,)),
    (flat_in_branch, (M,)),
    (reshaped_then_transposed, (M,)),
    (more_axes, (M,)),
    (at_least, (X,)),
    (strided_reshaped, (X,)),
    (run_time_length, (M,)),
    (conjugate_of_real_numbers, (X,)),
    (conjugate_of_complex_numbers, (X,)),
    (read_by_ravel_after_a_store, (X,)),
    (axes_added_to_a_copy, (X,)),
]
