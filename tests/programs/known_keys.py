"""Keys and text that are known round by round."""

# ruff: noqa: UP031, UP032

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


def dict_tuple_key(x):
    d = {(0, 1): x[0], (1, 0): x[1]}
    return d[(0, 1)] * d[1, 0]


def dict_comp_filter(x):
    d = {"wa": x[0], "wb": x[1], "b": x[2]}
    w = {k: v for k, v in d.items() if k.startswith("w")}
    return sum(v * v for v in w.values())


def dict_comp_nested(x):
    d = {(i, j): x[i] * x[j] for i in range(2) for j in range(2)}
    return d[0, 1] + d[1, 1]


def dict_runtime_int_keys(x):
    memo = {}
    for k in range(4):
        memo[k] = x[k] if k < 2 else memo[k - 1] + memo[k - 2]
    return memo[3] ** 2


def memo_runtime(x, n=5):
    memo = {0: x[0], 1: x[1]}
    for k in range(2, n):
        memo[k] = memo[k - 1] * memo[k - 2]
    return memo[n - 1]


def keys_with_return(x):
    d = {"w0": 1.0, "w1": 2.0, "w2": 3.0, "w3": 4.0}
    for k in range(4):
        if x[k] < 0:
            return d[f"w{k}"] * x[k] ** 2
    return x[0]


def keys_with_continue(x):
    d = {"w0": 1.0, "w1": 2.0, "w2": 3.0, "w3": 4.0}
    s = 0.0
    for k in range(4):
        if x[k] < 0:
            continue
        s += d[f"w{k}"] * x[k] ** 2
    return s


def nested_keys(x):
    d = {}
    for i in range(2):
        for j in range(2):
            d[i, j] = x[i] * x[j]
    return d[0, 0] + d[1, 0] * 3


def nested_outer_only(x):
    d = {"w0": 0.0, "w1": 0.0}
    for i in range(2):
        for j in range(len(x)):
            d[f"w{i}"] += x[j] ** (i + 1)
    return d["w0"] * d["w1"]


def unlike_rows(x):
    W = [(x[:2], 1.0), (np.outer(x, x), 2.0)]
    s = 0.0
    for k in range(2):
        a, w = W[k]
        s += np.sum(a) * w
    return s


def aliased_rows(x):
    a = x * 1
    rows = [a, a]
    for k in range(2):
        rows[k][0] = x[1] * (k + 2)
    return np.sum(rows[0] * rows[1])


def dict_of_arrays(x):
    p = {}
    for k in range(3):
        p[f"W{k}"] = np.outer(x, x) * (k + 1)
        p[f"b{k}"] = x + k
    h = x
    for k in range(3):
        h = np.tanh(p[f"W{k}"] @ h + p[f"b{k}"])
    return np.sum(h)


def tuple_key_float(x):
    d = {(1, "a"): x[0], (2, "b"): x[1]}
    return d[1, "a"] * d[(2, "b")] + len(d)


def invert(x):
    d = {"a": 1, "b": 0}
    inv = {v: k for k, v in d.items()}
    return {"a": x[0], "b": x[1]}[inv[1]] ** 2


def comp_over_dict(x):
    d = {"a": x[0], "b": x[1]}
    e = {k: [v, v * v] for k, v in d.items()}
    return sum(e[k][1] for k in e)


def dict_in_tuple(x):
    d = {(0, 1): x[0]}
    return d[0, 1] ** 2 if (0, 1) in d and (1, 0) not in d else x[1]


def tuple_in(x):
    return x[0] ** 2 if (1, 2) in [(0, 1), (1, 2)] else x[1]


def text_methods(x):
    name = "w_0.bias"
    if name.startswith("w_") and not name.endswith("z"):
        a, b = name.split(".")
        i = int(a.split("_")[1])
        return x[i] ** 2 * len(b.upper())
    return 0.0


def text_format(x):
    d = {"w0": x[0], "w1": x[1]}
    return sum(d["w{}".format(k)] ** 2 for k in (0, 1))


def text_fstring_key(x):
    d = {"w0": x[0], "w1": x[1], "w2": x[2]}
    s = 0.0
    for k in range(3):
        s += d[f"w{k}"] ** 2
    return s


def text_join(x):
    key = "-".join(["a", "b"])
    d = {"a-b": x[0]}
    return d[key] ** 2


def text_percent(x):
    d = {"w1": x[0]}
    return d["w%d" % 1] ** 2


def text_mult(x):
    return len("ab" * 3) * x[0] ** 2


def text_in(x):
    return x[0] ** 2 if "bias" in "layer.bias" else x[1]


def text_iter(x):
    s = 0.0
    for k, c in enumerate("aba"):
        s += x[k] * (2.0 if c == "a" else 3.0)
    return s * s


def text_fkey_store(x):
    d = {}
    for k in range(3):
        d[f"h{k}"] = x[k] * 2
    return d["h0"] * d["h2"]


def text_index(x):
    s = "abc"
    return x[s.index("c")] ** 2 * len(s[1:]) + (s[0] == "a")


def fmt(x):
    d = {"w01": x[0], "w1.50": x[1], "'a'": x[2]}
    a, b = 1, 1.5
    return d[f"w{a:02d}"] * d[f"w{b:.2f}"] + d[f"{'a'!r}"] ** 2


def text_slices(x):
    t = "layer3"
    return x[int(t[-1])] ** 2 if t[:5] == "layer" else x[0]


def text_compare(x):
    return x[0] ** 2 if "abc" < "abd" else x[1]


def text_split_loop(x):
    s = 0.0
    for k, w in enumerate("up down up".split()):
        s += x[k] if w == "up" else -x[k] * 2
    return s * s


def print_known(x):
    for k in range(2):
        print(f"round {k}")
    return x[0] ** 2


CASES = [
    (dict_tuple_key, (X,)),
    (dict_comp_filter, (X,)),
    (dict_comp_nested, (X,)),
    (dict_runtime_int_keys, (X,)),
    (memo_runtime, (X,)),
    (keys_with_return, (X,)),
    (keys_with_continue, (X,)),
    (nested_keys, (X,)),
    (nested_outer_only, (X,)),
    (unlike_rows, (X,)),
    (aliased_rows, (X,)),
    (dict_of_arrays, (X,)),
    (tuple_key_float, (X,)),
    (invert, (X,)),
    (comp_over_dict, (X,)),
    (dict_in_tuple, (X,)),
    (tuple_in, (X,)),
    (text_methods, (X,)),
    (text_format, (X,)),
    (text_fstring_key, (X,)),
    (text_join, (X,)),
    (text_percent, (X,)),
    (text_mult, (X,)),
    (text_in, (X,)),
    (text_iter, (X,)),
    (text_fkey_store, (X,)),
    (text_index, (X,)),
    (fmt, (X,)),
    (text_slices, (X,)),
    (text_compare, (X,)),
    (text_split_loop, (X,)),
    (print_known, (X,)),
]
