"""Basic, fancy and boolean indexing, slices with None and ..., reading and writing."""

import numpy as np


def element(x):
    return x[1] * x[-1]


def element_of_matrix(m):
    return m[0, 1] * m[1][2] + m[-1, -1] ** 2


def slices(x):
    return np.sum(x[1:] * x[:-1]) + x[::2].sum() + x[::-1][0] ** 2


def slice_with_steps(x):
    return np.sum(x[::-2] ** 2) + np.sum(x[3:0:-1] * x[:3])


def run_time_bounds(x, i: int, j: int):
    return np.sum(x[i:j] ** 2) + x[i] * x[j]


def rows_and_columns(m):
    return np.sum(m[0] * m[1]) + np.sum(m[:, 1] ** 2) + np.sum(m[:, -1] * m[:, 0])


def blocks(m):
    return np.sum(m[:1, 1:] * m[1:, :2])


def ellipsis(t):
    return np.sum(t[..., 0] * t[..., 1]) + np.sum(t[0, ...] ** 2) + np.sum(t[1, ..., 0])


def new_axes(x, y):
    return np.sum(x[:, None] * y[None, :]) + np.sum(x[None] ** 2) + np.sum(x[..., None] * 2)


def new_axis_name(x):
    return np.sum(x[np.newaxis, :] * x[:, np.newaxis])


def fancy(x):
    return np.sum(x[[0, 2, 3]] ** 2)


def fancy_repeated(x):
    return np.sum(x[[0, 0, 2]] * np.array([1.0, 2.0, 3.0]))


def fancy_by_argument(x, index):
    return np.sum(x[index] ** 2)


def fancy_two_arrays(m, y):
    return np.sum(m[np.arange(len(y)), y] ** 2)


def fancy_row(m):
    return np.sum(m[[1, 0, 1]] ** 2) + np.sum(m[:, [2, 0]])


def fancy_negative(x):
    return np.sum(x[[-1, 0, -1]] ** 3)


def fancy_matrix_index(x):
    return np.sum(x[np.array([[0, 1], [2, 0]])] ** 2)


def mixed_fancy(t):
    return np.sum(t[0, [0, 2]] ** 2) + np.sum(t[:, [1, 1], 0] * 2)


def boolean_mask(x):
    return np.sum(x[x > 0] ** 2)


def boolean_mask_argument(x, mask):
    return np.sum(x[mask] ** 3)


def boolean_matrix(m):
    return np.sum(m[m > 0] ** 2)


def boolean_rows(m, keep):
    return np.sum(m[keep] ** 2)


def index_from_argmax(m):
    best = np.argmax(m, axis=1)
    return np.sum(m[np.arange(m.shape[0]), best])


def chained_views(m):
    return m[1:][0][::2].sum() * m.T[0][1]


def gather_output(x, index):
    return x[index] * 2


def slice_output(x):
    return x[1:3]


def write_element(x):
    y = np.zeros(4)
    y[0] = x[0] ** 2
    y[2] = x[1] * x[0]
    return np.sum(y * y + y)


def write_slice(x):
    y = np.ones(4)
    y[1:3] = x[:2] * 3
    return np.sum(y**2)


def write_broadcast(x):
    m = np.zeros((2, 4))
    m[:] = x
    m[1] = x[0]
    return np.sum(m**2)


def write_column(x):
    m = np.zeros((2, 3))
    m[:, 1] = x[:2]
    m[0, :] += x[2]
    return np.sum(m**2)


def write_mask(x):
    y = x.copy()
    y[y < 0] = 0.0
    return np.sum(y**2)


def write_mask_values(x):
    y = x * 2
    y[x > 0] = x[x > 0] ** 2
    return np.sum(y * x)


def write_fancy(x):
    y = np.zeros(5)
    y[[0, 2, 4]] = x[:3]
    return np.sum(y**3)


def write_fancy_repeated(x):
    y = np.zeros(3)
    y[[0, 0, 2]] = x[:3]
    return np.sum(y**3)


def add_fancy(x):
    y = np.ones(4)
    y[[0, 2]] += x[:2]
    return np.sum(y**2)


def add_fancy_repeated(x):
    y = np.ones(3)
    y[[0, 0, 2]] += x[:3]
    return np.sum(y**2)


def multiply_slice(x):
    y = x.copy()
    y[1:] *= x[:-1]
    y[:2] /= 2
    y[0] **= 2
    y[3] -= x[0]
    return np.sum(y**2)


def overwrite_twice(x):
    y = np.zeros(3)
    y[0] = x[0]
    y[0] = x[1] * 2
    y[1] = y[0] * y[0]
    return np.sum(y)


def write_row_in_loop(x):
    m = np.zeros((3, 4))
    for i in range(3):
        m[i] = x * (i + 1)
        if i > 0:
            m[i] += m[i - 1]
    return np.sum(m**2)


def write_elements_in_loops(x):
    m = np.zeros((4, 4))
    for i in range(4):
        for j in range(i):
            m[i, j] = x[i] * x[j]
    return np.sum(m * m)


