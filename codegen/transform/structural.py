"""The adjoints of the structural ops: paths, containers, copies. One function per op, in
`STRUCTURAL`.

Each gets the tape, the accumulators of the block, the op and the cotangents of its results, and
adds to the cotangents of its operands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from codegen.errors import Problem, UnsupportedError
from codegen.ir.build import Builder, building, current, emit, emit_op
from codegen.ir.graph import Index, Key, Op, Path, Slice, Value, constant
from codegen.ir.results import tangent_type
from codegen.ir.types import INT, Array, ListFixed, ListOf, Scalar, Type, facts, is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.language import reshape_like
from codegen.rules.structure import like_structure
from codegen.transform.adjoints import (
    Adjoints,
    Cotangent,
    Parts,
    build,
    keys_of,
    known_keys,
    part,
    part_of,
    part_type,
    stored,
    whole,
)

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

Rule = Callable[["Tape", Adjoints, Op, tuple[Cotangent, ...]], None]


def refuse(op: Op, message: str, advice: str) -> UnsupportedError:
    return UnsupportedError(
        Problem("CG072", message, advice, op.origin.span if op.origin else None)
    )


def fitted(g: Value, x: Value) -> Value:
    """A cotangent of what x was broadcast to, as one of x: summed, a list for a list."""
    if isinstance(x.type, ListOf) and isinstance(g.type, ListOf):
        return g
    return like_structure(unbroadcast(g, x), x)


# ------------------------------------------------------------------------------------------ paths


def may_repeat(tape: Tape, base: Type, path: Path) -> bool:
    """Whether a path may name one element twice: integer arrays do unless they are known to be a
    range."""
    return any(
        _item_repeats(tape, item)
        for step in path
        if isinstance(step, Index) and isinstance(base, Array)
        for item in step.items
    ) and not _one_is_unique(tape, path)


def _item_repeats(tape: Tape, item: Any) -> bool:
    if not isinstance(item, Value) or item.is_const:
        return False
    t = item.type
    if isinstance(t, Scalar):
        return False
    if isinstance(t, Array) and t.shape is not None:
        return bool(t.shape) and t.dtype != "bool" and not _is_range(tape, item)
    return not (isinstance(t, Array) and t.dtype == "bool")


def _is_range(tape: Tape, item: Any) -> bool:
    """0, 1, 2, ... or part of it; from below zero up it would meet its own end."""
    op = tape.definition(item) if isinstance(item, Value) else None
    if op is None or op.name != "arange":
        return False
    start = 0 if len(op.ins) == 1 else op.ins[0].const
    step = op.ins[2].const if len(op.ins) > 2 else 1
    return isinstance(start, int) and start >= 0 and isinstance(step, int) and step > 0


def _one_is_unique(tape: Tape, path: Path) -> bool:
    """x[np.arange(n), y]: one index without repetition, as long as all of them, makes the tuple
    unique."""
    for step in path:
        if isinstance(step, Index):
            arrays = [i for i in step.items if isinstance(i, Value) and isinstance(i.type, Array)]
            ranks = {i.type.rank for i in arrays if isinstance(i.type, Array)}
            if len(arrays) > 1 and ranks == {1} and any(_is_range(tape, i) for i in arrays):
                return all(_is_range(tape, i) or _same_length(tape, arrays, i) for i in arrays)
    return False


def _same_length(tape: Tape, arrays: list[Value], item: Value) -> bool:
    """Broadcast against a range of at least its own length: certain unless the range has length 1,
    and then there is one row only and the other index decides."""
    shape = item.type.shape if isinstance(item.type, Array) else None
    for other in arrays:
        theirs = other.type.shape if isinstance(other.type, Array) else None
        if _is_range(tape, other) and shape and theirs and facts().equal(shape[0], theirs[0]):
            return True
    return False


def _getitem(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base,), path = op.ins, op.attrs["path"]
    keys, rest = known_keys(base.type, path)
    if isinstance(cotangents[0], Value) and not keys and _only_adds_axes(base.type, rest):
        adjoints.add(base, reshape_like(cotangents[0], base))
        return
    if not keys and is_number(base.type):
        raise refuse(op, "an index into a number", "Use np.where.")
    repeated = may_repeat(tape, part_type(base.type, keys), rest)
    adjoints.add_at(base, path, cotangents[0], repeated)


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
    slot = emit("getitem", inside, path=rest)
    if value in adjoints.active:
        own = slot
        if may_repeat(tape, t, rest):
            own = _last_writer(part(base, keys), rest, slot)
        adjoints.add(value, fitted(own, value) if keys_of(value.type) is None else own)
    if base in adjoints.active:
        blank = constant(0.0) if _is_element(t, rest, slot) else emit("zeros_like", slot)
        cleared = stored(inside, rest, blank, inside.name)
        for key in reversed(keys):
            cleared_parts: Cotangent = Parts({key: cleared})
            cleared = cleared_parts  # type: ignore[assignment]
        adjoints.add(base, cleared)


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
    owner = emit_op("update", (emit("zeros_like", base), numbers), {"path": path}).out
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


def _items(g: Cotangent, key: Any) -> Cotangent:
    return g.items.get(key) if isinstance(g, Parts) else part_of(g, key) if g is not None else None


def _make(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    keys = keys_of(op.out.type) or tuple(range(len(op.ins)))
    for key, item in zip(keys, op.ins, strict=True):
        if item in adjoints.active:
            adjoints.add(item, _items(cotangents[0], key))


def _known(t: Type) -> int | None:
    """The number of items of a sequence of known length."""
    return None if isinstance(t, ListOf) else len(keys_of(t) or ())


def _range_of(g: Cotangent, start: int, stop: int) -> Cotangent:
    return Parts({k - start: _items(g, k) for k in range(start, stop)})


def _append(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, item), (g,) = op.ins, cotangents
    if g is None:
        return
    count = _known(base.type)
    if count is not None:
        adjoints.add(base, _range_of(g, 0, count))
        adjoints.add(item, _items(g, count))
        return
    rest, last = emit_op("pop", (whole(g, op.out.type),), hint=_hint(g)).outs
    last.name = None
    adjoints.add(item, last)
    adjoints.add(base, rest)


def _hint(g: Cotangent) -> str | None:
    return g.name if isinstance(g, Value) else None


def _pop(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base,), (rest, item) = op.ins, cotangents
    if rest is None and item is None:
        return
    count, at = _known(base.type), op.attrs.get("index", -1)
    if count is not None:
        position = at % count
        parts = {k: _items(rest, k if k < position else k - 1) for k in range(count)}
        adjoints.add(base, Parts({**parts, position: item}))
        return
    shorter = build(op.outs[0], rest)
    value = build(op.outs[1], item)
    if at == -1:
        adjoints.add(base, emit("append", shorter, value, hint=_hint(rest)))
        return
    index = at if isinstance(at, int) and at >= 0 else emit("mod", at, emit("len", base))
    adjoints.add(base, emit("insert", shorter, value, index=index, hint=_hint(rest)))


def _insert(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, item), (g,) = op.ins, cotangents
    if g is None:
        return
    at = op.attrs["index"]
    at = at.const if isinstance(at, Value) and at.is_const else at
    if at != 0:
        raise refuse(op, "`insert` at a position other than 0", "Insert at 0, or append.")
    rest, first = emit_op("pop", (whole(g, op.out.type),), {"index": 0}).outs
    adjoints.add(item, first)
    adjoints.add(base, rest)


def _extend(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, more), (g,) = op.ins, cotangents
    if g is None:
        return
    left, right = _known(base.type), _known(more.type)
    if left is not None and right is not None:
        adjoints.add(base, _range_of(g, 0, left))
        adjoints.add(more, _range_of(g, left, left + right))
        return
    g = whole(g, op.out.type)
    count = left if left is not None else emit("len", base)
    adjoints.add(base, emit("getitem", g, path=(Index((Slice(None, count),)),)))
    adjoints.add(more, emit("getitem", g, path=(Index((Slice(count, None),)),)))


def _list_repeat(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    """The sum over the copies: a loop over them."""
    (base,), (g,) = op.ins, cotangents
    if g is None:
        return
    times, count = op.attrs["times"], _known(base.type)
    if count is not None and isinstance(op.out.type, ListFixed):
        for k in range(max(times, 0)):
            adjoints.add(base, _range_of(g, k * count, (k + 1) * count))
        return
    g = whole(g, op.out.type)
    length = emit("len", base)
    listed = ListOf(op.out.type.item) if isinstance(op.out.type, ListOf) else op.out.type
    start = emit("zeros_like", base)
    if count is not None:  # a list of known length as one that is not
        start = emit("make_list", *(part_of(start, k) for k in range(count)))
    index, total = Value(INT), Value(tangent_type(listed))
    builder = Builder((index, total), current().origin, backward=True)
    with building(builder):
        first = emit("mul", index, length)
        copy = emit("getitem", g, path=(Index((Slice(first, emit("add", first, length)),)),))
        after = emit("accumulate", total, copy, path=())
    attrs = {"start": 0, "stop": times, "step": 1}
    regions = (builder.region((after,)),)
    types = (total.type,)
    adjoints.add(base, emit_op("loop", (start,), attrs, types=types, regions=regions).out)


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
    "make_list": _make,
    "make_tuple": _make,
    "make_dict": _make,
    "append": _append,
    "pop": _pop,
    "insert": _insert,
    "extend": _extend,
    "list_concat": _extend,
    "list_repeat": _list_repeat,
    "copy": _copy,
    "full_like": _full_like,
    "unbroadcast": _unbroadcast,
    "reshape_like": _reshape_like,
}
