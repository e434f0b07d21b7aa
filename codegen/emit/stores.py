"""Stores: updates, sums in place, and what lists can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from codegen.emit.containers import added, copied, is_structure
from codegen.emit.paths import index_value, path_text
from codegen.emit.syntax import ATOM, INFIX, Text, infix, tuple_text
from codegen.ir.graph import Index, Key, Op, Path, Value, ViewOp
from codegen.ir.indexing import path_type
from codegen.ir.types import Array, TupleOf, Type, is_mutable, is_number

if TYPE_CHECKING:
    from codegen.emit.statements import Statements


def update(printer: Statements, op: Op) -> None:
    base, value = op.ins
    path = op.attrs["path"]
    if not path:
        printer.out.line(f"{printer.name(op.out)} = {printer.text(value)}")
        return
    if _is_whole(path) and _whole_update(printer, op):
        return
    if not _scaled_part(printer, op):
        target = _target(printer, op)
        _assign(printer, target, base.type, path, printer.text(value))
    if op.attrs.get("store"):
        printer.same(base, op.out)


def _scaled_part(printer: Statements, op: Op) -> bool:
    """`dx[1:] *= g` for `dx[1:] = dx[1:] * g`; of f's own statements where the user wrote it so."""
    base, value = op.ins
    path = op.attrs["path"]
    made = printer.scope.folds.ops.get(value)
    if made is None or made.name not in INFIX or not op.attrs.get("store"):
        return False
    if not isinstance(base.type, Array) or len(path) != 1 or not isinstance(path[0], Index):
        return False
    sign = f"{INFIX[made.name][0]}="
    if not op.backward and (op.origin is None or f" {sign} " not in f" {op.origin.text} "):
        return False
    turned = op.backward and made.name in ("add", "mul")
    for old, other in (made.ins, made.ins[::-1]) if turned else (made.ins,):
        read = printer.scope.folds.ops.get(old)
        if read is None or read.name != "getitem" or read.ins[0] is not base:
            continue
        if read.attrs["path"] == path and _is_alike(old.type, value.type):
            place = path_text(printer.text, printer.text(base).at(ATOM), path)
            printer.out.line(f"{place} {sign} {printer.text(other)}")
            return True
    return False


def _is_alike(old: Type, new: Type) -> bool:
    if isinstance(old, Array) and isinstance(new, Array):
        return (old.dtype, old.rank) == (new.dtype, new.rank) and old.dtype is not None
    return old == new


def _is_whole(path: Path) -> bool:
    return len(path) == 1 and isinstance(path[0], Index) and path[0].items == (...,)


def _whole_update(printer: Statements, op: Op) -> bool:
    """`a *= 2` of an array, as the user wrote it; where the old array is kept, `a = old * 2`."""
    base, value = op.ins
    made = printer.scope.folds.ops.get(value)
    if made is None or made.name not in INFIX or not isinstance(base.type, Array):
        return False
    if not op.attrs.get("store"):
        shape = base.type.shape
        if value.type != base.type or base.type.dtype is None or shape is None or len(shape) > 1:
            return False  # a new array may lie in memory in another order than the old one
        printer.out.line(f"{printer.name(op.out)} = {printer.text(value)}")
        return True
    if made.ins[0] is not base or op.origin is None:
        return False
    sign = f"{INFIX[made.name][0]}="
    if op.backward or f" {sign} " not in f" {op.origin.text} ":
        return False
    printer.out.line(f"{printer.text(base).at(ATOM)} {sign} {printer.text(made.ins[1])}")
    printer.same(base, op.out)
    return True


def _target(printer: Statements, op: Op) -> str:
    """The variable that is written: the operand's own, or that of a copy."""
    base = op.ins[0]
    if op.attrs.get("store"):
        return printer.text(base).at(ATOM)
    name = printer.name(op.out)
    _copy_along(printer, op, printer.text(base))
    return name


def _assign(printer: Statements, target: str, t: Type, path: Path, value: Text) -> None:
    """target[path] = value; a tuple on the way is built anew."""
    if not path:
        printer.out.line(f"{target} = {value}")
        return
    above = path_type(t, path[:-1])
    step = path[-1]
    if isinstance(above, TupleOf) and isinstance(step, Key):
        place = path_text(printer.text, target, path[:-1])
        items = [f"{place}[{k}]" for k in range(len(above.items))]
        items[step.key] = value.text
        _assign(printer, target, t, path[:-1], tuple_text(items))
        return
    place = path_text(printer.text, target, path)
    printer.out.line(f"{place}{'[...]' if isinstance(step, ViewOp) else ''} = {value}")


def _copy_along(printer: Statements, op: Op, base: Text) -> None:
    """Copy what the store will write: the array, or every container on the way to the slot."""
    name, t, path = printer.name(op.out), op.ins[0].type, op.attrs["path"]
    layout = not op.backward
    printer.out.line(f"{name} = {copied(printer.text, t, base, layout=layout)}")
    for k in range(1, len(path)):
        if isinstance(path_type(t, path[: k - 1]), Array):
            return
        inner = path_type(t, path[:k])
        if is_mutable(inner):
            place = Text(path_text(printer.text, name, path[:k]))
            copy = copied(printer.text, inner, place, layout=layout)
            _assign(printer, name, t, path[:k], copy)


