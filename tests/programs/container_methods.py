"""Methods of lists, tuples, dicts and sets; what is compared part by part."""

# ruff: noqa: B007

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


def list_index(x):
    xs = [3, 1, 2]
    return x[xs.index(2)] * 3.0


def list_index_runtime(x):
    order = [int(k) for k in np.argsort(x)]
    return x[order.index(2)] * x[0]


def list_count(x):
    xs = [1, 2, 1]
    return xs.count(1) * np.sum(x)


def list_count_runtime(x):
    signs = [int(v > 0) for v in x]
    return signs.count(1) * np.sum(x * x)


def list_reverse(x):
    xs = [x[0], x[1] * 2, x[2]]
    xs.reverse()
    return xs[0] * 1 + xs[1] * 2 + xs[2] * 3


def list_reverse_runtime(x):
    xs = []
    for v in x:
        xs.append(v * v)
    xs.reverse()
    s = 0.0
    for k, v in enumerate(xs):
        s += (k + 1) * v
    return s


def list_reverse_arrays(x):
    xs = []
    for k in range(3):
        xs.append(x * (k + 1))
    xs.reverse()
    return np.sum(xs[0] * 2 + xs[2])


def list_copy_clear(x):
    xs = [v * 2 for v in x]
    ys = xs.copy()
    xs.clear()
    xs.append(x[0])
    return sum(ys) * xs[0]


def list_clear_in_loop(x):
    buf = []
    s = 0.0
    for v in x:
        buf.append(v)
        if len(buf) == 2:
            s += buf[0] * buf[1]
            buf.clear()
    return s


def tuple_index(x):
    names = ("a", "b", "c")
    return x[names.index("b")] * names.count("b")


def dict_or(x):
    a = {"u": x[0], "v": x[1]}
    b = {"v": x[2]}
    c = a | b
    a |= {"w": x[3] * 2}
    return c["u"] * c["v"] + a["w"] * a["v"]


def dict_methods(x):
    d = {"a": x[0]}
    v = d.setdefault("b", x[1] * 2)
    d.setdefault("a", x[3])
    d.update(c=x[2])
    d.update({"a": x[1]}, e=x[3])
    p = d.pop("c")
    q = d.pop("zzz", 3.0)
    k, last = d.popitem()
    return v * d["a"] + p * q + last * len(d)


def dict_fromkeys(x):
    d = dict.fromkeys(["a", "b"], 0.0)
    for k, key in enumerate(d):
        d[key] += x[k] ** 2
    return d["a"] * d["b"]


def dict_zip_strict(x):
    d = dict(zip(["a", "b"], [x[0], x[1]], strict=True))
    return d["a"] * d["b"]


def zip_strict(x):
    s = 0.0
    for a, b in zip(x, x[::-1], strict=True):
        s += a * a * b
    return s


def zip_strict_lists(x):
    a = [v for v in x]
    b = [v * 2 for v in x]
    return sum(u * v for u, v in zip(a, b, strict=True))


def reversed_dict(x):
    d = {"a": x[0], "b": x[1]}
    s = 0.0
    for k in reversed(d):
        s = s * 3.0 + d[k]
    return s


def set_known(x):
    seen = set()
    s = 0.0
    for name, v in (("a", x[0]), ("b", x[1]), ("a", x[2])):
        if name in seen:
            continue
        seen.add(name)
        s += v * v
    return s


def set_runtime(x):
    seen = set()
    s = 0.0
    for k in [0, 1, 0, 2]:
        if k in seen:
            continue
        seen.add(k)
        s += x[k] ** 2
    return s


def set_len_ops(x):
    a = {1, 2, 3} & {2, 3, 4}
    b = a | {0}
    s = 0.0
    for k in sorted(b):
        s += x[k] ** 2
    return s * len(b)


def set_iter(x):
    s = 0.0
    for k in {0, 2}:
        s += x[k]
    return s * s


def set_comp(x):
    names = {n for n in ("a", "b", "a")}
    return len(names) * x[0] ** 2


def set_star(x):
    a = {1, 2}
    b = {*a, 3}
    return len(b) * x[0] ** 2


