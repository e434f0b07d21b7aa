"""Singular points that a mask throws away, norms at 0, and mixtures of precisions: the backward
part neither warns nor gives nan where the function does not."""

import math

import numpy as np


def log_where(x):
    return np.sum(np.where(x > 0, x * np.log(np.maximum(x, 0) + (x <= 0)), 0.0))


def root_of_relu(x):
    return np.where(x > 0, np.sqrt(np.maximum(x, 0)), -x)


def mask_as_factor(x):
    return np.sum((x > 0) * np.sqrt(np.maximum(x, 0.0)))


def root_below_a_bound(x):
    return np.maximum(np.sqrt(x), 0.5)


def power_under_clip(x):
    return np.sum(np.clip(x**0.5, 0.1, 2.0))


def store_over_singular(x):
    y = np.sqrt(np.abs(x))
    y[x == 0] = 0.0
    return np.sum(y * x)


def nested_masks(x, y):
    ratio = np.where(y != 0, x / np.where(y == 0, 1.0, y), 0.0)
    return np.sum(np.where(ratio > 0, np.sqrt(np.abs(ratio)), ratio))


def stable_sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-np.abs(x))), np.exp(x) / (1 + np.exp(x)))


def scalar_gate(x):
    root = math.sqrt(x)
    return root if x > 0.1 else 2 * x


def scalar_maximum(x):
    return max(math.sqrt(x), 0.5)


def elements_of_mask(x):
    return np.log(x[x > 0]).sum()


def pairwise_distances(x):
    return np.sqrt(((x[:, None] - x[None]) ** 2).sum(axis=-1))


def norm_by_hand(x):
    return np.sqrt(np.sum(x**2)) + np.sqrt(np.mean(x * x)) + np.dot(x, x) ** 0.5


def length_of_two(x, y):
    return math.sqrt(x**2 + y**2)


def absolute_by_root(x):
    return np.sum(np.sqrt(x**2))


def deviation_of_equal(x):
    return np.std(x)


def stack_of_precisions(x, y):
    return np.sum(np.stack([x, y]) ** 2) + np.sum(np.concatenate([x, x * y]))


def product_of_precisions(x, y):
    return np.vdot(x, y) + np.dot(y, x)


def mask_times_narrow(x):
    return np.sum(np.maximum(x, 0) * (x > 0.1))


def wide_constant(x):
    return np.sum(np.exp(x) / np.sqrt(2 * np.pi))


def one_beside_many(x, y):
    return np.einsum("i,i->", x, y)


def rank_zero_result(x):
    return np.where(x > 0, x**2, -x)


def item_with_axis(x):
    return (x[..., None] ** 2).sum()


def root_of_maximum(x):
    return np.sum(np.sqrt(np.maximum(x, 0))) + np.sum(np.maximum(3 * x, 0.0) ** 0.5)


def root_of_masked(x):
    return np.sum(np.sqrt(2 * np.where(x > 0, x, 0.0))) + np.sum(np.sqrt(x * (x > 0)))


def angle_of_clipped(x):
    return np.sum(np.arccos(np.clip(x, -1, 1)))


def logarithm_above_bound(x):
    return np.sum(np.log(np.maximum(x, 1e-9)))


X = np.array([0.5, 0.0, 2.0, -1.5])
P = np.array([0.5, 0.0, 2.0])
V = np.array([0.6, -0.3, 1.2])


def root_read_twice(x):
    r = np.sqrt(x)
    return np.sum(np.where(x > 0, r, 0.0)) + np.sum(np.where(x > 0, r * x, 0.0))


def root_under_two_masks(x):
    r = np.sqrt(x)
    return np.sum(np.where(x > 0, r, 0.0) + 3 * np.where(x > 1, r, 1.0))


def root_squared_under_a_mask(x):
    r = np.sqrt(x)
    return np.sum(np.where(x > 0, r * r + r, 0.0))


def logarithm_and_its_inverse(x):
    r = np.log(x)
    return np.sum(np.where(x > 1, r, 0.0) * np.where(x > 1, 1 / r, 2.0))


def root_stored_and_chosen(x):
    r, m = np.sqrt(x), x > 0
    y = np.zeros_like(x)
    y[m] = r[m]
    return np.sum(y * np.where(m, r**2, x))


def root_times_its_operand(x):
    return np.sum(np.where(x > 0, np.sqrt(x) * x, 0.0) + np.where(x > 0, x**1.5 * x, 0.0))


