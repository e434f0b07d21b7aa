"""Calls of NumPy that store their result: `out=`, with `where=`, and methods that change an array.

They become the call and a store, which is what they mean: NumPy, too, computes as if the operands
had been copied first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from codegen.frontend.rows import emit_row, short
from codegen.frontend.slots import Ref, Slot, TupleSlot
from codegen.frontend.subscripts import read_path, write
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Index, Slice, Value, constant
from codegen.ir.ops import REGISTRY, name_of_call
from codegen.ir.types import Array, is_number

_WHOLE = Index((Ellipsis,))


def library_op(
    t: Tracer, name: str, spelling: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    """The op of a row, as it is spelled; with `out=`, stored there."""
    name = name_of_call(name, kwargs)
    row = REGISTRY[name]
    if "out" not in row.options:
        args, kwargs, out = _taken_out(t, name, spelling, args, kwargs)
        if out is not None:
            return _stored(t, name, spelling, args, kwargs, out)
    return emit_row(t, name, spelling, args, kwargs)


def _taken_out(
    t: Tracer, name: str, spelling: str, args: list[Slot], kwargs: dict[str, Slot]
) -> tuple[list[Slot], dict[str, Slot], Ref | None]:
    """The arguments without the array to write, and that: by its name, or after the operands."""
    row = REGISTRY[name]
    count = len(row.operands)
    plain = (
        row.access == "map"
        and all(name == "dtype" and name not in row.positional for name in row.options)
        and not row.operands[-1].startswith("*")
    )
    ufunc = getattr(np, spelling.removeprefix("numpy."), None)
    if isinstance(ufunc, np.ufunc) and ufunc.nout == 1:
        count, plain = ufunc.nin, True  # math.log takes a base there
    if "out" not in kwargs and plain and len(args) == count + 1:
        args, kwargs = args[:count], kwargs | {"out": args[count]}
    return args, *taken_out(t, name, kwargs)


def taken_out(t: Tracer, name: str, kwargs: dict[str, Slot]) -> tuple[dict[str, Slot], Ref | None]:
    """The keywords without the array to write, and that."""
    given = kwargs.get("out")
    kwargs = {key: slot for key, slot in kwargs.items() if key != "out"}
    if isinstance(given, TupleSlot) and len(given.items) == 1:
        (given,) = given.items
    if given is None or (isinstance(given, Value) and given.is_const and given.const is None):
        return kwargs, None
    if not isinstance(given, Ref) or not isinstance(t.value(given).type, Array):
        t.refuse("CG042", f"`out` of `{short(name)}` is not an array", "Pass the array to fill.")
    return kwargs, given


def store_result(t: Tracer, spelling: str, result: Value, out: Ref) -> Slot:
    """What a function that is no element-wise one stores."""
    _check(t, spelling, result, out, elementwise=False)
    write(t, out, _WHOLE, result)
    return out


def _stored(
    t: Tracer, name: str, spelling: str, args: list[Slot], kwargs: dict[str, Slot], out: Ref
) -> Slot:
    elementwise = REGISTRY[name].access == "map"
    where = kwargs.get("where")
    masked = where is not None and not (isinstance(where, Value) and where.const is True)
    if not (elementwise and masked):
        if elementwise:
            kwargs.pop("where", None)
        result = t.value(emit_row(t, name, spelling, args, kwargs))
        _check(t, spelling, result, out, elementwise)
        write(t, out, _WHOLE, result)
        return out
    assert where is not None
    step = Index((_spread(t, t.value(where), out),))
    del kwargs["where"]
    operands = [_chosen(t, slot, step, out) for slot in args]
    result = t.value(emit_row(t, name, spelling, operands, kwargs))
    _check(t, spelling, result, out, elementwise)
    write(t, out, step, result)
    return out


def _check(t: Tracer, spelling: str, result: Value, out: Ref, elementwise: bool) -> None:
    """A sum takes its dtype from `out`, an element-wise function does not; no cast to an integer is
    made for a float."""
    made, kept = result.type, t.value(out).type
    theirs = kept.dtype if isinstance(kept, Array) else None
    mine = made.dtype if isinstance(made, Array) else "float64" if is_number(made) else None
    if (
        isinstance(kept, Array)
        and isinstance(made, Array)
        and (kept.rank != made.rank if not elementwise else (made.rank or 0) > (kept.rank or 0))
    ):
        t.refuse("CG042", f"`out` of `{short(spelling)}` has not the shape of the result")
    if not elementwise and (mine is None or mine != theirs):
        t.refuse(
            "CG042",
            f"`out` of `{short(spelling)}` may have another dtype than the result",
            "Store the result: `out[...] = ...`.",
        )


def _chosen(t: Tracer, slot: Slot, step: Index, out: Ref) -> Slot:
    """The elements of an operand that `where` selects."""
    value = t.value(slot)
    if is_number(value.type):
        return slot
    ref = t.slot(_spread(t, value, out))
    assert isinstance(ref, Ref)
    return read_path(t, ref, (step,))


def _spread(t: Tracer, value: Value, out: Ref) -> Value:
    """A value, broadcast to the shape of the array that is filled."""
    target = t.value(out)
    mine, theirs = value.type, target.type
    assert isinstance(theirs, Array)
    if isinstance(mine, Array) and mine.shape is not None and mine.shape == theirs.shape:
        return value
    if theirs.rank is None:
        t.refuse(
            "CG042",
            "`where` beside an array of unknown rank",
            "Annotate the parameters with their ranks.",
        )
    shape = tuple(t.emit("shape", target, axis=axis) for axis in range(theirs.rank))
    return t.emit("broadcast_to", value, shape=shape)


def copyto(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.copyto(base, value, where=mask)."""
    given = list(args) + [kwargs[key] for key in ("dst", "src") if key in kwargs]
    base, value, *rest = given
    where = kwargs.get("where")
    if rest or set(kwargs) - {"dst", "src", "where"} or not isinstance(base, Ref):
        t.refuse("CG042", "this form of np.copyto is not supported", "Write x[...] = y.")
    if where is None:
        write(t, base, _WHOLE, t.value(value))
        return constant(None)
    step = Index((_spread(t, t.value(where), base),))
    write(t, base, step, t.value(_chosen(t, value, step, base)))
    return constant(None)


