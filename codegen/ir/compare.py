"""Structural equality of graphs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from codegen.ir.graph import Field, Graph, Index, Key, Op, Region, Slice, Value, ViewOp
from codegen.ir.types import Array, Length, Symbol, Type, children


def same(left: Graph, right: Graph) -> bool:
    """Whether two graphs are equal up to the identity of values and of made-up lengths: names,
    types, attrs, regions, constants, effects, output, origins (their text) and the backward mark
    all count."""
    return _Comparison().graphs(left, right)


class _Comparison:
    """A growing one-to-one relation between the values (and made-up symbols) of two graphs."""

    def __init__(self) -> None:
        self.forth: dict[object, object] = {}
        self.back: dict[object, object] = {}

    def related(self, a: object, b: object) -> bool:
        return self.forth.setdefault(a, b) == b and self.back.setdefault(b, a) == a

    def graphs(self, a: Graph, b: Graph) -> bool:
        plain = (a.name, a.output, a.effects, a.docstring) == (
            b.name,
            b.output,
            b.effects,
            b.docstring,
        )
        return (
            plain
            and len(a.params) == len(b.params)
            and all(
                (p.name, p.kind, p.default, p.annotation)
                == (q.name, q.kind, q.default, q.annotation)
                and self.values(p.value, q.value)
                for p, q in zip(a.params, b.params, strict=True)
            )
            and self.regions(a.body, b.body)
            and len(a.callees) == len(b.callees)
            and all(_Comparison().graphs(c, d) for c, d in zip(a.callees, b.callees, strict=True))
        )

    def regions(self, a: Region, b: Region) -> bool:
        return (
            self.all_values(a.params, b.params)
            and len(a.ops) == len(b.ops)
            and all(self.ops(p, q) for p, q in zip(a.ops, b.ops, strict=True))
            and self.all_values(a.results, b.results)
        )

    def ops(self, a: Op, b: Op) -> bool:
        return (
            (a.name, a.origin, a.backward) == (b.name, b.origin, b.backward)
            and self.all_values(a.ins, b.ins)
            and a.attrs.keys() == b.attrs.keys()
            and all(self.items(a.attrs[key], b.attrs[key]) for key in a.attrs)
            and len(a.regions) == len(b.regions)
            and all(self.regions(p, q) for p, q in zip(a.regions, b.regions, strict=True))
            and self.all_values(a.outs, b.outs)
        )

    def all_values(self, a: Sequence[Value], b: Sequence[Value]) -> bool:
        return len(a) == len(b) and all(self.values(p, q) for p, q in zip(a, b, strict=True))

    def values(self, a: Value, b: Value) -> bool:
        if a.name != b.name or a.is_const != b.is_const or not self.types(a.type, b.type):
            return False
        return _equal_literals(a.const, b.const) if a.is_const else self.related(a, b)

    def items(self, a: Any, b: Any) -> bool:
        """Static arguments: nests of literals, steps and Values."""
        if type(a) is not type(b):
            return False
        if isinstance(a, Value):
            return self.values(a, b)
        match a:
            case tuple():
                return len(a) == len(b) and all(self.items(p, q) for p, q in zip(a, b, strict=True))
            case Slice():
                return self.items((a.start, a.stop, a.step), (b.start, b.stop, b.step))
            case Index(items):
                return self.items(items, b.items)
            case Key(key):
                return self.items(key, b.key)
            case Field(name):
                return bool(name == b.name)
            case ViewOp(op, attrs):
                return op == b.op and self.items(attrs, b.attrs)
        return _equal_literals(a, b)

    def types(self, a: Type, b: Type) -> bool:
        if type(a) is not type(b):
            return False
        if isinstance(a, Array) and isinstance(b, Array):
            if (a.dtype, a.scalar, a.generic, a.rank) != (b.dtype, b.scalar, b.generic, b.rank):
                return False
            lengths = zip(a.shape or (), b.shape or (), strict=True)
            return all(self.lengths(p, q) for p, q in lengths)
        parts, others = children(a), children(b)
        if parts or others:
            return (
                len(parts) == len(others)
                and getattr(a, "keys", None) == getattr(b, "keys", None)
                and all(self.types(p, q) for p, q in zip(parts, others, strict=True))
            )
        return a == b

    def lengths(self, a: Length, b: Length) -> bool:
        """Terms may stand in another order where their symbols were made up."""
        if a.constant != b.constant or len(a.terms) != len(b.terms):
            return False
        left = list(b.terms)
        for symbol, factor in a.terms:
            match = next((t for t in left if t[1] == factor and self.symbols(symbol, t[0])), None)
            if match is None:
                return False
            left.remove(match)
        return True

    def symbols(self, a: Symbol, b: Symbol) -> bool:
        if a.not_one != b.not_one:
            return False
        if a.name.startswith("?") and b.name.startswith("?"):
            known, other = self.forth.get(a), self.back.get(b)
            if known is None and other is None:
                return self.related(a, b)
            return known == b and other == a
        return a == b


def _equal_literals(a: object, b: object) -> bool:
    """Equal to the bit: 0.0 is not -0.0 nor 0, nan is nan."""
    return type(a) is type(b) and repr(a) == repr(b)
