"""Objects of the user's own classes: as arguments, as locals, changed, returned by helpers."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

W = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]])
B = np.array([0.1, -0.2, 0.3])
X = np.array([0.5, -1.2, 0.7])


@dataclass
class Dense:
    W: Any
    b: Any
    kind: str = "tanh"

    def __call__(self, x):
        z = self.W @ x + self.b
        if self.kind == "relu":
            return np.maximum(z, 0.0)
        return np.tanh(z) if self.kind == "tanh" else z


class Network:
    def __init__(self, layers):
        self.layers = layers
        self.calls = 0

    def forward(self, x):
        self.calls += 1
        for layer in self.layers:
            x = layer(x)
        return x


def network_of_parameters(W, b, x):
    """Objects are made inside; a list of them; a method that writes."""
    net = Network([Dense(W, b), Dense(W * 0.5, b, "relu"), Dense(W, b, kind="none")])
    return np.sum(net.forward(x)) * net.calls + np.sum(net.forward(x * 0.5))


def layers_argument(layers, x):
    for layer in layers:
        x = layer(x)
    return np.sum(x * x)


@dataclass
class State:
    """A body on a spring, carried through a time loop."""

    x: float
    v: float

    def step(self, dt, k=2.0):
        a = -k * self.x
        v = self.v + dt * a
        return State(self.x + dt * v, v)

    @property
    def energy(self):
        return 0.5 * self.v**2 + self.x**2


def time_loop(state, dt, n):
    for _ in range(n):
        state = state.step(dt)
    return state.energy


def time_loop_in_place(state, dt, n):
    """The caller's object is changed, and stays changed."""
    for _ in range(n):
        state.v -= dt * state.x
        state.x += dt * state.v
    return state.x * state.v


class Adam:
    """An optimiser with state of its own."""

    def __init__(self, size, rate=0.1):
        self.m = np.zeros(size)
        self.s = np.zeros(size)
        self.rate = rate
        self.t = 0

    def step(self, p, g):
        self.t += 1
        self.m = 0.9 * self.m + 0.1 * g
        self.s = 0.99 * self.s + 0.01 * g * g
        m, s = self.m / (1 - 0.9**self.t), self.s / (1 - 0.99**self.t)
        return p - self.rate * m / (np.sqrt(s) + 1e-3)


def optimiser(x, n):
    adam = Adam(3)
    p = x * 1.0
    for _ in range(n):
        p = adam.step(p, 2.0 * p + 1.0)
    return np.sum(p * p) + np.sum(adam.m)


class Node:
    def __init__(self, value, left=None, right=None):
        self.value = value
        self.left = left
        self.right = right

    def total(self):
        s = np.sin(self.value)
        if self.left is not None:
            s = s + self.left.total()
        if self.right is not None:
            s = s * self.right.total()
        return s


def tree(a, b):
    return Node(a, Node(b, Node(a * b)), Node(a + b)).total()


def tree_argument(node):
    return node.total()


def depth(node):
    if node is None:
        return 1.0
    return node.value + 0.5 * depth(node.left) * depth(node.right)


def recursion_over_objects(node, x):
    return depth(node) * x


class Shape:
    unit = 2.0

    def __init__(self, size):
        self.size = size

    def area(self):
        return self.unit * self.size

    def describe(self, x):
        return self.area() * x

    @staticmethod
    def half(x):
        return 0.5 * x

    @classmethod
    def of(cls, a, b):
        return cls(a * b)


class Square(Shape):
    def area(self):
        return super().area() * self.size


class Disc(Shape):
    unit = 3.0

    def __init__(self, size, hole):
        super().__init__(size)
        self.hole = hole

    def area(self):
        return super().area() - self.hole**2


def inheritance(a, b):
    s = 0.0
    for shape in [Shape(a), Square(b), Disc(a, b), Square.of(a, b)]:
        s = s + shape.describe(b)
        if isinstance(shape, Square):
            s = s * Shape.half(a)
    return s


@dataclass(frozen=True)
class Vector:
    x: float
    y: float = 1.0

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __getitem__(self, k):
        return (self.x, self.y)[k]

    def __len__(self):
        return 2

    def __abs__(self):
        return np.sqrt(self @ self)

    def __bool__(self):
        return True


def operators(a, b):
    v = Vector(a, b) + 2.0 * Vector(b) * a
    w = -v
    w += v * 3
    return (v @ w) * v[0] + abs(w) * len(v) + (w[1] if w else 0.0)


@dataclass
class Running:
    mean: float = 0.0
    seen: list = field(default_factory=list)
    _: dataclasses.KW_ONLY
    weight: float = 0.5

    def __post_init__(self):
        self.scale = 1.0 + self.weight

    def add(self, v):
        self.seen.append(v)
        self.mean += self.weight * (v - self.mean)
        return self


