"""Objects and dicts in lists of run-time length, changed through the list."""

from dataclasses import dataclass
from typing import Any

import numpy as np

X = np.array([0.5, -1.2, 0.7])
W = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]])


@dataclass
class Body:
    pos: Any
    vel: Any


def total(ps):
    return sum(np.sum(p.pos * p.vel) + np.sum(p.pos**2) for p in ps)


def bodies(x):
    ps = []
    for v in x:
        ps.append(Body(v, v * v))
    return ps


def bodies_in_space(x, n):
    ps = []
    for i in range(n):
        ps.append(Body(x * (i + 1), x * x))
    return ps


def attributes_in_a_loop(x):
    ps = bodies(x)
    for p in ps:
        p.vel -= p.pos * 0.1
        p.pos += p.vel * 0.1
    return total(ps)


def loops_over_a_comprehension(x, n):
    ps = [Body(v, 0.0) for v in x]
    for _ in range(n):
        for p in ps:
            p.vel -= p.pos * 0.1
            p.pos += p.vel * 0.1
    return total(ps)


def objects_of_the_caller(ps, n):
    for _ in range(n):
        for p in ps:
            p.vel -= p.pos * 0.1
            p.pos += p.vel * 0.1
    return total(ps)


def attributes_bound_anew(ps, n):
    for _ in range(n):
        for p in ps:
            p.vel = p.vel - p.pos * 0.1
            p.pos = p.pos + p.vel * 0.1
    return total(ps)


def pairs_by_index(x):
    ps = bodies(x)
    for i in range(len(ps)):
        for j in range(len(ps)):
            if i != j:
                ps[i].vel += 0.01 * (ps[j].pos - ps[i].pos)
    for p in ps:
        p.pos += p.vel
    return total(ps)


def counted_from_the_end(x):
    ps = bodies(x)
    ps[-1].pos = ps[0].vel * 2
    q = ps[-1]
    q.vel = q.pos * 3
    return total(ps) + q.vel


def two_lists(x):
    ps = bodies(x)
    qs = bodies(x * 2)
    for p, q in zip(ps, qs):
        p.pos = q.vel
        q.pos = p.pos * 2
    return total(ps) + total(qs)


def counted_and_reversed(x):
    ps = bodies(x)
    for i, p in enumerate(ps):
        p.pos = p.pos * i
    for p in reversed(ps):
        p.vel = p.pos
    return total(ps)


def two_names_of_one(x):
    ps = bodies(x)
    a = ps[0]
    b = ps[0]
    a.pos = 7.0 * x[1]
    return b.pos * total(ps)


def arrays_bound_anew(x, n):
    ps = bodies_in_space(x, n)
    for p in ps:
        p.vel = p.vel - p.pos * 0.1
        p.pos = p.pos + p.vel * 0.1
    return total(ps)


def arrays_in_place(x, n):
    ps = bodies_in_space(x, n)
    for p in ps:
        p.vel -= p.pos * 0.1
        p.pos += p.vel * 0.1
        p.pos[0] = 2.0 * x[1]
    return total(ps)


def arrays_of_the_caller(ps, n):
    for _ in range(n):
        for p in ps:
            p.vel -= p.pos * 0.1
            p.pos = p.pos + p.vel * 0.1
    return total(ps)


def set_on_branches(x, k):
    ps = bodies(x)
    for p in ps:
        if p.pos > k:
            p.vel = p.pos * 2
        else:
            p.pos = -p.pos
    return total(ps)


def dicts_in_a_list(x):
    ds = []
    for v in x:
        ds.append({"a": v, "b": v * v})
    for d in ds:
        d["a"] = d["b"] * 2
    ds[1]["b"] += 3.0 * ds[0]["a"]
    return sum(d["a"] * d["b"] for d in ds)


def dicts_of_the_caller(ds):
    for d in ds:
        d["a"] = d["b"] * 2
    return sum(d["a"] * d["b"] for d in ds)


class Layer:
    def __init__(self, W):
        self.W = W
        self.x = 0.0
        self.dW = 0.0

    def forward(self, x):
        self.x = x
        return np.tanh(self.W @ x)


def layers_that_remember(ls, x):
    for layer in ls:
        x = layer.forward(x)
    return np.sum(x) + sum(np.sum(layer.x * layer.x) for layer in ls)


