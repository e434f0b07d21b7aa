"""deque, defaultdict, Counter, OrderedDict."""

# ruff: noqa: B007

import collections
from collections import Counter, OrderedDict, defaultdict, deque

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


def deque_basic(x):
    q = deque()
    for v in x:
        q.append(v)
    q.appendleft(x[0] * 2)
    a = q.popleft()
    b = q.pop()
    return a * b + sum(q)


def deque_window(x):
    q = deque(maxlen=2)
    s = 0.0
    for v in x:
        q.append(v)
        s += sum(q) ** 2
    return s


def deque_bfs(x):
    q = deque([0])
    s = 0.0
    while q:
        k = q.popleft()
        s += x[k] ** 2
        if 2 * k + 1 < len(x):
            q.append(2 * k + 1)
        if 2 * k + 2 < len(x):
            q.append(2 * k + 2)
    return s


def deque_rotate(x):
    q = deque([x[0], x[1], x[2]])
    q.rotate(1)
    return q[0] * 1 + q[1] * 2 + q[-1] ** 2


def deque_maxlen_array(x):
    q = deque(x, maxlen=3)
    return q[0] * q[1] + q[-1]


def deque_loop_pop(x):
    q = deque([x[0], x[1], x[2]])
    s = 0.0
    while len(q) > 1:
        a = q.popleft()
        b = q.popleft()
        q.append(a * b + 1.0)
        s += a
    return s + q[0]


def deque_rotate_rt(x):
    q = deque(v * v for v in x)
    q.rotate(1)
    q.rotate(-2)
    return sum(k * v for k, v in enumerate(q))


def deque_in(x):
    q = deque([1, 2])
    return x[0] ** 2 if 2 in q and len(q) == 2 else x[1]


def deque_bool(x):
    q = deque()
    if not q:
        q.append(x[0])
    return q[0] ** 2


def deque_stack(x):
    st = collections.deque()
    for v in x:
        while st and st[-1] < v:
            st.pop()
        st.append(v)
    return sum(v * v for v in st)


def deque_extendleft(x):
    q = deque([x[0]])
    q.extendleft([x[1], x[2]])
    q.extend((x[3],))
    return q[0] + 2 * q[1] + 3 * q[2] ** 2 + q[3]


def deque_two(x):
    a = deque([x[0]])
    b = a
    b.append(x[1])
    return a[1] ** 2 + len(a)


def deque_set(x):
    q = deque([x[0], x[1]])
    q[0] = x[2] * 2
    q[1] += x[3]
    return q[0] * q[1]


def deque_mean(x):
    q = deque(maxlen=2)
    s = 0.0
    for v in x:
        q.append(v)
        s += np.mean(q) ** 2
    return s


def deque_args(x):
    q = deque(maxlen=2)
    for v in (x[0], x[1], x[2]):
        q.append(v * v)
    a, b = q
    return a * b


def deque_index_error(x):
    q = deque([x[0]])
    try:
        q.pop()
        q.pop()
    except IndexError:
        return x[1] ** 2
    return x[0]


def dd_float(x):
    d = defaultdict(float)
    for name, v in (("a", x[0]), ("b", x[1]), ("a", x[2])):
        d[name] += v * v
    return d["a"] * d["b"] + d["c"]


def dd_list(x):
    d = defaultdict(list)
    d["a"].append(x[0])
    d["a"].append(x[1])
    d["b"].append(x[2])
    return sum(sum(v) ** 2 for v in d.values())


def dd_lambda(x):
    d = defaultdict(lambda: 1.0)
    d["a"] *= x[0]
    d["b"] *= x[1]
    d["a"] *= x[2]
    return d["a"] + d["b"] ** 2


def dd_nested(x):
    d = defaultdict(lambda: defaultdict(float))
    d["a"]["b"] += x[0]
    d["a"]["c"] += x[1]
    d["a"]["b"] += x[2]
    return d["a"]["b"] * d["a"]["c"]


def dd_contains(x):
    d = defaultdict(float)
    d["a"] += x[0]
    return (2.0 if "b" in d else 3.0) * d["a"] + d["b"] + len(d)


def dd_get(x):
    d = defaultdict(list)
    d["a"].append(x[0])
    return len(d.get("z", [1, 2])) * d["a"][0] ** 2 + len(d)