def list_remove(x):
    xs = [3, 1, 2]
    xs.remove(1)
    return sum(x[k] ** 2 for k in xs)


def list_remove_active(x):
    xs = [v * 2 for v in x]
    xs.remove(x[1] * 2)
    return sum(k * v for k, v in enumerate(xs))


def list_remove_active_fixed(x):
    xs = [x[0], x[1], x[2]]
    xs.remove(x[1])
    return xs[0] * 2 + xs[1] * xs[1]


def reverse_alias(x):
    xs = [v for v in x]
    ys = xs
    xs.reverse()
    return ys[0] * 2 + ys[1] ** 2


def reverse_rows_written(x):
    a = x * 2
    xs = []
    for k in range(2):
        xs.append(x * (k + 1.0))
    xs.reverse()
    xs[0][1] = a[0]
    return np.sum(xs[0]) + np.sum(xs[1] ** 2)


def count_float(x):
    xs = [v for v in x]
    xs.append(x[0])
    return xs.count(x[0]) * np.sum(x * x)


def setdefault_list(x):
    d = {}
    for k, v in (("a", x[0]), ("b", x[1]), ("a", x[2])):
        d.setdefault(k, []).append(v)
    return sum(d["a"]) ** 2 * d["b"][0]


def update_kw(x):
    d = {"a": x[0]}
    d.update({"a": x[1]}, a=x[2])
    return d["a"] ** 2


def dict_fromkeys_shared(x):
    d = dict.fromkeys("ab", [])
    d["a"].append(x[0])
    return d["b"][0] ** 2


def set_alias(x):
    a = {1, 2}
    b = a
    b |= {3}
    return len(a) * x[0] ** 2


def frozen_alias(x):
    a = frozenset({1, 2})
    b = a
    b |= {3}
    return len(a) * x[0] ** 2 + len(b) * x[1]


def dict_alias(x):
    a = {"u": x[0]}
    b = a
    b |= {"v": x[1]}
    return a["v"] ** 2


def set_of_pairs(x):
    seen = set()
    s = 0.0
    for a, b in ((0, 1), (1, 0), (0, 1)):
        if (a, b) in seen:
            continue
        seen.add((a, b))
        s += x[a] * x[b] ** 2
    return s


def set_of_range(x):
    s = 0.0
    for k in set(range(4)) - {1}:
        s += x[k] ** 2
    return s


def set_update_loop(x):
    used = {0}
    used.update([1, 2])
    used.discard(1)
    used -= {0}
    used |= {3}
    return sum(x[k] ** 2 for k in sorted(used))


def frozen_const(x):
    ok = frozenset(("a", "b"))
    return x[0] ** 2 if "a" in ok and "c" not in ok else x[1]


def dict_keys_ops(x):
    a = {"p": x[0], "q": x[1]}
    b = {"q": x[2]}
    s = 0.0
    for k in a.keys() & b.keys():
        s += a[k] * b[k]
    for k in sorted(a.keys() - b.keys()):
        s += a[k] ** 2
    return s


def isin_values(x):
    d = {"a": 1, "b": 0}
    return x[0] ** 2 if 1 in d.values() else x[1]


