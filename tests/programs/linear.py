"""Products, shapes, joining: @, dot, outer, reshape, transpose, concatenate, stack."""

import numpy as np


def vector_vector(x, y):
    return x @ y


def matrix_vector(W, x):
    return np.sum((W @ x) ** 2)


def vector_matrix(x, W):
    return np.sum((x @ W) ** 2)


def matrix_matrix(a, b):
    return np.sum((a @ b) ** 2)


def matrix_output(a, b):
    return a @ b


def batched(a, b):
    return np.sum((a @ b) ** 2)


def batched_broadcast(a, b):
    return np.sum((a @ b) ** 2)


def dot_function(W, x):
    return np.dot(np.dot(W, x), np.dot(W, x))


def dot_method(W, X):
    D = W.dot(X)
    return D


def dot_scalars(x, y):
    return np.dot(x, y) * 2


def matmul_function(a, b):
    return np.matmul(a, b).sum()


def outer(x, y):
    return np.sum(np.outer(x, y) ** 2)


def inner(x, y):
    return np.inner(x, y) ** 2


def inner_matrices(a, b):
    return np.sum(np.inner(a, b) ** 2)


def vdot_and_tensordot(a, b):
    return np.vdot(a, b) * np.sum(np.tensordot(a, b, axes=([1], [1])))


def einsum_products(a, b):
    return np.sum(np.einsum("ij,jk->ik", a, b) ** 2)


def kronecker(x, y):
    return np.sum(np.kron(x, y) ** 2)


def quadratic_form(x, A):
    return x @ A @ x


def quadratic_transpose(x, A):
    return x.T @ A.T @ x + x.dot(A).dot(x)


def gram(X):
    return np.sum((X.T @ X) ** 2)


def least_squares_loss(w, X, y):
    r = X @ w - y
    return 0.5 * r @ r / len(y)


def ridge(w, X, y, strength: float):
    return np.mean((X @ w - y) ** 2) + strength * np.sum(w**2)


def transpose_attribute(m):
    return np.sum(m.T @ m * 2)


def transpose_function(t):
    return np.sum(np.transpose(t, (2, 0, 1))[0] ** 2 * 3)


def transpose_method(t):
    return np.sum(t.transpose(1, 0, 2)[1] ** 2)


def transpose_reverse(t):
    return np.sum(t.transpose()[0] ** 2)


def reshape(x):
    return np.sum(x.reshape(2, 2) @ x.reshape((2, 2)))


def reshape_unknown(x):
    return np.sum(np.reshape(x, (-1, 2))[0] ** 2) + np.sum(x.reshape(-1)[1:] ** 3)


def ravel(m):
    return np.sum(np.ravel(m)[1:] * m.ravel()[:-1]) + np.sum(m.flatten()[::2])


def squeeze_expand(x):
    y = np.expand_dims(x, 0)
    z = np.expand_dims(x, axis=-1)
    return np.sum(np.squeeze(y) * z.squeeze(axis=1)) + np.sum(y @ z)


def swap_axes(t):
    return np.sum(np.swapaxes(t, 0, 2)[0] ** 2) + np.sum(t.swapaxes(1, 2)[:, 0])


def move_axis(t):
    return np.sum(np.moveaxis(t, 0, -1)[0] ** 2)


def broadcast_to(x):
    return np.sum(np.broadcast_to(x, (3, 4)) ** 2 * np.arange(3.0)[:, None])


def flips(m):
    return np.sum(np.flip(m, axis=1) * m) + np.sum(m[::-1] * m) + np.sum(np.fliplr(m)[0])


def roll(x):
    return np.sum(np.roll(x, 1) * x + np.roll(x, -2))


def tile_repeat(x):
    return np.sum(np.tile(x, 2)[1:] ** 2) + np.sum(np.repeat(x, 3)[2:] ** 2)


def concatenate(x, y):
    return np.sum(np.concatenate([x, y, x * y])[1:] ** 2)


def concatenate_axis(a, b):
    return np.sum(np.concatenate((a, b), axis=1) ** 2 * 2)


