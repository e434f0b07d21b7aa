"""Zeros, copies and sums of values of any structure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.emit.syntax import ATOM, INFIX, Text, call, literal, tuple_text
from codegen.ir.types import (
    CACHE,
    Array,
    DictOf,
    ListFixed,
    ListOf,
    NoneType,
    Opaque,
    Scalar,
    Str,
    TupleOf,
    Type,
    children,
    holds_objects,
    is_complex,
    is_mutable,
    is_number,
)

if TYPE_CHECKING:
    from codegen.emit.expressions import Expressions


def added(text: Expressions, t: Type, left: Text, right: Text, sign: str = "+") -> Text:
    """left + right for containers, slot by slot."""
    if isinstance(t, ListOf) and not is_structure(t.item) and sign == "+":
        return Text(f"[a + b for a, b in zip({left}, {right})]")
    if sign == "-":
        return call(text.scope.helper("subtracted"), [left, right])
    return call(text.scope.helper("added"), [left, right])


def is_structure(t: Type) -> bool:
    return isinstance(t, ListOf | ListFixed | DictOf | TupleOf)


def copied(text: Expressions, t: Type, x: Text, deep: bool = False, layout: bool = False) -> Text:
    """A copy; deep: of the containers and arrays inside as well, to any depth. layout: an array
    lies in memory as before, because the order in which f sums it up follows that."""
    if isinstance(t, Array) and t.generic:
        return call(text.scope.helper("copied"), [x])
    if holds_objects(t) or t == CACHE:
        return call(text.scope.helper("copied_objects"), [x])
    if isinstance(t, Array | ListOf | ListFixed | DictOf) and not is_number(t):
        if not deep or isinstance(t, Array) or not any(map(_holds_buffers, children(t))):
            several = isinstance(t, Array) and (t.shape is None or len(t.shape) > 1)
            order = 'order="K"' if layout and several else ""
            return Text(f"{x.at(ATOM)}.copy({order})")
    if not deep or not _holds_buffers(t):
        return x
    if isinstance(t, ListOf):
        return Text(f"[{copied(text, t.item, Text('item'), True)} for item in {x}]")
    return call(text.scope.helper("copied"), [x])


def _holds_buffers(t: Type) -> bool:
    """Does the value hold anything that a store could write?"""
    return is_mutable(t) or t == CACHE or any(map(_holds_buffers, children(t)))


def _part(x: Text, key: object, named: bool) -> str:
    return f"{x.at(ATOM)}.{key}" if named else f"{x.at(ATOM)}[{literal(key)}]"


def _dtype(text: Expressions, t: Array) -> str:
    return f"{text.scope.numpy()}.{t.dtype}"


def zeros_like(text: Expressions, t: Type, x: Text) -> Text:
    """Zero of the tangent type of x: never an integer, and a number for a number."""
    if isinstance(t, Scalar):
        return literal(0j if t.kind == "complex" else 0.0)
    if isinstance(t, Array) and not t.generic and t.dtype is not None:
        inexact = t.dtype.startswith(("float", "complex"))
        if t.scalar:
            return call(f"{text.scope.numpy()}.{t.dtype if inexact else 'float64'}", ["0.0"])
        if is_complex(t):  # f's own array may be real at run time
            return call(f"{text.scope.numpy()}.zeros", [f"{x.at(ATOM)}.shape", _dtype(text, t)])
        if inexact:
            return call(f"{text.scope.numpy()}.zeros_like", [x])
        return call(f"{text.scope.numpy()}.zeros", [f"{x.at(ATOM)}.shape"])
    if isinstance(t, Str | NoneType | Opaque):
        return literal(None)
    if isinstance(t, ListOf):
        if isinstance(t.item, Scalar):
            zero = zeros_like(text, t.item, x)
            return Text(f"[{zero}] * {text.scope.builtin('len')}({x})", INFIX["mul"][1])
        return Text(f"[{zeros_like(text, t.item, Text('item'))} for item in {x}]")
    if isinstance(t, ListFixed) and all(isinstance(item, Scalar) for item in t.items):
        return Text("[" + ", ".join(zeros_like(text, item, x).text for item in t.items) + "]")
    if isinstance(t, DictOf):
        named = t.of is not None and t.of.form != "dict"
        parts = [
            f"{literal(k)}: {zeros_like(text, item, Text(_part(x, k, named)))}"
            for k, item in zip(t.keys, t.items, strict=True)
        ]
        return Text("{" + ", ".join(parts) + "}")
    if isinstance(t, TupleOf | ListFixed):
        items = [
            zeros_like(text, item, Text(f"{x.at(ATOM)}[{k}]")).text
            for k, item in enumerate(t.items)
        ]
        return tuple_text(items) if isinstance(t, TupleOf) else Text(f"[{', '.join(items)}]")
    return call(text.scope.helper("zeros_like"), [x])
