"""Sums, means, extrema, norms, cumulative sums: axis, keepdims, tuples of axes, methods and
functions."""

import numpy as np


def sum_all(x):
    return np.sum(x) * 2


def sum_axis_0(x):
    return np.sum(np.sum(x, axis=0) ** 2)


def sum_axis_1_method(x):
    return np.sum(x.sum(axis=1) ** 2)


def sum_negative_axis(x):
    return np.sum(x.sum(axis=-1) ** 3)


def sum_tuple_axis(x):
    return np.sum(np.sum(x, axis=(0, 2)) ** 2)


def sum_negative_tuple(x):
    return np.sum(np.sum(x, axis=(-1, -3), keepdims=True) * x)


def sum_keepdims(x):
    return np.sum(x / x.sum(axis=1, keepdims=True))


def sum_positional_axis(x):
    return (x.sum(0) ** 2).sum()


def sum_run_time_axis(x, axis: int):
    return np.sum(np.sum(x, axis=axis) ** 2)


def sum_output(x):
    return np.sum(x * x, axis=0)


def mean_all(x):
    return np.mean(x**2)


def mean_axis(x):
    return np.sum((x - x.mean(axis=0)) ** 2)


def mean_keepdims(x):
    return np.sum((x - np.mean(x, axis=1, keepdims=True)) ** 3)


def prod_all(x):
    return np.prod(x)


def prod_axis(x):
    return np.sum(np.prod(x, axis=1) ** 2)


def prod_with_zero(x):
    return np.prod(x)


def max_all(x):
    return np.max(x) * x.min()


def max_axis(x):
    return np.sum(x.max(axis=0) ** 2)


def max_keepdims(x):
    return np.sum((x - x.max(axis=1, keepdims=True)) ** 2)


def min_axis_negative(x):
    return np.sum(np.min(x, axis=-1) ** 2)


def amax_amin(x):
    return np.amax(x) - np.amin(x, axis=0).sum()


def max_of_ties(x):
    return np.max(x)


def argmax_gather(x):
    i = np.argmax(x)
    return x[i] ** 2


def variance(x):
    return np.var(x)


def variance_axis(x):
    return np.sum(x.var(axis=0) * np.var(x, axis=0, ddof=1))


def deviation(x):
    return np.std(x) + np.sum(np.std(x, axis=1))


def normalised(x):
    return np.sum(((x - x.mean(axis=0)) / (x.std(axis=0) + 1e-3)) ** 3)


def norm(x):
    return np.linalg.norm(x)


def norm_axis(x):
    return np.sum(np.linalg.norm(x, axis=1))


def normalise_rows(x):
    return x / np.linalg.norm(x, axis=1, keepdims=True)


def norm_by_hand(x):
    return np.sqrt(np.sum(x**2))


def cumulative(x):
    return np.sum(np.cumsum(x) ** 2)


def cumulative_axis(x):
    return np.sum(np.cumsum(x, axis=1) * x) + np.sum(x.cumsum(axis=0) ** 2)


def differences(x):
    return np.sum(np.diff(x) ** 2)


def dot_reduction(x, y):
    return np.dot(x, y) / np.sum(x)


def softmax(x):
    e = np.exp(x - np.max(x))
    return e / e.sum()


def softmax_rows(x):
    e = np.exp(x - x.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    return np.sum(p * p)


def log_softmax(x):
    x = x - x.max(axis=1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=1, keepdims=True))


def logsumexp(x):
    m = np.max(x)
    return m + np.log(np.sum(np.exp(x - m)))


