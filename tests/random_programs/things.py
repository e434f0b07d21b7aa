"""Classes and functions that random programs use."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

__all__ = [
    "Layer",
    "Point",
    "Tally",
    "first_above",
    "is_even",
    "joined",
    "kept",
    "plus",
    "reach",
    "softened",
    "twice",
    "wrapped",
]


@dataclasses.dataclass
class Layer:
    """Four weights and a bias."""

    weight: Any
    bias: float

    def __call__(self, v):
        return np.tanh(self.weight * v + self.bias)

    @property
    def size(self):
        return np.sum(self.weight * self.weight)

    def shift(self, v):
        self.bias = self.bias + v
        return self

    def damp(self, v):
        self.weight[0] = self.weight[0] * v
        self.weight *= 0.5


class Point(NamedTuple):
    """Two coordinates."""

    x: float
    y: float

    def norm(self):
        return self.x * self.x + self.y * self.y


class Tally:
    """A sum of what it has seen."""

    def __init__(self, start, rate=0.5):
        self.total = start
        self.rate = rate
        self.seen = []

    def add(self, v):
        self.total += v * self.rate
        self.seen.append(v)
        return self.total

    @property
    def mean(self):
        return self.total / (1 + len(self.seen))


def twice(function, v):
    return function(function(v))


def plus(v, k=0.5, *, factor=2.0):
    return v * factor + k


def joined(first, *rest, **named):
    s = first
    for r in rest:
        s = s + 0.5 * r
    for v in named.values():
        s = s * v
    return s


def is_even(k, v):
    if k == 0:
        return v
    return is_odd(k - 1, v * 0.5)


def is_odd(k, v):
    if k == 0:
        return -v
    return is_even(k - 1, math.sin(v))


def first_above(rows, c):
    for row in rows:
        for v in row:
            if v > c:
                return v * v
    return c * 0.5


def kept(function):
    return function


def wrapped(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner


@kept
def softened(v):
    return v / (1.0 + abs(v))


@wrapped
def reach(v, k):
    return v * k + 0.5
