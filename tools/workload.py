"""The workloads under tools/workloads: forward functions, arguments, gradients written by hand.

A file holds `WRT`, `AT` (as `--at`), `SIZES` by name, `arguments(random, size)`, a function of the
file's name, and, mostly, `NAME_value_and_grad` by hand. `NAME_for_numba` is the gradient as a
person writes it in loops to have it compiled; lists are made arrays for it in each call.
"""

from __future__ import annotations

import copy
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

FOLDER = Path(__file__).resolve().parent / "workloads"

Gradient = Callable[[], Any]  # of fixed arguments: the value, and what WRT asks for


@dataclass(frozen=True)
class Workload:
    """One file and one of its sizes."""

    name: str
    size: str
    module: ModuleType

    @property
    def title(self) -> str:
        return self.name.replace("_", " ") + (f", {self.size}" if self.several else "")

    @property
    def several(self) -> bool:
        return len(self.module.SIZES) > 1

    @property
    def description(self) -> str:
        return (self.module.__doc__ or "").strip().splitlines()[0]

    @property
    def wrt(self) -> Any:
        names: tuple[str, ...] = self.module.WRT
        return names if len(names) > 1 else names[0]

    @property
    def forward(self) -> Callable[..., Any]:
        found: Callable[..., Any] = getattr(self.module, self.name)
        return found

    def arguments(self) -> tuple[Any, ...]:
        size = self.module.SIZES[self.size]
        found: tuple[Any, ...] = self.module.arguments(np.random.default_rng(0), size)
        return found

    def by_name(self) -> dict[str, Any]:
        code = self.forward.__code__
        return dict(zip(code.co_varnames[: code.co_argcount], self.arguments(), strict=True))

    def by_hand(self) -> Gradient | None:
        """The hand-written gradient, where the file has one."""
        function = getattr(self.module, f"{self.name}_value_and_grad", None)
        return None if function is None else bound(function, self.arguments())

    def by_hand_for_numba(self) -> Gradient | None:
        """The gradient in loops, where the file has one, compiled."""
        function = getattr(self.module, f"{self.name}_for_numba", None)
        if function is None or find_spec("numba") is None:
            return None
        from numba import njit

        compiled = njit(error_model="numpy")(function)
        own = self.arguments()
        return lambda: compiled(*(np.array(a) if isinstance(a, list) else a for a in own))


def bound(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Gradient:
    """A call of the function with arguments of its own."""
    own = copy.deepcopy(arguments)
    return lambda: function(*own)


def workloads(part: str = "") -> list[Workload]:
    """Every workload and size whose name holds `part`, in the order of names."""
    found = []
    for path in sorted(FOLDER.glob("*.py")):
        module = importlib.import_module(f"workloads.{path.stem}")
        found += [Workload(path.stem, size, module) for size in module.SIZES]
    return [each for each in found if part in each.title]


def leaves(value: Any) -> list[Any]:
    """The numbers and arrays in a structure, in its order."""
    if isinstance(value, dict):
        return [leaf for key in sorted(value) for leaf in leaves(value[key])]
    if isinstance(value, list) and all(isinstance(item, float) for item in value):
        return [np.array(value)]
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


def difference(found: Any, expected: Any) -> float:
    """The largest difference of values and gradients, against the largest number of each leaf."""
    pairs = zip(leaves(found), leaves(expected), strict=True)
    worst = 0.0
    for mine, theirs in pairs:
        mine, theirs = np.asarray(mine, float), np.asarray(theirs, float)
        if mine.shape != theirs.shape:
            return float("inf")
        scale = np.max(np.abs(theirs), initial=0.0) or 1.0
        worst = max(worst, float(np.max(np.abs(mine - theirs), initial=0.0) / scale))
    return worst
