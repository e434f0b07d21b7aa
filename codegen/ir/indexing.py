"""The types of subscripts: what `x[1:-1]`, `x[rows, y]`, `params["W"]` and chains of them are.

A path (see `codegen.ir.graph.Path`) is followed step by step. Lengths of slices are canonical, so
that `x[1:-1]`, `x[2:]`, `x[:-2]` all have length n-2: equality of lengths is what decides
broadcasts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from codegen.ir.graph import Field, Index, Key, Path, Slice, Step, Value, ViewOp
from codegen.ir.integers import length_of
from codegen.ir.joins import join
from codegen.ir.ops import result_types
from codegen.ir.sparse import Sparse
from codegen.ir.suppositions import suppose_alike, suppose_multiple
from codegen.ir.types import (
    GENERIC,
    INT,
    Array,
    DictOf,
    Length,
    ListFixed,
    ListOf,
    Opaque,
    Scalar,
    Shape,
    Str,
    Symbol,
    TupleOf,
    Type,
    Undefined,
    facts,
    fresh_length,
    map_lengths,
)


def broadcast_lengths(left: Length, right: Length) -> Length:
    """The length of an axis of left (op) right, given that the op does not raise."""
    known = facts()
    if known.equal(left, right) or known.is_one(right):
        return left
    if known.is_one(left):
        return right
    left_wide, right_wide = known.not_one(left), known.not_one(right)
    if not (left_wide and right_wide) and suppose_alike(left, right):
        return left
    if left_wide and right_wide:
        known.unify(left, right)
    if left_wide or right_wide:
        return left if left_wide else right
    return fresh_length()


def store_fits(place: Type, value: Type) -> None:
    """A store that does not raise: an axis of the value is as long as that of its place, or 1."""
    known = facts()
    if isinstance(place, Array) and isinstance(value, Array) and place.shape and value.shape:
        for own, given in zip(reversed(place.shape), reversed(value.shape), strict=False):
            if known.not_one(given):
                known.unify(own, given)


def broadcast_shapes(shapes: Iterable[Shape]) -> Shape:
    """NumPy's broadcasting of any number of shapes, given that it does not raise."""
    result: Shape = ()
    for shape in shapes:
        short, long = sorted((result, shape), key=len)
        lead = len(long) - len(short)
        tail = tuple(broadcast_lengths(a, b) for a, b in zip(long[lead:], short, strict=True))
        result = long[:lead] + tail
    return result


def element_type(item: Type) -> Type:
    """One element of a list of such items. Lengths that were made up for the item hold for each
    element alone, so every read gets its own; lengths that a user named are shared by all."""
    renamed: dict[Symbol, Length] = {}

    def change(length: Length) -> Length:
        result = Length((), length.constant)
        for symbol, coefficient in length.terms:
            if symbol.name.startswith("?"):
                part = renamed.setdefault(symbol, fresh_length(symbol.not_one))
            else:
                part = Length.of(symbol)
            result = result + part * coefficient
        return result

    return map_lengths(item, change)


def path_type(base: Type, path: Path) -> Type:
    """The type of base[path]. TypeError where the path does not fit the base."""
    for step in path:
        base = step_type(base, step)
    return base


def step_type(base: Type, step: Step) -> Type:
    """The type of one step of a path."""
    match step:
        case Index(items):
            return _index_type(base, items)
        case Key(key):
            return children_of(base)[position(base, key)]
        case Field(name):
            return children_of(base)[position(base, name)]
        case ViewOp(op, attrs):
            return result_types(op, (Value(base),), dict(attrs))[0]


