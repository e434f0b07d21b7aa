"""Stores: into locals, views and arguments; aliases, swaps, and programs where sharing of
memory decides."""

import numpy as np


def heat(u, k: float, steps: int):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u**2)


def swapped_buffers(u, n: int):
    u = u.copy()
    v = np.zeros_like(u)
    for _ in range(n):
        v[1:-1] = 0.5 * (u[2:] + u[:-2])
        u, v = v, u
    return np.sum(u**2) + np.sum(v)


def three_buffers(u, n: int):
    a = u.copy()
    b = u * 0.5
    c = np.zeros_like(u)
    for _ in range(n):
        c[1:-1] = 2 * b[1:-1] - a[1:-1] + 0.1 * (b[2:] - 2 * b[1:-1] + b[:-2])
        a, b, c = b, c, a
    return np.sum(b**2)


def carried_row(A):
    A = A.copy()
    prev = A[0]
    for i in range(1, A.shape[0]):
        cur = A[i]
        cur += prev
        prev = cur
    return np.sum(A**2)


def live_iteration(x):
    x = x.copy()
    n = len(x)
    for i, xi in enumerate(x):
        x[(i + 1) % n] += xi
    return np.sum(x**2)


def element_by_element(y):
    y = y.copy()
    for i in range(1, len(y)):
        y[i] = y[i] + np.sin(y[i - 1])
    return np.sum(y)


def nonlinear_in_place(y):
    y = y.copy()
    for i in range(len(y) - 1):
        y[i + 1] *= y[i]
    return np.sum(y)


def alias_write(x):
    y = x * 2
    z = y
    z[0] = 5.0
    return np.sum(y * x)


def view_write(x):
    y = x * 2
    z = y[1:]
    z[0] = x[0] * x[1]
    y[2] *= 3
    return np.sum(y * y) + np.sum(z)


def view_of_view(m):
    a = m * 1.0
    row = a[1]
    tail = row[1:]
    tail += row[0]
    a[0, 0] = tail.sum()
    return np.sum(a**2)


def transposed_view_write(m):
    a = m * 1.0
    t = a.T
    t[0] = 2.0 * t[1]
    return np.sum(a * m)


def reshape_view_write(x):
    a = x * 1.0
    b = a.reshape(2, 2)
    b[0, 1] = a[3] ** 2
    return np.sum(a * x)


def old_value_is_read(x):
    y = x * x
    z = y * 2
    y[0] = 0.0
    return np.sum(z * y)


def old_value_needed_backward(x):
    y = x * x
    s = np.sum(y**3)
    y[1:] = 1.0
    return s + np.sum(y * x)


def augmented_names(x, k):
    y = x.copy()
    y += k
    y *= x
    y -= 0.5 * y
    return np.sum(y**2)


def augmented_is_shared(x, k):
    y = x.copy()
    z = y
    y += k
    return np.sum(y * z)


def rebinding_is_not_shared(x, k):
    y = x.copy()
    z = y
    y = y + k
    return np.sum(y * z)


def writes_argument(x):
    x[0] = x[1] * x[2]
    return np.sum(x**2)


def adds_to_argument(x, k):
    x += k
    return np.sum(x**2)


def doubles_argument(a, b):
    a *= 2
    return np.sum(a * b)


def writes_argument_slice_in_loop(u, k: float, steps: int):
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u**2)


def writes_element_of_list(values, x):
    values[0] = values[1] * x
    return values[0] * values[1]


def writes_dict(params, x):
    params["a"] = params["b"] * x
    return params["a"] ** 2


def writes_array_in_dict(params, k):
    params["W"] -= k * params["W"] ** 2
    return np.sum(params["W"])


def appends_to_argument(values, x):
    values.append(x * values[0])
    return sum(values)


def returns_argument(x):
    return x


def returns_view(x):
    return x[1:]


def returns_same_twice(x):
    y = x * 2
    return y, y


def returns_argument_after_write(x):
    x[0] = 1.5
    return x


def returns_old_and_new(x):
    y = x.copy()
    x[0] = x[1] ** 2
    return y * 2, x


def adjoints_share(x, y):
    z = x + y
    return np.sum(z * z)


def adjoint_is_the_seed(x):
    return np.sum(x)


def adjoint_fans_out(x, y, w):
    z = x + y
    u = z + w
    v = z - w
    u[0] = 0.0
    return np.sum(u * v) + np.sum(x)


def two_names_one_sum(x, y):
    s = x + y
    t = s * 1.0
    t[0] += s[1]
    s2 = s + t
    return np.sum(s2 * x)


