"""Sets of integers and text that are known at run time only."""

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


def set_seen(x):
    adj = [[1, 2], [3], [3], [0]]
    seen = set()
    stack = [0]
    s = 0.0
    while stack:
        k = stack.pop()
        if k in seen:
            continue
        seen.add(k)
        s += x[k] ** 2 * len(seen)
        for j in adj[k]:
            stack.append(j)
    return s


def set_labels(x):
    labels = [int(v > 0) for v in x]
    s = 0.0
    for c in sorted(set(labels)):
        m = 0.0
        for label, v in zip(labels, x):
            if label == c:
                m += v
        s += m * m
    return s


def set_comp_rt(x):
    pos = {k for k, v in enumerate(x) if v > 0}
    s = 0.0
    for k in range(len(x)):
        if k in pos:
            s += x[k] ** 2
        elif k not in pos and len(pos) > 1:
            s -= x[k]
    return s * len(pos)


def set_discard(x):
    todo = set(range(len(x)))
    s = 0.0
    for k in range(len(x)):
        if x[k] > 0:
            todo.discard(k)
        if k in todo:
            s += x[k] * 3
    return s * len(todo)


def set_union_rt(x):
    a = {k for k, v in enumerate(x) if v > 0}
    b = {k for k, v in enumerate(x) if v < 1}
    c = a | b
    d = a & b
    e = a - b
    return sum(x[k] ** 2 for k in sorted(c)) + len(d) * x[0] + sum(x[k] for k in sorted(e))


def set_update_rt(x):
    a = {0}
    a.update(k for k in range(len(x)) if x[k] > 0)
    a |= {1}
    return sum(x[k] ** 2 for k in sorted(a)) * len(a)


def set_alias_rt(x):
    a = set()
    b = a
    for k in range(len(x)):
        if x[k] > 0:
            b.add(k)
    return len(a) * np.sum(x) + (x[0] if 0 in a else x[1])


def set_mixed_start(x):
    a = {1, 2}
    for k in range(len(x)):
        a.add(k)
    return len(a) * x[0] ** 2


def set_bool(x):
    a = set()
    s = 0.0
    for k in range(len(x)):
        if not a:
            s += x[k] ** 2
        a.add(k)
    return s


