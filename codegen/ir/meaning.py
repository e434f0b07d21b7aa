"""The meaning of one op: a Python function on the operands and the static arguments.

Structural ops stand in a table. Every other op is the function that its row spells: the one that
the user wrote (`via`), else an operator, else `math` for Python numbers, else NumPy.
"""

from __future__ import annotations

import builtins
import copy
import importlib
import operator
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from codegen.errors import InternalError
from codegen.ir.ops import REGISTRY, Row
from codegen.ir.results import tangent_dtype
from codegen.ir.stores import follow

Meaning = Callable[..., Any]


def apply(name: str, ins: list[Any], attrs: Mapping[str, Any]) -> Any:
    """The result of an op; a tuple where it has several."""
    static = {key: item for key, item in attrs.items() if key not in ("via", "store", "effect")}
    meaning = STRUCTURAL.get(name)
    if meaning is not None:
        via = attrs.get("via")
        if isinstance(via, str) and via.startswith(("numpy.", "scipy.")):
            return _call(REGISTRY[name], via, ins, static)
        return meaning(*ins, **static)
    row = REGISTRY.get(name)
    if row is None:
        raise InternalError(f"no row for {name!r}")
    via = attrs.get("via") or _spelling(row, ins)
    if via is None:
        return _unspelled(name, ins, static)
    return _call(row, via, ins, static)


def _spelling(row: Row, ins: list[Any]) -> str | None:
    """How a rule's op is spelled: what emission would choose."""
    if row.name in _UNSPELLED and _UNSPELLED[row.name][0](*ins):
        return None
    by_module: dict[str, str] = {}
    for spelling in row.spellings:
        by_module.setdefault(spelling.rpartition(".")[0], spelling)
    numbers = all(type(x) in (bool, int, float, complex) for x in ins)
    complex_ = any(type(x) is complex for x in ins)
    functions = ("cmath" if complex_ else "math") if numbers else "numpy"
    order = ["operator", functions, "builtins" if numbers else "numpy", "numpy"]
    order += ["builtins", "numpy.ndarray"]
    for module in order:
        if module in by_module:
            return by_module[module]
    return row.spellings[0] if row.spellings else None


@cache
def _resolve(dotted: str) -> Any:
    parts = dotted.split(".")
    for split in range(len(parts) - 1, 0, -1):
        try:
            found: Any = importlib.import_module(".".join(parts[:split]))
        except ImportError:
            continue
        for part in parts[split:]:
            found = getattr(found, part)
        return found
    raise InternalError(f"nothing is called {dotted}")


@cache
def helper(name: str) -> Any:
    """The function that an emitted module carries under this name, from `templates/helpers`."""
    inside = Path(__file__).parents[1] / "templates" / "helpers"
    folder = inside if inside.is_dir() else Path(__file__).parents[2] / "templates" / "helpers"
    namespace: dict[str, Any] = {}
    lines = (folder / f"{name}.py").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if line.startswith("from helpers."):
            required = line.split()[1].removeprefix("helpers.")
            namespace[required] = helper(required)
            lines[number] = ""
    exec(compile("\n".join(lines), name, "exec"), namespace)
    return namespace[name]


def _call(row: Row, via: str, ins: list[Any], attrs: Mapping[str, Any]) -> Any:
    positional, keywords = arguments(row, ins, attrs)
    owner, _, name = via.rpartition(".")
    if owner in ("numpy.ndarray", "scipy.sparse.csr_array"):
        method = getattr(positional[0], name)
        return method(*positional[1:], **keywords) if callable(method) else method
    found = helper(via[8:]) if via.startswith("helpers.") else _resolve(via)
    return found(*positional, **keywords)


def arguments(
    row: Row, ins: list[Any], attrs: Mapping[str, Any]
) -> tuple[list[Any], dict[str, Any]]:
    """The positional and the keyword arguments of a call. A starred operand is one sequence."""
    rest = list(ins)
    keywords = dict(attrs)
    positional: list[Any] = []
    gap = False  # behind an option that is left out, or named: by name
    named = all(spelling.startswith("scipy.") for spelling in row.spellings)
    for place in row.positional or row.operands:
        name = place.lstrip("*")
        if f"*{name}" in row.operands:
            if place.startswith("*") and row.positional:
                positional += rest  # max(a, b): any number of operands
            else:  # stack([a, b]); one operand is itself the sequence
                positional.append(rest[0] if len(rest) == 1 else list(rest))
            rest = []
        elif name in row.operands:
            if not rest:
                break
            if gap:
                keywords[name] = rest.pop(0)
            else:
                positional.append(rest.pop(0))
        elif named or name not in keywords:
            gap = True
        elif not gap:
            positional.append(keywords.pop(name))
    return positional + rest, keywords


def _unspelled(name: str, ins: list[Any], attrs: Mapping[str, Any]) -> Any:
    if name not in _UNSPELLED:
        raise InternalError(f"{name!r} has no spelling to run")
    return _UNSPELLED[name][1](*ins, **attrs)


def _between_numbers(condition: Any, x: Any, y: Any) -> bool:
    return isinstance(condition, bool | np.bool_) and not any(
        isinstance(each, np.ndarray) for each in (x, y)
    )


# name -> (applies to these operands, meaning): what emission prints without calling a function of
# the row
_UNSPELLED: dict[str, tuple[Callable[..., bool], Meaning]] = {
    "where": (_between_numbers, lambda condition, x, y: x if condition else y),
    "unstack": (lambda *_: True, lambda x, **_: list(x)),
}


