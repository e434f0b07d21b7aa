"""Sets of keys, `sorted`, `max` and `min` with a key, `filter`, parts of lists replaced, places
along an axis, functions that differ from round to round."""

# ruff: noqa: B006, B008

import functools

import numpy as np

X = np.array([0.5, 1.5, -0.3])


def keys_joined(x):
    keys = {"a", "w"}
    d = {"a": x[0], "b": x[1], "w": x[2]}
    s = 0.0
    for k in sorted(keys | {"b"} - {"z"}):
        if k in keys:
            s += d[k] * 2
        else:
            s -= d[k]
    return s * len(keys)


def number_in_set(x, n):
    return x[0] if n in {1, 2} else x[1]


def keys_seen(x):
    seen = set()
    s = 0.0
    for k in ("a", "b", "a"):
        if k in seen:
            continue
        seen.add(k)
        s += x[len(seen)]
    return s


def sorted_by_negative(x):
    xs = [x[0], x[1], x[2]]
    ys = sorted(xs, key=lambda v: -v)
    return ys[0] * 3 + ys[1] * ys[2]


def sorted_by_size(x):
    xs = [v * 2 for v in x]
    ys = sorted(xs, key=abs, reverse=True)
    xs.sort()
    return ys[0] * 3 + ys[1] * ys[2] + xs[0] * xs[1] * 5


def pairs_by_number(x):
    pairs = [(x[0], 2.0), (x[1], 1.0), (x[2], 3.0)]
    ys = sorted(pairs, key=lambda p: p[1])
    a = max(pairs, key=lambda p: p[1])
    return ys[0][0] * 3 + ys[1][0] * a[0]


def pairs_by_value(x):
    pairs = [(x[0], x[1]), (x[1], x[2]), (x[2], x[0])]
    ys = sorted(pairs, key=lambda p: p[0])
    b = min(pairs, key=lambda p: p[1])
    return ys[0][1] * 3 + ys[1][0] * b[0] * ys[2][1]


def largest_by_key(x):
    m = max(x, key=lambda v: v * v)
    w = min(x[0], x[1], key=lambda v: -v)
    return m * w


def rows_by_key(x):
    rows = [x * 1.0, x * 2.0, x * -1.0]
    r = max(rows, key=np.sum)
    q = sorted(rows, key=lambda r: r[0])
    return np.sum(r * q[0])


def items_by_word(x):
    d = {"b": x[0], "a": x[1]}
    s = 0.0
    for _, v in sorted(d.items(), key=lambda kv: kv[0]):
        s = s * 0.5 + v
    for k in sorted(d):
        s = s * 0.5 + d[k]
    return s


def key_that_counts(x):
    asked = 0

    def key(v):
        nonlocal asked
        asked += 1
        return v * v

    ys = sorted([x[0], x[1], x[2]], key=key)
    return ys[0] * asked + ys[2]


def filtered(x):
    xs = list(filter(lambda v: v > 0, x)) + [1.0]
    return sum(map(lambda v: v * v, xs)) + sum(filter(None, [x[0], 0.0]))


def slices_of_known_list(x):
    xs = [x[0], x[1], x[2]]
    xs[:1] = [x[1] * 2, x[0]]
    ys = xs
    ys[1:3] = []
    xs[-1:] = [x[2], 3.0]
    return sum(xs) + xs[0] * ys[1]


def slices_of_list(x):
    xs = [v * v for v in x]
    xs[:1] = [x[1] * 2, x[0]]
    ys = xs
    ys[1:3] = []
    del xs[0]
    xs[-1:] = [x[2], 3.0]
    xs[2:1] = [x[0]]
    xs[:-1] = [xs[0], 2.0]
    return sum(xs) + xs[0] * ys[1]


def items_deleted(x):
    xs = [v * v for v in x]
    for _ in range(2):
        xs[1:1] = [xs[0] * 0.5]
    d = {"a": x[0], "b": x[1]}
    del d["a"], xs[1]
    return sum(xs) + sum(d.values()) * xs[-1]


def put_along_one_axis(x):
    y = x * 1.0
    np.put_along_axis(y, np.array([1]), x[0] * 2, 0)
    return np.sum(y * y)


def put_along_columns(x):
    a = np.outer(x, x)
    i = np.argmax(a, axis=1)[:, None]
    np.put_along_axis(a, i, np.array([[x[0]], [1.0], [x[1]]]), axis=1)
    return np.sum(a * a)


