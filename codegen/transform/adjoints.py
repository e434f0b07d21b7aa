"""How cotangents add up: one accumulator per leaf of a value.

No contribution is None, never a zero; the first is an assignment; further ones are `accumulate`.
"""

from __future__ import annotations

from itertools import islice

from codegen.infer.activity import differentiable
from codegen.ir.build import current, emit, emit_op
from codegen.ir.graph import Key, Path, Value, constant
from codegen.ir.results import tangent_type
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    DictOf,
    Scalar,
    TupleOf,
    Type,
    is_complex,
    is_number,
)
from codegen.rules.language import of_kind
from codegen.transform.cotangents import (
    Cotangent,
    Keys,
    Parts,
    keys_of,
    known_keys,
    part,
    part_of,
    part_type,
    sliced,
    whole,
)
from codegen.transform.stores import added, slices_list, stored

Slot = tuple[Value, Keys]  # a leaf of a value: where in its structure


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
        return constant(0j if is_complex(t) else 0.0)
    if isinstance(part_type(value.type, keys), Sparse):
        return emit("zeros_like", emit("sparse_data", part(value, keys)), hint=name_of(slot))
    return emit("zeros_like", part(value, keys), hint=name_of(slot))


class Adjoints:
    """The accumulators of one block. A branch reads those around it and keeps its own changes.

    mixed: f computes with complex numbers, so that what has no type may be real or complex.
    """

    def __init__(
        self, active: set[Value], around: Adjoints | None = None, mixed: bool = False
    ) -> None:
        self.active = active
        self.around = around
        self.mixed: bool = mixed or (around is not None and around.mixed)
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
            g = of_kind(whole(g, t), t)
            self._add_leaf((x, keys), self._of_kind(g, x, keys, t) if self.mixed else g)
            return
        for key in own:
            inner = part_type(t, (key,))
            if isinstance(g, Parts):
                self._add(x, (*keys, key), inner, g.items.get(key))
            elif differentiable(inner):
                self._add(x, (*keys, key), inner, part_of(g, key))

    def _of_kind(self, g: Value, x: Value, keys: Keys, t: Type) -> Value:
        """g, real for a real leaf: where that only shows at run time, it is looked at then. Else
        an imaginary part would become real again by what is complex further up."""
        if not isinstance(g.type, Array) or not (g.type.dtype is None or is_complex(g.type)):
            return g
        if not isinstance(t, Array) or t.dtype is not None:
            return g if is_complex(t) or not isinstance(t, Scalar | Array) else emit("real", g)
        return emit("unbroadcast", g, part(x, keys))

    def _add_leaf(self, slot: Slot, g: Value) -> None:
        found = self.get(slot)
        if found is None:
            self.own[slot] = _named(g, slot)
            return
        if is_complex(found.type):  # what f has there may be real at run time: no store into it
            self.own[slot] = emit("add", found, g, hint=name_of(slot))
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
            if found is None and not repeated and not slices_list(t, rest):
                base = zero(slot)
                self.own[slot] = stored(base, rest, g, name_of(slot))
            else:
                base = zero(slot) if found is None else found
                self.own[slot] = added(base, rest, g, repeated, name_of(slot))


def build(x: Value, g: Cotangent) -> Value:
    """The cotangent of x as one value with x's structure, zeros where nothing was added."""
    return build_part(x, x.type, (), g)


def build_part(x: Value, t: Type, keys: Keys, g: Cotangent) -> Value:
    if isinstance(g, Value):
        return g
    own = keys_of(t)
    if own is None:
        if g is not None:
            return whole(g, t)
        return zero((x, keys)) if differentiable(t) else constant(None)
    items = [
        build_part(x, part_type(t, (key,)), (*keys, key), g.items.get(key) if g else None)
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
