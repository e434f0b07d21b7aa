"""Cotangents and how they add up.

The cotangent of a value of known structure (tuple, dict, list of known length) is kept as its
parts, one accumulator per leaf: `Parts`. A leaf is a number, an array or a list that grows. No
contribution is None, never a zero; the first is an assignment; further ones are `accumulate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from codegen.errors import InternalError
from codegen.infer.activity import differentiable
from codegen.ir.build import current, emit, emit_op
from codegen.ir.graph import Field, Index, Key, Path, Slice, Value, ViewOp, constant
from codegen.ir.results import tangent_type
from codegen.ir.types import COMPLEX, DictOf, ListFixed, ListOf, TupleOf, Type, is_number

Keys = tuple[Any, ...]
Slot = tuple[Value, Keys]  # a leaf of a value: where in its structure


@dataclass(frozen=True)
class Parts:
    """The cotangents of the parts of a value of known structure; a part that is missing is zero."""

    items: Mapping[Any, Cotangent] = field(default_factory=dict)


Cotangent = Value | Parts | None


def keys_of(t: Type) -> tuple[Any, ...] | None:
    """The keys of a type of known structure, else None."""
    if isinstance(t, DictOf):
        return t.keys
    return tuple(range(len(t.items))) if isinstance(t, TupleOf | ListFixed) else None


def part_type(t: Type, keys: Keys) -> Type:
    for key in keys:
        assert isinstance(t, DictOf | TupleOf | ListFixed)
        t = t.items[t.keys.index(key) if isinstance(t, DictOf) else key]
    return t


def leaves(t: Type, keys: Keys = ()) -> Iterator[Keys]:
    """Where in a type its leaves are that may carry a cotangent."""
    own = keys_of(t)
    if own is None:
        if differentiable(t):
            yield keys
        return
    for key in own:
        yield from leaves(part_type(t, (key,)), (*keys, key))


def part(x: Value, keys: Keys) -> Value:
    return emit("getitem", x, path=tuple(Key(key) for key in keys)) if keys else x


def name_of(slot: Slot) -> str | None:
    """dW for W and for params["W"]."""
    value, keys = slot
    name = value.name
    for key in keys:
        word = isinstance(key, str) and key.isidentifier()
        name = key if word else f"{name}_{key}" if name else None
    return f"d{name}" if name else None


def zero(slot: Slot) -> Value:
    """A zero of the leaf's tangent type; numbers stay literals."""
    value, keys = slot
    t = tangent_type(part_type(value.type, keys))
    if is_number(t):
        return constant(0j if t == COMPLEX else 0.0)
    return emit("zeros_like", part(value, keys), hint=name_of(slot))


