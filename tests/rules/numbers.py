"""Numbers, arrays and lists of them, as vectors: flat, moved along a direction, compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from codegen.ir.types import Array, Scalar, Type


def is_number_array(x: Any) -> bool:
    return isinstance(x, np.ndarray | np.generic)


def differentiable(x: Any) -> bool:
    """Floats, complex numbers, arrays and lists of them."""
    if isinstance(x, list):
        return all(differentiable(item) for item in x)
    if isinstance(x, tuple):
        return any(differentiable(item) for item in x)
    return isinstance(x, float | complex) or (is_number_array(x) and x.dtype.kind in "fc")


def flat(x: Any) -> Any:
    """All elements as one vector, of floats or of complex numbers; None, where there is no
    derivative, is 0."""
    if isinstance(x, list | tuple):
        return np.concatenate([np.zeros(0), *map(flat, x)])
    vector = np.ravel(np.asarray(0.0 if x is None else x))
    return vector if np.iscomplexobj(vector) else vector.astype(float)


def product(left: Any, right: Any) -> float:
    """The real part of the sum of products, without a conjugate: a cotangent meets a tangent."""
    return float(np.real(np.sum(flat(left) * flat(right))))


def size(x: Any) -> float:
    """The Euclidean norm."""
    return float(np.linalg.norm(flat(x)))


_generator = np.random.default_rng(7)


def random_like(x: Any) -> Any:
    """Numbers between 0.5 and 1.5 in x's structure, shape and type; a complex x has both parts."""
    if isinstance(x, list | tuple):
        found = [random_like(item) for item in x]
        return found if isinstance(x, list) else tuple(found)
    number = _generator.uniform(0.5, 1.5, np.shape(x))
    if np.iscomplexobj(x):
        number = number + 1j * _generator.uniform(0.5, 1.5, np.shape(x))
    if np.ndim(x) == 0 and not isinstance(x, np.ndarray):
        return np.asarray(number).item()
    dtype = np.asarray(x).dtype
    return number.astype(dtype if dtype.kind in "fc" else float)


def moved(x: Any, direction: Any, step: float) -> Any:
    """x + step * direction, of x's structure and type; what only counts stays."""
    if isinstance(x, bool) or (isinstance(x, np.ndarray) and x.dtype.kind in "biu"):
        return x
    if isinstance(x, list | tuple):
        return type(x)(moved(a, b, step) for a, b in zip(x, direction, strict=True))
    if isinstance(x, np.ndarray):
        return np.asarray(x + step * np.asarray(direction), x.dtype)
    return type(x)(x + step * np.asarray(direction)[()])


def units(x: Any) -> Iterator[Any]:
    """The directions along one element each, in the order of `flat`."""
    zero = _zero(x)
    for place in range(len(flat(x))):
        yield _with(zero, place)


def _zero(x: Any) -> Any:
    if isinstance(x, list | tuple):
        return [_zero(item) for item in x]
    return np.zeros(np.shape(x))


def _with(zero: Any, place: int) -> Any:
    """One in the place of an element, zero elsewhere."""
    if not isinstance(zero, list):
        found = zero.copy()
        found.reshape(-1)[place] = 1.0
        return found
    items = []
    for item in zero:
        count = len(flat(item))
        items.append(_with(item, place) if 0 <= place < count else item)
        place -= count
    return items


def slope(f: Callable[[Any], float], x: Any, direction: Any, eps: float) -> float:
    """The derivative of f at x along a direction, by central differences."""
    return (f(moved(x, direction, eps)) - f(moved(x, direction, -eps))) / (2 * eps)


def slopes(f: Callable[[Any], float], x: Any, eps: float) -> Any:
    """The cotangent of x for a real f, by central differences: of a complex element a + bi it is
    df/da - i df/db."""
    found = np.array([slope(f, x, unit, eps) for unit in units(x)])
    if not np.iscomplexobj(flat(x)):
        return found
    turned = [slope(f, x, 1j * np.asarray(unit), eps) for unit in units(x)]
    return found - 1j * np.array(turned)


_NARROW = {np.dtype(float): np.dtype(np.float32), np.dtype(complex): np.dtype(np.complex64)}
_WIDE = {narrow: wide for wide, narrow in _NARROW.items()}


def is_wide(x: Any) -> bool:
    return isinstance(x, np.ndarray) and x.dtype in _NARROW


def narrowed(x: Any) -> Any:
    """Arrays of double precision in single precision."""
    return x.astype(_NARROW[x.dtype]) if is_wide(x) else x


def widened(x: Any) -> Any:
    """The other way round."""
    return x.astype(_WIDE.get(x.dtype, x.dtype)) if isinstance(x, np.ndarray) else x


def same(a: Any, b: Any) -> bool:
    """The same value, of the same Python type."""
    if isinstance(a, list | tuple) and type(a) is type(b) and len(a) == len(b):
        return all(same(x, y) for x, y in zip(a, b, strict=True))
    return type(a) is type(b) and np.array_equal(a, b, equal_nan=True)


def same_structure(dx: Any, x: Any) -> bool:
    if isinstance(x, list | tuple):
        return (
            isinstance(dx, list | tuple)
            and len(dx) == len(x)
            and all(same_structure(a, b) for a, b in zip(dx, x, strict=True))
        )
    return np.shape(dx) == np.shape(x)


def fits(x: Any, t: Type) -> bool:
    """The run-time value is of the inferred type."""
    match t:
        case Scalar(kind):
            return type(x).__name__ == kind or (kind == "float" and type(x) is int)
        case Array(dtype, shape, scalar):
            if dtype is not None and np.asarray(x).dtype.name != dtype:
                return False
            if shape is None:
                return True
            if scalar != isinstance(x, np.generic) and not (shape == () and not scalar):
                return False
            return len(shape) == np.ndim(x) and all(
                n.known is None or n.known == m for n, m in zip(shape, np.shape(x), strict=True)
            )
    return True
