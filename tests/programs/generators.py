"""Generators: functions with `yield`, expressions that are kept, what consumes them."""

# ruff: noqa: B007

import math

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


def _squares(x):
    for v in x:
        yield v * v


def gen_function_sum(x):
    return sum(_squares(x))


def gen_function_list(x):
    xs = list(_squares(x))
    return xs[0] * xs[2]


def gen_function_for(x):
    s = 0.0
    for v in _squares(x):
        s += v * s + v
    return s


def _pairs(n):
    for i in range(n):
        for j in range(i):
            yield i, j


def gen_pairs(x):
    s = 0.0
    for i, j in _pairs(len(x)):
        s += (x[i] - x[j]) ** 2
    return s


def _three(x):
    yield x[0]
    yield x[1] * 2
    if x[2] > 0:
        yield x[2] * 3


def gen_straight(x):
    s = 0.0
    for v in _three(x):
        s += v * v
    return s


def gen_break(x):
    s = 0.0
    for v in _squares(x):
        if v > 1.0:
            break
        s += v
    return s


def _chained(x):
    yield from x
    yield from (v * 2 for v in x)


def gen_from(x):
    return sum(v * v for v in _chained(x))


def gen_local(x):
    def halves():
        y = x[3]
        for _ in range(3):
            y = y / 2
            yield y

    s = 1.0
    for h in halves():
        s *= h
    return s


def gen_zip(x):
    s = 0.0
    for a, b in zip(_squares(x), x):
        s += a * b
    return s


def gen_enumerate(x):
    s = 0.0
    for k, a in enumerate(_squares(x)):
        s += a * k
    return s


def gen_return(x):
    def until(limit):
        t = 0.0
        for v in x:
            t += v * v
            if t > limit:
                return
            yield t

    return sum(until(2.0))


def late_binding(x):
    a = 2.0
    g = (a * v for v in x)
    a = 3.0
    return sum(g)


def first_source_at_once(x):
    y = x
    g = (v * v for v in y)
    y = x * 10
    return sum(g)


def twice_is_empty(x):
    g = (v * v for v in x)
    return sum(g) + 7 * sum(g)


def list_mutated_before(x):
    xs = [v for v in x]
    g = (v * v for v in xs)
    xs.append(x[0])
    return sum(g)


def array_mutated_before(x):
    y = x * 1
    g = (v * v for v in y)
    y[0] = x[1] * 3
    return sum(g)


def interleaved_writes(x):
    y = x * 1
    s = 0.0
    for k, v in enumerate(w * 2 for w in y):
        s += v * v
        if k + 1 < len(y):
            y[k + 1] += v
    return s


def closure_gen(x):
    total = [0.0]

    def gen():
        for v in x:
            total[0] = total[0] + v
            yield total[0]

    s = 0.0
    for t in gen():
        s += t * total[0]
        total[0] = total[0] * 0.5
    return s


def nonlocal_gen(x):
    total = 0.0

    def gen():
        nonlocal total
        for v in x:
            total = total + v * v
            yield v

    s = 0.0
    for v in gen():
        s += v * total
    return s + total


def break_and_else(x):
    def gen():
        for v in x:
            yield v * v

    for v in gen():
        if v > 3.0:
            break
    else:
        return x[0]
    return v * 2


def no_break_else(x):
    def gen():
        for v in x:
            yield v * v

    s = 0.0
    for v in gen():
        if v > 300.0:
            break
        s += v
    else:
        s = s * 2
    return s


def return_inside(x):
    def gen():
        k = 0
        while True:
            yield x[k], k
            k += 1

    for v, k in gen():
        if v < 0:
            return v * v * (k + 2)
    return x[0]


def continue_inside(x):
    def gen():
        for v in x:
            yield v
            yield -v * 2

    s = 0.0
    for v in gen():
        if v < 0:
            continue
        s += v * v
    return s


def nested_gens(x):
    def inner(k):
        for j in range(k):
            yield x[j] * k

    def outer():
        for k in range(3):
            for v in inner(k + 1):
                yield v + 1

    s = 1.0
    for v in outer():
        s = s * 0.5 + v * v
    return s


def nested_break(x):
    def inner(k):
        for j in range(4):
            yield x[j] * k

    s = 0.0
    for k in range(3):
        for v in inner(k + 1):
            if v > 1.5:
                break
            s += v * v
    return s


