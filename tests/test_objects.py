"""Gradients of objects: what stands in the attributes that have none."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from codegen import grad


@dataclass
class Model:
    w: Any
    n: int = 3
    flag: bool = True
    mask: Any = None
    name: str = "model"
    last: Any = None

    def __call__(self, x: Any) -> Any:
        factor = 2.0 if self.flag else 1.0
        return np.sum(x * self.w) * self.n * factor + np.sum(self.w[self.mask])


def model() -> Model:
    return Model(np.ones(3), mask=np.array([True, False, True]))


X = np.array([1.0, 2.0, 3.0])


def called(model, x):
    return model(x)


def called_each(models, x):
    s = 0.0
    for model in models:
        s = s + model(x)
    return s


def counting(model, x):
    model.n = x
    return np.sum(model.n * model.w)


def test_numbers_without_a_gradient_are_zero():
    g = grad(called)(model(), X)
    assert (g.n, g.flag, g.name, g.last) == (0, False, "model", None)
    assert type(g.n) is int
    assert g.mask.dtype == bool and not g.mask.any()
    assert g.w.tolist() == [7.0, 12.0, 19.0]


def test_an_update_of_every_attribute_leaves_counts_as_they_are():
    p = model()
    g = grad(called)(p, X)
    numbers = [each.name for each in fields(p) if not isinstance(getattr(p, each.name), str | None)]
    moved = {name: getattr(p, name) - 0.1 * getattr(g, name) for name in numbers}
    after = replace(p, **moved)
    assert (after.n, after.flag, after.mask.tolist()) == (3, True, [1.0, 0.0, 1.0])


def test_in_a_list():
    one, other = grad(called_each)([model(), model()], X)
    assert (one.n, one.flag, one.name, one.last, other.n) == (0, False, "model", None, 0)
    assert not one.mask.any() and one.w.tolist() == [7.0, 12.0, 19.0]


def test_what_f_puts_in_place_of_a_count_is_not_shared():
    p, x = model(), X.copy()
    g = grad(counting)(p, x)
    assert g.n == 0 and p.n is x
    assert g.w.tolist() == X.tolist()