def accumulate(printer: Statements, op: Op) -> None:
    base, value = op.ins
    path = op.attrs["path"]
    shown, negative = printer.text(value), bool(op.attrs.get("negative"))
    if shown.negated is not None:
        shown, negative = shown.negated, not negative
    if not path:
        _accumulate_whole(printer, op, shown, negative)
        return
    target = _target(printer, op)
    place = path_text(printer.text, target, path)
    slot, above, last = path_type(base.type, path), path_type(base.type, path[:-1]), path[-1]
    name = "sub" if negative else "add"
    if op.attrs.get("repeated") and isinstance(last, Index):
        function = f"{printer.scope.numpy()}.{'subtract' if negative else 'add'}.at"
        before = path_text(printer.text, target, path[:-1])
        printer.out.line(f"{function}({before}, {index_value(printer.text, last)}, {shown})")
    elif is_structure(slot):
        total = added(printer.text, slot, Text(place), shown, INFIX[name][0])
        _assign(printer, target, base.type, path, total)
    elif op.attrs.get("effect") and not is_number(slot):
        # the caller's own array is written, as f writes it
        whole = "[...]" if isinstance(last, ViewOp) or isinstance(above, TupleOf) else ""
        printer.out.line(f"{place}{whole} {INFIX[name][0]}= {shown}")
    elif is_structure(above) and not (is_number(slot) and not isinstance(above, TupleOf)):
        # the array in a slot may be a cotangent that others hold: the slot is bound anew
        _assign(printer, target, base.type, path, infix(name, Text(place), shown))
    else:
        whole = "[...]" if isinstance(last, ViewOp) else ""
        printer.out.line(f"{place}{whole} {INFIX[name][0]}= {shown}")
    if op.attrs.get("store"):
        printer.same(base, op.out)


def _accumulate_whole(printer: Statements, op: Op, shown: Text, negative: bool) -> None:
    base, name = op.ins[0], printer.name(op.out)
    sign = "-" if negative else "+"
    own = printer.called(base)
    if is_structure(op.out.type):
        result = added(printer.text, op.out.type, printer.text(base), shown, sign)
        printer.out.line(f"{name} = {result}")
    elif op.attrs.get("store"):
        printer.out.line(f"{own} {sign}= {shown}")
        printer.same(base, op.out)
    elif own == name and is_number(op.out.type) and _is_own_number(printer, base):
        printer.out.line(f"{name} {sign}= {shown}")
    else:
        total = infix("sub" if negative else "add", printer.text(base), shown)
        printer.out.line(f"{name} = {total}")


def _is_own_number(printer: Statements, x: Value) -> bool:
    """Whether `x += y` cannot write into what something else holds: a number that was put into a
    container may be an array without axes."""
    return is_number(x.type) and x not in printer.parts


def append(printer: Statements, op: Op) -> None:
    base, item = op.ins
    if op.attrs.get("store"):
        printer.out.line(f"{printer.text(base).at(ATOM)}.append({printer.text(item)})")
        printer.same(base, op.out)
    elif op.name == "append":
        printer.out.line(
            f"{printer.name(op.out)} = [*{printer.text(base).at(ATOM)}, {printer.text(item)}]"
        )


def extend(printer: Statements, op: Op) -> None:
    base, more = op.ins
    if isinstance(base.type, TupleOf):
        printer.out.line(
            f"{printer.name(op.out)} = {infix('add', printer.text(base), printer.text(more))}"
        )
    elif op.attrs.get("store"):
        printer.out.line(f"{printer.text(base).at(ATOM)}.extend({printer.text(more)})")
        printer.same(base, op.out)
    else:
        both = f"[*{printer.text(base).at(ATOM)}, *{printer.text(more).at(ATOM)}]"
        printer.out.line(f"{printer.name(op.out)} = {both}")


def insert(printer: Statements, op: Op) -> None:
    name = _own_list(printer, op)
    printer.out.line(
        f"{name}.insert({printer.text.static(op.attrs['index'])}, {printer.text(op.ins[1])})"
    )
    if op.attrs.get("store"):
        printer.same(op.ins[0], op.out)


def pop(printer: Statements, op: Op) -> None:
    rest, item = op.outs
    name = _own_list(printer, op)
    at = op.attrs.get("index")
    taken = f"{name}.pop({'' if at is None else printer.text.static(at)})"
    printer.out.line(f"{printer.name(item)} = {taken}" if printer.counts.get(item) else taken)
    if op.attrs.get("store"):
        printer.same(op.ins[0], rest)


def _own_list(printer: Statements, op: Op) -> str:
    shown = printer.text(op.ins[0]).at(ATOM)
    if op.attrs.get("store"):
        return shown
    name = printer.name(op.outs[0])
    printer.out.line(f"{name} = {shown}.copy()")
    return name


def reuse(printer: Statements, op: Op) -> None:
    """`dp *= mask`: the result in the memory of the first operand."""
    base, value = op.ins
    shown, name = printer.text(value), op.name
    if shown.negated is not None and name in ("add", "sub"):
        shown, name = shown.negated, "sub" if name == "add" else "add"
    printer.out.line(f"{printer.text(base)} {INFIX[name][0]}= {shown}")
    printer.same(base, op.out)


STORES: dict[str, Callable[[Statements, Op], None]] = {
    "update": update, "accumulate": accumulate, "append": append, "extend": extend,
    "insert": insert, "pop": pop, "reuse": reuse,
}  # fmt: skip