def concatenate_tuple_of_slices(x):
    return np.concatenate((x[1:], x[:1])) @ x


def stack(x, y):
    return np.sum(np.stack([x, y])[0] ** 2) + np.sum(np.stack((x, y), axis=1)[:, 1] ** 2)


def vstack_hstack(x, y):
    return np.sum(np.vstack([x, y]) @ np.hstack([x, y])[: x.size])


def column_stack(x, y):
    return np.sum(np.column_stack((x, y)) ** 2)


def append_and_pad(x):
    return np.sum(np.append(x, x[0] * 2) ** 2) + np.sum(np.pad(x, 1) ** 2)


def padded_at_run_time(x, width):
    return np.pad(x * x[0], width) * np.arange(x.size + 2.0 * width)


def padded_matrix_at_run_time(m, low, high):
    inner = np.pad(m, [(low, high), (0, high)], constant_values=2)
    return np.sum(inner**2) + np.sum(np.pad(m, ((m.shape[1], 1), (1, low)))[-2, 1:] ** 3)


def splits(x):
    a, b = np.split(x, 2)
    return a @ b


def constructors(x):
    a = np.zeros(4) + x
    b = np.ones_like(x) * x
    c = np.full(4, 2.0) * x
    d = np.eye(4) @ x
    e = np.arange(4) * x
    f = np.linspace(0, 1, 4) * x
    g = np.empty(4)
    g[:] = x
    return np.sum(a * b * c + d * e + f * g)


def full_of_value(x):
    return np.sum(np.full((2, 3), x) * np.arange(6.0).reshape(2, 3))


def zeros_like_use(x):
    z = np.zeros_like(x)
    z[1:] = x[:-1]
    return z @ x


def diagonal(m):
    return np.sum(np.diag(m) ** 2) + np.sum(np.diag(m[0]) @ m[0])


def triangles(m):
    return np.sum(np.triu(m) ** 2) + np.sum(np.tril(m, -1) * 3)


def solve(A, b):
    return np.sum(np.linalg.solve(A, b) ** 2)


def inverse(A):
    return np.sum(np.linalg.inv(A) ** 2)


def determinant(A):
    return np.linalg.det(A)


def array_from_list(values):
    x = np.array(values)
    return np.sum(x**2) * x[0]


def asarray_use(x):
    y = np.asarray(x)
    return np.sum(y**3)


def sort_use(x):
    return np.sum(np.sort(x) * np.arange(4.0))


def argsort_use(x):
    return np.sum(x[np.argsort(x)] * np.arange(4.0))


def meshgrid_use(x, y):
    a, b = np.meshgrid(x, y)
    return np.sum(a * b**2)


def atleast(x):
    return np.sum(np.atleast_2d(x) @ np.atleast_2d(x).T)


def cross_product(a, b):
    return np.sum(np.cross(a, b) ** 2)


def copies(x):
    y = x.copy()
    z = np.copy(x)
    w = np.array(x)
    return np.sum(y * z * w)


def astype_use(x):
    return np.sum(x.astype(np.float32).astype(float) * 2)


def item_use(x):
    return x[1].item() * x.sum().item()


def tolist_use(x):
    values = x.tolist()
    return values[0] * values[1]


def shape_arithmetic(x):
    n, d = x.shape
    return np.sum(x) / (n * d) + x.shape[0] * x[0, 0] + len(x.T)


def log_likelihood(a, x):
    cov = a @ a.T + np.eye(len(a))
    root = np.linalg.cholesky(cov)
    z = np.linalg.solve(root, x)
    return -0.5 * z @ z - np.log(np.diag(root)).sum() + np.linalg.slogdet(cov)[1]


def convolved(x, k):
    return np.convolve(x, k, mode="same") * np.convolve(x, k)[1:-1] + np.gradient(x)


def interpolated(x, values):
    y = np.interp(x, np.linspace(0.0, 1.0, 3), values)
    return np.trapezoid(y, x) + np.polyval(values, y).sum()