def made_on_either_path(x):
    def make(s):
        return lambda v: v * s

    if x[0] > 0:
        g = make(2.0)
    else:
        g = make(3.0)
    return g(x[1])


def default_of_one_path(x):
    if x[0] > 0:
        k = x[2] * 2
        g = lambda v, k=k: v * k  # noqa: E731
    else:
        g = lambda v: v * v  # noqa: E731
    return g(x[1])


def default_of_each_round(x):
    s = 0.0
    for i in range(3):

        def g(v, w=x[i]):
            return v * w

        s += g(x[0])
    return s + g(x[1])


def partial_of_either_path(x):
    if x[0] > 0:
        g = functools.partial(pow, x[1])
    else:
        g = functools.partial(pow, x[2] * 3)
    return g(2)


def default_that_grows(x):
    def g(v, seen=[0.0]):
        seen[0] += v
        return seen[0]

    g(x[0])
    g(x[1])
    return g(x[2]) * x[0]


def default_array(x):
    def g(v, seen=np.zeros(2)):
        seen[0] += v
        return seen

    a = g(x[0])
    g(x[1])
    b = g(x[2])
    return np.sum(a * b)


def name_rebound_by_right_side(x):
    y = x.copy()

    def g():
        nonlocal y
        y = y * 2
        return y

    y += g()
    return np.sum(y)


def number_rebound_by_right_side(x):
    s = x[0]

    def g():
        nonlocal s
        s = s * 2
        return s

    t = s + g() + s
    s += g()
    return s * t


def inserted_anywhere(x):
    xs = [v * v for v in x]
    xs.insert(1, x[0] * 3)
    xs.insert(-1, x[1] * 2)
    xs.insert(100, x[2])
    xs.insert(-100, x[2] * x[0])
    s = 0.0
    for i, v in enumerate(xs):
        s = s * 0.7 + v * (i + 1)
    return s


def inserted_while_it_grows(x):
    xs = []
    for v in x:
        xs.insert(2, v * v)
    s = 0.0
    for i, v in enumerate(xs):
        s = s * 0.7 + v * (i + 1)
    return s


def one_array_in_every_round(x):
    state, states = x * 1.0, []
    for k in range(3):
        state *= 0.5 + 0.1 * k
        states.append(state)
    return np.sum(np.stack(states) * np.arange(9.0).reshape(3, 3))


def decorated_inside(x):
    def twice(fn):
        @functools.wraps(fn)
        def inner(*args):
            return 2 * fn(*args)

        return inner

    @twice
    def g(v):
        return v * v

    return g(x[0]) * g(x[1])


def dict_updated(x):
    d = {}
    d.setdefault("a", []).append(x[0])
    d.setdefault("a", []).append(x[1])
    d.update(b=x[2], **{"c": 2.0})
    d.update({"b": x[1]}, e=x[0])
    (_, v), *rest = d.items()
    return v[0] * v[1] + d["b"] * d["c"] * len(rest) + d.pop("e") + d.get("z", x[1])


def scaled(v, k=0.5, *, factor=2.0):
    return v * factor + k


def partial_in_a_loop_that_returns(x):
    w = 0
    while w < 3:
        w += 1
        if x[w % 3] > 1.0:
            g = functools.partial(scaled, factor=np.tanh(x[0] * -1.12))
            return x[1] + g(x[0])
        r = [(u := x[2]) * u, x[0]]
        r.extend([x[1], x[0] * w])
    return np.sum(x * x)


CASES = [
    *[
        (function, (x,))
        for x in (X, -X)
        for function in (
            keys_joined, keys_seen, sorted_by_negative, sorted_by_size, pairs_by_number,
            pairs_by_value, largest_by_key, rows_by_key, items_by_word, key_that_counts, filtered,
            slices_of_known_list, slices_of_list, items_deleted, put_along_one_axis,
            put_along_columns, made_on_either_path, default_of_one_path, default_of_each_round,
            partial_of_either_path, default_that_grows, default_array,
            inserted_anywhere, inserted_while_it_grows, one_array_in_every_round,
            decorated_inside, dict_updated, name_rebound_by_right_side,
            number_rebound_by_right_side, partial_in_a_loop_that_returns,
        )
    ],
    (number_in_set, (X, 1)),
    (number_in_set, (X, 5)),
]  # fmt: skip
