"""The adjoints of the structural ops: paths, containers, copies. One function per op, in
`STRUCTURAL`.

Each gets the tape, the accumulators of the block, the op and the cotangents of its results, and
adds to the cotangents of its operands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.ir.build import emit
from codegen.ir.graph import Field, Index, Key, Op, Path, Slice, Value, constant
from codegen.ir.indexing import path_type
from codegen.ir.sparse import Sparse
from codegen.ir.types import Array, ListOf, Type, is_array, is_number
from codegen.rules.fitting import narrowed, unbroadcast
from codegen.rules.language import reshape_like
from codegen.rules.scipy_sparse_entries import of_item
from codegen.rules.structure import like_structure
from codegen.transform.adjoints import Adjoints, build
from codegen.transform.containers import append, extend, insert, list_repeat, make, pop
from codegen.transform.cotangents import (
    Cotangent,
    Parts,
    keys_of,
    known_keys,
    part,
    part_of,
    part_type,
    whole,
)
from codegen.transform.stores import stored
from codegen.transform.tape import Tape, refuse
from codegen.transform.uniqueness import may_repeat

Rule = Callable[[Tape, Adjoints, Op, tuple[Cotangent, ...]], None]


def fitted(g: Value, x: Value) -> Value:
    """A cotangent of what x was broadcast to, as one of x: summed, a list for a list."""
    if isinstance(x.type, ListOf) and isinstance(g.type, ListOf):
        return g
    return like_structure(unbroadcast(g, x), x)


# ------------------------------------------------------------------------------------------ paths


def _getitem(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base,), path = op.ins, op.attrs["path"]
    keys, rest = known_keys(base.type, path)
    if isinstance(base.type, Sparse) and isinstance(cotangents[0], Value):
        adjoints.add(base, narrowed(of_item(cotangents[0], base, path), base))
        return
    if isinstance(cotangents[0], Value) and not keys and _only_adds_axes(base.type, rest):
        adjoints.add(base, reshape_like(cotangents[0], base))
        return
    if not keys and is_number(base.type):
        raise refuse(op, "an index into a number", "Use np.where.")
    repeated = may_repeat(tape, part_type(base.type, keys), rest)
    whole, before = _part_of_whole(tape, op)
    adjoints.add_at(whole, (*before, *path), cotangents[0], repeated)


def _part_of_whole(tape: Tape, op: Op) -> tuple[Value, Path]:
    """What the base of a read is a part of, and where: an element of a row of a matrix is an
    element of the matrix. Not where the matrix may be another one by now: then it has a cotangent
    of its own, and only the row's need be kept beside it."""
    base: Value = op.ins[0]
    made = tape.definition(base)
    if (
        made is None
        or made.name != "getitem"
        or not _is_place(made.ins[0].type, made.attrs["path"])
    ):
        return base, ()
    between = tape.between(made, op)
    if between is None or any(
        made.ins[0] in other.ins and other.name != "getitem" or other.regions for other in between
    ):
        return base, ()
    whole, before = _part_of_whole(tape, made)
    return whole, (*before, *made.attrs["path"])


def _is_place(t: Type, path: Path) -> bool:
    """Whether a path leads to a part that is changed by a change of what is found there: not
    through a slice of a list, or indices in an array, which make a copy."""
    for k, step in enumerate(path):
        inner = path_type(t, path[:k])
        known = isinstance(inner, Array) and inner.shape is not None
        if isinstance(step, Key | Field):
            continue
        if not isinstance(step, Index) or not (known or isinstance(inner, ListOf)):
            return False
        for item in step.items:
            number = isinstance(item, int) or isinstance(item, Value) and is_number(item.type)
            if not number and not (known and (item is Ellipsis or isinstance(item, Slice))):
                return False
    return True


def _only_adds_axes(base: Type, path: Path) -> bool:
    """x[:, None], x[...] and the like: every element of an array once, in order."""
    items = [item for step in path if isinstance(step, Index) for item in step.items]
    return (
        isinstance(base, Array)
        and all(isinstance(step, Index) for step in path)
        and all(item is None or item is Ellipsis or item == Slice() for item in items)
    )


