"""Element-wise array functions, operators and methods, broadcasting of every kind, dtypes."""

# ruff: noqa: B002

import math

import numpy as np


def arithmetic(x, y):
    return np.sum((x + y) * (x - y) / (y * y + 1) - x**2)


def annotated(x: np.ndarray, y: np.ndarray) -> float:
    return np.sum(x * y + np.exp(-x))


def array_output(x, y):
    return np.sin(x) * y + x / (1 + y**2)


def exponentials(x):
    return np.sum(np.exp(x) + np.exp2(x) + np.expm1(x) + np.log1p(x * x) + np.logaddexp(x, 2 * x))


def logarithms(x):
    return np.sum(np.log(x) * np.log2(x) + np.log10(x))


def trigonometry(x):
    a = np.sin(x) + np.cos(x) * np.tan(x)
    b = np.arcsin(x / 4) + np.arccos(x / 4) + np.arctan(x)
    c = np.sinh(x) + np.cosh(x) - np.tanh(x)
    d = np.arcsinh(x) + np.arccosh(x * x + 2) + np.arctanh(x / 4)
    return np.sum(a * b + c * d)


def powers_and_roots(x, y):
    return np.sum(
        np.sqrt(x) + np.cbrt(x) + np.square(x) + np.power(x, y) + x**y + 2.0**y + np.reciprocal(x)
    )


def float_power_scalar(x, p):
    return np.sum(x**p)


def signs(x):
    return np.sum(np.abs(x) + np.absolute(x) * np.sign(x) + np.fabs(x) * 2)


def maxima(x, y):
    return np.sum(np.maximum(x, y) * np.minimum(x, 0.5 * y) + np.fmax(x, y))


def relu(x):
    return np.sum(np.maximum(x, 0) ** 2)


def maximum_ties(x, y):
    return np.sum(np.maximum(x, y))


def clipped(x):
    return np.sum(np.clip(x, -1.0, 1.0) * x)


def clip_method(x):
    return np.sum(x.clip(-1.0, 1.0) * x)


def clip_one_side(x):
    return np.sum(np.clip(x, None, 0.8) + np.clip(x, 0.1, None) ** 2)


def where(x, y):
    return np.sum(np.where(x > y, x * y, x + y))


def where_scalar_branches(x):
    return np.sum(np.where(x > 0, x**2, 0.0) + np.where(x < 0, 1.0, x))


def where_guard(x):
    return np.sum(np.where(x > 0, np.sqrt(np.where(x > 0, x, 1.0)), 0.0))


def where_singular(x):
    return np.sum(np.where(x > 0, np.sqrt(x), 0.0))


def two_argument_functions(x, y):
    return np.sum(np.arctan2(x, y) + np.hypot(x, y) + np.logaddexp(x, y) + np.copysign(x, y))


def named_arithmetic(x, y):
    return np.sum(
        np.add(x, y) * np.subtract(x, y)
        + np.multiply(x, np.divide(x, y))
        - np.negative(np.true_divide(y, x))
    )


def modulo(x, y):
    return np.sum(x % y + np.mod(x, y) * 2 + x // y + np.fmod(x, y))


def rounding(x):
    return np.sum(x * np.floor(x) + np.ceil(x) * x + np.round(x) * x + np.rint(x) + np.trunc(x) * x)


def sigmoid(x):
    return np.sum(1 / (1 + np.exp(-x)))


def sigmoid_extreme(x):
    return np.sum(1 / (1 + np.exp(-x)))


def softplus(x):
    return np.sum(np.log(1 + np.exp(x)))


def gelu(x):
    return np.sum(0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))))


def swish(x, beta):
    return x * (1 / (1 + np.exp(-beta * x)))


def broadcast_scalar(x, k):
    return np.sum(x * k + k**2)


def broadcast_row(x, b):
    return np.sum((x + b) ** 2)


def broadcast_column(x, c):
    return np.sum((x * c) ** 2)


def broadcast_both(a, b):
    return np.sum(np.exp(a * b) + a - b)


def broadcast_outer_by_none(x, y):
    return np.sum((x[:, None] - y[None, :]) ** 2)


def broadcast_three_axes(x, b):
    return np.sum(np.tanh(x * b))


def broadcast_zero_dimensional(x, k):
    return np.sum(x * k)


def broadcast_output(x, b):
    return x * b + b


def broadcast_length_one(x, y):
    return np.sum((x + y) * x)


def broadcast_in_maximum(x, b):
    return np.sum(np.maximum(x, b))


def broadcast_in_where(c, x, y):
    return np.sum(np.where(c > 0, x, y) ** 2)


def broadcast_in_power(x, p):
    return np.sum(x**p)


def augmented_broadcast(x, b):
    y = x * 2
    y += b
    y *= b
    y -= x
    y /= 3
    return np.sum(y * x)


def float32_input(x):
    return np.sum(np.tanh(x) * x)


def float32_mixed(x, k):
    return np.sum(x * k + 1.5)


def float32_output(x, y):
    return x * y + x


def integer_array_argument(n, x):
    return np.sum(n * x**2)


def integer_array_as_real(n):
    return np.sum(n**2 / 2)


def boolean_array_weight(mask, x):
    return np.sum(mask * x)


def zero_dimensional(x):
    return np.sin(x) * x


def empty(x):
    return np.sum(x * x)


def numpy_scalar_argument(x, y):
    return x * np.sin(y)


def comparison_weights(x):
    return np.sum((x > 0) * x**2 + (x <= 0) * x)


def logical(x, y):
    both = np.logical_and(x > 0, y > 0)
    either = (x > 0) | (y > 0)
    return np.sum(np.where(both & either, x * y, x - y))


