"""Copies, shallow and deep, and functions of `operator` that read."""

from __future__ import annotations

import copy
import operator
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

X = np.array([0.5, -1.2, 0.7])


@dataclass
class Layer:
    w: Any
    size: Any = 2
    inner: Any = None


def of_arrays(x):
    y = copy.copy(x)
    y[0] = 5.0
    z = deepcopy(x)
    z[1] *= x[0]
    return np.sum(x * y * z)


def of_views(x):
    """A copy of a view is no view."""
    y = x * 1.0
    part = copy.copy(y[1:])
    part *= y[0]
    y[1] = 4.0
    return np.sum(part) * np.sum(y)


def of_lists(x):
    inside = [x * 1.0, x * 2.0]
    shallow = copy.copy(inside)
    shallow.append(x)
    shallow[0][0] = x[1]
    deep = copy.deepcopy(inside)
    deep[0][1] = 3.0
    return np.sum(inside[0] * shallow[2]) + np.sum(deep[0] * inside[1]) * len(inside)


def of_lists_that_grow(x):
    found = []
    for v in x:
        found.append(v * v)
    other = copy.copy(found)
    other[0] = x[1]
    return found[0] * other[0] + sum(other) * sum(found)


def twice_in_a_list(x):
    """What stands in it twice stands in the copy twice."""
    row = x * 1.0
    rows = copy.deepcopy([row, row])
    rows[0][0] = x[2]
    return np.sum(rows[1] * x) * row[0]


def of_objects(x):
    one = Layer(x * 1.0, inner=Layer(x * 2.0))
    two, three = copy.copy(one), copy.deepcopy(one)
    two.w[0] = 3.0
    two.size = 7
    two.inner.w[1] = x[0]
    three.inner.w[2] = 1.0
    three.w[1] = x[0]
    return np.sum(one.w * three.w * one.inner.w * three.inner.w) * two.size * one.size


def of_an_argument(layer, x):
    kept = copy.deepcopy(layer)
    layer.w *= x
    layer.inner = x
    return np.sum(kept.w * layer.w)


def of_dicts(x):
    first = {"a": x * 1.0, "b": [x[0]]}
    deep, shallow = copy.deepcopy(first), copy.copy(first)
    deep["a"][0] = 0.0
    deep["b"].append(x[1])
    shallow["a"][1] = 1.0
    shallow["c"] = x
    return np.sum(first["a"] * deep["a"]) + len(first["b"]) * len(deep["b"]) * deep["b"][1]


def of_numbers(x):
    return copy.copy(x) * copy.deepcopy(x) * copy.copy((x, 2.0))[0]


def as_dicts(layer, x):
    said = asdict(layer)
    said["inner"]["w"][0] = x[0]
    said["w"] *= 2
    return np.sum(said["w"] * said["inner"]["w"] * layer.w) + np.sum(layer.inner.w)


def getters(layer, x):
    second, ends = operator.itemgetter(1), operator.itemgetter(0, 2)
    first, last = ends(x)
    w = operator.attrgetter("inner.w")(layer)
    w[0] = first * last
    return second([x, x * 2.0])[0] * np.sum(layer.inner.w) * operator.itemgetter("a")({"a": last})


def sorted_by_getters(x):
    pairs = [(2, x[0]), (1, x[1]), (3, x[2])]
    pairs.sort(key=operator.itemgetter(0))
    layers = sorted([Layer(x[0], 3), Layer(x[1], 1)], key=operator.attrgetter("size"))
    return pairs[0][1] * 2 + pairs[1][1] * pairs[2][1] * layers[0].w


def nested(seed=1.0):
    return Layer(X * seed, inner=Layer(X + seed))


CASES = [
    (of_arrays, (X,)),
    (of_views, (X,)),
    (of_lists, (X,)),
    (of_lists_that_grow, (X,)),
    (twice_in_a_list, (X,)),
    (of_objects, (X,)),
    (of_an_argument, (Layer(X * 1.0), X)),
    (of_dicts, (X,)),
    (of_numbers, (0.7,)),
    (as_dicts, (nested(), X)),
    (getters, (nested(), X)),
    (sorted_by_getters, (X,)),
]