def updated_type(base: Type, path: Path, value: Type) -> Type:
    """The type after base[path] = value: items are joined, arrays keep their type."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if (
        isinstance(base, ListOf)
        and isinstance(step, Index)
        and not isinstance(step.items[0], Slice)
    ):
        item = join(base.item, updated_type(base.item, rest, value))
        if item is None:
            raise TypeError("a list with elements of types that have nothing in common")
        return ListOf(item)
    if isinstance(base, TupleOf | ListFixed | DictOf) and isinstance(step, Key | Field):
        if isinstance(base, DictOf) and isinstance(step, Field) and step.name not in base.keys:
            return replace(base, keys=(*base.keys, step.name), items=(*base.items, value))
        at = position(base, step.key if isinstance(step, Key) else step.name)
        items = list(base.items)
        items[at] = updated_type(items[at], rest, value)
        return replace(base, items=tuple(items))
    return base


def children_of(base: Type) -> tuple[Type, ...]:
    if isinstance(base, TupleOf | ListFixed | DictOf):
        return base.items
    raise TypeError(f"{base} has no parts that are known by key")


def position(base: Type, key: Any) -> int:
    """Where the part under a key stands in the items of a container type."""
    if isinstance(base, DictOf):
        if key not in base.keys:
            raise TypeError(f"no key {key!r} among {base.keys}")
        return base.keys.index(key)
    count = len(children_of(base))
    if not isinstance(key, int) or not -count <= key < count:
        raise TypeError(f"no position {key!r} among {count}")
    return key % count


def literal(item: Any) -> Any:
    """The number behind a constant Value, else the item itself."""
    return item.const if isinstance(item, Value) and item.is_const else item


def _index_type(base: Type, items: tuple[Any, ...]) -> Type:
    if isinstance(base, Array):
        if base.shape is None:
            return _unknown(base)
        return _array_index(base, base.shape, items)
    if isinstance(base, Scalar):
        raise TypeError("a number has no elements")
    (item,) = items if len(items) == 1 else (items,)
    item = literal(item)
    if isinstance(base, ListOf):
        return base if isinstance(item, Slice) else element_type(base.item)
    if isinstance(base, TupleOf | ListFixed):
        return _sequence_index(base, item)
    if isinstance(base, DictOf):
        return base.items[position(base, item)]
    if isinstance(base, Str | Opaque | Undefined):
        return base
    if isinstance(base, Sparse):
        return _sparse_index(base, items)
    raise TypeError(f"{base} has no elements")


def _sparse_index(base: Sparse, items: tuple[Any, ...]) -> Type:
    """A number, or a matrix of whole rows or columns; an integer leaves no axis to an array."""
    kinds = [None if isinstance(item, Slice) else _index_kind(item)[0] for item in items]
    if base.format not in ("csr", "csc") or len(items) > 2 or "unknown" in kinds:
        raise TypeError("such an item of a sparse matrix: `.tocsr()` has rows and columns")
    if "int" in kinds and kinds != ["int", "int"]:
        if not base.matrix:
            raise TypeError("a row of a sparse array has one axis: `A[[i]]` has two")
        items = tuple(
            Slice(0, 1) if kind == "int" else item for item, kind in zip(items, kinds, strict=True)
        )
    found = _array_index(Array(base.dtype, base.shape), base.shape, items)
    if not isinstance(found, Array) or found.shape is None or len(found.shape) not in (0, 2):
        raise TypeError("single elements of a sparse matrix in an array: `A.toarray()[i, j]`")
    if not found.shape:
        return found
    return replace(base, shape=found.shape, stored=fresh_length())


def _sequence_index(base: TupleOf | ListFixed, item: Any) -> Type:
    if isinstance(item, int):
        return base.items[position(base, item)]
    if isinstance(item, Slice):
        parts = [literal(part) for part in (item.start, item.stop, item.step)]
        if all(part is None or isinstance(part, int) for part in parts):
            return replace(base, items=base.items[slice(*parts)])
    found: Type | None = Undefined()
    for part in base.items:
        found = join(found, part) if found is not None else None
    if found is None:
        raise TypeError("a run-time position in a sequence of unlike parts")
    return ListOf(found) if isinstance(item, Slice) else found


def _unknown(base: Array) -> Array:
    """A number or an array of any rank."""
    return GENERIC if base.dtype is None else Array(base.dtype, None, generic=True)


def _index_kind(item: Any) -> tuple[str, Shape]:
    """What an item of a subscript is: "int", "array" or "mask" with its shape, "unknown"."""
    item = literal(item)
    if isinstance(item, bool):
        return "unknown", ()
    if isinstance(item, int):
        return "int", ()
    t = item.type if isinstance(item, Value) else None
    if isinstance(t, Scalar):
        return ("int", ()) if t.kind == "int" else ("unknown", ())
    if isinstance(t, ListOf) and isinstance(t.item, Scalar) and t.item.kind in ("int", "bool"):
        return "array" if t.item.kind == "int" else "mask", (fresh_length(),)
    if isinstance(t, ListFixed) and t.items and all(part == INT for part in t.items):
        return "array", (Length.of(len(t.items)),)
    if isinstance(t, Array) and t.shape is not None and t.dtype is not None:
        if t.dtype == "bool":
            return ("mask", t.shape) if t.shape else ("unknown", ())
        return ("array", t.shape) if t.shape else ("int", ())
    return "unknown", ()


def _array_index(base: Array, shape: Shape, items: tuple[Any, ...]) -> Type:
    """NumPy's rules: integers drop an axis; integer arrays and masks broadcast together, and
    their axes stand where they stood if they are neighbours, else in front; beside an array,
    integers count too.
    """
    kinds = [
        (
            ("plain", ())
            if literal(item) is None or item is Ellipsis or isinstance(item, Slice)
            else _index_kind(item)
        )
        for item in items
    ]
    if any(kind == "unknown" for kind, _ in kinds):
        return _unknown(base)
    used = sum(
        (
            1
            if isinstance(item, Slice) or kind in ("int", "array")
            else len(of) if kind == "mask" else 0
        )
        for item, (kind, of) in zip(items, kinds, strict=True)
    )
    if used > len(shape):
        raise TypeError(f"{used} indices into an array with {len(shape)} axes")
    if Ellipsis not in items:
        items, kinds = (*items, Ellipsis), [*kinds, ("plain", ())]
        dots = False
    else:
        dots = True
    fancy = any(kind in ("array", "mask") for kind, _ in kinds)
    result: list[Length] = []
    advanced: list[Shape] = []
    places: list[int] = []  # of the advanced items among all items
    insert_at = 0
    axis = 0
    for place, (item, (kind, of)) in enumerate(zip(items, kinds, strict=True)):
        if kind != "plain":
            if fancy:
                if not places:
                    insert_at = len(result)
                places.append(place)
                if kind == "mask":
                    # a mask may only stand on axes of its own lengths
                    for own, theirs in zip(of, shape[axis:], strict=False):
                        facts().unify(own, theirs)
                    of, axis = (fresh_length(),), axis + len(of) - 1
                advanced.append(of)
            axis += 1
        elif item is Ellipsis:
            result.extend(shape[axis : axis + len(shape) - used])
            axis += len(shape) - used
        elif isinstance(item, Slice):
            result.append(slice_length(shape[axis], item))
            axis += 1
        else:
            result.append(Length.of(1))
    if fancy:
        if places[-1] - places[0] + 1 != len(places):
            insert_at = 0
        result[insert_at:insert_at] = broadcast_shapes(advanced)
    return Array(base.dtype, tuple(result), scalar=not result and not dots and not fancy)


def slice_length(length: Length, item: Slice) -> Length:
    """The length of an axis of that length after a slice. n-2 stands for max(n-2, 0)."""
    start, stop, step = (literal(part) for part in (item.start, item.stop, item.step))
    if not all(part is None or isinstance(part, int) for part in (start, stop, step)):
        return _between(length, start, stop) if step in (None, 1) else fresh_length()
    known = facts().resolve(length).known
    if known is not None:
        return Length.of(len(range(*slice(start, stop, step).indices(known))))
    if step == -1 and start is None and stop is None:
        return length
    if step not in (None, 1):
        return fresh_length()
    if (start is None or start >= 0) and (stop is None or stop < 0):
        return length - (start or 0) + (stop or 0)
    if start is not None and stop is not None and start >= stop and (start >= 0) == (stop >= 0):
        return Length.of(0)
    return fresh_length()


def _between(length: Length, start: Any, stop: Any) -> Length:
    """The length of x[start:stop] where a bound is a length: known if both lie within x."""
    low = length_of(0 if start is None else start)
    high = length if stop is None else length_of(stop)
    for bound in (low, high):
        if not facts().not_negative(length - bound):
            suppose_multiple(length, bound)
    within = all(map(facts().not_negative, (low, high, length - low, length - high)))
    return high - low if within else fresh_length()
