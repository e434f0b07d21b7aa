"""Scalar arithmetic, math, operators, conversions, expressions of every kind."""

# ruff: noqa: B002

import math

import numpy as np


def product(x, y):
    return x * y


def annotated_product(x: float, y: float) -> float:
    return x * y


def sum_times(x, y, z):
    q = x + y
    f = q * z
    return f


def max_gate(x, y):
    return max(x, y)


def staged(x, y):
    sigy = 1.0 / (1 + math.exp(-y))
    num = x + sigy
    sigx = 1.0 / (1 + math.exp(-x))
    xpy = x + y
    xpysqr = xpy**2
    den = sigx + xpysqr
    invden = 1.0 / den
    return num * invden


def neuron(w0: float, x0: float, w1: float, x1: float, w2: float):
    return 1 / (1 + math.exp(-(w0 * x0 + w1 * x1 + w2)))


def powers(x, y):
    return x**3 + x**y + 2**x + x**-1 + x**0.5 + y**0 + (-x) ** 2


def power_of_negative(x: float):
    return x**3 - x**2


def division(x, y):
    return x / y - y / x + 1 / (x * y)


def floor_and_mod(x, y):
    return x // y + x % y + 3.5 % y


def divmod_parts(x: float, y: float):
    q = x // y
    r = x - q * y
    return q * r + r**2


def negatives(x):
    return -(-x) + (+x) * -x - -x


def absolute(x, y):
    return abs(x) * abs(x - y) + math.fabs(y)


def many_math(x):
    a = math.sin(x) + math.cos(x) * math.tan(x)
    b = math.asin(x / 4) + math.acos(x / 5) + math.atan(x)
    c = math.sinh(x) + math.cosh(x) - math.tanh(x)
    d = math.asinh(x) + math.acosh(x + 1) + math.atanh(x / 4)
    return a * b + c * d


def logs(x, y):
    return math.log(x) + math.log(y, 3) + math.log2(x) + math.log10(y) + math.log1p(x * y)


def exps(x):
    return math.exp(x) + math.expm1(x) + math.exp(-x * x)


def roots(x, y):
    return math.sqrt(x) * math.hypot(x, y) + math.pow(x, y)


def angles(x, y):
    return math.atan2(y, x) + math.degrees(x) * math.radians(y)


def special(x):
    return math.erf(x) + math.erfc(x) * x


def gamma_functions(x):
    return math.lgamma(x)


def rounding(x, y):
    return x * round(y) + math.floor(x) * y + math.ceil(y) * x + math.trunc(x)


def copysigns(x, y):
    return math.copysign(x, y) * 2 + math.fmod(x, y)


def constants(x):
    return math.pi * x + math.e**x + math.tau


def builtin_pow(x, y):
    return pow(x, y) + pow(x, 2)


def max_of_three(x, y, z):
    return max(x, y, z) * min(x, y, z) + max([x, y * 2])


def conversions(x, n: int):
    return float(n) * x + int(x) * x + float(x) ** 2 + bool(n) * x


def reused_name(x):
    x = x * 2
    x = x + 1
    x = x * x
    return x


def branch_of_variable(x):
    y = x * x
    z = y + x
    w = z * y * x
    return w + z


def unused_and_constant(x, y):
    unused = y * 100
    k = 3
    return k * x + 0 * unused


def independent_of_second(x, y):
    return x * x


def constant_result(x: float):
    return 2.5


def multiple_targets(x):
    a = b = x * 2
    a += 1
    return a * b


def tuple_unpacking(x, y):
    a, b = x + y, x - y
    (c, d), e = (a * b, a), b
    return c * d + e


def starred_unpacking(x, y, z):
    first, *rest = [x, y, z]
    return first * rest[0] + rest[1] ** 2


def swap(x, y):
    x, y = y, x
    x, y = y * 2, x + y
    return x / y


def augmented(x, y):
    z = x
    z += y
    z -= 2 * x
    z *= y
    z /= x
    z **= 2
    return z


def annotated_assignment(x: float) -> float:
    y: float = x * 3
    z: float
    z = y + x
    return z * y


def walrus(x):
    return (y := x * x) + y * (z := y + 1) + z


def ternary(x, y):
    return x * y if x > y else x + y


def nested_ternary(x):
    return x**2 if x > 1 else (x**3 if x > 0 else -x)


def boolean_operators(x, y):
    a = x > 0 and y > 0
    b = not a or x > 5
    return x * y if b else x - y


def value_of_or(x, y):
    z = x or y
    w = y and x * 2
    return z * w


def chained_comparison(x, y):
    return x * 2 if 0 < x < y <= 10 else y * 2


def comparison_arithmetic(x, y):
    return (x > y) * x + (x <= y) * y**2


def membership(x, n: int):
    return x * 2 if n in (1, 2, 3) else x * 3


def is_none(x, scale=None):
    if scale is None:
        scale = x
    return scale * x