def fields_and_defaults(x):
    one, two = Running(), Running(weight=0.25)
    for v in x:
        one.add(v).add(v * v)
        two.add(np.sin(v))
    return one.mean * two.mean * two.scale + sum(one.seen) * len(two.seen)


class Point(NamedTuple):
    x: float
    y: float

    def norm(self):
        return self.x**2 + self.y**2


def points(p, q):
    r = p._replace(x=q.y)
    a, b = r
    return r.norm() * a + b * p[0] + q.norm() * len(q)


def aliases(layer, x):
    """Two names of one object, one of an array of it."""
    other = layer
    w = layer.b
    other.b[0] = x[0] * 2
    w *= x
    layer.b = layer.b + 1.0
    w[1] = 7.0
    return np.sum(other.b * w) + np.sum(other.W)


def set_on_a_branch(state, c):
    if c > 0:
        state.x = state.x * c
    else:
        state.v = c
    return state.x * state.v + state.x


class Slotted:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a
        self.b = a * a


def slots(s, x):
    t = Slotted(x)
    t.a += s.a * s.b
    return t.a * t.b


class Memo:
    """A private name, a setter, a member that is called."""

    def __init__(self, x, f):
        self.__x = x
        self.f = f

    @property
    def x(self):
        return self.__x

    @x.setter
    def x(self, value):
        self.__x = 2.0 * value


def private(a):
    memo = Memo(a, np.sin)
    memo.x = a * a
    memo.x += 1.0
    return memo.f(memo.x)


def replaced(layer, x):
    moved = dataclasses.replace(layer, b=layer.b * 2.0)
    moved.b[0] = x[0]
    return np.sum(moved(x)) + np.sum(layer.b)


def nested(model, x):
    model["head"].b[1] = x[1]
    return np.sum(model["body"](x)) * np.sum(model["head"](x))


@dataclass
class Tagged:
    w: Any
    tag: Any = "none"


def array_in_place_of_text(tagged, x):
    """No gradient is the caller's array."""
    tagged.tag = x
    return np.sum(tagged.tag * tagged.w)


def every_field(tagged, x):
    """An update of every field, by name."""
    step = Tagged(tagged.w * x, tagged.tag * 2.0)
    moved = {
        each.name: getattr(tagged, each.name) - 0.1 * getattr(step, each.name)
        for each in dataclasses.fields(tagged)
    }
    after = dataclasses.replace(tagged, **moved)
    return np.sum(after.w**2) * after.tag


def cached(layer, x):
    """The forward pass leaves what it has seen in the layer."""
    layer.seen = np.tanh(layer.W @ x)
    layer.count = 2.0
    return np.sum(layer.seen) * layer.count + np.sum(layer.b)


def unused_attributes(layer, x):
    return np.sum(layer.b) * np.sum(x)


def joined_objects(a, c):
    """Which of two objects is read depends on the path."""
    one, two = State(a, 1.0), State(2.0, a * c)
    best = one if c > 1.0 else two
    return best.x * best.v + one.x


def collected(x):
    """Objects in a list that grows."""
    states = []
    for v in x:
        states.append(State(v, v * v))
    s = 0.0
    for state in states:
        s = s + state.energy
    return s * states[0].x


def dense(kind="tanh"):
    return Dense(W.copy(), B.copy(), kind)


def node(value, *inner):
    return Node(value, *inner)


CASES = [
    (network_of_parameters, (W, B, X)),
    (layers_argument, ([dense(), dense()], X)),
    (time_loop, (State(1.0, 0.3), 0.1, 4)),
    (time_loop_in_place, (State(1.0, 0.3), 0.1, 4)),
    (optimiser, (X, 3)),
    (tree, (0.7, 0.3)),
    (tree_argument, (node(0.7, node(0.3), node(0.2, None, node(0.5))),)),
    (recursion_over_objects, (node(0.7, node(0.3), node(0.2, None, node(0.5))), 1.5)),
    (inheritance, (0.7, 0.3)),
    (operators, (0.7, 0.3)),
    (fields_and_defaults, (X,)),
    (points, (Point(0.7, 0.3), Point(0.2, -0.4))),
    (aliases, (dense(), X)),
    (set_on_a_branch, (State(1.0, 0.3), 0.5)),
    (set_on_a_branch, (State(1.0, 0.3), -0.5)),
    (slots, (Slotted(0.7), 0.3)),
    (private, (0.4,)),
    (replaced, (dense("relu"), X)),
    (nested, ({"body": dense(), "head": dense("none")}, X)),
    (array_in_place_of_text, (Tagged(B), X)),
    (every_field, (Tagged(B, 1.5), X)),
    (cached, (dense(), X)),
    (unused_attributes, (dense(), X)),
    (joined_objects, (0.7, 0.3)),
    (joined_objects, (0.7, 1.3)),
    (collected, (X,)),
]
