"""iter, next, itertools, operator, the places of arrays."""

# ruff: noqa: B007

import functools
import itertools
import math
import operator
from itertools import (
    accumulate,
    chain,
    combinations,
    count,
    cycle,
    groupby,
    islice,
    pairwise,
    permutations,
    product,
    repeat,
    starmap,
    zip_longest,
)

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


def next_default(x):
    first = next((v for v in x if v > 0.5), 0.0)
    return first * first


def next_iter(x):
    it = iter(x)
    a = next(it)
    b = next(it)
    s = a * b
    for v in it:
        s += v * v
    return s


def iter_rest(x):
    it = iter(x)
    best = next(it)
    for v in it:
        if v > best:
            best = v
    return best**2


def while_iter(x):
    it = iter(x)
    s = 0.0
    while True:
        v = next(it, None)
        if v is None:
            break
        s += v * v
    return s


def next_gen_once(x):
    g = (v * v for v in x)
    a = next(g)
    return a * 3


def next_default_none(x):
    v = next((v for v in x if v > 100), None)
    return x[0] if v is None else v


def next_index(x):
    k = next(i for i, v in enumerate(x) if v < 0)
    return x[k] ** 2


def next_after_for(x):
    it = iter(x)
    s = 0.0
    for v in it:
        if v < 0:
            break
        s += v
    return s * next(it) + next(it) ** 2


def iter_exhausted(x):
    it = iter([x[0], x[1]])
    s = 0.0
    while True:
        try:
            v = next(it)
        except StopIteration:
            break
        s += v * v
    return s


def iter_default_loop(x):
    it = iter(x)
    v = next(it, None)
    s = 0.0
    while v is not None:
        s += v * v
        v = next(it, None)
    return s


def map_next(x):
    m = map(math.exp, x)
    return next(m) * 2


def zip_next(x):
    p = zip(x, x[1:])
    a, b = next(p)
    s = a * b
    for a, b in p:
        s += a * a * b
    return s


def zip_star_T(x):
    pts = [(x[0], x[1]), (x[2], x[3])]
    xs, ys = zip(*pts)
    return sum(xs) * sum(ys)


def zip_unpack(x):
    a, b = zip(*[(x[0], 1.0), (x[1], 2.0)])
    return a[0] * b[1] + a[1] ** 2


def it_product(x):
    s = 0.0
    for i, j in itertools.product(range(2), range(3)):
        s += x[i] * x[j] * (i + 1)
    return s


def it_product_repeat(x):
    s = 0.0
    for a, b in product([x[0], x[1]], repeat=2):
        s += a * b * b
    return s


def it_combinations(x):
    s = 0.0
    for a, b in combinations(x, 2):
        s += (a - b) ** 2
    return s


def it_combinations_idx(x):
    s = 0.0
    for i, j in itertools.combinations(range(len(x)), 2):
        s += (x[i] - x[j]) ** 2 * (j - i)
    return s


def it_combinations3(x):
    return sum(a * b * c for a, b, c in combinations(x, 3))


def it_permutations(x):
    s = 0.0
    for i, j in permutations(range(3), 2):
        s += x[i] / (x[j] + 3)
    return s


def it_cwr(x):
    s = 0.0
    for i, j in itertools.combinations_with_replacement(range(3), 2):
        s += x[i] * x[j]
    return s


def it_accumulate(x):
    s = 0.0
    for t in accumulate(x):
        s += t * t
    return s


def it_accumulate_mul(x):
    return sum(accumulate(x, operator.mul))


def it_accumulate_lambda(x):
    return list(accumulate(x, lambda a, v: 0.5 * a + v, initial=1.0))[-1] ** 2


def it_chain(x):
    s = 0.0
    for v in chain(x, x[:2], [1.0, x[0]]):
        s += v * v
    return s


def it_chain_from(x):
    rows = [[x[0], x[1]], [x[2]]]
    return sum(v * v for v in chain.from_iterable(rows))


def it_pairwise(x):
    return sum((b - a) ** 2 for a, b in pairwise(x))


def it_pairwise_list(x):
    pts = [x[0], x[1], x[3]]
    s = 0.0
    for a, b in itertools.pairwise(pts):
        s += (b - a) ** 2
    return s


def it_zip_longest(x):
    s = 0.0
    for a, b in zip_longest(x, x[:2], fillvalue=1.0):
        s += a * b
    return s


def it_islice(x):
    s = 0.0
    for v in islice(x, 1, None, 2):
        s += v * v
    return s


def it_islice_count(x):
    s = 0.0
    for k in islice(count(1), 3):
        s += x[k] * k
    return s