def operators_of_ints(n: int, x):
    k = (n << 2) | 1
    return x ** (k % 5) + (n ^ 3) * x + (n & 6) - (~n)


def big_expression(x, y, z):
    return ((x + y) * (x - z) / (1 + z * z) - math.sin(x * y) ** 2) / (2 + math.cos(z)) + (
        x - y
    ) ** 3 / 3


def long_chain(x):
    a = math.sin(x)
    b = a * x
    c = b + a
    d = c * b
    e = d - c
    f = e / (1 + d * d)
    g = math.tanh(f + a)
    return g * f + e


def numpy_scalars(x, y):
    return np.sin(x) * np.exp(y) + np.maximum(x, y) + np.sqrt(x * x + y * y)


def mixed_math_and_numpy(x):
    return math.sin(x) * np.cos(x) + np.tanh(math.exp(-x))


def integers_as_reals(x, y):
    return x * y + x**2 - y / 2


def sigmoid_large(x):
    return 1 / (1 + math.exp(-x))


def safe_sqrt(x: float) -> float:
    return math.sqrt(x) if x > 0 else 0.0


def docstring_and_pass(x):
    """The docstring stays."""
    pass
    ...
    return x * x


def string_constant(x, mode="double"):
    if mode == "double":
        return 2 * x
    elif mode == "square":
        return x * x
    return x


def logarithms_of_a_sigmoid_to_a_base(x, y, b):
    p = 1 / (1 + math.exp(-x))
    return y * math.log(p, 2) + (1 - y) * math.log(1 - p, b)


CASES = [
    (product, (3, -4)),
    (product, (3.5, -4.25)),
    (annotated_product, (3.0, -4.0)),
    (sum_times, (-2, 5, -4)),
    (max_gate, (2.0, 3.0)),
    (max_gate, (3.0, 2.0)),
    (staged, (3.0, -4.0)),
    (staged, (3, -4)),
    (neuron, (2.0, -1.0, -3.0, -2.0, -3.0)),
    (powers, (1.7, 0.6)),
    (power_of_negative, (-1.5,)),
    (division, (1.3, -0.7)),
    (floor_and_mod, (7.3, 2.1)),
    (floor_and_mod, (-7.3, 2.1)),
    (divmod_parts, (7.3, 2.1)),
    (negatives, (1.2,)),
    (absolute, (-1.3, 0.4)),
    (many_math, (1.1,)),
    (logs, (1.4, 2.3)),
    (exps, (0.3,)),
    (roots, (1.5, 2.5)),
    (angles, (0.6, -0.8)),
    (special, (0.4,)),
    (gamma_functions, (2.7,)),
    (rounding, (1.3, 2.8)),
    (copysigns, (5.3, -2.1)),
    (constants, (0.7,)),
    (builtin_pow, (1.5, 2.5)),
    (max_of_three, (1.0, 2.5, -0.5)),
    (conversions, (2.6, 3)),
    (reused_name, (1.5,)),
    (branch_of_variable, (1.3,)),
    (unused_and_constant, (1.0, 2.0)),
    (independent_of_second, (1.5, 2.0)),
    (constant_result, (1.0,)),
    (multiple_targets, (1.5,)),
    (tuple_unpacking, (1.5, -0.5)),
    (starred_unpacking, (1.5, -0.5, 2.0)),
    (swap, (1.5, -0.5)),
    (augmented, (1.5, -0.5)),
    (annotated_assignment, (1.5,)),
    (walrus, (1.3,)),
    (ternary, (1.0, 2.0)),
    (ternary, (2.0, 1.0)),
    (nested_ternary, (2.0,)),
    (nested_ternary, (0.5,)),
    (nested_ternary, (-0.5,)),
    (boolean_operators, (1.0, 2.0)),
    (boolean_operators, (-1.0, 2.0)),
    (value_of_or, (1.5, 2.0)),
    (value_of_or, (1.5, -2.0)),
    (chained_comparison, (1.0, 2.0)),
    (chained_comparison, (3.0, 2.0)),
    (comparison_arithmetic, (1.0, 2.0)),
    (membership, (1.5, 2)),
    (membership, (1.5, 7)),
    (is_none, (1.5,)),
    (is_none, (1.5, 2.0)),
    (operators_of_ints, (3, 1.5)),
    (big_expression, (0.5, -1.5, 0.7)),
    (long_chain, (0.8,)),
    (numpy_scalars, (1.5, 0.5)),
    (mixed_math_and_numpy, (0.8,)),
    (integers_as_reals, (3, 5)),
    (sigmoid_large, (-30.0,)),
    (safe_sqrt, (2.0,)),
    (safe_sqrt, (-2.0,)),
    (safe_sqrt, (0.0,), None, (0.0,)),
    (docstring_and_pass, (1.5,)),
    (string_constant, (1.5,)),
    (string_constant, (1.5, "square")),
    (logarithms_of_a_sigmoid_to_a_base, (0.3, 0.25, 3.0)),
]