def layer_norm(x, gain, bias):
    mean = x.mean(axis=-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return np.sum(((x - mean) / np.sqrt(variance + 1e-5) * gain + bias) ** 2)


def sum_of_products(x, y):
    return np.sum(x * y, axis=1).max()


def any_all_gates(x):
    if np.any(x > 1) and not np.all(x > 0):
        return np.sum(x**2)
    return np.sum(x)


def count(x):
    return np.sum(x) / np.count_nonzero(x > 0)


def size_and_len(x):
    return np.sum(x**2) / x.size + np.sum(x) / len(x) + x.ndim * x.sum()


def builtin_sum_max(x):
    return sum(x) * max(x) - min(x)


def trace(x):
    return np.trace(x @ x.T)


def averages(x, w):
    return np.sum(x * w) / np.sum(w)


def sum_where(x):
    return np.sum(x, where=x > 0)


def sum_bool(x):
    return np.sum(x > 0) * np.sum(x)


def sum_list(a, b, c):
    return np.sum([a, b * c, c**2]) + np.mean([a, b])


def max_list(a, b, c):
    return np.max([a, b, c]) * np.min([a * b, c])


def scalar_reductions(x):
    return np.sum(x) + np.max(x) * np.mean(x)


def reduce_all_then_axis(x):
    return (x.sum(axis=2).max(axis=1) ** 2).mean()


def median_and_quantile(x):
    return np.median(x) * np.percentile(x, 30) + np.median(x, axis=0).sum()


def weighted_average(x, w):
    return np.average(x, weights=w) ** 2 + np.average(x)


def mean_where(x):
    return np.mean(x**2, where=x > 0)


def sorted_list(x):
    low, middle, high = sorted([x[0], x[1] * 2, x[2]])
    return low * middle - high**2


X = np.array([0.5, -1.2, 0.7, 1.9])
M = np.array([[0.5, -1.2, 0.7], [1.9, 0.3, -0.4]])
T = (np.arange(12.0).reshape(2, 3, 2) - 4.3) ** 2 / 17 - 0.8


def squares_beside_rows(x, y):
    return y + x * x


def squares_beside_a_constant(x):
    return np.full((3, 4), 0.5) + x * x


CASES = [
    (squares_beside_rows, (np.array([0.5, -1.5, 2.0]), np.ones((2, 3)))),
    (squares_beside_a_constant, (np.array([0.5, -1.5, 2.0, 0.1]),)),
    (squares_beside_a_constant, (np.array([0.5]),)),
    (median_and_quantile, (X,)),
    (median_and_quantile, (M,)),
    (weighted_average, (X, np.abs(X) + 0.3)),
    (mean_where, (M,)),
    (sorted_list, (X,)),
    (sum_all, (X,)),
    (sum_all, (M,)),
    (sum_axis_0, (M,)),
    (sum_axis_1_method, (M,)),
    (sum_negative_axis, (M,)),
    (sum_negative_axis, (T,)),
    (sum_tuple_axis, (T,)),
    (sum_negative_tuple, (T,)),
    (sum_keepdims, (np.abs(M),)),
    (sum_positional_axis, (M,)),
    (sum_run_time_axis, (M, 1)),
    (sum_run_time_axis, (M, 0)),
    (sum_output, (M,)),
    (mean_all, (M,)),
    (mean_axis, (M,)),
    (mean_keepdims, (M,)),
    (prod_all, (X,)),
    (prod_axis, (M,)),
    (prod_with_zero, (np.array([0.0, 2.0, 3.0]),)),
    (max_all, (X,)),
    (max_all, (M,)),
    (max_axis, (M,)),
    (max_keepdims, (M,)),
    (min_axis_negative, (T,)),
    (amax_amin, (M,)),
    (max_of_ties, (np.array([1.0, 3.0, 3.0]),), None, (np.array([0.0, 1.0, 0.0]),)),
    (argmax_gather, (X,)),
    (variance, (X,)),
    (variance_axis, (M,)),
    (deviation, (M,)),
    (normalised, (np.vstack([M, M[::-1] * 0.7]),)),
    (norm, (X,)),
    (norm_axis, (M,)),
    (normalise_rows, (M,)),
    (norm_by_hand, (X,)),
    (cumulative, (X,)),
    (cumulative_axis, (M,)),
    (differences, (X,)),
    (dot_reduction, (X, X[::-1].copy())),
    (softmax, (X,)),
    (softmax_rows, (M,)),
    (log_softmax, (M,)),
    (logsumexp, (X,)),
    (logsumexp, (X * 500,)),
    (layer_norm, (M, np.array([0.5, 1.0, -0.5]), np.array([0.1, 0.2, 0.3]))),
    (sum_of_products, (M, M + 1)),
    (any_all_gates, (X,)),
    (any_all_gates, (np.abs(X),)),
    (count, (X,)),
    (size_and_len, (M,)),
    (builtin_sum_max, (X,)),
    (builtin_sum_max, ([0.5, 1.5, -2.0],)),
    (trace, (M,)),
    (averages, (X, np.abs(X))),
    (sum_where, (X,)),
    (sum_bool, (X,)),
    (sum_list, (0.5, 1.5, -2.0)),
    (max_list, (0.5, 1.5, -2.0)),
    (scalar_reductions, (1.5,)),
    (reduce_all_then_axis, (T,)),
]