def it_count_zip(x):
    s = 0.0
    for k, v in zip(count(1), x):
        s += k * v * v
    return s


def it_cycle(x):
    s = 0.0
    for w, v in zip(cycle([1.0, 2.0]), x):
        s += w * v * v
    return s


def it_repeat(x):
    s = x[0]
    for f in repeat(0.5, 3):
        s = s * f + x[1]
    return s


def it_repeat_zip(x):
    return sum(a * b for a, b in zip(x, repeat(x[0])))


def it_starmap(x):
    return sum(starmap(lambda a, b: a * b * b, zip(x, x[::-1])))


def it_takewhile(x):
    return sum(itertools.takewhile(lambda v: v < 0.5, x)) ** 2


def it_dropwhile(x):
    return sum(itertools.dropwhile(lambda v: v < 0.5, x)) ** 2


def it_compress(x):
    return sum(itertools.compress(x, [1, 0, 1, 1])) ** 2


def it_groupby(x):
    s = 0.0
    for k, g in groupby(x, key=lambda v: v > 0):
        s += sum(g) ** 2
    return s


def it_groupby_known(x):
    rows = [("a", x[0]), ("a", x[1]), ("b", x[2])]
    s = 1.0
    for k, g in groupby(rows, key=lambda r: r[0]):
        s *= sum(v for _, v in g)
    return s


def nd_index(x):
    A = np.outer(x, x)
    s = 0.0
    for i, j in np.ndindex(A.shape):
        s += A[i, j] * (i + 2 * j)
    return s


def nd_index_args(x):
    s = 0.0
    for i, j in np.ndindex(2, 3):
        s += x[i] * x[j]
    return s


def nd_index_tuple(x):
    A = np.outer(x, x)
    s = 0.0
    for idx in np.ndindex(*A.shape):
        s += A[idx] ** 2
    return s


def nd_enumerate(x):
    A = np.outer(x, x)
    s = 0.0
    for (i, j), v in np.ndenumerate(A):
        s += v * (i - j * 2)
    return s


def nd_enumerate1(x):
    s = 0.0
    for (i,), v in np.ndenumerate(x):
        s += v * i
    return s


def f_reduce_op(x):
    return functools.reduce(operator.mul, [x[0], x[1], x[2]], 1.0)


def op_functions(x):
    ops = {"add": operator.add, "mul": operator.mul, "neg": operator.neg, "pow": operator.pow}
    return ops["mul"](
        ops["add"](x[0], x[1]), operator.sub(x[2], operator.truediv(x[3], 2))
    ) + operator.getitem(x, 1)


def op_methodcaller(x):
    return operator.methodcaller("sum")(x) ** 2


def chain_mixed(x):
    return sum(v * v for v in chain([x[0], 2.0], x, (v * 2 for v in x)))


def accumulate_max(x):
    return sum(accumulate(x, max)) + sum(accumulate([x[3], x[0]], min))


def accumulate_arrays(x):
    mats = [np.outer(x, x) + k for k in range(3)]
    s = 0.0
    for M in accumulate(mats, np.matmul):
        s += np.sum(M)
    return s


def accumulate_lazy(x):
    s = 0.0
    for t in accumulate(v * v for v in x):
        if t > 2:
            break
        s += t
    return s


def product_lists(x):
    return sum(a * b * c for a, b, c in product(x, [1.0, 2.0], (x[0], x[1])))


def product_keys(x):
    d = {}
    for i, j in product(range(2), repeat=2):
        d[i, j] = x[i] * x[j]
    return d[0, 1] + d[1, 1]


def combos_names(x):
    d = {"a": x[0], "b": x[1], "c": x[2]}
    return sum(d[p] * d[q] for p, q in combinations(d, 2))


def combos_pairs(x):
    pts = [(x[0], x[1]), (x[2], x[3]), (x[1], x[3])]
    s = 0.0
    for (a, b), (c, d) in combinations(pts, 2):
        s += math.hypot(a - c, b - d)
    return s


def combos_rows(x):
    P = np.outer(x, np.array([1.0, 2.0, 3.0]))
    s = 0.0
    for p, q in combinations(P, 2):
        s += np.linalg.norm(p - q)
    return s


def combos_break(x):
    s = 0.0
    for a, b in combinations(x, 2):
        if a * b < -1:
            break
        s += a * b
    return s


def perms_all(x):
    pts = [x[0], x[1], x[2]]
    return max(a + 2 * b + 3 * c for a, b, c in permutations(pts))


