"""Generators and what consumes them take turns: what each writes, the other sees."""

# ruff: noqa: B007, B023, E731

from collections import deque
from itertools import chain, count, cycle, groupby, product, starmap

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


def _sq(x):
    for v in x:
        yield v * v


def break_in_nested_while(x):
    s = 0.0
    k = 0
    while k < 3:
        for v in _sq(x):
            if v > 1.0 + k:
                break
            s += v * (k + 1)
        else:
            s += 100.0
        k += 1
    return s


def return_two_levels(x):
    def outer():
        for i in range(4):

            def inner():
                for j in range(i + 1):
                    yield x[i] * x[j]

            yield from inner()

    for k, v in enumerate(outer()):
        if k == 4:
            return v * v
    return x[0]


def try_around(x):
    s = 0.0
    try:
        for v in _sq(x):
            s += v
    except ValueError:
        s = x[0]
    return s


def raise_in_gen(x):
    def gen():
        for v in x:
            if v > 100:
                raise ValueError("big")
            yield v

    return sum(v * v for v in gen())


def raise_in_body(x):
    s = 0.0
    for v in _sq(x):
        if v > 100:
            raise ValueError("big")
        s += v
    return s


def gen_mutates_list(x):
    log = []

    def gen():
        for v in x:
            log.append(v)
            yield v
            log.append(v * 2)

    s = 0.0
    for v in gen():
        s += v * len(log)
    return s + sum(log)


def gen_break_skips_tail(x):
    log = []

    def gen():
        for v in x:
            yield v
            log.append(v * 2)
        log.append(x[0])

    for v in gen():
        if v < 0:
            break
    return sum(log) + v * 10


def gen_mutates_array(x):
    y = x * 1

    def gen():
        for k in range(len(y)):
            yield y[k]
            y[k] = y[k] * 3

    s = 0.0
    for v in gen():
        s += v * y[0]
    return s + np.sum(y)


def gen_yield_array_views(x):
    A = np.outer(x, x)

    def rows():
        for k in range(4):
            yield A[k]

    for r in rows():
        r *= 2
        r[0] = x[1]
    return np.sum(A)


def gen_yield_buffer(x):
    buf = np.zeros(4)

    def gen():
        for k in range(3):
            buf[:] = x * (k + 1)
            yield buf

    s = 0.0
    for b in gen():
        s += np.sum(b * b)
        b[0] = 0.0
    return s + np.sum(buf)


def list_of_buffer(x):
    def gen():
        buf = np.zeros(4)
        for k in range(3):
            buf[:] = x * (k + 1)
            yield buf

    xs = list(gen())
    return np.sum(xs[0] * xs[2])


def list_of_fresh(x):
    def gen():
        for k in range(3):
            yield x * (k + 1)

    xs = list(gen())
    return np.sum(xs[0] * xs[2])


def stack_gen(x):
    def gen():
        h = x
        for k in range(3):
            h = np.tanh(h)
            yield h

    return np.sum(np.stack(list(gen())) ** 2)


def gen_tuple_unpack_loop(x):
    def pairs():
        for i in range(3):
            yield (i, (x[i], x[i + 1]))

    s = 0.0
    for i, (a, b) in pairs():
        s += i * a * b
    return s


def consumer_rebinds_source(x):
    xs = [1.0, 2.0, 3.0]
    s = 0.0
    for v in (w * x[0] for w in xs):
        xs = [0.0]
        s += v
    return s


def gen_args_evaluated_once(x):
    calls = [0]

    def f(v):
        calls[0] += 1
        return v

    def gen(a):
        for k in range(3):
            yield a * k

    s = sum(gen(f(x[0])))
    return s * calls[0]


def zip_gen_stops(x):
    log = []

    def gen():
        for v in x:
            log.append(v)
            yield v

    for a, b in zip(gen(), [1.0, 2.0]):
        pass
    return sum(log) + a * b


def zip_seq_gen_stops(x):
    log = []

    def gen():
        for v in x:
            log.append(v)
            yield v

    for a, b in zip([1.0, 2.0], gen()):
        pass
    return sum(log) + a * b


def zip_mid(x):
    return sum(a * b * c for a, b, c in zip(x, _sq(x), x[1:]))


def any_mutates(x):
    log = []

    def gen():
        for v in x:
            log.append(v)
            yield v < 0

    r = any(gen())
    return sum(log) * 2 + r


def map_mutates(x):
    log = []

    def f(v):
        log.append(v)
        return v * 2

    m = map(f, x)
    n = len(log)
    s = sum(m)
    return s * len(log) + n


def map_order(x):
    log = [1.0]

    def f(v):
        log[0] = log[0] * 0.5
        return v * log[0]

    s = 0.0
    for v in map(f, x):
        s += v
        log[0] = log[0] + 1.0
    return s


def genexp_two_conds(x):
    g = (a * b for a in x if a > 0 for b in x if b < a)
    return sum(g)


def genexp_closure_loop(x):
    gs = []
    for k in range(3):
        gs.append(v * k for v in x)
    return sum(sum(g) for g in gs)


def filter_none(x):
    f = filter(None, [x[0], 0.0, x[1]])
    return sum(v * v for v in f)