class Adjoints:
    """The accumulators of one block. A branch reads those around it and keeps its own changes."""

    def __init__(self, active: set[Value], around: Adjoints | None = None) -> None:
        self.active = active
        self.around = around
        self.own: dict[Slot, Value] = {}

    def get(self, slot: Slot) -> Value | None:
        found = self.own.get(slot)
        return found if found is not None or self.around is None else self.around.get(slot)

    def total(self, slot: Slot) -> Value:
        """The accumulator, or a zero where nothing was added."""
        found = self.get(slot)
        return zero(slot) if found is None else found

    def take(self, x: Value) -> Cotangent:
        """The cotangent of a value."""
        return self._take(x, x.type, ()) if x in self.active else None

    def _take(self, x: Value, t: Type, keys: Keys) -> Cotangent:
        own = keys_of(t)
        if own is None:
            return self.get((x, keys))
        items = {key: self._take(x, part_type(t, (key,)), (*keys, key)) for key in own}
        return Parts(items) if any(item is not None for item in items.values()) else None

    def add(self, x: Value, g: Cotangent) -> None:
        """Add g to the cotangent of x."""
        if g is not None and not x.is_const and x in self.active:
            self._add(x, (), x.type, g)

    def _add(self, x: Value, keys: Keys, t: Type, g: Cotangent) -> None:
        own = keys_of(t)
        if g is None or (own is None and not differentiable(t)):
            return
        if own is None:
            self._add_leaf((x, keys), whole(g, t))
            return
        for key in own:
            inner = part_type(t, (key,))
            if isinstance(g, Parts):
                self._add(x, (*keys, key), inner, g.items.get(key))
            elif differentiable(inner):
                self._add(x, (*keys, key), inner, part_of(g, key))

    def _add_leaf(self, slot: Slot, g: Value) -> None:
        found = self.get(slot)
        if found is None:
            self.own[slot] = _named(g, slot)
            return
        op = emit_op("accumulate", (found, g), {"path": ()}, hint=name_of(slot))
        self.own[slot] = op.out

    def add_at(self, x: Value, path: Path, g: Cotangent, repeated: bool = False) -> None:
        """Add g to the part of x's cotangent that a path names: np.add.at where indices may
        repeat."""
        if g is None or x.is_const or x not in self.active:
            return
        keys, rest = known_keys(x.type, path)
        t = part_type(x.type, keys)
        if not rest:
            self._add(x, keys, t, g)
        elif isinstance(g, Parts):
            positions = sliced(t, rest)
            for key, item in g.items.items():
                if positions is not None:
                    step: Path = (Key(positions[key]), *rest[1:])
                    self.add_at(x, (*path[: len(keys)], *step), item)
                else:
                    self.add_at(x, (*path, Key(key)), item, repeated)
        elif keys_of(t) is not None:  # a run-time position in a list of known length
            base = emit("zeros_like", part(x, keys))
            self._add(x, keys, t, added(base, rest, g, repeated))
        elif differentiable(t):
            slot = (x, keys)
            found = self.get(slot)
            if found is None and not repeated and not _slices_list(t, rest):
                base = zero(slot)
                self.own[slot] = emit_op(
                    "update", (base, g), {"path": rest}, hint=name_of(slot)
                ).out
            else:
                base = zero(slot) if found is None else found
                self.own[slot] = added(base, rest, g, repeated, name_of(slot))


def added(
    base: Value, path: Path, g: Value, repeated: bool = False, hint: str | None = None
) -> Value:
    """base with g added at a path.

    A slice of a Python list is added to element by element (`+=` on it would insert), and what was
    re-shaped in between is taken out, changed and put back: the buffer need not be contiguous.
    """
    if _slices_list(base.type, path):
        sum_ = emit("accumulate", emit("getitem", base, path=path), g, path=())
        return emit_op("update", (base, sum_), {"path": path}, hint=hint).out
    cut = _reshape_in(path)
    if cut is not None:
        before, step, after = path[:cut], path[cut], path[cut + 1 :]
        original = emit("getitem", base, path=before) if before else base
        inner = emit("getitem", original, path=(step,))
        inner = added(inner, after, g, repeated)
        restored = emit("reshape_like", inner, original)
        return (
            emit_op("update", (base, restored), {"path": before}, hint=hint).out
            if before
            else restored
        )
    attrs: dict[str, Any] = {"path": path}
    if repeated:
        attrs["repeated"] = True
    return emit_op("accumulate", (base, g), attrs, hint=hint).out


def stored(base: Value, path: Path, value: Value, hint: str | None = None) -> Value:
    """base with the part at a path replaced; as for `added`, not through a re-shaped view."""
    cut = _reshape_in(path)
    if cut is None:
        return emit_op("update", (base, value), {"path": path}, hint=hint).out
    before, step, after = path[:cut], path[cut], path[cut + 1 :]
    original = emit("getitem", base, path=before) if before else base
    inner = emit("getitem", original, path=(step,))
    inner = stored(inner, after, value) if after else emit("full_like", value, inner)
    restored = emit("reshape_like", inner, original)
    return (
        emit_op("update", (base, restored), {"path": before}, hint=hint).out if before else restored
    )


def _reshape_in(path: Path) -> int | None:
    """The position of the last step that re-arranges elements other than by exchanging axes."""
    exchange = ("transpose", "swapaxes", "moveaxis", "rollaxis")
    for k in range(len(path) - 1, -1, -1):
        step = path[k]
        if isinstance(step, ViewOp) and step.op not in exchange:
            return k
    return None