def gen_of_gen(x):
    def sq(it):
        for v in it:
            yield v * v

    def add(it, c):
        for v in it:
            yield v + c

    return sum(add(sq(add(x, 1.0)), x[0]))


def gen_arg_list(x):
    def run(it):
        s = 0.0
        for v in it:
            s = s * 0.5 + v
        return s

    return run(v * v for v in x) + run([x[0], x[1]]) + run(x)


class Layers:
    def __init__(self, x):
        self.a = x[0]
        self.b = x[1]

    def __iter__(self):
        yield self.a
        yield self.b * 2


def gen_dunder(x):
    s = 0.0
    for v in Layers(x):
        s += v * v
    return s + sum(Layers(x))


def gen_dunder_list(x):
    a, b = Layers(x)
    return a * b + len(list(Layers(x)))


def tree_walk(x):
    tree = (x[0], (x[1], None, None), (x[2], (x[3], None, None), None))

    def walk(node):
        if node is not None:
            yield from walk(node[1])
            yield node[0]
            yield from walk(node[2])

    s = 0.0
    for v in walk(tree):
        s = s * 2 + v
    return s


def gen_in_branch(x):
    g = (v * v for v in x)
    if x[0] > 0:
        s = sum(g)
    else:
        s = x[1]
    return s


def gen_in_loop(x):
    s = 0.0
    for k in range(3):
        g = (v * k for v in x)
        s += sum(g) ** 2
    return s


def any_short(x):
    def gen():
        for v in x:
            yield v > 0.5

    return np.sum(x * x) if any(gen()) else x[0]


def all_kept(x):
    g = (v > -5 for v in x)
    return np.sum(x * x) if all(g) else x[0]


def any_effect(x):
    seen = []

    def check(v):
        seen.append(v)
        return v < 0

    hit = any(check(v) for v in x)
    return sum(seen) ** 2 + hit


def max_gen(x):
    def gen():
        for v in x:
            yield v * v

    return max(gen()) + min(gen()) * 2


def sorted_gen(x):
    def gen():
        for v in x:
            yield v * v

    a = sorted(gen())
    return a[0] * 2 + a[-1]


def dict_gen(x):
    def gen():
        yield "a", x[0]
        yield "b", x[1]

    d = dict(gen())
    return d["a"] * d["b"]


def array_gen(x):
    def gen():
        for v in x:
            yield v * v

    return np.sum(np.array(list(gen())) * x)


def fsum_gen(x):
    return math.fsum(v * v for v in x)


def fsum_kept(x):
    g = (v * v for v in x)
    return math.fsum(g) + math.prod(v for v in x)


def star_gen(x):
    def gen():
        yield x[0]
        yield x[1] * 2

    def f(a, b):
        return a * b

    return f(*gen())


def unpack_gen(x):
    a, b, c = (v * v for v in (x[0], x[1], x[2]))
    return a * b + c


def enumerate_kept_gen(x):
    s = 0.0
    for k, v in enumerate((v * v for v in x), start=1):
        s += k * v
    return s


def zip_gen_first(x):
    def gen():
        for v in x:
            yield v * v

    return sum(a * b for a, b in zip(gen(), [1.0, x[0], 3.0]))


def zip_gen_last(x):
    def gen():
        k = 0
        while True:
            yield x[k % 4] * k
            k += 1

    s = 0.0
    for a, b in zip(x, gen()):
        s += a * b
    return s


def reduce_gen(x):
    from functools import reduce

    g = (v * v for v in x)
    return reduce(lambda a, b: a * 0.5 + b, g)


def returned_gen(x):
    def make():
        return (v * v for v in x)

    return sum(make())


def returned_gen2(x):
    def make(y):
        z = y * 2
        return (v * v for v in z)

    s = 0.0
    for v in make(x):
        s += v
    return s


def genexp_nested(x):
    g = (x[i] * x[j] for i in range(4) for j in range(i) if i + j != 3)
    return sum(g)


def genexp_break(x):
    s = 0.0
    g = (x[i] * x[j] for i in range(4) for j in range(i))
    for v in g:
        if v < -2:
            break
        s += v
    return s


def loop_var_after(x):
    for v in (w * 2 for w in x):
        pass
    return v


def zero_rounds(x):
    def gen():
        for v in x[:0]:
            yield v * 2

    s = x[0]
    for v in gen():
        s = s + v
    return s