def root_in_branches(x):
    s = 0.0
    for v in x:
        r = np.sqrt(v)
        s += (r if v > 0 else 0.0) * (r * 2 if v > 0 else 1.0)
    return s


HALVES = np.array([0.0, 4.0, -1.0, 0.25])

CASES = [
    (root_read_twice, (HALVES,), None, (np.array([0.0, 3.25, 0.0, 1.75]),)),
    (root_under_two_masks, (HALVES,), None, (np.array([0.0, 1.0, 0.0, 1.0]),)),
    (root_squared_under_a_mask, (HALVES,), None, (np.array([0.0, 1.25, 0.0, 2.0]),)),
    (logarithm_and_its_inverse, (HALVES,), None, (np.zeros(4),)),
    (root_stored_and_chosen, (HALVES,), None, (np.array([0.0, 3.0, 0.0, 0.75]),)),
    (root_times_its_operand, (HALVES,), None, (np.array([0.0, 23.0, 0.0, 1.0625]),)),
    (root_in_branches, (HALVES,), None, (np.array([0.0, 2.0, 0.0, 2.0]),)),
    (
        log_where,
        (np.array([0.5, 0.0, 2.0]),),
        None,
        (np.array([1 + np.log(0.5), 0, 1 + np.log(2)]),),
    ),
    (root_of_relu, (X[:1],)),
    (root_of_relu, (np.float64(0.5),)),
    (root_of_relu, (np.array([0.25, -1.0]),)),
    (mask_as_factor, (np.array([0.25, -1.0]),)),
    (mask_as_factor, (np.array([0.25, 0.0]),), None, (np.array([1.0, 0.0]),)),
    (root_below_a_bound, (np.array([1.0]),)),
    (power_under_clip, (np.array([0.25, 0.0]),), None, (np.array([1.0, 0.0]),)),
    (store_over_singular, (np.array([0.25, 0.0]),), None, (np.array([0.75, 0.0]),)),
    (nested_masks, (np.array([0.5, -1.0]), np.array([2.0, 0.5]))),
    (
        nested_masks,
        (np.array([0.5, 1.0]), np.array([2.0, 0.0])),
        None,
        (np.array([0.5, 0.0]), np.array([-0.125, 0.0])),
    ),
    (root_of_maximum, (np.array([-1.0, 1.0]),), None, (np.array([0.0, 0.5 + 0.5 * 3**0.5]),)),
    (root_of_masked, (np.array([-1.0, 0.0, 1.0]),), None, (np.array([0, 0, 0.5 + 0.5**0.5]),)),
    (angle_of_clipped, (np.array([-3.0, 0.0, 1.5]),), None, (np.array([0.0, -1.0, 0.0]),)),
    (logarithm_above_bound, (np.array([-1.0, 4.0]),), None, (np.array([0.0, 0.25]),)),
    (stable_sigmoid, (np.array([0.5, -2.0, 20.0]),)),
    (stable_sigmoid, (np.array([0.5, 1000.0, -1000.0]),)),
    (scalar_gate, (0.5,)),
    (scalar_gate, (0.0,), None, (2.0,)),
    (scalar_maximum, (0.0,), None, (0.0,)),
    (elements_of_mask, (X,), None, (np.array([2.0, 0.0, 0.5, 0.0]),)),
    (pairwise_distances, (np.array([[0.5, -1.0], [0.7, 0.3], [1.1, 0.2]]),)),
    (norm_by_hand, (V,)),
    (norm_by_hand, (np.zeros(3),), None, (np.zeros(3),)),
    (length_of_two, (3.0, 4.0)),
    (length_of_two, (0.0, 0.0), None, (0.0, 0.0)),
    (absolute_by_root, (X,), None, (np.array([1.0, 0.0, 1.0, -1.0]),)),
    (deviation_of_equal, (np.ones(3),), None, (np.zeros(3),)),
    (stack_of_precisions, (V.astype(np.float32), V + 1)),
    (product_of_precisions, (V.astype(np.float32), V + 1)),
    (mask_times_narrow, (V.astype(np.float32),)),
    (wide_constant, (V.astype(np.float32),)),
    (one_beside_many, (V, np.array([0.7]))),
    (one_beside_many, (np.array([0.7]), V)),
    (rank_zero_result, (0.7,)),
    (item_with_axis, (V,)),
    (item_with_axis, (np.float64(0.7),)),
]
