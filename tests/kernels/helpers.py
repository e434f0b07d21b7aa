"""The elementary functions that kernels carry, by the names that NumPy has for them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from types import ModuleType

from codegen.emit.scope import templates


def _loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, templates() / "helpers" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def elementary() -> dict[str, Callable[[float], float]]:
    exponential = _loaded("exponential").exponential
    hyperbolic = _loaded("hyperbolic").hyperbolic
    return {
        "exp": exponential,
        "log": _loaded("logarithm").logarithm,
        "tanh": lambda x: hyperbolic(x, exponential(-2.0 * abs(x))),
    }
