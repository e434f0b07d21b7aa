"""The workloads as users of other libraries write them; each library is imported where it is
measured.

A module has `gradient(workload)`: a call of no arguments that gives the value and the gradients as
the workload's own functions do, or None where the library has no such program. Arguments are the
library's own arrays beforehand, in double precision; everything runs on one core.
"""

from __future__ import annotations

import importlib
from importlib.util import find_spec
from types import FunctionType
from typing import Any

import numpy as np
from workload import Gradient, Workload

PEERS = ("jax", "torch", "autograd")


def gradient(peer: str, workload: Workload) -> Gradient | None:
    """None where the library is not installed, or has no program for the workload."""
    if find_spec(peer) is None:
        return None
    found: Gradient | None = importlib.import_module(f"peers.of_{peer}").gradient(workload)
    return found


def with_names(function: Any, **names: Any) -> Any:
    """The function, reading other modules under the names of its own (`np`, `math`)."""
    return FunctionType(function.__code__, {**function.__globals__, **names}, function.__name__)


def diagonals(n: int, m: int) -> list[tuple[Any, Any]]:
    """The inner cells of a grid by diagonals: those of one do not depend on one another in a
    Gauss-Seidel sweep, and the order is the sweep's."""
    found = []
    for total in range(2, n + m - 3):
        i = np.arange(max(1, total - m + 2), min(n - 2, total - 1) + 1)
        found.append((i, total - i))
    return found