def put_along_axis(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.put_along_axis(x, indices, values, axis): a store at those places of that axis."""
    names = ("arr", "indices", "values", "axis")
    given = dict(zip(names, args, strict=False)) | kwargs
    base, axis = given["arr"], t.value(given.get("axis", constant(-1))).const
    indices = t.value(given["indices"])
    kind = t.value(base).type
    rank = kind.rank if isinstance(kind, Array) else None
    if not isinstance(base, Ref) or rank is None or type(axis) is not int:
        t.refuse("CG042", "this form of np.put_along_axis", "Write x[i, j] = y.")
    items: list[Any] = []
    for k in range(rank):
        if k == axis % rank:
            items.append(indices)
            continue
        places = t.emit("arange", t.emit("shape", t.value(base), axis=k))
        spread = tuple(Slice() if other == k else None for other in range(rank))
        items.append(t.emit("getitem", places, path=(Index(spread),)) if rank > 1 else places)
    write(t, base, Index(tuple(items)), t.value(given["values"]))
    return constant(None)


def _rearranged(row: str) -> Callable[[Tracer, Ref, list[Slot], dict[str, Slot]], Slot]:
    def method(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        result = emit_row(t, row, f"numpy.{row}", [base, *args], kwargs)
        write(t, base, _WHOLE, t.value(result))
        return constant(None)

    return method


def _fill(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    (value,) = (*args, *kwargs.values())
    write(t, base, _WHOLE, t.value(value))
    return constant(None)


# Methods of arrays that change them
IN_PLACE: dict[str, Callable[[Tracer, Ref, list[Slot], dict[str, Slot]], Slot]] = {
    "fill": _fill,
    "sort": _rearranged("sort"),
    "partition": _rearranged("partition"),
}