X = np.array([0.5, -1.2, 0.7, 1.9])
Y = np.array([1.5, 0.4, -0.3, 0.8])
M = np.array([[0.5, -1.2, 0.7], [1.9, 0.3, -0.4]])
N = np.array([[0.1, 0.9], [-0.5, 1.4], [0.8, -0.6]])
S = np.array([[2.0, 0.3], [-0.4, 1.5]])
T = (np.arange(12.0).reshape(2, 3, 2) - 4.3) / 7

CASES = [
    (log_likelihood, (M[:, :2], M[:, 2])),
    (convolved, (np.arange(5.0) / 3, np.array([0.5, -0.2, 0.1]))),
    (interpolated, (np.array([0.1, 0.45, 0.8]), np.array([0.3, -1.0, 2.0]))),
    (vector_vector, (X, Y)),
    (matrix_vector, (M, X[:3])),
    (vector_matrix, (X[:2].copy(), M)),
    (matrix_matrix, (M, N)),
    (matrix_output, (M, N)),
    (batched, (T, np.swapaxes(T, 1, 2).copy())),
    (batched_broadcast, (T, S)),
    (batched_broadcast, (N, T.swapaxes(1, 2).copy())),
    (dot_function, (M, X[:3].copy())),
    (dot_method, (M, N)),
    (dot_scalars, (1.5, 2.5)),
    (matmul_function, (M, N)),
    (outer, (X, Y[:2].copy())),
    (inner, (X, Y)),
    (inner_matrices, (M, M + 1)),
    (vdot_and_tensordot, (M, M + 1)),
    (einsum_products, (M, N)),
    (kronecker, (X, Y)),
    (quadratic_form, (X[:2].copy(), S)),
    (quadratic_transpose, (X[:2].copy(), S)),
    (gram, (M,)),
    (least_squares_loss, (X[:3].copy(), M, Y[:2].copy())),
    (ridge, (X[:3].copy(), M, Y[:2].copy(), 0.1)),
    (transpose_attribute, (M,)),
    (transpose_function, (T,)),
    (transpose_method, (T,)),
    (transpose_reverse, (T,)),
    (reshape, (X,)),
    (reshape_unknown, (X,)),
    (ravel, (M,)),
    (ravel, (M.T,)),
    (squeeze_expand, (X,)),
    (swap_axes, (T,)),
    (move_axis, (T,)),
    (broadcast_to, (X,)),
    (flips, (M,)),
    (roll, (X,)),
    (tile_repeat, (X,)),
    (concatenate, (X, Y)),
    (concatenate_axis, (M, M * 2)),
    (concatenate_tuple_of_slices, (X,)),
    (stack, (X, Y)),
    (vstack_hstack, (X, Y)),
    (column_stack, (X, Y)),
    (append_and_pad, (X,)),
    (padded_at_run_time, (X, 2)),
    (padded_at_run_time, (X, 0)),
    (padded_matrix_at_run_time, (M, 1, 2)),
    (padded_matrix_at_run_time, (M, 0, 0)),
    (splits, (X,)),
    (constructors, (X,)),
    (full_of_value, (1.5,)),
    (zeros_like_use, (X,)),
    (diagonal, (S,)),
    (triangles, (S,)),
    (solve, (S, X[:2].copy())),
    (inverse, (S,)),
    (determinant, (S,)),
    (array_from_list, ([0.5, 1.5, 2.5],)),
    (asarray_use, (X,)),
    (asarray_use, ([0.5, 1.5],)),
    (sort_use, (X,)),
    (argsort_use, (X,)),
    (meshgrid_use, (X, Y)),
    (atleast, (X,)),
    (cross_product, (X[:3].copy(), Y[:3].copy())),
    (copies, (X,)),
    (astype_use, (np.array([0.5, 1.5]),), None, (np.array([2.0, 2.0]),)),
    (item_use, (X,)),
    (tolist_use, (X,)),
    (shape_arithmetic, (M,)),
]