def conditional_alias_read(x, c: bool):
    y = x * 2
    z = y if c else x * 3
    return np.sum(z * y)


def conditional_alias_write(x, c: bool):
    y = x * 2
    z = x * 3
    w = y if c else z
    w[0] = 5.0
    return np.sum(y) * np.sum(z)


def fills_matrix_by_rows(x):
    rows = np.zeros((3, x.size))
    rows[0] = x
    for i in range(1, 3):
        rows[i] = np.tanh(rows[i - 1]) * x
    return rows


def prefix_products(x):
    p = np.ones(len(x) + 1)
    for i in range(len(x)):
        p[i + 1] = p[i] * x[i]
    return p[-1] + np.sum(p)


def dynamic_programming(c):
    n, m = c.shape
    d = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            best = 0.0
            if i > 0:
                best = d[i - 1, j]
            if j > 0:
                best = best + 0.5 * d[i, j - 1]
            d[i, j] = best + c[i, j] ** 2
    return d[-1, -1]


def smooth_min_path(c):
    d = c.copy()
    for i in range(1, len(d)):
        for j in range(len(d[0])):
            d[i, j] += min(d[i - 1, j], d[i - 1, j - 1])
    return d[-1].min()


def gauss_seidel(A, b, steps: int):
    x = np.zeros(len(b))
    for _ in range(steps):
        for i in range(len(b)):
            s = 0.0
            for j in range(len(b)):
                if j != i:
                    s += A[i, j] * x[j]
            x[i] = (b[i] - s) / A[i, i]
    return np.sum(x**2)


def back_substitution(U, b):
    x = np.zeros(len(b))
    for i in range(len(b) - 1, -1, -1):
        x[i] = (b[i] - U[i, i + 1 :] @ x[i + 1 :]) / U[i, i]
    return x


def cholesky(A):
    n = A.shape[0]
    L = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            s = A[i, j]
            for k in range(j):
                s -= L[i, k] * L[j, k]
            if i == j:
                L[i, j] = np.sqrt(s)
            else:
                L[i, j] = s / L[j, j]
    return np.sum(L**3)


def momentum(w, k: float):
    v = np.zeros_like(w)
    w = w.copy()
    for _ in range(4):
        g = 2 * w
        v *= 0.9
        v -= k * g
        w += v
    return np.sum(w**2)


def history_of_updates(x):
    h = x.copy()
    total = 0.0
    hs = []
    for i in range(3):
        h = h * 1.5
        h[0] = h[1] * i
        hs.append(h.copy())
        total = total + hs[-1][0] * hs[0][1]
    return total


def save_then_write(x):
    y = x * 1.0
    saved = []
    for i in range(len(y)):
        saved.append(y[i] * y[i])
        y[i] = saved[i] * 0.5
    return sum(saved) * y.sum()


def rotate_list(x, n: int):
    a, b, c = x, x * 2, x * 3
    for _ in range(n):
        a, b, c = b, c, a * b
    return a + b * c


def mask_update_in_loop(x):
    y = x.copy()
    for _ in range(3):
        y[y > 1] *= 0.5
        y += 0.3
    return np.sum(y * x)


def two_dimensional_stencil(u):
    u = u.copy()
    for _ in range(2):
        u[1:-1, 1:-1] = 0.25 * (u[2:, 1:-1] + u[:-2, 1:-1] + u[1:-1, 2:] + u[1:-1, :-2])
    return np.sum(u**2)


def column_updates(m):
    a = m.copy()
    for j in range(1, a.shape[1]):
        a[:, j] -= a[:, j - 1] * (a[:, j] @ a[:, j - 1])
    return np.sum(a**2)


def scatter_add(x, index):
    out = np.zeros(3)
    for i in range(len(index)):
        out[index[i]] += x[i] ** 2
    return np.sum(out**2)


def np_add_at(x, index):
    out = np.zeros(3)
    np.add.at(out, index, x)
    return np.sum(out**2)


def zero_trip_store(x, n: int):
    y = x * 2
    for i in range(n):
        y[i] = 0.0
    return np.sum(y)


def break_after_store(x):
    y = x * 1.0
    for i in range(len(y)):
        y[i] *= 2
        if y[i] > 1:
            y[0] = 7.0
            break
    return np.sum(y * x)


def return_after_store(x, limit: float):
    y = x * 1.0
    for i in range(len(y)):
        for j in range(len(y)):
            y[i] += y[j] * 0.1
            if y[i] > limit:
                return np.sum(y * x)
    return np.sum(y) + y[0]