def isfinite_weight(x):
    return np.sum(np.where(np.isfinite(x), x**2, 0.0))


def builtin_functions(x):
    return sum(x) + abs(x).sum() + max(x) * min(x)


def unary(x):
    return np.sum(-x * +x - (-(-x)))


def reflected(x):
    return np.sum(2 - x + 3 / x + 2**x - 1 * x)


def constant_array(x):
    w = np.array([0.5, -1.0, 2.0, 0.1])
    return np.sum(w * x)


def array_of_arguments(a, b):
    v = np.array([a, b, a * b])
    return np.sum(v**2)


def array_of_rows(a, b):
    m = np.array([[a, b], [b, a * a]])
    return np.sum(m @ m)


def nested_functions(x):
    return np.sum(np.exp(-np.square(np.sin(x) - np.cos(x))))


def reused_intermediates(x):
    a = np.exp(x)
    b = a * x
    c = a + b
    d = b * c
    return np.sum(a * b + c * d)


def sinc_and_heaviside(x):
    return np.sum(np.sinc(x) + np.heaviside(x, 0.5) * x)


def deg_rad(x):
    return np.sum(np.deg2rad(x) + np.rad2deg(x) * np.radians(x) - np.degrees(x))


def operator_matmul_after(x):
    y = np.tanh(x)
    return y @ y


X = np.array([0.5, -1.2, 0.7, 1.9])
Y = np.array([1.5, 0.4, -0.3, 0.8])
P = np.abs(X) + 0.3
M = np.array([[0.5, -1.2, 0.7], [1.9, 0.3, -0.4]])
B = np.array([0.3, -0.6, 1.1])
C = np.array([[0.7], [-1.3]])
T = np.arange(12.0).reshape(2, 3, 2) / 7 - 0.8

CASES = [
    (arithmetic, (X, Y)),
    (arithmetic, (M, M * 2 + 1)),
    (annotated, (X, Y)),
    (array_output, (X, Y)),
    (exponentials, (X,)),
    (logarithms, (P,)),
    (trigonometry, (X,)),
    (powers_and_roots, (P, Y)),
    (float_power_scalar, (P, 2.5)),
    (float_power_scalar, (X, 3)),
    (float_power_scalar, (X, 2)),
    (signs, (X,)),
    (maxima, (X, Y)),
    (relu, (X,)),
    (
        maximum_ties,
        (np.array([1.0, 2.0]), np.array([1.0, 1.0])),
        (0, 1),
        (np.array([1.0, 1.0]), np.array([0.0, 0.0])),
    ),
    (clipped, (X,)),
    (clip_method, (X,)),
    (clip_one_side, (X,)),
    (where, (X, Y)),
    (where_scalar_branches, (X,)),
    (where_guard, (X,)),
    (where_singular, (np.array([0.5, 2.0]),)),
    (where_singular, (np.array([0.25, 0.0]),), None, (np.array([1.0, 0.0]),)),
    (two_argument_functions, (X, Y)),
    (named_arithmetic, (X, Y)),
    (modulo, (X * 3, P)),
    (rounding, (X + 0.07,)),
    (sigmoid, (X,)),
    (sigmoid, (M,)),
    (sigmoid_extreme, (np.array([-30.0, 30.0]),)),
    (softplus, (X,)),
    (gelu, (X,)),
    (swish, (X, 0.7)),
    (swish, (X, Y)),
    (broadcast_scalar, (X, 0.7)),
    (broadcast_scalar, (M, 0.7)),
    (broadcast_row, (M, B)),
    (broadcast_column, (M, C)),
    (broadcast_both, (B, C)),
    (broadcast_both, (C, B)),
    (broadcast_outer_by_none, (X, B)),
    (broadcast_three_axes, (T, np.array([[0.5], [1.5], [-0.7]]))),
    (broadcast_three_axes, (T, np.array([0.5, 1.5]))),
    (broadcast_zero_dimensional, (X, np.array(0.7))),
    (broadcast_output, (M, B)),
    (broadcast_output, (M, 0.7)),
    (broadcast_length_one, (X, np.array([0.7]))),
    (broadcast_length_one, (np.array([0.7]), X)),
    (broadcast_in_maximum, (M, B)),
    (broadcast_in_where, (B, M, 0.5)),
    (broadcast_in_where, (M, B, C)),
    (broadcast_in_power, (np.abs(M), B)),
    (augmented_broadcast, (M, B)),
    (float32_input, (X.astype(np.float32),)),
    (float32_mixed, (X.astype(np.float32), 0.7)),
    (float32_output, (X.astype(np.float32), Y.astype(np.float32))),
    (float32_output, (X.astype(np.float32), Y)),
    (integer_array_argument, (np.array([1, 2, 3, 4]), X)),
    (integer_array_as_real, (np.array([1, 2, 3]),)),
    (boolean_array_weight, (X > 0, X)),
    (zero_dimensional, (np.array(0.7),)),
    (empty, (np.zeros(0),)),
    (empty, (np.zeros((2, 0)),)),
    (numpy_scalar_argument, (np.float64(0.7), np.float64(1.3))),
    (numpy_scalar_argument, (np.float32(0.5), np.float32(1.25))),
    (comparison_weights, (X,)),
    (logical, (X, Y)),
    (isfinite_weight, (X,)),
    (builtin_functions, (X,)),
    (unary, (X,)),
    (reflected, (P,)),
    (constant_array, (X,)),
    (array_of_arguments, (1.5, -0.5)),
    (array_of_rows, (1.5, -0.5)),
    (nested_functions, (X,)),
    (reused_intermediates, (X,)),
    (sinc_and_heaviside, (X,)),
    (deg_rad, (X,)),
    (operator_matmul_after, (X,)),
]
