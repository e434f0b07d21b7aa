"""Declared types: the notation of `--at`, and annotations as they stand in the source.

Both are read as text; nothing of the user's is evaluated. `--at x=3.0,W=f64[d, k]` gives every
parameter a value or a type; a letter stands for one length wherever it is repeated.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codegen.errors import Problem, UnsupportedError
from codegen.ir.graph import MISSING
from codegen.ir.records import Record
from codegen.ir.sparse import SPARSE, Sparse
from codegen.ir.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    GENERIC,
    INT,
    Array,
    DictOf,
    Length,
    ListFixed,
    ListOf,
    NoneType,
    Shape,
    Str,
    Symbol,
    TupleOf,
    Type,
    fresh_length,
    type_of_constant,
)

_WORDS: dict[str, Type] = {
    "float": FLOAT,
    "int": INT,
    "bool": BOOL,
    "complex": COMPLEX,
    "str": Str(),
    "number": GENERIC,
}
_DTYPES = {
    **{f"f{bits}": f"float{bits}" for bits in (16, 32, 64)},
    **{f"i{bits}": f"int{bits}" for bits in (8, 16, 32, 64)},
    **{f"u{bits}": f"uint{bits}" for bits in (8, 16, 32, 64)},
    **{f"c{bits}": f"complex{bits}" for bits in (64, 128)},
    "b1": "bool",
}
_DTYPES |= {name: name for name in _DTYPES.values()}

NOTATION = (
    "Write `x=3.0`, `n=10`, `flag=True`, `x=float`, `u=f64[n]`, `W=f32[d, k]`, "
    "`u=f64[...]` (any rank), "
    "`s=np.f64`, `params={W1: f64[d, k], b1: f64[k]}`, `layers=[{W: f64[d, d]}]`, "
    "`A=csr_array[f64, n, m]` (or csc, coo; or _matrix), "
    "`xs=list[float]` or `pair=(float, f64[n])`."
)


@dataclass(frozen=True)
class Declared:
    """What is said about a parameter: its type, and its value where one was given."""

    type: Type
    value: Any = MISSING


def parse_at(text: str) -> dict[str, Declared]:
    """The parameters that `text` (the argument of `--at`) declares, in order.

    Raises UnsupportedError, with the notation, on anything else than a comma-separated list of
    `name=type`.
    """
    try:
        call = ast.parse(f"at({text})", mode="eval").body
    except SyntaxError as error:
        raise _refused(text, "is not a list of `name=value` or `name=type`") from error
    if not isinstance(call, ast.Call) or call.args or any(k.arg is None for k in call.keywords):
        raise _refused(text, "is not a list of `name=value` or `name=type`")
    names = [keyword.arg for keyword in call.keywords]
    if len(set(names)) != len(names):
        raise _refused(text, "names a parameter twice")
    return {keyword.arg or "": _declared(keyword.value) for keyword in call.keywords}


def _refused(text: str, why: str) -> UnsupportedError:
    return UnsupportedError(Problem("CG901", f"--at: `{text}` {why}", NOTATION))


def _declared(node: ast.expr) -> Declared:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return Declared(_notated(node))
    return Declared(_type_of_literal(value, node), value)


def _type_of_literal(value: object, node: ast.expr) -> Type:
    match value:
        case list() if value and len({_type_of_literal(item, node) for item in value}) == 1:
            return ListOf(_type_of_literal(value[0], node))
        case list():
            return ListFixed(tuple(_type_of_literal(item, node) for item in value))
        case tuple():
            return TupleOf(tuple(_type_of_literal(item, node) for item in value))
        case dict():
            items = tuple(_type_of_literal(item, node) for item in value.values())
            return DictOf(tuple(value), items)
        case bool() | int() | float() | complex() | str() | None:
            return type_of_constant(value)
    raise _refused(ast.unparse(node), "is neither a value nor a type")


def _notated(node: ast.expr) -> Type:
    match node:
        case ast.Constant():
            return _type_of_literal(node.value, node)
        case ast.UnaryOp(op=ast.USub()):
            return _type_of_literal(ast.literal_eval(node), node)
        case ast.Name(id=word) if word in _WORDS:
            return _WORDS[word]
        case ast.Name(id=word) if word in _DTYPES:
            return Array(_DTYPES[word], (), scalar=True)
        case ast.Attribute(value=ast.Name(id="np" | "numpy"), attr=word) if word in _DTYPES:
            return Array(_DTYPES[word], (), scalar=True)
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return ListOf(_notated(item))
        case ast.Subscript(value=ast.Name(id="number"), slice=ast.Name(id=word)) if word in _DTYPES:
            return Array(_DTYPES[word], None, generic=True)
        case ast.Subscript(
            value=ast.Name(id=word), slice=ast.Tuple(elts=[ast.Name(id=dtype), rows, columns])
        ) if (word in SPARSE and dtype in _DTYPES):
            form, _, kind = word.partition("_")
            shape = (_length(rows), _length(columns))
            return Sparse(form, _DTYPES[dtype], shape, fresh_length(), kind == "matrix")
        case ast.Subscript(value=ast.Name(id=word), slice=axes) if word in _DTYPES:
            return Array(_DTYPES[word], _lengths(axes))
        case ast.List(elts=[item]):
            return ListOf(_notated(item))
        case ast.List(elts=items):
            return ListFixed(tuple(map(_notated, items)))
        case ast.Tuple(elts=items):
            return TupleOf(tuple(map(_notated, items)))
        case ast.Dict(keys=keys, values=values):
            return DictOf(tuple(map(_key, keys)), tuple(map(_notated, values)))
        case ast.Call(ast.Name(name), [], parts) if all(part.arg for part in parts):
            return _object(name, parts)
    raise _refused(ast.unparse(node), "is neither a value nor a type")


def _object(name: str, parts: list[ast.keyword]) -> Type:
    """`Layer(W=f64[d, k], kind="relu")`: an object of a class of the file, by its attributes."""
    said = {part.arg or "": _declared(part.value) for part in parts}
    constants = tuple(
        (key, each.value) for key, each in said.items() if isinstance(each.value, (str, bool))
    )
    record = Record(name, "declared", None, constants)
    return DictOf(tuple(said), tuple(each.type for each in said.values()), record)


def _key(node: ast.expr | None) -> Any:
    match node:
        case ast.Name(id=word):
            return word
        case ast.Constant(value=str() | int() as value):
            return value
    raise _refused(ast.unparse(node) if node else "**", "is not a key of a dict")


def _lengths(axes: ast.expr) -> Shape | None:
    nodes = axes.elts if isinstance(axes, ast.Tuple) else [axes]
    if any(isinstance(node, ast.Constant) and node.value is Ellipsis for node in nodes):
        return None
    return tuple(map(_length, nodes))


def _length(node: ast.expr) -> Length:
    match node:
        case ast.Constant(value=int() as number) if not isinstance(number, bool):
            return Length.of(number)
        case ast.Name(id="_"):
            return fresh_length()
        case ast.Name(id=letter):
            return Length.of(Symbol(letter))
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _length(left) + _length(right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            return _length(left) - _length(right)
        case ast.BinOp(left=ast.Constant(value=int() as factor), op=ast.Mult(), right=right):
            return _length(right) * factor
    raise _refused(ast.unparse(node), "is not a length")


def type_of_annotation(text: str | None) -> Type | None:
    """The type that an annotation's source text promises; None where it says nothing of use.

    Understood: `float`, `int`, `bool`, `complex`, `str`, `None`; `np.ndarray`, `NDArray`,
    `NDArray[np.float64]`; jaxtyping's `Float[Array, "n d"]`; `list[...]`, `tuple[...]`,
    `Annotated[...]` of those.
    """
    if text is None:
        return None
    try:
        return _annotated(ast.parse(text.strip(), mode="eval").body)
    except SyntaxError:
        return None


_ANNOTATIONS: Mapping[str, Type] = {
    **{word: t for word, t in _WORDS.items() if word != "number"},
    "ndarray": Array(None, None),
    "NDArray": Array(None, None),
    "ArrayLike": GENERIC,
}
_LISTS = ("list", "List", "Sequence", "MutableSequence")
_JAXTYPING = {
    "Float": "float64",
    "Inexact": "float64",
    "Int": "int64",
    "Integer": "int64",
    "UInt": "uint64",
    "Complex": "complex128",
    "Bool": "bool",
    **{name.capitalize(): name for name in _DTYPES.values()},
    **{f"UInt{bits}": f"uint{bits}" for bits in (8, 16, 32, 64)},
    "Num": None,
    "Shaped": None,
    "Real": None,
}


def _last_name(node: ast.expr) -> str:
    """`np.float64`, `numpy.float64` and `float64` are one name."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _annotated(node: ast.expr) -> Type | None:
    match node:
        case ast.Constant(value=None):
            return NoneType()
        case ast.Constant(value=str() as text):
            return type_of_annotation(text)
        case ast.Name() | ast.Attribute():
            name = _last_name(node)
            if name in ("float16", "float32", "float64"):
                return Array(name, (), scalar=True)
            return _ANNOTATIONS.get(name)
        case ast.Subscript(value=base, slice=inner):
            return _subscripted(_last_name(base), inner)
    return None