def trained_by_hand(ls, x):
    for layer in ls:
        x = layer.forward(x)
    g = 2 * x
    for layer in reversed(ls):
        layer.W = layer.W - 0.1 * np.outer(g, layer.x)
        g = layer.W.T @ g
    return sum(np.sum(layer.W**2) for layer in ls)


def what_was_there_is_needed(ps, n):
    s = total(ps)
    for _ in range(n):
        for p in ps:
            p.pos = p.pos * p.vel
            s += np.sum(p.pos**3)
            p.vel = np.sin(p.pos) * p.vel
        s = s * total(ps)
    return s


def what_was_there_is_needed_of_locals(x, n):
    ps = bodies(x)
    s = total(ps)
    for _ in range(n):
        for p in ps:
            p.pos = p.pos * p.vel
            s += np.sum(p.pos**3)
            p.vel = np.sin(p.pos) * p.vel
        s = s * 0.5 + total(ps)
    return s


def what_was_there_is_needed_of_arrays(x, n):
    ps = bodies_in_space(x, 3)
    s = total(ps)
    for _ in range(n):
        for p in ps:
            p.pos = p.pos * p.vel
            s += np.sum(p.pos**3)
            p.vel = np.sin(p.pos) * p.vel
            p.vel[1] *= p.pos[0]
        s = s * 0.5 + total(ps)
    return s


def gravity(ps, n):
    for _ in range(n):
        for i in range(len(ps)):
            a = 0.0
            for j in range(len(ps)):
                if i != j:
                    d = ps[j].pos - ps[i].pos
                    a += d / (0.1 + d * d)
            ps[i].vel += 0.1 * a
        for p in ps:
            p.pos += 0.1 * p.vel
    return sum(p.pos**2 for p in ps)


def gravity_in_the_plane(ps, n):
    for _ in range(n):
        for i in range(len(ps)):
            for j in range(i + 1, len(ps)):
                d = ps[j].pos - ps[i].pos
                f = d / (0.1 + np.sum(d * d)) ** 1.5
                ps[i].vel = ps[i].vel + 0.1 * f
                ps[j].vel = ps[j].vel - 0.1 * f
        for p in ps:
            p.pos = p.pos + 0.1 * p.vel
    return sum(np.sum(p.pos**2) for p in ps)


def left_early(ps, n):
    for _ in range(n):
        for p in ps:
            if p.pos > 2:
                return p.pos * p.vel
            p.pos = p.pos * (1.5 + p.vel)
    return total(ps)


def nested_lists(x):
    grid = []
    for v in x:
        grid.append([{"a": v, "b": v * v}, {"a": v * 2, "b": 1.0 * v}])
    for row in grid:
        for c in row:
            c["a"] = c["a"] * c["b"]
    grid[0][1]["b"] = 4.0 * x[2]
    return sum(c["a"] * c["b"] for row in grid for c in row)


@dataclass
class Inner:
    u: float


@dataclass
class Outer:
    inner: Inner
    w: float


def objects_in_objects(x):
    os = []
    for v in x:
        os.append(Outer(Inner(v), v * 2))
    for o in os:
        o.inner.u = o.inner.u * o.w
        q = o.inner
        q.u += 1.0
        o.w = q.u
    return sum(o.inner.u * o.w for o in os)


def objects_in_objects_of_the_caller(os):
    for o in os:
        o.inner.u = o.inner.u * o.w
        q = o.inner
        q.u += 1.0
        o.w = q.u
    return sum(o.inner.u * o.w for o in os)


def read_then_write(x):
    ps = bodies(x)
    a = ps[0].pos
    ps[0].pos = a * 3
    b = ps[0].pos
    ps[0].pos = b * a
    return total(ps) * a * b


def held_across_loop(x, n):
    ps = bodies(x)
    first = ps[0]
    for _ in range(n):
        for p in ps:
            p.pos = p.pos * 1.1
        first.vel = first.pos * 2
    return total(ps) * first.pos


def while_there_are_more(ps):
    i = 0
    while i < len(ps):
        ps[i].pos = ps[i].pos * ps[i].vel
        i += 1
    return total(ps)


def objects_in_tuples(x):
    ps = []
    for v in x:
        ps.append((Body(v, v), v))
    for p, w in ps:
        p.pos = p.pos * w
    return sum(p.pos * w for p, w in ps)


def read_before(x):
    ps = bodies(x)
    ys = [p.pos for p in ps]
    for p in ps:
        p.pos = 2.0 * p.vel
    return sum(ys) * total(ps)