def _update(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, value), (g,) = op.ins, cotangents
    keys, rest = known_keys(base.type, op.attrs["path"])
    inside, without = _split(g, base.type, keys)
    if not rest:
        adjoints.add(value, _fitted_parts(inside, value))
        adjoints.add(base, without)
        return
    adjoints.add(base, without)
    if inside is None:
        return
    t = part_type(base.type, keys)
    if not isinstance(inside, Value):
        inside = build(part(op.out, keys), inside) if keys_of(t) is not None else whole(inside, t)
    last = rest[-1]
    if isinstance(t, ListOf) and isinstance(last, Index) and isinstance(last.items[0], Slice):
        raise refuse(
            op, "a slice of a list is replaced", "Build the new list with `+` or a comprehension."
        )
    if is_number(inside.type) and is_array(t):  # the cotangent of an array without axes
        inside = emit("full_like", inside, part(op.out, keys))
    slot = emit("getitem", inside, path=rest)
    if value in adjoints.active:
        own = slot
        if may_repeat(tape, t, rest):
            own = _last_writer(part(base, keys), rest, slot)
        adjoints.add(value, fitted(own, value) if keys_of(value.type) is None else own)
    if base in adjoints.active and not _is_all(t, rest):
        blank = constant(0.0) if _is_element(t, rest, slot) else emit("zeros_like", slot)
        cleared = stored(inside, rest, blank, inside.name)
        for key in reversed(keys):
            cleared_parts: Cotangent = Parts({key: cleared})
            cleared = cleared_parts  # type: ignore[assignment]
        adjoints.add(base, cleared)


def _is_all(t: Type, path: Path) -> bool:
    """x[...] and x[:] of an array: nothing of what was there is left."""
    return isinstance(t, Array) and all(
        isinstance(step, Index) and all(i is Ellipsis or i == Slice() for i in step.items)
        for step in path
    )


def _fitted_parts(g: Cotangent, value: Value) -> Cotangent:
    return fitted(g, value) if isinstance(g, Value) and keys_of(value.type) is None else g


def _is_element(t: Type, path: Path, slot: Value) -> bool:
    """Whether the path ends inside an array or at a number, so that 0.0 clears it."""
    for step in path:
        if isinstance(t, ListOf):
            t = t.item
        elif keys_of(t) is not None and isinstance(step, Key):
            t = part_type(t, (step.key,))
        else:
            return isinstance(t, Array)
    return is_number(t) or is_number(slot.type)


def _split(g: Cotangent, t: Type, keys: tuple[Any, ...]) -> tuple[Cotangent, Cotangent]:
    """The cotangent of the part under keys, and the cotangent of the whole with that part zero."""
    if g is None or not keys:
        return g, None
    own = keys_of(t)
    assert own is not None
    items = {key: g.items.get(key) if isinstance(g, Parts) else part_of(g, key) for key in own}
    inside, rest = _split(items[keys[0]], part_type(t, keys[:1]), keys[1:])
    items[keys[0]] = rest
    return inside, Parts(items)


def _last_writer(base: Value, path: Path, slot: Value) -> Value:
    """Of equal indices in `base[path] = value` the last one counts: number the elements, store the
    numbers, and let the gradient through where one's own number is found."""
    numbers = emit("reshape_like", emit("arange", emit("size", slot)), slot)
    owner = stored(emit("zeros_like", base), path, numbers)
    return emit("mul", slot, emit("eq", emit("getitem", owner, path=path), numbers))


def _accumulate(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, value), (g,) = op.ins, cotangents
    if g is None:
        return
    path = op.attrs["path"]
    keys, rest = known_keys(base.type, path)
    inside, _ = _split(g, base.type, keys)
    if inside is not None and value in adjoints.active:
        if rest:
            inside = whole(inside, part_type(base.type, keys))
            inside = emit("getitem", inside, path=rest)
        if op.attrs.get("negative"):
            inside = emit("neg", whole(inside, part_type(base.type, keys)))
        adjoints.add(value, _fitted_parts(inside, value))
    adjoints.add(base, g if path or not isinstance(g, Value) else fitted(g, base))


# ------------------------------------------------------------------------------------- containers


# ---------------------------------------------------------------------------- copies and broadcasts


def _copy(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    adjoints.add(op.ins[0], cotangents[0])


def _full_like(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    g = cotangents[0]
    adjoints.add(op.ins[0], fitted(g, op.ins[0]) if isinstance(g, Value) else g)


def _unbroadcast(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    if isinstance(cotangents[0], Value):
        adjoints.add(op.ins[0], emit("full_like", cotangents[0], op.ins[0]))


def _reshape_like(
    tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]
) -> None:
    if isinstance(cotangents[0], Value):
        adjoints.add(op.ins[0], emit("reshape_like", cotangents[0], op.ins[0]))


STRUCTURAL: dict[str, Rule] = {
    "getitem": _getitem,
    "update": _update,
    "accumulate": _accumulate,
    "make_list": make,
    "make_tuple": make,
    "make_dict": make,
    "append": append,
    "pop": pop,
    "insert": insert,
    "extend": extend,
    "list_concat": extend,
    "list_repeat": list_repeat,
    "copy": _copy,
    "full_like": _full_like,
    "unbroadcast": _unbroadcast,
    "reshape_like": _reshape_like,
}