def _subscripted(name: str, inner: ast.expr) -> Type | None:
    if name == "NDArray":
        return Array(
            _DTYPES.get(_last_name(inner), "float64" if _last_name(inner) == "float" else None),
            None,
        )
    if name == "ndarray" and isinstance(inner, ast.Tuple) and len(inner.elts) == 2:
        dtype = inner.elts[1]  # np.ndarray[Any, np.dtype[np.float64]]
        word = _last_name(dtype.slice) if isinstance(dtype, ast.Subscript) else ""
        return Array(_DTYPES.get(word), None)
    if name in _LISTS:
        item = _annotated(inner)
        return None if item is None else ListOf(item)
    if name in ("tuple", "Tuple"):
        return _tuple(inner.elts if isinstance(inner, ast.Tuple) else [inner])
    if name in ("Annotated", "Final") and (not isinstance(inner, ast.Tuple) or inner.elts):
        return _annotated(inner.elts[0] if isinstance(inner, ast.Tuple) else inner)
    if name in _JAXTYPING and isinstance(inner, ast.Tuple) and len(inner.elts) == 2:
        axes = inner.elts[1]
        if isinstance(axes, ast.Constant) and isinstance(axes.value, str):
            return Array(_JAXTYPING[name], _axes(axes.value))
        if isinstance(axes, ast.Name):  # formatters take the quotes off a single letter
            return Array(_JAXTYPING[name], _axes(axes.id))
    return None


def _tuple(nodes: list[ast.expr]) -> Type | None:
    if any(isinstance(node, ast.Constant) and node.value is Ellipsis for node in nodes):
        return None
    items = [_annotated(node) for node in nodes]
    return TupleOf(tuple(i for i in items if i is not None)) if None not in items else None


def _axes(text: str) -> Shape | None:
    """Lengths in jaxtyping's notation: "n d", "3 n-1", "_", "#n" (n or 1), "*batch" (any rank)."""
    lengths = []
    for token in text.split():
        if token == "..." or token.startswith("*"):
            return None
        token = token.partition("=")[2] or token  # "rows=4" names a number
        if token.startswith(("#", "?", "_")):
            lengths.append(fresh_length())
            continue
        try:
            lengths.append(_length(ast.parse(token, mode="eval").body))
        except (SyntaxError, UnsupportedError):
            lengths.append(fresh_length())
    return tuple(lengths)
