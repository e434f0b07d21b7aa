"""The two targets beside each other on one program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from codegen.runtime.derivative import derivative
from tests.programs.trees import flatten


@contextmanager
def without_numba() -> Iterator[None]:
    """Kernels that are loaded here run as plain Python, and nothing of them is used elsewhere."""
    derivative.cache_clear()
    kept = {name: sys.modules[name] for name in sys.modules if name.split(".")[0] == "numba"}
    for name in kept:
        del sys.modules[name]
    sys.modules["numba"] = None
    try:
        yield
    finally:
        del sys.modules["numba"]
        sys.modules.update(kept)
        derivative.cache_clear()


def same_as_numpy(
    function: Callable[..., Any], fresh: Callable[[], tuple[Any, ...]], wrt: Any, **keywords: Any
) -> str:
    """Value and gradient of the numba target equal those of the NumPy target.

    Returns how they were computed: "kernel", "irregular" (the kernel gave up), or why there is no
    kernel.
    """
    plain = derivative(function, wrt, "joint")
    compiled = derivative(function, wrt, "joint", "numba")
    value, gradient = plain(*fresh(), **keywords)
    args, kwargs, _ = compiled.bind(fresh(), keywords)
    specialised = compiled.specialised(args, kwargs)
    if specialised.emitted.unfit:
        return specialised.emitted.unfit
    name = f"{specialised.emitted.functions[0]}_in_numpy"
    gave_up: list[bool] = []
    in_numpy = specialised.names[name]

    def watched(*args: Any, **kwargs: Any) -> Any:
        gave_up.append(True)
        return in_numpy(*args, **kwargs)

    specialised.names[name] = watched
    found = specialised(*args, **kwargs)
    specialised.names[name] = in_numpy
    if value is not None:
        np.testing.assert_allclose(_flat(found[0]), _flat(value), rtol=1e-12, atol=1e-13)
    np.testing.assert_allclose(_flat(found[1]), _flat(gradient), rtol=1e-10, atol=1e-12)
    assert structure(found[1]) == structure(gradient)
    return "irregular" if gave_up else "kernel"


def _flat(tree: Any) -> Any:
    return np.array(flatten(tree), dtype=complex)


def structure(tree: Any) -> Any:
    """Kinds, shapes and dtypes of all parts; Python's floats and NumPy's are one."""
    if isinstance(tree, dict):
        return {key: structure(item) for key, item in tree.items()}
    if isinstance(tree, list | tuple):
        return type(tree), [structure(item) for item in tree]
    return (
        float
        if isinstance(tree, float)
        else (type(tree), np.shape(tree), str(np.asarray(tree).dtype))
    )