def print_gen(x):
    def gen():
        for k in range(2):
            print("give", k)
            yield x[k]

    s = 0.0
    for v in gen():
        print("take")
        s += v * v
    return s


def gen_in_dict(x):
    d = {"g": (v * v for v in x)}
    return sum(d["g"])


def gen_default_arg(x):
    def gen(n=2):
        for k in range(n):
            yield x[k]

    return sum(gen()) + sum(gen(n=3)) ** 2


def while_true_newton(x):
    def newton(y):
        z = y
        while True:
            z = 0.5 * (z + 3.0 / z)
            yield z

    prev = x[3]
    for z in newton(x[3]):
        if abs(z - prev) < 1e-3:
            break
        prev = z
    return z * x[0]


def generator_kept(x):
    g = (v * v for v in x)
    return sum(g)


def generator_kept_loop(x):
    squares = (v * v for v in x)
    s = 0.0
    for q in squares:
        s += q * 2
    return s


def map_kept(x):
    m = map(math.sin, x)
    return sum(m)


def zip_kept(x):
    pairs = zip(x, x[1:])
    s = 0.0
    for a, b in pairs:
        s += a * b
    return s


def enumerate_kept(x):
    e = enumerate(x)
    return sum(k * v * v for k, v in e)


def filter_kept(x):
    pos = filter(lambda v: v > 0, x)
    return sum(v * v for v in pos)


def map_two(x):
    m = map(lambda a, b: a * b, x, x[::-1])
    s = 0.0
    for v in m:
        s += v * v
    return s


def list_extend_map(x):
    xs = []
    xs.extend(v * 2 for v in x)
    xs += [1.0]
    return sum(v * v for v in xs)


def fmt_join_comp(x):
    name = "_".join(p.upper() for p in "a.b".split("."))
    return {"A_B": x[0]}[name] ** 2


CASES = [
    (gen_function_sum, (X,)),
    (gen_function_list, (X,)),
    (gen_function_for, (X,)),
    (gen_pairs, (X,)),
    (gen_straight, (X,)),
    (gen_break, (X,)),
    (gen_from, (X,)),
    (gen_local, (X,)),
    (gen_zip, (X,)),
    (gen_enumerate, (X,)),
    (gen_return, (X,)),
    (late_binding, (X,)),
    (first_source_at_once, (X,)),
    (twice_is_empty, (X,)),
    (list_mutated_before, (X,)),
    (array_mutated_before, (X,)),
    (interleaved_writes, (X,)),
    (closure_gen, (X,)),
    (nonlocal_gen, (X,)),
    (break_and_else, (X,)),
    (no_break_else, (X,)),
    (return_inside, (X,)),
    (continue_inside, (X,)),
    (nested_gens, (X,)),
    (nested_break, (X,)),
    (gen_of_gen, (X,)),
    (gen_arg_list, (X,)),
    (gen_dunder, (X,)),
    (gen_dunder_list, (X,)),
    (tree_walk, (X,)),
    (gen_in_branch, (X,)),
    (gen_in_loop, (X,)),
    (any_short, (X,)),
    (all_kept, (X,)),
    (any_effect, (X,)),
    (max_gen, (X,)),
    (sorted_gen, (X,)),
    (dict_gen, (X,)),
    (array_gen, (X,)),
    (fsum_gen, (X,)),
    (fsum_kept, (X,)),
    (star_gen, (X,)),
    (unpack_gen, (X,)),
    (enumerate_kept_gen, (X,)),
    (zip_gen_first, (X,)),
    (zip_gen_last, (X,)),
    (reduce_gen, (X,)),
    (returned_gen, (X,)),
    (returned_gen2, (X,)),
    (genexp_nested, (X,)),
    (genexp_break, (X,)),
    (loop_var_after, (X,)),
    (zero_rounds, (X,)),
    (print_gen, (X,)),
    (gen_in_dict, (X,)),
    (gen_default_arg, (X,)),
    (while_true_newton, (X,)),
    (generator_kept, (X,)),
    (generator_kept_loop, (X,)),
    (map_kept, (X,)),
    (zip_kept, (X,)),
    (enumerate_kept, (X,)),
    (filter_kept, (X,)),
    (map_two, (X,)),
    (list_extend_map, (X,)),
    (fmt_join_comp, (X,)),
]