def set_arrays_ints(x):
    idx = np.argsort(x)
    seen = set()
    s = 0.0
    for k in idx:
        if k // 2 in seen:
            continue
        seen.add(k // 2)
        s += x[k] ** 2
    return s


def set_remove_rt(x):
    a = set(range(len(x)))
    for k in range(len(x)):
        if k % 2 == 0:
            a.remove(k)
    return sum(x[k] ** 2 for k in sorted(a))


def set_helper(x):
    def visit(k, seen):
        seen.add(k)
        return x[k] ** 2

    seen = set()
    s = 0.0
    for k in range(len(x)):
        if k not in seen:
            s += visit(k, seen)
    return s * len(seen)


def set_minmax(x):
    a = {k for k, v in enumerate(x) if v > 0}
    return x[max(a)] * x[min(a)]


def set_subset(x):
    a = {k for k, v in enumerate(x) if v > 0}
    return x[0] ** 2 if {0} <= a and not a.isdisjoint({3}) else x[1]


def set_eq(x):
    a = {k for k, v in enumerate(x) if v > 0}
    return x[0] ** 2 if a == {0, 2, 3} else x[1]


def set_pairs_rt(x):
    seen = set()
    s = 0.0
    for i in range(len(x)):
        for j in range(len(x)):
            e = (min(i, j), max(i, j))
            if e in seen:
                continue
            seen.add(e)
            s += x[i] * x[j]
    return s


def set_text(x):
    names = set()
    for k in range(len(x)):
        names.add("p" if x[k] > 0 else "n")
    return len(names) * np.sum(x * x)


def set_clear(x):
    a = set()
    s = 0.0
    for k in range(len(x)):
        a.add(k % 2)
        s += x[k] * len(a)
        if len(a) == 2:
            a.clear()
    return s


def set_in_dict(x):
    g = {"p": set(), "n": set()}
    for k in range(len(x)):
        if x[k] > 0:
            g["p"].add(k)
        else:
            g["n"].add(k)
    return len(g["p"]) * x[0] + len(g["n"]) * x[1] ** 2


def set_swapped(x):
    a, b = {0}, set()
    for k in range(len(x)):
        a.add(k)
        a, b = b, a
    return len(a) * x[0] + len(b) * x[1] ** 2


def set_rebound(x):
    a = set()
    for k in range(len(x)):
        a = a | {k}
        if len(a) > 2:
            a = set()
    return len(a) * x[0] ** 2 + np.sum(x)


def set_known_then_rt(x):
    a = {"n"}
    b = a
    for v in x:
        b |= {"p"} if v > 0 else {"z"}
    return len(a) * x[0] ** 2


def set_print(x):
    a = {k for k, v in enumerate(x) if v > 0}
    print(len(a))
    return x[0] ** 2


def set_returned(x):
    a = {k for k, v in enumerate(x) if v > 0}
    return x[0] ** 2 + len(a - {0})


def set_of_arg(x):
    a = set(int(v) for v in x)
    return len(a) * x[0] ** 2


def set_xor(x):
    a = {k for k, v in enumerate(x) if v > 0}
    return len(a ^ {0, 7}) * x[0] ** 2


def frozen_rt(x):
    a = frozenset(k for k, v in enumerate(x) if v > 0)
    return (2 if 0 in a else 3) * x[0] ** 2


def frozen_rt_alias(x):
    a = frozenset(k for k, v in enumerate(x) if v > 0)
    b = a
    b |= {9}
    return len(a) * x[0] ** 2 + len(b) * x[1]


def set_while_empty(x):
    todo = set(range(len(x)))
    s = 0.0
    while todo:
        k = min(todo)
        todo.remove(k)
        s = s * 0.5 + x[k] ** 2
    return s


def set_neighbors(x):
    n = len(x)
    frontier = {0}
    seen = {0}
    s = 0.0
    for step in range(3):
        nxt = set()
        for k in sorted(frontier):
            for j in (k + 1, 2 * k):
                if j < n and j not in seen:
                    seen.add(j)
                    nxt.add(j)
                    s += x[k] * x[j] * (step + 1)
        frontier = nxt
    return s


def frozen_union_rt(x):
    a = frozenset(k for k, v in enumerate(x) if v > 0) | {7}
    b = a
    b |= {9}
    return len(a) * x[0] ** 2 + len(b) * x[1]


def frozen_known_or_rt(x):
    a = frozenset({0})
    b = a
    b |= {k for k, v in enumerate(x) if v > 0}
    return len(a) * x[0] ** 2 + len(b) * x[1]


def set_known_or_rt(x):
    a = {0}
    b = a
    b |= {k for k, v in enumerate(x) if v > 0}
    return len(a) * x[0] ** 2 + len(b) * x[1]


def set_known_plain_or(x):
    a = {0}
    b = a
    b = b | {k for k, v in enumerate(x) if v > 0}
    return len(a) * x[0] ** 2 + len(b) * x[1]


def set_isub(x):
    a = set(range(len(x)))
    b = a
    a -= {k for k, v in enumerate(x) if v > 0}
    a ^= {5}
    return len(b) * x[0] ** 2


def set_rt_in_known(x):
    a = {0}
    a.update(int(v) for v in x)
    return len(a) * x[0] ** 2


def set_path_rebound(x):
    a = {0, 1}
    for k in range(len(x)):
        if x[k] > 0:
            a = {k}
        else:
            a.add(9)
    return len(a) * x[0] ** 2


CASES = [
    (set_seen, (X,)),
    (set_labels, (X,)),
    (set_comp_rt, (X,)),
    (set_discard, (X,)),
    (set_union_rt, (X,)),
    (set_update_rt, (X,)),
    (set_alias_rt, (X,)),
    (set_mixed_start, (X,)),
    (set_bool, (X,)),
    (set_arrays_ints, (X,)),
    (set_remove_rt, (X,)),
    (set_helper, (X,)),
    (set_minmax, (X,)),
    (set_subset, (X,)),
    (set_eq, (X,)),
    (set_pairs_rt, (X,)),
    (set_text, (X,)),
    (set_clear, (X,)),
    (set_in_dict, (X,)),
    (set_swapped, (X,)),
    (set_rebound, (X,)),
    (set_known_then_rt, (X,)),
    (set_print, (X,)),
    (set_returned, (X,)),
    (set_of_arg, (X,)),
    (set_xor, (X,)),
    (frozen_rt, (X,)),
    (frozen_rt_alias, (X,)),
    (set_while_empty, (X,)),
    (set_neighbors, (X,)),
    (frozen_union_rt, (X,)),
    (frozen_known_or_rt, (X,)),
    (set_known_or_rt, (X,)),
    (set_known_plain_or, (X,)),
    (set_isub, (X,)),
    (set_rt_in_known, (X,)),
    (set_path_rebound, (X,)),
]