def appended_later(x):
    ps = bodies(x)
    for p in ps:
        p.pos = p.vel * 2
    ps.append(Body(x[0], x[1]))
    ps[-1].pos = ps[0].pos * 2
    return total(ps)


def loop_prev(x):
    ps = bodies(x)
    prev = ps[0]
    for p in ps:
        p.pos = p.pos + prev.vel * 2
        prev = p
    return total(ps)


def in_helper(x):
    ps = bodies(x)

    def f(p, k):
        p.pos = p.pos * k
        return p

    q = f(ps[0], 2.0)
    q.vel = 1.0 * q.pos
    f(ps[1], x[2])
    return total(ps)


class Box:
    def __init__(self, items):
        self.items = items

    def step(self, dt):
        for p in self.items:
            p.vel -= dt * p.pos
            p.pos += dt * p.vel


def list_in_obj(x):
    class_ = Box(bodies(x))
    for p in class_.items:
        p.pos = p.vel * 2
    class_.items[0].pos = 3.0 * x[1]
    return total(class_.items)


def box_arg(b, n):
    for _ in range(n):
        b.step(0.1)
    return total(b.items)


def dict_of_lists(x):
    d = {"a": bodies(x), "b": bodies(x * 2)}
    for k in d:
        for p in d[k]:
            p.pos = p.vel
    d["a"][0].pos = d["b"][1].vel
    return total(d["a"]) + total(d["b"])


def plain():
    return [Body(0.3, 0.2), Body(0.5, -0.1)]


def spatial():
    return [Body(X.copy(), X * 2), Body(X * 0.5, X + 0.1)]


def planets():
    still, slow = np.zeros(2), np.ones(2) * 0.1
    places = ([0.1, 0.2], [0.9, -0.2], [-0.5, 0.6])
    return [Body(np.array(place), v) for place, v in zip(places, (still, slow, slow * 2))]


def trained():
    found = [Layer(W), Layer(W.copy())]
    for layer in found:
        layer.x = X.copy()
    return found


def outer():
    return [Outer(Inner(0.3), 0.5), Outer(Inner(0.7), 0.2)]


CASES = [
    (attributes_in_a_loop, (X,)),
    (loops_over_a_comprehension, (X, 2)),
    (objects_of_the_caller, (plain(), 2)),
    (objects_of_the_caller, (spatial(), 2)),
    (attributes_bound_anew, (plain(), 2)),
    (pairs_by_index, (X,)),
    (counted_from_the_end, (X,)),
    (two_lists, (X,)),
    (counted_and_reversed, (X,)),
    (two_names_of_one, (X,)),
    (arrays_bound_anew, (X, 3)),
    (arrays_in_place, (X, 3)),
    (arrays_of_the_caller, (spatial(), 2)),
    (set_on_branches, (X, 0.1)),
    (dicts_in_a_list, (X,)),
    (dicts_of_the_caller, ([{"a": 1.0, "b": 2.0}, {"a": 1.5, "b": 2.5}],)),
    (layers_that_remember, (trained(), X)),
    (trained_by_hand, (trained(), X)),
    (what_was_there_is_needed, (plain(), 2)),
    (what_was_there_is_needed, (spatial(), 2)),
    (what_was_there_is_needed_of_locals, (X, 2)),
    (what_was_there_is_needed_of_arrays, (X, 2)),
    (gravity, ([Body(0.1, 0.2), Body(0.5, 0.1), Body(0.9, 0.3)], 2)),
    (gravity_in_the_plane, (planets(), 2)),
    (left_early, ([Body(1.0, 0.2), Body(1.5, 0.1)], 1)),
    (left_early, ([Body(1.0, 0.2), Body(1.5, 0.1)], 4)),
    (nested_lists, (X,)),
    (objects_in_objects, (X,)),
    (objects_in_objects_of_the_caller, (outer(),)),
    (read_then_write, (X,)),
    (held_across_loop, (X, 2)),
    (while_there_are_more, (plain(),)),
    (objects_in_tuples, (X,)),
    (read_before, (X,)),
    (appended_later, (X,)),
    (loop_prev, (X,)),
    (in_helper, (X,)),
    (list_in_obj, (X,)),
    (box_arg, (Box(plain()), 2)),
    (dict_of_lists, (X,)),
]