X = np.array([0.5, -1.2, 0.7, 1.9])
M = np.array([[0.5, -1.2, 0.7], [1.9, 0.3, -0.4], [0.2, 0.8, 1.1]])
U = np.linspace(-1, 2, 12).reshape(3, 4) ** 2
A = np.array([[4.0, 1.0, 0.5], [1.0, 3.0, -0.2], [0.5, -0.2, 2.0]])
B = np.array([0.1, -0.2, 0.3])


def store_in_fewer_axes(W, x):
    out = np.zeros(W.shape[1])
    out[:] = W
    return np.sum(out * x)


def product_in_place(A, x):
    B = A
    A @= A.T
    return x @ B @ x


def product_of_a_row(x, A):
    y = x
    y @= A
    return np.sum(x * x)


def product_seen_by_a_view(A, n: int):
    B = A.copy()
    rows = B[:2]
    for _ in range(n):
        B @= A
    return np.sum(rows**2)


def no_axes_squared(s):
    s *= s
    return s * 2


def no_axes_through_a_view(s):
    s = s.copy()
    y = s[None]
    y[0] *= s[()]
    return s * 2


def no_axes_by_reshape(x):
    s = x[2:3].reshape(())
    s *= 2
    return np.sum(x * x)


CASES = [
    (heat, (X, 0.2, 3)),
    (heat, (X, 0.2, 0)),
    *[(swapped_buffers, (X, n)) for n in (0, 1, 4)],
    (three_buffers, (X, 3)),
    (carried_row, (M,)),
    (live_iteration, (X,)),
    (element_by_element, (X,)),
    (nonlinear_in_place, (X,)),
    (alias_write, (X,)),
    (view_write, (X,)),
    (view_of_view, (M,)),
    (transposed_view_write, (M,)),
    (reshape_view_write, (X,)),
    (old_value_is_read, (X,)),
    (old_value_needed_backward, (X,)),
    (augmented_names, (X, 0.7)),
    (augmented_is_shared, (X, 0.7)),
    (rebinding_is_not_shared, (X, 0.7)),
    (writes_argument, (X,)),
    (adds_to_argument, (X, 0.7)),
    (doubles_argument, (X, X + 1)),
    (writes_argument_slice_in_loop, (X, 0.2, 3)),
    (writes_element_of_list, ([0.5, 1.5], 2.0)),
    (writes_dict, ({"a": 0.5, "b": 1.5}, 2.0)),
    (writes_array_in_dict, ({"W": X}, 0.1)),
    (appends_to_argument, ([0.5, 1.5], 2.0)),
    (returns_argument, (X,)),
    (returns_argument, (1.5,)),
    (returns_view, (X,)),
    (returns_same_twice, (X,)),
    (returns_argument_after_write, (X,)),
    (returns_old_and_new, (X,)),
    (adjoints_share, (X, X + 1)),
    (adjoint_is_the_seed, (X,)),
    (adjoint_fans_out, (X, X + 1, X * 2)),
    (two_names_one_sum, (X, X + 1)),
    (conditional_alias_read, (X, True)),
    (conditional_alias_read, (X, False)),
    (conditional_alias_write, (X, True)),
    (fills_matrix_by_rows, (X,)),
    (prefix_products, (X,)),
    (dynamic_programming, (M,)),
    (smooth_min_path, (M,)),
    (gauss_seidel, (A, B, 2)),
    (back_substitution, (np.triu(A), B)),
    (cholesky, (A,)),
    (momentum, (X, 0.1)),
    (history_of_updates, (X,)),
    (save_then_write, (X,)),
    (rotate_list, (1.1, 4)),
    (mask_update_in_loop, (X + 0.03,)),
    (two_dimensional_stencil, (U,)),
    (column_updates, (M,)),
    (scatter_add, (X, [0, 2, 0, 1])),
    (np_add_at, (X, np.array([0, 2, 0, 1]))),
    (zero_trip_store, (X, 0)),
    (zero_trip_store, (X, 2)),
    (break_after_store, (X + 0.03,)),
    (return_after_store, (X, 1.0)),
    (return_after_store, (X, 100.0)),
    (store_in_fewer_axes, (np.array([[0.5, -1.0, 2.0]]), np.array([1.0, 2.0, 3.0]))),
    (store_in_fewer_axes, (np.array([[0.5]]), np.array([1.5]))),
    (product_in_place, (M, B)),
    (product_of_a_row, (B, A)),
    (product_seen_by_a_view, (A, 2)),
    (no_axes_squared, (np.array(1.3),)),
    (no_axes_through_a_view, (np.array(1.3),)),
    (no_axes_by_reshape, (X,)),
]