def chain_writes(x):
    a = [x[0], x[1]]
    b = [x[2]]
    s = 0.0
    for v in chain(a, b):
        s += v
        b[0] = b[0] + 1.0
    return s * s


def chain_break(x):
    s = 0.0
    for v in chain(x, [5.0], x):
        if v > 4:
            break
        s += v * v
    return s


def product_break(x):
    for i, j in product(range(4), range(4)):
        if x[i] * x[j] < -1:
            break
    return x[i] * x[j] * (i + 10 * j)


def cycle_break(x):
    s = 0.0
    n = 0
    for v in cycle(x):
        s += v * (n + 1)
        n += 1
        if n == 6:
            break
    return s * s


def count_zip_last(x):
    return sum(v * k for v, k in zip(x, count(2)))


def enumerate_count(x):
    s = 0.0
    for k, (i, v) in enumerate(zip(count(1), x)):
        s += k * i * v * v
    return s


def groupby_rt(x):
    s = 0.0
    for key, grp in groupby(x, lambda v: v > 0.5):
        g = list(grp)
        s += len(g) * g[0] ** 2
    return s


def starmap_mul(x):
    return sum(starmap(pow, [(x[0], 2), (x[3], 3)]))


def next_zip_default(x):
    p = zip(x, x[1:])
    a, b = next(p, (0.0, 0.0))
    return a * b


def iter_deque(x):
    q = deque(x)
    it = iter(q)
    return next(it) * next(it)


def reversed_kept(x):
    r = reversed([x[0], x[1], x[2]])
    a = next(r)
    return a * sum(r)


def enumerate_next(x):
    e = enumerate(x)
    k, v = next(e)
    return v * sum(i * w for i, w in e)


def iter_in_branch(x):
    it = iter(x)
    if x[0] > 0:
        a = next(it)
    else:
        a = 1.0
    return a * next(it)


def iter_loop_place(x):
    it = iter(x)
    s = 0.0
    for k in range(2):
        s += next(it) * (k + 1)
    for v in it:
        s += v * v
    return s


def iter_sum_rest(x):
    it = iter(x)
    head = next(it)
    return head * sum(it) + 7 * sum(it)


def iter_list_rest(x):
    it = iter(x)
    head = next(it)
    rest = list(it)
    return head * rest[0] + len(rest)


def iter_two(x):
    a = iter(x)
    b = a
    return next(a) * next(b)


def np_fromiter(x):
    return np.sum(np.fromiter((v * v for v in x), float) * x)


def sorted_key_gen(x):
    ys = sorted(_sq(x), key=lambda v: -v)
    return ys[0] * 2 + ys[1]


def min_default_gen(x):
    return min((v for v in _sq(x) if v > 1), default=0.0) * 2


def extend_gen(x):
    xs = [1.0]
    xs.extend(_sq(x))
    xs += (v * 2 for v in x)
    return sum(v * k for k, v in enumerate(xs))


def lambda_gen(x):
    f = lambda: (v * v for v in x)
    return sum(f()) + sum(f())


def gen_sent_to_helper(x):
    def first_two(it):
        a = next(it)
        b = next(it)
        return a * b

    return first_two(iter(x))


def ndenum_2(x):
    A = np.outer(x, x)
    out = np.zeros(4)
    for (i, j), a in np.ndenumerate(A):
        out[i] += a * j
    return np.sum(out**2)


CASES = [
    (break_in_nested_while, (X,)),
    (return_two_levels, (X,)),
    (try_around, (X,)),
    (raise_in_gen, (X,)),
    (raise_in_body, (X,)),
    (gen_mutates_list, (X,)),
    (gen_break_skips_tail, (X,)),
    (gen_mutates_array, (X,)),
    (gen_yield_array_views, (X,)),
    (gen_yield_buffer, (X,)),
    (list_of_buffer, (X,)),
    (list_of_fresh, (X,)),
    (stack_gen, (X,)),
    (gen_tuple_unpack_loop, (X,)),
    (consumer_rebinds_source, (X,)),
    (gen_args_evaluated_once, (X,)),
    (zip_gen_stops, (X,)),
    (zip_seq_gen_stops, (X,)),
    (zip_mid, (X,)),
    (any_mutates, (X,)),
    (map_mutates, (X,)),
    (map_order, (X,)),
    (genexp_two_conds, (X,)),
    (genexp_closure_loop, (X,)),
    (filter_none, (X,)),
    (chain_writes, (X,)),
    (chain_break, (X,)),
    (product_break, (X,)),
    (cycle_break, (X,)),
    (count_zip_last, (X,)),
    (enumerate_count, (X,)),
    (groupby_rt, (X,)),
    (starmap_mul, (X,)),
    (next_zip_default, (X,)),
    (iter_deque, (X,)),
    (reversed_kept, (X,)),
    (enumerate_next, (X,)),
    (iter_in_branch, (X,)),
    (iter_loop_place, (X,)),
    (iter_sum_rest, (X,)),
    (iter_list_rest, (X,)),
    (iter_two, (X,)),
    (np_fromiter, (X,)),
    (sorted_key_gen, (X,)),
    (min_default_gen, (X,)),
    (extend_gen, (X,)),
    (lambda_gen, (X,)),
    (gen_sent_to_helper, (X,)),
    (ndenum_2, (X,)),
]
