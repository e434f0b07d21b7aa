"""`with`, `try`, `match`, `nonlocal`, functions made in loops."""

# ruff: noqa: B023, PYI, SIM105

import contextlib
import math

import numpy as np

X = np.array([0.5, 1.5, -0.3])


# ---------------------------------------------------------------- with


def quiet(x):
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(x > 0, np.log(x) / x, 0.0)
    return np.sum(y * x)


def quiet_in_loop(x):
    s = 0.0
    for i in range(3):
        with np.errstate(all="ignore"):
            if x[i] < 0:
                continue
            s += 1 / x[i]
    return s


def returns_from_with(x):
    with contextlib.nullcontext(x[0]) as first, np.errstate(over="ignore"):
        return np.sum(x / first)


def helper_in_with(x):
    with np.errstate(invalid="ignore"):
        y = quiet(x)
    return y * x[0]


# ---------------------------------------------------------------- try


def raise_leads_to_handler(x):
    try:
        if x[0] < 0:
            raise ValueError("negative")
        s = np.sum(x * 2)
    except ValueError:
        s = np.sum(x * x)
    return s


def handler_never_reached(x):
    try:
        y = np.sqrt(x + 5)
    except ValueError:
        y = x
    return np.sum(y)


def handler_raises(x):
    try:
        y = np.linalg.solve(np.diag(x), x * x)
    except np.linalg.LinAlgError:
        raise ValueError("singular") from None
    return np.sum(y)


def key_or_default(x, options):
    try:
        scale = options["scale"]
    except KeyError:
        scale = 2.0
    else:
        scale = scale * 3
    return x[0] * scale


def restored_by_finally(x):
    old = x[0]
    try:
        x[0] = 2.0
        y = np.sum(x**2)
    finally:
        x[0] = old
    return y * x[0]


def finally_before_every_exit(x):
    s = 0.0
    for i in range(3):
        try:
            if x[i] < 0:
                break
            s += x[i]
            if x[i] > 1:
                continue
            s += 3
        finally:
            s = s * 2
    else:
        s = 0.0
    return s * s


def changed_after_return(x):
    y = x * 1.0
    try:
        return y
    finally:
        y[0] = 0.0


def assertion_leads_to_handler(x):
    try:
        assert x[0] > 0, "no"
        y = x[0] ** 2
    except AssertionError:
        y = x[1] * 2
    else:
        y = y * 3
    return y


def fails(v):
    raise ValueError(f"always: {v}")


def callee_raises(x):
    s = x[0]
    try:
        s = s * 2
        s = fails(s)
        s = 17.0
    except ValueError:
        s = s * x[1]
    finally:
        s = s + 1
    return s


def nested_handlers(x):
    try:
        try:
            if x[0] > 0:
                raise KeyError("a")
            y = x[0]
        except KeyError:
            if x[1] > 1:
                raise ValueError("b") from None
            y = x[1]
        finally:
            x = x * 2
    except ValueError:
        y = x[2] * x[0]
    return y


def stops_by_exception(x):
    for i in range(5):
        try:
            if x[0] * i > 1:
                raise StopIteration
        except StopIteration:
            break
        x = x * 1.5
    return np.sum(x)


def guarded_call_that_raises(x):
    if x[0] < -100:
        return fails(x[0])
    return x[0] * 2


def one_path_raises(x):
    pair = [x[0], x[1]]
    s = 0.0
    for _ in range(3):
        s += pair[5] if x[0] > 100 else x[0] * x[1]
    return s


# ---------------------------------------------------------------- match


def by_word(x, mode):
    match mode:
        case "double":
            y = x * 2
        case "cube" | "third":
            return np.sum(x**3)
        case _:
            y = x**2
    return np.sum(y)


def by_number(x, n):
    match n:
        case 0:
            return np.sum(x)
        case 1 | 2 if x[0] > 0:
            s = x[0] * 3
        case k if k > 5:
            s = k * x[1]
        case k:
            s = x[2] * k
    return s * x[1]


def by_structure(x):
    s = 0.0
    for step in [("add", 2.0), ("mul", 3.0), ("none",)]:
        match step:
            case ("add", v):
                s += x[0] * v
            case ["mul", v]:
                s *= v * x[1]
            case (_,):
                s = s + 1
    return s