def integer_index_array_from_loop(x, order):
    s = 0.0
    for k in order:
        s = s * 0.5 + x[k]
    return s


def index_arithmetic(x, n: int):
    s = 0.0
    for i in range(n):
        s += x[(i * 3 + 1) % len(x)] * x[-i - 1]
    return s


def take(x):
    return np.sum(np.take(x, [0, 2, 2]) ** 2)


def slice_of_list(values):
    s = 0.0
    for v in values[1:]:
        s += v * v
    return s * values[0] + sum(values[:-1])


def nested_list_index(table):
    return table[0][1] * table[1][0] + table[-1][-1] ** 2


def tuple_index(pair):
    return pair[0] * pair[1] ** 2


def write_list(x):
    values = [0.0] * 3
    values[0] = x
    values[1] = values[0] * x
    values[-1] = values[1] + values[0]
    return values[0] * values[1] * values[2]


def write_nested_list(x):
    table = [[0.0, 0.0], [0.0, 0.0]]
    table[0][1] = x
    table[1][0] = x * x
    table[1][0] += table[0][1]
    return table[0][1] * table[1][0]


def shift_inside(x):
    y = x.copy()
    y[1:] = y[:-1]
    return np.sum(y * x)


def accumulate_overlapping(x):
    y = x.copy()
    y[1:] += y[:-1]
    y[:-1] -= 0.5 * y[1:]
    return np.sum(y**2)


X = np.array([0.5, -1.2, 0.7, 1.9])
M = np.array([[0.5, -1.2, 0.7], [1.9, 0.3, -0.4]])
T = (np.arange(12.0).reshape(2, 3, 2) - 4.3) / 7


def slices_by_hand(x, k):
    inner = slice(1, -1)
    y = x.copy()
    y[inner] *= k
    y[slice(None, None, 2)] += x[slice(2)].sum()
    rows = (slice(None), slice(1, 2))
    total = np.sum(np.outer(y, x)[rows] ** 2)
    for i in range(3):
        window = slice(i, i + 2)
        total += np.sum(x[window] ** 3)
    return total + sum([x[0], x[1], x[2]][slice(0, 2)])


def rows_by_range(m, y):
    m = m.copy()
    m[range(len(y)), y] -= 1.0
    return np.sum(m[range(len(y)), y] ** 2) + np.prod(m[range(1, -1, -1)])


CASES = [
    (slices_by_hand, (np.array([0.5, -1.0, 2.0, 0.3, 1.2]), 3.0)),
    (element, (X,)),
    (element, ([0.5, 1.5, 2.5],)),
    (element_of_matrix, (M,)),
    (slices, (X,)),
    (slice_with_steps, (X,)),
    (run_time_bounds, (X, 1, 3)),
    (rows_and_columns, (M,)),
    (blocks, (M,)),
    (ellipsis, (T,)),
    (new_axes, (X, X[:3].copy())),
    (new_axis_name, (X,)),
    (fancy, (X,)),
    (fancy_repeated, (X,)),
    (fancy_by_argument, (X, np.array([3, 0, 3]))),
    (fancy_by_argument, (X, [1, 1])),
    (fancy_two_arrays, (M, np.array([2, 0]))),
    (fancy_row, (M,)),
    (fancy_negative, (X,)),
    (fancy_matrix_index, (X,)),
    (mixed_fancy, (T,)),
    (boolean_mask, (X,)),
    (boolean_mask_argument, (X, np.array([True, False, True, True]))),
    (boolean_matrix, (M,)),
    (boolean_rows, (M, np.array([True, False]))),
    (index_from_argmax, (M,)),
    (chained_views, (M,)),
    (gather_output, (X, np.array([3, 0, 3]))),
    (slice_output, (X,)),
    (write_element, (X,)),
    (write_slice, (X,)),
    (write_broadcast, (X,)),
    (write_column, (X,)),
    (write_mask, (X,)),
    (write_mask_values, (X,)),
    (write_fancy, (X,)),
    (write_fancy_repeated, (X,)),
    (add_fancy, (X,)),
    (add_fancy_repeated, (X,)),
    (multiply_slice, (X,)),
    (overwrite_twice, (X,)),
    (write_row_in_loop, (X,)),
    (write_elements_in_loops, (X,)),
    (integer_index_array_from_loop, (X, np.array([2, 0, 2]))),
    (integer_index_array_from_loop, (X, [2, 0, 2])),
    (index_arithmetic, (X, 4)),
    (take, (X,)),
    (slice_of_list, ([0.5, 1.5, -2.0],)),
    (nested_list_index, ([[0.5, 1.5], [2.5, -0.5]],)),
    (tuple_index, ((0.5, 1.5),)),
    (write_list, (1.5,)),
    (write_nested_list, (1.5,)),
    (shift_inside, (X,)),
    (accumulate_overlapping, (X,)),
    (rows_by_range, (M, [2, 0])),
]
