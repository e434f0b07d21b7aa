"""Types as text and back: `float`, `f64[n, n-2]`, `np.f64`, `list[f64[d]]`, `(float, i64[n])`,
`{"W": f64[d]}`.

The notation is an expression of Python. A symbol that is known not to be 1 is written `n` where
the text declares so (see `Lengths.declared`), else `(n != 1)`. Made-up symbols are numbered by
first appearance, `_0`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from codegen.errors import InternalError
from codegen.ir.records import Record
from codegen.ir.sparse import NAMES, Sparse
from codegen.ir.types import (
    Array,
    DictOf,
    Length,
    ListFixed,
    ListOf,
    NoneType,
    Opaque,
    Scalar,
    Str,
    Symbol,
    TupleOf,
    Type,
    Undefined,
    children,
    fresh_length,
)

_SCALARS = ("bool", "int", "float", "complex")
_LETTERS = {"f": "float", "i": "int", "u": "uint", "c": "complex"}


def symbols_in(t: Type) -> list[Symbol]:
    """The symbols of a type, in order of appearance."""
    if isinstance(t, Array):
        return [symbol for length in t.shape or () for symbol, _ in length.terms]
    if isinstance(t, Sparse):
        return [symbol for length in (*t.shape, t.stored) for symbol, _ in length.terms]
    return [symbol for child in children(t) for symbol in symbols_in(child)]


@dataclass
class Lengths:
    """How one text writes its symbols. declared: names of symbols that are not 1 wherever they
    stand."""

    declared: frozenset[str] = frozenset()
    numbers: dict[Symbol, str] = field(default_factory=dict)  # writing: made-up symbol -> name
    made_up: dict[tuple[str, bool], Length] = field(default_factory=dict)  # reading: the reverse

    def write(self, symbol: Symbol) -> str:
        name = symbol.name
        if not name.isidentifier():  # made up, or an axis of what lies in an argument
            name = self.numbers.setdefault(symbol, f"_{len(self.numbers)}")
        return f"({name} != 1)" if symbol.not_one and name not in self.declared else name

    def read(self, name: str, not_one: bool) -> Length:
        not_one = not_one or name in self.declared
        if name[:1] == "_" and name[1:].isdigit():
            return self.made_up.setdefault((name, not_one), fresh_length(not_one))
        return Length.of(Symbol(name, not_one))


def write_length(length: Length, lengths: Lengths) -> str:
    parts = [
        lengths.write(symbol) if factor == 1 else f"{factor}*{lengths.write(symbol)}"
        for symbol, factor in length.terms
    ]
    if length.constant or not parts:
        parts.append(str(length.constant))
    text = "+".join(parts).replace("+-", "-")
    return text[1:-1] if text.startswith("(") and len(parts) == 1 else text


def write_type(t: Type, lengths: Lengths) -> str:
    match t:
        case Scalar(kind):
            return kind
        case Array(dtype, shape, scalar, generic):
            letters = "any" if dtype is None else short_dtype(dtype)
            if generic:
                return "number" if dtype is None else f"number[{letters}]"
            if scalar:
                return f"np.{letters}"
            if shape is None:
                return f"{letters}[...]"
            return f"{letters}[{', '.join(write_length(axis, lengths) for axis in shape) or '()'}]"
        case Sparse(dtype=dtype, shape=shape, stored=stored):
            letters = "any" if dtype is None else short_dtype(dtype)
            axes = ", ".join(write_length(axis, lengths) for axis in (*shape, stored))
            return f"{t.name}[{letters}, {axes}]"
        case ListOf(item):
            return f"list[{write_type(item, lengths)}]"
        case ListFixed(items):
            return f"[{', '.join(write_type(item, lengths) for item in items)}]"
        case TupleOf(items, Record(name, form)):
            shown = ", ".join(write_type(item, lengths) for item in items)
            return f"{name}.{form}({shown})"
        case DictOf(keys, items, Record(name, form)):
            shown = ", ".join(
                f"{key}={write_type(item, lengths)}" for key, item in zip(keys, items, strict=True)
            )
            return f"{name}.{form}({shown})"
        case TupleOf(items):
            comma = "," if len(items) == 1 else ""
            return f"({', '.join(write_type(item, lengths) for item in items)}{comma})"
        case DictOf(keys, items):
            pairs = zip(keys, items, strict=True)
            return (
                "{"
                + ", ".join(f"{key!r}: {write_type(item, lengths)}" for key, item in pairs)
                + "}"
            )
        case Opaque(name):
            return f"opaque[{name!r}]"
        case Str():
            return "str"
        case NoneType():
            return "None"
        case Undefined():
            return "undefined"
    raise InternalError(f"no notation for {t!r}")


def _dtype(letters: str) -> str | None:
    if letters in ("any", "b1"):
        return None if letters == "any" else "bool"
    bits = letters[1:]
    return _LETTERS[letters[0]] + bits if letters[0] in _LETTERS and bits.isdigit() else letters


def read_length(node: ast.expr, lengths: Lengths) -> Length:
    match node:
        case ast.Constant(value=int(number)):
            return Length.of(number)
        case ast.Name(id=name):
            return lengths.read(name, False)
        case ast.Compare(left=ast.Name(id=name)):
            return lengths.read(name, True)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return read_length(operand, lengths) * -1
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            factor = read_length(left, lengths).known
            assert factor is not None
            return read_length(right, lengths) * factor
        case ast.BinOp(left=left, op=op, right=right):
            a, b = read_length(left, lengths), read_length(right, lengths)
            return a + b if isinstance(op, ast.Add) else a - b
    raise InternalError(f"not a length: {ast.unparse(node)}")


def read_type(node: ast.expr, lengths: Lengths) -> Type:
    match node:
        case ast.Constant(value=None):
            return NoneType()
        case ast.Name(id=name):
            if name in _SCALARS:
                return Scalar(name)
            named: dict[str, Type] = {
                "str": Str(),
                "undefined": Undefined(),
                "number": Array(None, None, generic=True),
            }
            return named[name]
        case ast.Attribute(attr=letters):
            return Array(_dtype(letters), (), scalar=True)
        case ast.Call(ast.Attribute(ast.Name(name), form), items, parts):
            if not parts and form == "namedtuple":
                inner = tuple(read_type(item, lengths) for item in items)
                return TupleOf(inner, Record(name, form))
            keys = tuple(part.arg for part in parts)
            inner = tuple(read_type(part.value, lengths) for part in parts)
            return DictOf(keys, inner, Record(name, form))
        case ast.Tuple(elts=items):
            return TupleOf(tuple(read_type(item, lengths) for item in items))
        case ast.List(elts=items):
            return ListFixed(tuple(read_type(item, lengths) for item in items))
        case ast.Dict(keys=keys, values=items):
            names = tuple(ast.literal_eval(key) for key in keys if key is not None)
            return DictOf(names, tuple(read_type(item, lengths) for item in items))
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=[first, *rest])) if (
            name in NAMES
        ):
            form, _, kind = name.partition("_")
            rows, columns, stored = (read_length(axis, lengths) for axis in rest)
            dtype = _dtype(ast.unparse(first))
            return Sparse(form, dtype, (rows, columns), stored, kind == "matrix")
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return ListOf(read_type(item, lengths))
        case ast.Subscript(value=ast.Name(id="opaque"), slice=ast.Constant(value=str(name))):
            return Opaque(name)
        case ast.Subscript(value=ast.Name(id="number"), slice=ast.Name(id=letters)):
            return Array(_dtype(letters), None, generic=True)
        case ast.Subscript(value=ast.Name(id=letters), slice=ast.Constant(value=value)) if (
            value is Ellipsis
        ):
            return Array(_dtype(letters), None)
        case ast.Subscript(value=ast.Name(id=letters), slice=shape):
            axes = shape.elts if isinstance(shape, ast.Tuple) else [shape]
            return Array(_dtype(letters), tuple(read_length(axis, lengths) for axis in axes))
    raise InternalError(f"not a type: {ast.unparse(node)}")


def declared_not_one(types: list[Type]) -> frozenset[str]:
    """The names of symbols that are known not to be 1 in each of the types they stand in."""
    flags: dict[str, set[bool]] = {}
    for t in types:
        for symbol in symbols_in(t):
            if not symbol.name.startswith("?"):
                flags.setdefault(symbol.name, set()).add(symbol.not_one)
    return frozenset(name for name, seen in flags.items() if seen == {True})


def show_type(t: Type) -> str:
    """The notation of `--at`: float, i64[n], f64[n, n-2], list[float], {W: f64[d, k]}, (float,
    f64[n])."""
    match t:
        case Scalar(kind):
            return kind
        case Array(dtype, shape, scalar, generic):
            letter = "?" if dtype is None else short_dtype(dtype)
            if generic:
                return "number" if dtype is None else f"number[{letter}]"
            if scalar:
                return f"np.{letter}"
            return f"{letter}[...]" if shape is None else f"{letter}[{', '.join(map(str, shape))}]"
        case Sparse(dtype=dtype, shape=shape):
            parts = ["?" if dtype is None else short_dtype(dtype), *map(str, shape)]
            return f"{t.name}[{', '.join(parts)}]"
        case ListOf(item):
            return f"list[{show_type(item)}]"
        case ListFixed(items):
            return f"[{', '.join(map(show_type, items))}]"
        case TupleOf(items, of):
            shown = f"({', '.join(map(show_type, items))}{',' if len(items) == 1 else ''})"
            return shown if of is None else of.name + shown
        case DictOf(keys, items, Record(name)):
            shown = ", ".join(f"{k}={show_type(i)}" for k, i in zip(keys, items))
            return f"{name}({shown})"
        case DictOf(keys, items):
            return "{" + ", ".join(f"{k}: {show_type(i)}" for k, i in zip(keys, items)) + "}"
        case Opaque(name):
            return f"opaque[{name}]"
    return {Str: "str", NoneType: "None", Undefined: "undefined"}[type(t)]


def short_dtype(dtype: str) -> str:
    """float64 -> f64, bool -> b1: the letters of `--at`."""
    if dtype == "bool":
        return "b1"
    kind = dtype.rstrip("0123456789")
    return {"float": "f", "int": "i", "uint": "u", "complex": "c"}.get(kind, kind) + dtype[
        len(kind) :
    ]