def by_keys(x, params):
    match params:
        case {"w": w, **rest}:
            return np.sum(x * w) + len(rest)
        case _:
            return np.sum(x)


def by_truths(x):
    match x[0] > 0.2, x[1] > 0:
        case True, True:
            return x[0] * x[1]
        case (False, _):
            return x[2]
        case _:
            return x[0]


def by_type(x, scale):
    match scale:
        case int(k):
            return x[0] * k
        case float() | None:
            return x[1]


# ---------------------------------------------------------------- nonlocal


def counted(x):
    total = 0.0

    def add(v):
        nonlocal total
        total += v * v
        return total

    for i in range(3):
        add(x[i])
    return total * add(x[0])


def two_counters(x):
    def make(start):
        total = start

        def add(v):
            nonlocal total
            total = total * 0.5 + v
            return total

        return add

    one, other = make(x[0]), make(2.0)
    one(x[1])
    other(x[2])
    if x[0] > 0:
        one(x[2])
    return one(1.0) * other(x[0])


def rebound_array(x):
    y = x * 1.0

    def step():
        nonlocal y
        y = y * x
        y[0] = 3 * x[1]

    for _ in range(2):
        step()
    z = y
    step()
    return np.sum(y) + np.sum(z * z)


def left_early(x):
    total = 0.0

    def add(v):
        nonlocal total
        total += v

    for v in x:
        if v < 0:
            break
        add(v * v)
    else:
        add(100.0)
    return total


# ---------------------------------------------------------------- functions made in loops


def last_of_comprehension(x):
    k = 5.0
    functions = [lambda v: v * k for k in (1.0, 2.0)]
    return functions[0](x[0]) + functions[1](x[1]) + k


def last_of_loop(x):
    functions = []
    for k in range(3):
        functions.append(lambda v: v * (k + 0.5))
    return functions[0](x[0]) + functions[2](x[1])


def each_of_loop(x):
    functions = []
    for k in range(3):
        functions.append(lambda v, k=k: v * (k + 0.5))
    return functions[0](x[0]) + functions[2](x[1])


def kept_in_list(x):
    functions = []

    def make(s):
        functions.append(lambda v: v * s)

    make(x[0])
    make(x[1])
    return functions[0](2.0) + functions[1](x[2])


def kept_in_dict(x):
    def make(s):
        return {"f": lambda v: v * math.sin(s)}

    return make(x[0])["f"](x[1])


def made_in_every_round(x):
    def make(k):
        def inner(v):
            return v * k

        return inner

    s = 0.0
    for i in range(3):
        s += make(x[i])(x[0])
        h = make(i + 1.0)
        s = s * h(x[1])
    return s


def counter_in_every_round(x):
    def make(k):
        total = k

        def inner(v):
            nonlocal total
            total = total * v
            return total

        return inner

    s = 0.0
    n = 0
    while n < 3:
        g = make(x[n])
        g(2.0)
        s += g(x[0]) * sum([(lambda u: u * n)(w) for w in x])
        n += 1
    return s


CASES = [
    *[
        (function, (x,))
        for x in (X, -X)
        for function in (
            quiet, quiet_in_loop, returns_from_with, helper_in_with,
            raise_leads_to_handler, handler_never_reached, handler_raises, restored_by_finally,
            finally_before_every_exit, changed_after_return, assertion_leads_to_handler,
            callee_raises, nested_handlers, stops_by_exception, guarded_call_that_raises,
            one_path_raises, by_structure, by_truths, counted, two_counters, rebound_array,
            left_early, last_of_comprehension, last_of_loop, each_of_loop, kept_in_list,
            kept_in_dict, made_in_every_round, counter_in_every_round,
        )
    ],
    *[(by_word, (X, word)) for word in ("double", "third", "other")],
    *[(by_number, (X, n)) for n in (0, 1, 2, 3, 7)],
    (by_keys, (X, {"w": X * 2, "z": 1.0})),
    (by_keys, (X, {"z": 1.0})),
    (by_type, (X, 3)),
    (by_type, (X, 0.5)),
    (key_or_default, (X, {"scale": 3.0})),
    (key_or_default, (X, {"other": 3.0})),
]  # fmt: skip