def dd_int_loop(x):
    d = defaultdict(float)
    for k in range(4):
        d[k % 2] += x[k] ** 2
    return d[0] * d[1]


def dd_to_dict(x):
    d = defaultdict(float, a=x[0])
    d["b"] += x[1]
    e = dict(d)
    return e["a"] * e["b"] * len(e)


def dd_missing_plain(x):
    d = defaultdict(None, {"a": x[0]})
    try:
        return d["z"]
    except KeyError:
        return d["a"] ** 2


def dd_array(x):
    d = defaultdict(lambda: np.zeros(2))
    d["a"][0] += x[0]
    d["a"][1] += x[1]
    d["b"] += x[:2]
    return np.sum(d["a"] * d["b"])


def dd_alias(x):
    d = defaultdict(list)
    a = d["a"]
    a.append(x[0])
    d["a"].append(x[1])
    return sum(a) ** 2


def dd_items_sorted(x):
    d = defaultdict(list)
    for name, v in [("b", x[0]), ("a", x[1]), ("b", x[2])]:
        d[name].append(v)
    s = 0.0
    for k, vs in sorted(d.items()):
        s = s * 2 + sum(vs)
    return s


def dd_branch(x):
    d = defaultdict(float)
    d["a"] += x[0]
    if x[0] > 0:
        d["a"] += x[1]
    return d["a"] ** 2


def counter_known(x):
    c = Counter(["a", "b", "a"])
    return c["a"] * x[0] + c["b"] * x[1] ** 2 + c["z"]


def counter_text(x):
    c = Counter("hello")
    return c["l"] * np.sum(x * x)


def counter_add(x):
    c = Counter()
    for w in ("u", "v", "u"):
        c[w] += 1
    return sum(n * n for n in c.values()) * x[0]


def counter_most(x):
    c = Counter("abracadabra")
    s = 0.0
    for k, (ch, n) in enumerate(c.most_common(2)):
        s += x[k] * n
    return s * s


def counter_update(x):
    c = Counter(a=1)
    c.update(["a", "b"])
    c.update({"b": 3})
    return c["a"] * x[0] + c["b"] * x[1] ** 2 + c.total()


def counter_weights(x):
    c = Counter()
    c["u"] += x[0]
    c["v"] += x[1] * 2
    c["u"] += x[2]
    return c["u"] * c["v"] + c["missing"]


def od_basic(x):
    d = OrderedDict()
    d["a"] = x[0]
    d["b"] = x[1]
    d.move_to_end("a")
    s = 0.0
    for v in d.values():
        s = s * 2.0 + v
    return s


def od_pairs(x):
    d = OrderedDict([("a", x[0]), ("b", x[1])])
    k, v = d.popitem(last=False)
    return v * d["b"] ** 2


def od_order(x):
    d = OrderedDict(a=x[0], b=x[1], c=x[2])
    d.move_to_end("a")
    d.move_to_end("c", last=False)
    s = 0.0
    for k, v in d.items():
        s = 2 * s + v
    k, v = d.popitem()
    return s * v


CASES = [
    (deque_basic, (X,)),
    (deque_window, (X,)),
    (deque_bfs, (X,)),
    (deque_rotate, (X,)),
    (deque_maxlen_array, (X,)),
    (deque_loop_pop, (X,)),
    (deque_rotate_rt, (X,)),
    (deque_in, (X,)),
    (deque_bool, (X,)),
    (deque_stack, (X,)),
    (deque_extendleft, (X,)),
    (deque_two, (X,)),
    (deque_set, (X,)),
    (deque_mean, (X,)),
    (deque_args, (X,)),
    (deque_index_error, (X,)),
    (dd_float, (X,)),
    (dd_list, (X,)),
    (dd_lambda, (X,)),
    (dd_nested, (X,)),
    (dd_contains, (X,)),
    (dd_get, (X,)),
    (dd_int_loop, (X,)),
    (dd_to_dict, (X,)),
    (dd_missing_plain, (X,)),
    (dd_array, (X,)),
    (dd_alias, (X,)),
    (dd_items_sorted, (X,)),
    (dd_branch, (X,)),
    (counter_known, (X,)),
    (counter_text, (X,)),
    (counter_add, (X,)),
    (counter_most, (X,)),
    (counter_update, (X,)),
    (counter_weights, (X,)),
    (od_basic, (X,)),
    (od_pairs, (X,)),
    (od_order, (X,)),
]
