"""Dtypes by asking NumPy: the real function is called on tiny operands, and the answer is
remembered.

So NEP 50 (Python numbers are weak), `math` (Python floats) and ufuncs (NumPy scalars for rank 0)
need no table.
"""

from __future__ import annotations

import builtins
import cmath
import importlib
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import ModuleType
from typing import Any

import numpy as np

from codegen.ir.graph import MISSING, Value
from codegen.ir.meaning import helper
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array, Scalar, Type, is_complex

_SAMPLES: Mapping[str, Any] = {"bool": True, "int": 1, "float": 0.5, "complex": 0.5 + 0.5j}
_MODULES = {
    "numpy": np,
    "math": math,
    "cmath": cmath,
    "operator": operator,
    "builtins": builtins,
}


@cache
def resolve(spelling: str) -> Callable[..., Any]:
    """The object behind a dotted spelling: "numpy.linalg.norm", "operator.add"."""
    if spelling.startswith("helpers."):
        carried: Callable[..., Any] = helper(spelling[8:])
        return carried
    head, *rest = spelling.split(".")
    if head == "scipy":  # an optional library: imported where a function uses it
        found: Any = importlib.import_module(".".join(["scipy", rest.pop(0)]))
        if isinstance(getattr(found, rest[0], None), ModuleType):
            found = getattr(found, rest.pop(0))
    else:
        found = _MODULES[head]
    for name in rest:
        found = getattr(found, name)
    function: Callable[..., Any] = found
    return function


def spelling_of(name: str, types: tuple[Type, ...], via: str | None) -> str:
    """The spelling that a call prints: the user's, else the operator, `math` for Python numbers,
    else NumPy's.
    """
    if via is not None:
        return via
    spellings = REGISTRY[name].spellings
    python = all(isinstance(t, Scalar) for t in types)
    functions = "cmath." if any(map(is_complex, types)) else "math."
    order = ("operator.", functions, "builtins.", "numpy.") if python else ("operator.", "numpy.")
    for prefix in order:
        for spelling in spellings:
            if spelling.startswith(prefix):
                return spelling
    return spellings[0]


def _sample(spec: tuple[Any, ...]) -> Any:
    kind, *rest = spec
    if kind == "constant":
        return rest[0]
    if kind == "python":
        return _SAMPLES[rest[0]]
    dtype, rank = rest
    sample = np.ones((1,) * rank, dtype)
    return sample[()] if rank == 0 else sample


def _called(spelling: str, operands: list[Any], options: dict[str, Any]) -> Any:
    """A method is looked up on the sample: a NumPy number has those of an array as well."""
    owner, _, method = spelling.rpartition(".")
    if owner == "numpy.ndarray" and not isinstance(operands[0], np.ndarray):
        return getattr(operands[0], method)(*operands[1:], **options)
    return resolve(spelling)(*operands, **options)


@lru_cache(maxsize=4096)
def _ask(spelling: str, specs: tuple[Any, ...], options: tuple[tuple[str, Any], ...]) -> Any:
    operands = [_sample(spec) for spec in specs]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            result = _called(spelling, operands, dict(options))
        except ValueError:  # a domain error: Python's math knows no nan
            return "float"
        except (ArithmeticError, IndexError):
            return "float" if all(spec[0] != "numpy" for spec in specs) else None
    if isinstance(result, tuple):
        result = result[0]
    if isinstance(result, bool | int | float | complex) and not isinstance(result, np.generic):
        return type(result).__name__
    if isinstance(result, np.ndarray | np.generic):
        return np.dtype(result.dtype)
    return None


def spec_of(t: Type, const: object = MISSING) -> tuple[Any, ...] | None:
    """What stands for an operand in a sample call; None where its dtype is unknown."""
    if isinstance(t, Scalar):
        if const is not MISSING and isinstance(const, int | float):
            return ("constant", const)
        return ("python", t.kind)
    if isinstance(t, Array) and t.dtype is not None:
        return ("numpy", t.dtype, min(t.rank, 1) if t.rank is not None else 1)
    return None


def sampled(
    name: str,
    values: tuple[Value, ...],
    via: str | None,
    *,
    constants: bool = False,
    types: tuple[Type, ...] | None = None,
    **options: Any,
) -> Scalar | str | None:
    """The kind of result of an op: a Python scalar type, a dtype name, or None where it is unknown.

    constants: use literal operands themselves (the sign of an exponent decides about `int ** int`).
    """
    kinds = types if types is not None else tuple(value.type for value in values)
    specs = tuple(
        spec_of(t, value.const if constants else MISSING)
        for t, value in zip(kinds, values, strict=True)
    )
    if any(spec is None for spec in specs):
        return None
    spelling = spelling_of(name, kinds, via)
    found = _ask(spelling, specs, tuple(sorted(options.items())))
    if isinstance(found, np.dtype):
        return str(found.name)
    return Scalar(found) if isinstance(found, str) else None