def literal_of(item: Any) -> Any:
    """The literal behind a constant value, else the item itself."""
    return item.const if isinstance(item, Value) and item.is_const else item


def known_keys(t: Type, path: Path) -> tuple[Keys, Path]:
    """The leading steps of a path that name parts of known structure, as keys, and the rest."""
    keys: list[Any] = []
    for position, step in enumerate(path):
        own = keys_of(t)
        key = _key(step)
        if own is None or key is _NO_KEY:
            return tuple(keys), path[position:]
        if not isinstance(t, DictOf):
            key = key % len(own)
        keys.append(key)
        t = part_type(t, (key,))
    return tuple(keys), ()


_NO_KEY = object()


def _key(step: object) -> Any:
    if isinstance(step, Key):
        return step.key
    if isinstance(step, Field):
        return step.name
    if isinstance(step, Index) and len(step.items) == 1:
        item = literal_of(step.items[0])
        if isinstance(item, int | str):
            return item
    return _NO_KEY


def sliced(t: Type, path: Path) -> list[int] | None:
    """The positions that a literal slice of a sequence of known length takes."""
    step = path[0]
    if (
        not isinstance(t, TupleOf | ListFixed)
        or not isinstance(step, Index)
        or len(step.items) != 1
    ):
        return None
    (item,) = step.items
    if not isinstance(item, Slice):
        return None
    bounds = [literal_of(end) for end in (item.start, item.stop, item.step)]
    if any(isinstance(end, Value) for end in bounds):
        return None
    return list(range(len(t.items)))[slice(bounds[0], bounds[1], bounds[2])]


def _slices_list(t: Type, path: Path) -> bool:
    """Whether the last step of a path slices a Python list."""
    for step in path:
        if not isinstance(t, ListOf):
            return False
        sliced_ = isinstance(step, Index) and isinstance(step.items[0], Slice)
        t = t if sliced_ else t.item
    last = path[-1] if path else None
    return isinstance(last, Index) and isinstance(last.items[0], Slice)


def part_of(g: Value, key: Any) -> Value:
    """A part of a cotangent that is one value."""
    step = Key(key) if keys_of(g.type) is not None else Index((key,))
    return emit("getitem", g, path=(step,))


def whole(g: Cotangent, t: Type) -> Value:
    """A leaf's cotangent as one value; parts that belong to a list of unknown length become a
    list."""
    if isinstance(g, Value):
        return g
    if g is None or not isinstance(t, ListOf) or any(item is None for item in g.items.values()):
        raise InternalError(f"a cotangent in parts for a value of type {t}")
    return emit("make_list", *(whole(item, t.item) for item in g.items.values()))


def build(x: Value, g: Cotangent) -> Value:
    """The cotangent of x as one value with x's structure, zeros where nothing was added."""
    return _build(x, x.type, (), g)


def _build(x: Value, t: Type, keys: Keys, g: Cotangent) -> Value:
    if isinstance(g, Value):
        return g
    own = keys_of(t)
    if own is None:
        if g is not None:
            return whole(g, t)
        return zero((x, keys)) if differentiable(t) else constant(None)
    items = [
        _build(x, part_type(t, (key,)), (*keys, key), g.items.get(key) if g else None)
        for key in own
    ]
    if isinstance(t, DictOf):
        return emit("make_dict", *items, keys=own)
    if isinstance(t, TupleOf):
        return emit("make_tuple", *items)
    return emit("make_list", *items, fixed=True)


_RECENT = 16  # a rule emits fewer ops than this between a cotangent and its use


def _named(g: Value, slot: Slot) -> Value:
    """Call a cotangent after the value, if an op of this block made it and nothing named it
    before."""
    if g.name is None and not g.is_const:
        for op in islice(reversed(current().ops), _RECENT):
            if g in op.outs:
                g.name = name_of(slot)
                break
    return g