def del_in_loop(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    for k in list(d):
        if k != "b":
            del d[k]
    return d["b"] ** 2 + len(d)


def default_max(x):
    xs = [v for v in x if v > 1.5]
    return max(xs, default=0.0) ** 2


def default_min_key(x):
    xs = [v for v in x]
    return min(xs, key=abs, default=0.0) ** 2


def sorted_pairs_rt(x):
    pairs = [(v, v * 2) for v in x]
    pairs.sort()
    return pairs[0][1] * 2 + pairs[1][0] ** 2


def sorted_pairs_rt2(x):
    pairs = sorted(((v, k) for k, v in enumerate(x)), reverse=True)
    return pairs[0][0] * pairs[1][1] + pairs[2][0] ** 2


def max_pairs(x):
    best, k = max((v, k) for k, v in enumerate(x))
    return best**2 * (k + 1)


def min_pairs_fixed(x):
    best = min((x[0], 1), (x[1], 2))
    return best[0] ** 2 * best[1]


def sorted_keys_len(x):
    names = sorted(["bbb", "a", "cc"], key=len)
    d = {"a": x[0], "cc": x[1], "bbb": x[2]}
    s = 0.0
    for n in names:
        s = s * 2 + d[n]
    return s


def sorted_known_tuples(x):
    s = 0.0
    for k, (n, i) in enumerate(sorted([("b", 1), ("a", 2), ("a", 0)])):
        s += x[i] * (k + 1)
    return s * s


def sorted_zip(x):
    ws = [3, 1, 2, 0]
    return sum(k * v for k, (w, v) in enumerate(sorted(zip(ws, x))))


def dict_items_sorted(x):
    d = {"b": x[0], "a": x[1]}
    s = 0.0
    for k, v in sorted(d.items()):
        s = 2 * s + v
    return s


def for_fixed_replaced(x):
    xs = [x[0], np.outer(x, x)]
    s = 0.0
    for v in xs:
        s += np.sum(v)
        xs[1] = x[1] * 3
    return s


def for_dict_replaced(x):
    d = {"a": x[0], "b": x[1]}
    s = 0.0
    for k, v in d.items():
        s += v * v
        d["b"] = x[2]
    return s


def for_list_replaced(x):
    xs = [v for v in x]
    s = 0.0
    for k, v in enumerate(xs):
        s += v * v
        if k < 3:
            xs[k + 1] = v * 2
    return s


def for_zip_replaced(x):
    xs = [x[0], x[1], x[2]]
    s = 0.0
    for k, v in zip(("a", "b", "c"), xs):
        s += v * v
        xs[2] = x[3]
    return s


def next_after_growth(x):
    xs = [x[0]]
    it = iter(xs)
    a = next(it)
    xs.append(x[1] * 2)
    b = next(it)
    return a * b


CASES = [
    (for_fixed_replaced, (X,)),
    (for_dict_replaced, (X,)),
    (for_list_replaced, (X,)),
    (for_zip_replaced, (X,)),
    (next_after_growth, (X,)),
    (list_index, (X,)),
    (list_index_runtime, (X,)),
    (list_count, (X,)),
    (list_count_runtime, (X,)),
    (list_reverse, (X,)),
    (list_reverse_runtime, (X,)),
    (list_reverse_arrays, (X,)),
    (list_copy_clear, (X,)),
    (list_clear_in_loop, (X,)),
    (tuple_index, (X,)),
    (dict_or, (X,)),
    (dict_methods, (X,)),
    (dict_fromkeys, (X,)),
    (dict_zip_strict, (X,)),
    (zip_strict, (X,)),
    (zip_strict_lists, (X,)),
    (reversed_dict, (X,)),
    (set_known, (X,)),
    (set_runtime, (X,)),
    (set_len_ops, (X,)),
    (set_iter, (X,)),
    (set_comp, (X,)),
    (set_star, (X,)),
    (list_remove, (X,)),
    (list_remove_active, (X,)),
    (list_remove_active_fixed, (X,)),
    (reverse_alias, (X,)),
    (reverse_rows_written, (X,)),
    (count_float, (X,)),
    (setdefault_list, (X,)),
    (update_kw, (X,)),
    (dict_fromkeys_shared, (X,)),
    (set_alias, (X,)),
    (frozen_alias, (X,)),
    (dict_alias, (X,)),
    (set_of_pairs, (X,)),
    (set_of_range, (X,)),
    (set_update_loop, (X,)),
    (frozen_const, (X,)),
    (dict_keys_ops, (X,)),
    (isin_values, (X,)),
    (del_in_loop, (X,)),
    (default_max, (X,)),
    (default_min_key, (X,)),
    (sorted_pairs_rt, (X,)),
    (sorted_pairs_rt2, (X,)),
    (max_pairs, (X,)),
    (min_pairs_fixed, (X,)),
    (sorted_keys_len, (X,)),
    (sorted_known_tuples, (X,)),
    (sorted_zip, (X,)),
    (dict_items_sorted, (X,)),
]