def zeros_like(x: Any) -> Any:
    """Zero of x's tangent type."""
    match x:
        case bool() | int() | float() if not isinstance(x, np.generic):
            return 0.0
        case complex() if not isinstance(x, np.generic):
            return 0j
        case np.ndarray():
            return np.zeros_like(x, dtype=tangent_dtype(x.dtype.name))
        case np.generic():
            return np.dtype(str(tangent_dtype(x.dtype.name))).type(0)
        case list():
            return [zeros_like(item) for item in x]
        case tuple():
            return tuple(zeros_like(item) for item in x)
        case dict():
            return {key: zeros_like(item) for key, item in x.items()}
        case object(__dict__=held):  # an object: its cotangent is a dict of its attributes
            return zeros_like(held)
    return None


def full_like(g: Any, x: Any) -> Any:
    """g in x's shape and float type; numbers stay numbers."""
    match x:
        case np.ndarray():
            dtype = np.dtype(str(tangent_dtype(x.dtype.name)))
            if np.iscomplexobj(g):
                dtype = np.result_type(dtype, np.complex64)
            return np.full_like(x, g, dtype=dtype)
        case list():
            return [full_like(g, item) for item in x]
        case tuple():
            return tuple(full_like(g, item) for item in x)
        case dict():
            return {key: full_like(g, item) for key, item in x.items()}
    return g


def unbroadcast(g: Any, x: Any) -> Any:
    """g summed over the axes that broadcasting gave x, of x's kind and precision."""
    lead = np.ndim(g) - np.ndim(x)
    if lead:
        g = np.sum(g, axis=tuple(range(lead)))
    ones = tuple(k for k, n in enumerate(np.shape(x)) if n == 1 and np.shape(g)[k] != 1)
    g = np.sum(g, axis=ones, keepdims=True) if ones else g
    if np.iscomplexobj(g) != np.iscomplexobj(x):
        g = np.real(g) if np.iscomplexobj(g) else g + 0j
    if getattr(x, "dtype", None) in (np.float32, np.float16, np.complex64):
        return x.dtype.type(g)
    return g


def _reshape_like(g: Any, x: Any) -> Any:
    if isinstance(x, np.ndarray):
        return np.reshape(g, x.shape)
    return np.reshape(g, ())[()]


def _copy(x: Any, deep: bool = False) -> Any:
    """deep: every array and container inside is copied too, each time that it is met."""
    if deep and isinstance(x, list | tuple):
        return type(x)(_copy(item, True) for item in x)
    if deep and isinstance(x, dict):
        return {key: _copy(item, True) for key, item in x.items()}
    return x.copy() if isinstance(x, np.ndarray | list | dict) else x


def _format(*values: Any, template: tuple[Any, ...]) -> str:
    """The text of an f-string: parts are text, or (position, conversion, specification)."""
    conversions: dict[str, Callable[[Any], str]] = {"s": str, "r": repr, "a": ascii}
    parts = []
    for part in template:
        if isinstance(part, str):
            parts.append(part)
            continue
        position, conversion, specification = part
        if isinstance(conversion, int):
            conversion = chr(conversion) if conversion > 0 else None
        value = values[position]
        if conversion:
            value = conversions[conversion.removeprefix("!")](value)
        parts.append(builtins.format(value, specification or ""))
    return "".join(parts)


def _raise(*arguments: Any, exception: str) -> None:
    raise _resolve(exception if "." in exception else f"builtins.{exception}")(*arguments)


def _assert(condition: Any, *message: Any) -> None:
    if not condition:
        raise AssertionError(*message)


def _replaced(base: Any, *items: Any, names: tuple[str, ...], how: str) -> Any:
    """The object with other attributes, whatever its class does when one is made."""
    if how == "_replace":
        return base._replace(**dict(zip(names, items, strict=True)))
    made = copy.copy(base)
    for name, item in zip(names, items, strict=True):
        object.__setattr__(made, name, item)
    return made


def _shape(x: Any, axis: int | None = None) -> Any:
    shape = getattr(x, "shape", None)  # which np.shape does not ask a sparse matrix for
    shape = np.shape(x) if shape is None else shape
    return shape if axis is None else shape[axis]


def _fails(*operands: Any, of: tuple[str, str], exceptions: tuple[str, ...], **attrs: Any) -> bool:
    """Whether an op, as it is spelled, ends in one of these exceptions."""
    kinds = tuple(map(_resolve, exceptions))
    try:
        with np.errstate(all="ignore"):
            apply(of[0], list(operands), attrs | ({"via": of[1]} if of[1] else {}))
    except kinds:
        return True
    except Exception:
        pass
    return False


STRUCTURAL: dict[str, Meaning] = {
    "getitem": lambda base, path: follow(base, path),
    "make_list": lambda *items, fixed=False: list(items),
    "make_tuple": lambda *items: items,
    "make_dict": lambda *items, keys: dict(zip(keys, items, strict=True)),
    "replace": _replaced,
    "list_concat": operator.add,
    "list_repeat": lambda a, times: a * times,
    "copy": _copy,
    "len": len,
    "shape": _shape,
    "size": np.size,
    "ndim": np.ndim,
    "zeros_like": zeros_like,
    "full_like": full_like,
    "unbroadcast": unbroadcast,
    "reshape_like": _reshape_like,
    "print": print,
    "assert": _assert,
    "raise": _raise,
    "fails": _fails,
    "format": _format,
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
    "eq": operator.eq,
    "ne": operator.ne,
    "not": operator.not_,
    "is": operator.is_,
    "is_not": operator.is_not,
    "in": lambda a, b: a in b,
    "not_in": lambda a, b: a not in b,
}
