"""Calls: helpers, nested functions, lambdas, closures, defaults, *args, keyword-only."""

import functools
import math
from math import exp
from math import sin as sine

import numpy as np
from numpy import tanh

from tests.programs import helpers
from tests.programs.helpers import cube, pair_of

GAIN = 2.5
OFFSETS = (0.1, 0.2)


def square(v):
    return v * v


def logistic(v):
    return 1 / (1 + math.exp(-v))


def affine(x, w, b=0.5):
    return w * x + b


def two_results(a, b):
    return a * b, a - b


def with_branches(v, limit=1.0):
    if v > limit:
        return v * v
    return v


def calls_helper(x):
    return square(x) + square(square(x)) * 2


def calls_twice(x, y):
    return logistic(x * y) * logistic(x + y)


def calls_with_keywords(x, y):
    return affine(x, w=y) + affine(b=x, x=y, w=2.0)


def calls_several_results(x, y):
    p, q = two_results(x, y)
    r, s = two_results(p, q)
    return r * s


def calls_with_branches(x):
    return with_branches(x) + with_branches(x, limit=10.0) + with_branches(x * 2, 0.1)


def calls_in_loop(x, n: int):
    for _ in range(n):
        x = with_branches(x * 1.3) + square(0.1)
    return x


def calls_imported(x, y):
    a, b = pair_of(x, y)
    return cube(a) + helpers.cube(b) + helpers.weighted(x, y)


def nested_function(x, y):
    def f(a):
        return a * a + y

    return f(x) * f(y)


def nested_with_default(x):
    def f(a, power=2):
        return a**power

    return f(x) + f(x, power=3) + f(x, 1)


def local_lambda(x):
    f = lambda v: v * math.sin(v)  # noqa: E731
    return f(x) + f(2 * x)


def lambda_immediately(x):
    return (lambda a, b: a * b)(x, x + 1)


def closure_over_variable(x):
    scale = x * 2

    def scaled(v):
        return scale * v

    return scaled(x) + scaled(1.0)


def function_in_loop(x):
    def step(v, k):
        return v * 0.9 + k

    for i in range(3):
        x = step(x, i)
    return x


def higher_order(x):
    def twice(f, v):
        return f(f(v))

    return twice(square, x) + twice(lambda v: v + 1, x)


def function_chosen(x, kind: str):
    f = square if kind == "square" else logistic
    return f(x) * 2


def functions_in_a_list(x):
    for f in [math.sin, math.exp, square]:
        x = f(x)
    return x


def default_argument(x, k=3.0):
    return x * k


def default_from_global(x, k=GAIN):
    return x * k


def keyword_only(x, *, scale=2.0, shift: float = 0.0):
    return x * scale + shift


def star_args(*values):
    s = 0.0
    for v in values:
        s += v * v
    return s


def star_args_after(x, *rest):
    return x * sum(rest) + len(rest)


def star_args_indexed(x, *rest):
    return x * rest[0] + rest[-1] ** 2


def passes_star_args(x, y, z):
    return star_args(x, y, z) + star_args(*[x, y])


def double_star(x, **options):
    return x * options["gain"]


def uses_global(x):
    return x * GAIN + OFFSETS[0]


def uses_global_array(x):
    return np.sum(x * helpers.WEIGHTS)


def from_imports(x):
    return exp(x) * sine(x) + tanh(x)


def partial_application(x):
    f = functools.partial(affine, w=2.0)
    return f(x)


def reduce_call(values):
    return functools.reduce(lambda a, b: a * b, values)


def helper_on_arrays(W, x):
    def layer(v):
        return np.tanh(W @ v)

    return np.sum(layer(layer(x)))


def mutates_in_helper(x):
    def fill(target, v):
        target[0] = v
        target[1] += v * v

    y = np.ones(3)
    fill(y, x)
    return y.sum() * y[1]


def writes_then_calls(a, b):
    def double(v):
        v *= 2
        return np.sum(v * b)

    c = a.copy()
    return double(c) + np.sum(c)


def early_return_helper(x):
    def f(v):
        for i in range(5):
            v = v * 1.4
            if v > 3:
                return v * i
        return v

    return f(x) + f(x * 2)


def generic_helper(x, y):
    def norm(v):
        return np.sqrt(np.sum(v * v))

    return norm(x) * norm(y)


def default_none(x, y=None):
    y = x if y is None else y
    return x * y


def shadowed_builtin(x):
    sum = x * 2
    max = sum + 1
    return sum * max


def name_collisions(x, dx, out):
    dy = x * dx
    dout = dy + out
    return dout * x


def names_of_emitted_code(n, i, t):
    g = n * i
    dg = g + t
    x_1 = dg * n
    return x_1 * g


def underscore_names(_, __x):
    return _ * __x + _


CASES = [
    (calls_helper, (1.3,)),
    (calls_twice, (0.5, 1.5)),
    (calls_with_keywords, (0.5, 1.5)),
    (calls_several_results, (0.5, 1.5)),
    (calls_with_branches, (1.3,)),
    (calls_in_loop, (0.7, 4)),
    (calls_imported, (0.7, 1.4)),
    (nested_function, (0.7, 1.4)),
    (nested_with_default, (0.7,)),
    (local_lambda, (0.7,)),
    (lambda_immediately, (0.7,)),
    (closure_over_variable, (0.7,)),
    (function_in_loop, (0.7,)),
    (higher_order, (0.7,)),
    (function_chosen, (0.7, "square")),
    (function_chosen, (0.7, "other")),
    (functions_in_a_list, (0.7,)),
    (default_argument, (1.3,)),
    (default_argument, (1.3, 0.7)),
    (default_from_global, (1.3,)),
    (keyword_only, (1.3,)),
    (keyword_only, (1.3,), None, None, {"scale": 0.7, "shift": 0.1}),
    (star_args, (0.5, 1.5, 2.5)),
    (star_args, ()),
    (star_args_after, (0.5, 1.5, 2.5)),
    (star_args_indexed, (0.5, 1.5, 2.5)),
    (passes_star_args, (0.5, 1.5, 2.5)),
    (double_star, (1.5,), (0,), None, {"gain": 2.0}),
    (uses_global, (1.3,)),
    (uses_global_array, (np.array([0.5, 1.5]),)),
    (from_imports, (0.7,)),
    (partial_application, (0.7,)),
    (reduce_call, ([0.5, 1.5, 2.5],)),
    (helper_on_arrays, (np.array([[0.1, 0.2], [0.3, -0.4]]), np.array([0.5, 1.5]))),
    (mutates_in_helper, (1.5,)),
    (writes_then_calls, (np.array([0.5, 1.5]), np.array([2.5, -0.5]))),
    (early_return_helper, (0.9,)),
    (generic_helper, (np.array([0.5, 1.5]), np.array([[2.5, -0.5]]))),
    (default_none, (1.5,)),
    (default_none, (1.5, 0.5)),
    (shadowed_builtin, (1.5,)),
    (name_collisions, (1.5, 0.5, 2.5)),
    (names_of_emitted_code, (1.5, 0.5, 2.5)),
    (underscore_names, (1.5, 0.5)),
]
