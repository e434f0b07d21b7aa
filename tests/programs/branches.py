"""if/elif/else, early returns, names bound in some branches only."""

import math

import numpy as np


def if_else(x, y):
    if x > y:
        z = x * y
    else:
        z = x + y
    return z * x


def if_without_else(x):
    y = x * 2
    if y > 1:
        y = y * x
    return y + x


def elif_chain(x):
    if x < -1:
        y = -x
    elif x < 0:
        y = x * x
    elif x < 1:
        y = x**3
    else:
        y = math.log(x)
    return y * 2


def early_return(x):
    if x < 0:
        return -x
    return x * x


def several_returns(x, y):
    if x > 2:
        return x * y
    if y > 2:
        return x + y
    z = x * x
    if z > y:
        return z
    return z - y


def returns_in_branches(x):
    if x > 0:
        if x > 1:
            return x**2
        else:
            y = x * 3
    else:
        return math.exp(x)
    return y + x


def nested_branches(x, y):
    z = 0.0
    if x > 0:
        z += x
        if y > 0:
            z *= y
        else:
            z -= y
        z = z * z
    else:
        z = y
    return z * x


def bound_in_one_branch(x):
    if x > 0:
        y = x * 2
    if x > 0:
        return y * x
    return x


def branch_on_intermediate(x, y):
    a = x * y
    b = a + x
    if b > a * 2:
        a, b = b, a
    return a * a - b


def both_branches_use_name(x, flag: bool):
    scale = 2.0
    if flag:
        scale = x
    return scale * x


def branch_with_arrays(x, flag: bool):
    if flag:
        y = np.sin(x)
    else:
        y = x * 2
    return np.sum(y * x)


def branch_on_array_reduction(x):
    if x.sum() > 0:
        x = x * 2
    else:
        x = x - 1
    return (x**2).sum()


def array_or_scalar_branch(x, flag: bool):
    if flag:
        w = x
    else:
        w = 2.0
    return np.sum(w * x)


def guard_clauses(x, y, kind: str):
    if kind == "add":
        return x + y
    if kind == "mul":
        return x * y
    if kind == "pow":
        return x**y
    return x - y


def clamp(x, low, high):
    if x < low:
        return low
    if x > high:
        return high
    return x


def huber(r, delta: float):
    a = abs(r)
    if a <= delta:
        return 0.5 * r * r
    return delta * (a - 0.5 * delta)


def relu_by_hand(x: float) -> float:
    if x > 0:
        out = x
    else:
        out = 0.0
    return out


def smooth_step(x):
    if x <= 0:
        return 0.0
    elif x >= 1:
        return 1.0
    return x * x * (3 - 2 * x)


def or_condition(x, y):
    if x < 0 or y < 0 or x > 10:
        z = x * y
    elif not (x > y) and x != 1:
        z = x / y
    else:
        z = x - y
    return z


def condition_with_walrus(x):
    if (y := x * x) > 2:
        return y * 3
    return y + x


def branch_updates_array(x, flag: bool):
    y = x.copy()
    if flag:
        y[0] = y[1] * y[2]
    else:
        y[1:] *= 2
    return (y * x).sum()


def branches_return_tuple(x, y):
    if x > y:
        return x * y, x
    return x + y, y


def deep_nesting(a, b, c):
    if a > 0:
        if b > 0:
            if c > 0:
                r = a * b * c
            else:
                r = a * b - c
        elif c > 0:
            r = a * c
        else:
            r = a
    else:
        r = b * c
    return r * r + a


def conditional_swap(x, y):
    if x < y:
        x, y = y, x
    return x * x - y


def try_to_reuse(x):
    y = x
    if x > 1:
        y = y * y
        x = x + y
    y = y + x
    if y > 3:
        x = x * y
    return x - y


CASES = [
    (if_else, (2.0, 1.0)),
    (if_else, (1.0, 2.0)),
    (if_without_else, (1.5,)),
    (if_without_else, (0.25,)),
    *[(elif_chain, (x,)) for x in (-2.0, -0.5, 0.5, 2.0)],
    (early_return, (-1.5,)),
    (early_return, (1.5,)),
    (several_returns, (3.0, 1.0)),
    (several_returns, (1.0, 3.0)),
    (several_returns, (1.5, 1.0)),
    (several_returns, (0.5, 1.0)),
    (returns_in_branches, (2.0,)),
    (returns_in_branches, (0.5,)),
    (returns_in_branches, (-0.5,)),
    (nested_branches, (1.5, 2.0)),
    (nested_branches, (1.5, -2.0)),
    (nested_branches, (-1.5, 2.0)),
    (bound_in_one_branch, (1.5,)),
    (bound_in_one_branch, (-1.5,)),
    (branch_on_intermediate, (0.5, 1.5)),
    (branch_on_intermediate, (1.5, 2.5)),
    (both_branches_use_name, (1.5, True)),
    (both_branches_use_name, (1.5, False)),
    (branch_with_arrays, (np.array([0.5, 1.5]), True)),
    (branch_with_arrays, (np.array([0.5, 1.5]), False)),
    (branch_on_array_reduction, (np.array([0.5, 1.5]),)),
    (branch_on_array_reduction, (np.array([0.5, -1.5]),)),
    (array_or_scalar_branch, (np.array([0.5, 1.5]), True)),
    (array_or_scalar_branch, (np.array([0.5, 1.5]), False)),
    *[(guard_clauses, (1.5, 2.5, kind)) for kind in ("add", "mul", "pow", "other")],
    *[(clamp, (x, -1.0, 1.0)) for x in (-2.0, 0.5, 2.0)],
    (huber, (0.4, 1.0)),
    (huber, (-2.4, 1.0)),
    (relu_by_hand, (1.5,)),
    (relu_by_hand, (-1.5,)),
    *[(smooth_step, (x,)) for x in (-0.5, 0.3, 1.5)],
    (or_condition, (-1.0, 2.0)),
    (or_condition, (2.0, 3.0)),
    (or_condition, (3.0, 2.0)),
    (condition_with_walrus, (2.0,)),
    (condition_with_walrus, (1.0,)),
    (branch_updates_array, (np.array([0.5, 1.5, -2.0]), True)),
    (branch_updates_array, (np.array([0.5, 1.5, -2.0]), False)),
    (branches_return_tuple, (2.0, 1.0)),
    (branches_return_tuple, (1.0, 2.0)),
    *[(deep_nesting, (a, b, c)) for a in (1.5, -1.5) for b in (0.5, -0.5) for c in (2.5, -2.5)],
    (conditional_swap, (1.0, 2.0)),
    (conditional_swap, (2.0, 1.0)),
    (try_to_reuse, (1.5,)),
    (try_to_reuse, (0.5,)),
]
