"""Nested values: leaves, comparison to the bit, structure of gradients."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np

Number = int | float | complex | np.generic


def parts(value: Any) -> list[Any] | None:
    """The parts of a container in order; None for a leaf."""
    if isinstance(value, list | tuple):
        return list(value)
    if isinstance(value, dict):
        return list(value.values())
    if is_object(value):
        return list(attributes(value).values())
    return None


def is_object(value: Any) -> bool:
    """An object of a class of a test's own."""
    return type(value).__module__.startswith(("tests.", "mixed_"))


def attributes(value: Any) -> dict[str, Any]:
    """What an object holds, by name."""
    slots = [name for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())]
    return {name: getattr(value, name) for name in slots} | dict(getattr(value, "__dict__", {}))


def rebuilt(value: Any, items: list[Any]) -> Any:
    """A container like value with other parts."""
    if isinstance(value, dict):
        return dict(zip(value, items, strict=True))
    if isinstance(value, tuple) and hasattr(value, "_replace"):
        return type(value)(*items)
    if isinstance(value, list | tuple):
        return type(value)(items)
    made = copy.copy(value)
    for name, item in zip(attributes(value), items, strict=True):
        object.__setattr__(made, name, item)
    return made


def arrays(value: Any) -> list[np.ndarray]:
    inner = parts(value)
    if inner is not None:
        return [a for item in inner for a in arrays(item)]
    return [value] if isinstance(value, np.ndarray) else []


def _is_complex(value: Any) -> bool:
    return isinstance(value, complex | np.complexfloating) or (
        isinstance(value, np.ndarray) and value.dtype.kind == "c"
    )


def conjugated(value: Any) -> Any:
    """The value with its complex numbers conjugated: what df/dx - i df/dy is by its parts."""
    inner = parts(value)
    if inner is not None:
        return rebuilt(value, [conjugated(item) for item in inner])
    return value.conjugate() if _is_complex(value) else value


def flatten(value: Any) -> list[float]:
    """The real numbers in order, two for a complex one; strings, booleans and None are skipped."""
    inner = parts(value)
    if inner is not None:
        return [x for item in inner for x in flatten(item)]
    if isinstance(value, np.ndarray):
        return [] if value.dtype.kind == "b" else [x for z in value.ravel() for x in _reals(z)]
    if isinstance(value, bool | np.bool_ | str) or value is None:
        return []
    return _reals(value) if isinstance(value, Number) else []


def _reals(value: Any) -> list[float]:
    return [float(value.real), float(value.imag)] if _is_complex(value) else [float(value)]


def matches(value: Any, leaves: Iterator[float]) -> Any:
    """The value with its real numbers replaced, in the order of flatten."""
    inner = parts(value)
    if inner is not None:
        return rebuilt(value, [matches(item, leaves) for item in inner])
    if isinstance(value, np.ndarray) and value.dtype.kind == "c":
        numbers = [complex(next(leaves), next(leaves)) for _ in range(value.size)]
        return np.array(numbers, dtype=value.dtype).reshape(value.shape)
    if _is_complex(value):
        return type(value)(complex(next(leaves), next(leaves)))
    if isinstance(value, np.ndarray) and value.dtype.kind != "b":
        return np.array([next(leaves) for _ in range(value.size)]).reshape(value.shape)
    if isinstance(value, bool | np.bool_ | str) or not isinstance(value, Number):
        return value
    number = next(leaves)
    return type(value)(number) if isinstance(value, np.floating) else number


def as_reals(value: Any) -> Any:
    """float32 as float64, so that differences can be taken; integers stay."""
    inner = parts(value)
    if inner is not None:
        return rebuilt(value, [as_reals(item) for item in inner])
    if isinstance(value, np.ndarray) and value.dtype == np.float32:
        return value.astype(np.float64)
    if isinstance(value, np.ndarray) and value.dtype == np.complex64:
        return value.astype(np.complex128)
    return np.float64(value) if isinstance(value, np.float32) else value