def islice_gen(x):
    def gen():
        k = 0
        while True:
            yield x[k % 4] * (k + 1)
            k += 1

    return sum(islice(gen(), 6)) + sum(islice(gen(), 1, 5, 2))


def count_step(x):
    s = 0.0
    for k in count(0, 2):
        if k >= 4:
            break
        s += x[k] ** 2
    return s


def groupby_runs(x):
    s = 0.0
    for k, g in groupby([1, 1, 2, 2]):
        s += k * sum(x[j] for j in g)
    return s * s


def longest(x):
    return sum((a or 0.0) * (b or 0.0) for a, b in zip_longest([x[0], x[1]], [x[2]], fillvalue=0.0))


def pairwise_gen(x):
    return sum(a * b for a, b in pairwise(v * v for v in x))


def ndindex_break(x):
    A = np.outer(x, x)
    s = 0.0
    for i, j in np.ndindex(A.shape):
        if A[i, j] > 3:
            break
        s += A[i, j]
    return s


def ndenumerate_write(x):
    A = np.outer(x, x)
    B = np.zeros((4, 4))
    for idx, v in np.ndenumerate(A):
        B[idx] = v * v
    return np.sum(B)


def itertools_kept(x):
    c = combinations(x, 2)
    a = accumulate(x)
    return sum(p * q for p, q in c) + sum(a)


def pairs_array(x):
    it = iter(x)
    return sum(a * b for a, b in zip(it, it))


def pairs_list(x):
    it = iter([x[0], x[1], x[2], x[3]])
    s = 0.0
    for a, b in zip(it, it):
        s += a * b * b
    return s


def pairs_star(x):
    s = 0.0
    for a, b in zip(*[iter(x)] * 2):
        s += a * b * b
    return s


def two_iters(x):
    a, b = iter(x), iter(x[1:])
    s = 0.0
    for u, v in zip(a, b):
        s += u * v
    return s + next(b, 1.0)


CASES = [
    (pairs_array, (X,)),
    (pairs_list, (X,)),
    (pairs_star, (X,)),
    (two_iters, (X,)),
    (pairs_array, (X[:3],)),
    (two_iters, (X[:3],)),
    (next_default, (X,)),
    (next_iter, (X,)),
    (iter_rest, (X,)),
    (while_iter, (X,)),
    (next_gen_once, (X,)),
    (next_default_none, (X,)),
    (next_index, (X,)),
    (next_after_for, (X,)),
    (iter_exhausted, (X,)),
    (iter_default_loop, (X,)),
    (map_next, (X,)),
    (zip_next, (X,)),
    (zip_star_T, (X,)),
    (zip_unpack, (X,)),
    (it_product, (X,)),
    (it_product_repeat, (X,)),
    (it_combinations, (X,)),
    (it_combinations_idx, (X,)),
    (it_combinations3, (X,)),
    (it_permutations, (X,)),
    (it_cwr, (X,)),
    (it_accumulate, (X,)),
    (it_accumulate_mul, (X,)),
    (it_accumulate_lambda, (X,)),
    (it_chain, (X,)),
    (it_chain_from, (X,)),
    (it_pairwise, (X,)),
    (it_pairwise_list, (X,)),
    (it_zip_longest, (X,)),
    (it_islice, (X,)),
    (it_islice_count, (X,)),
    (it_count_zip, (X,)),
    (it_cycle, (X,)),
    (it_repeat, (X,)),
    (it_repeat_zip, (X,)),
    (it_starmap, (X,)),
    (it_takewhile, (X,)),
    (it_dropwhile, (X,)),
    (it_compress, (X,)),
    (it_groupby, (X,)),
    (it_groupby_known, (X,)),
    (nd_index, (X,)),
    (nd_index_args, (X,)),
    (nd_index_tuple, (X,)),
    (nd_enumerate, (X,)),
    (nd_enumerate1, (X,)),
    (f_reduce_op, (X,)),
    (op_functions, (X,)),
    (op_methodcaller, (X,)),
    (chain_mixed, (X,)),
    (accumulate_max, (X,)),
    (accumulate_arrays, (X,)),
    (accumulate_lazy, (X,)),
    (product_lists, (X,)),
    (product_keys, (X,)),
    (combos_names, (X,)),
    (combos_pairs, (X,)),
    (combos_rows, (X,)),
    (combos_break, (X,)),
    (perms_all, (X,)),
    (islice_gen, (X,)),
    (count_step, (X,)),
    (groupby_runs, (X,)),
    (longest, (X,)),
    (pairwise_gen, (X,)),
    (ndindex_break, (X,)),
    (ndenumerate_write, (X,)),
    (itertools_kept, (X,)),
]
