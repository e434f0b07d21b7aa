"""Building a region op by op: the frontend, the rules and the passes all emit through here.

Inside `with building(builder):` the functions of `emit` append to that builder, so that a rule can
be written as ordinary Python on Values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from typing import Any

from codegen.ir.graph import Op, Origin, Region, Value, constant
from codegen.ir.ops import result_types
from codegen.ir.types import Type


class Builder:
    """A region under construction."""

    def __init__(
        self, params: Iterable[Value] = (), origin: Origin | None = None, backward: bool = False
    ) -> None:
        self.params = tuple(params)
        self.ops: list[Op] = []
        self.origin = origin  # given to every op that is emitted
        self.backward = backward  # likewise
        self.outer: Builder | None = None  # of the region around this one, while this is built

    def add(self, op: Op) -> Op:
        self.ops.append(op)
        return op

    def region(self, results: Iterable[Value]) -> Region:
        return Region(self.params, tuple(self.ops), tuple(results))


_current: ContextVar[Builder] = ContextVar("builder")

# Called with every op that is emitted: type inference remembers which length a run-time integer is.
OBSERVERS: list[Callable[[Op], None]] = []


def current() -> Builder:
    return _current.get()


class building:
    """A context in which ops go to this builder."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder

    def __enter__(self) -> Builder:
        self.builder.outer = _current.get(None)
        self.token = _current.set(self.builder)
        return self.builder

    def __exit__(self, *error: object) -> None:
        _current.reset(self.token)


def as_value(item: Value | int | float | complex | str | None) -> Value:
    return item if isinstance(item, Value) else constant(item)


def emit_op(
    name: str,
    ins: Iterable[Any],
    attrs: Mapping[str, Any] | None = None,
    *,
    types: tuple[Type, ...] | None = None,
    hint: str | None = None,
    regions: tuple[Region, ...] = (),
) -> Op:
    """Append an op to the current builder. Types come from its row unless given; literals become
    constants."""
    values = tuple(as_value(item) for item in ins)
    attributes = dict(attrs or {})
    if types is None:
        types = result_types(name, values, attributes)
    outs = tuple(Value(t, hint) for t in types)
    builder = current()
    op = Op(name, values, outs, attributes, regions, builder.origin, builder.backward)
    for observe in OBSERVERS:
        observe(op)
    return builder.add(op)


def emit(name: str, *ins: Any, hint: str | None = None, **attrs: Any) -> Value:
    """Append an op with one result and return the result: emit("sum", x, axis=0)."""
    return emit_op(name, ins, attrs, hint=hint).out