def has_floats(value: Any) -> bool:
    inner = parts(value)
    if inner is not None:
        return any(map(has_floats, inner))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "fc"
    return isinstance(value, float | np.floating) or _is_complex(value)


def is_real(value: Any) -> bool:
    return bool(flatten(value))


def same(left: Any, right: Any) -> bool:
    """Equal to the bit, and of equal types."""
    if type(left) is not type(right):
        return False
    inner = parts(left)
    if inner is not None:
        others = parts(right) or []
        keys = not isinstance(left, dict) or list(left) == list(right)
        return keys and len(inner) == len(others) and all(map(same, inner, others))
    if isinstance(left, np.ndarray | np.generic):
        return (
            left.dtype == right.dtype
            and left.shape == right.shape
            and np.ascontiguousarray(left).tobytes() == np.ascontiguousarray(right).tobytes()
        )
    if isinstance(left, float):
        return np.float64(left).tobytes() == np.float64(right).tobytes()
    return bool(left == right)


def random_like(value: Any, seed: int = 0) -> Any:
    """A cotangent: the structure of a result with random numbers."""
    draw = np.random.default_rng(seed)

    def fill(item: Any) -> Any:
        inner = parts(item)
        if inner is not None:
            return rebuilt(item, [fill(part) for part in inner])
        if _is_complex(item):
            drawn = draw.normal(size=np.shape(item)) + 1j * draw.normal(size=np.shape(item))
            return drawn.astype(item.dtype) if isinstance(item, np.ndarray) else complex(drawn)
        if isinstance(item, np.ndarray):
            kind = item.dtype if item.dtype.kind == "f" else np.dtype(float)
            return draw.normal(size=item.shape).astype(kind)
        if isinstance(item, np.floating):
            return type(item)(draw.normal())
        return float(draw.normal()) if isinstance(item, int | float) else item

    return fill(value)


def like(gradient: Any, argument: Any) -> str:
    """What is wrong with the structure of a gradient; the empty string where nothing is."""
    inner = parts(argument)
    if is_object(argument) and not isinstance(argument, tuple):
        if not dataclasses.is_dataclass(argument):
            wanted = {name: x for name, x in attributes(argument).items() if is_real(x)}
            if not isinstance(gradient, dict) or list(gradient) != list(wanted):
                return f"{gradient!r} for the attributes {list(wanted)}"
            return next(filter(None, map(like, gradient.values(), wanted.values())), "")
    if inner is not None:
        if type(gradient) is not type(argument):
            return f"{type(gradient).__name__} for {type(argument).__name__}"
        if isinstance(argument, dict) and list(gradient) != list(argument):
            return f"keys {list(gradient)} for {list(argument)}"
        others = parts(gradient) or []
        if len(others) != len(inner):
            return f"{len(others)} parts for {len(inner)}"
        return next(filter(None, map(like, others, inner)), "")
    if isinstance(argument, np.ndarray):
        if not isinstance(gradient, np.ndarray) and argument.shape:  # NumPy makes 0-d a scalar
            return f"{type(gradient).__name__} for an array"
        dtype = argument.dtype if argument.dtype.kind in "fc" else np.dtype(float)
        if (np.shape(gradient), np.asarray(gradient).dtype) != (argument.shape, dtype):
            found = f"{np.asarray(gradient).dtype}{np.shape(gradient)}"
            return f"{found} for {argument.dtype}{argument.shape}"
        return ""
    if isinstance(argument, bool | str) or argument is None:
        return ""
    numbers = complex | np.complexfloating if _is_complex(argument) else float | np.floating
    return "" if isinstance(gradient, numbers) else f"{gradient!r} for {argument!r}"


def scalar(value: Any) -> bool:
    return isinstance(value, float | np.floating) or (
        isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind == "f"
    )
