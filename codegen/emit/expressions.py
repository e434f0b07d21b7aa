"""Expressions: the text of a value from its op, in the spelling that the user chose where there
is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.emit.calls import dtype_text, spelled
from codegen.emit.containers import added, copied, is_structure, zeros_like
from codegen.emit.paths import path_text
from codegen.emit.scope import Scope
from codegen.emit.strings import formatted
from codegen.emit.syntax import (
    AND,
    ATOM,
    NOT,
    OR,
    TERNARY,
    UNARY,
    Text,
    call,
    infix,
    literal,
    negative,
    tuple_text,
)
from codegen.ir.graph import Op, Region, Value
from codegen.ir.ops import result_types
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    Scalar,
    Type,
    is_number,
)


class Expressions:
    """Gives the text of values. What has a variable is its name, what is folded is its
    expression."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, value: Value) -> Text:
        if value.is_const:
            return self.scope.constant(value.const)
        op = self.scope.folds.ops.get(value)
        if op is None:
            return Text(self.scope.names[value])
        return self.of(op)

    def static(self, item: Any) -> Text:
        """A static argument: a literal, a Value, or a nest of them."""
        if isinstance(item, Value):
            return self(item)
        if isinstance(item, tuple):
            return tuple_text([self.static(part).text for part in item])
        if isinstance(item, list):
            return Text("[" + ", ".join(self.static(part).text for part in item) + "]")
        return self.scope.constant(item)

    def of(self, op: Op) -> Text:
        """The expression of an op with one result."""
        own = _FORMS.get(op.name)
        if own is not None and not _is_function(op):
            return own(self, op)
        return spelled(self, op)

    def of_call(self, op: Op) -> Text:
        """The call of another function, whatever it returns."""
        return _call(self, op)

    def region(self, region: Region, which: int = 0) -> Text:
        """The one expression that a branch folds to."""
        return self(region.results[which])


def _is_function(op: Op) -> bool:
    """An operator that the user wrote as a function: np.add of two lists is no concatenation."""
    via = op.attrs.get("via", "operator.")
    return op.name in ("add", "sub", "neg", "eq", "ne") and not via.startswith("operator.")


def condition(text: Expressions, value: Value, negated: bool = False) -> Text:
    """A condition, or its negation. A comparison is never turned round: `not x < y` holds for
    nan."""
    op = text.scope.folds.ops.get(value)
    if negated and op is not None and op.name == "not":
        return text(op.ins[0])
    plain = text(value)
    return Text(f"not {plain.at(NOT)}", NOT) if negated else plain


def _if(text: Expressions, op: Op) -> Text:
    then, otherwise = op.regions
    test = text(op.ins[0])
    form = op.attrs["form"]
    if form == "and":
        right = text.region(then)
        return Text(f"{test.at(AND)} and {right.at(AND + 1)}", AND)
    if form == "or":
        right = text.region(otherwise)
        return Text(f"{test.at(OR)} or {right.at(OR + 1)}", OR)
    return conditional(test, text.region(then), text.region(otherwise))


def conditional(test: Text, then: Text, otherwise: Text) -> Text:
    return Text(f"{then.at(OR)} if {test.at(OR)} else {otherwise.at(TERNARY)}", TERNARY)


def _negated(text: Expressions, op: Op) -> Text:
    return negative(text(op.ins[0]), exact=not op.backward)


def _sum(text: Expressions, op: Op) -> Text:
    """`a + b`; in the backward part a sign in front becomes a difference."""
    left, right = text(op.ins[0]), text(op.ins[1])
    name = op.name
    if op.backward and right.negated is not None:
        return infix("sub" if name == "add" else "add", left, right.negated)
    if op.backward and name == "add" and left.negated is not None and left.level == UNARY:
        return infix("sub", right, left.negated)
    return infix(name, left, right)


def _accumulated(text: Expressions, op: Op) -> Text:
    left, right = text(op.ins[0]), text(op.ins[1])
    if is_structure(op.out.type):
        sign = "-" if op.attrs.get("negative") else "+"
        return added(text, op.out.type, left, right, sign)
    name = "sub" if op.attrs.get("negative") else "add"
    if right.negated is not None:
        name, right = ("add" if name == "sub" else "sub"), right.negated
    return infix(name, left, right)


def _getitem(text: Expressions, op: Op) -> Text:
    base = text(op.ins[0])
    return Text(path_text(text, base.at(ATOM), op.attrs["path"]))


def _expanded(text: Expressions, op: Op) -> Text:
    """`x[:, None]`, a tenth of the time of the function."""
    t = op.ins[0].type
    if "via" in op.attrs or not isinstance(t, Array) or t.generic or not t.rank:
        return spelled(text, op)
    axes = op.attrs["axis"] if isinstance(op.attrs["axis"], tuple) else (op.attrs["axis"],)
    rank = t.rank + len(axes)
    new = {axis % rank for axis in axes}
    items = ", ".join("None" if k in new else ":" for k in range(max(new) + 1))
    return Text(f"{text(op.ins[0]).at(ATOM)}[{items}]")


def _list(text: Expressions, op: Op) -> Text:
    return Text("[" + ", ".join(text(v).text for v in op.ins) + "]")


def _tuple(text: Expressions, op: Op) -> Text:
    return tuple_text([text(v).text for v in op.ins])


def _dict(text: Expressions, op: Op) -> Text:
    pairs = zip(op.attrs["keys"], op.ins, strict=True)
    return Text("{" + ", ".join(f"{literal(k)}: {text(v)}" for k, v in pairs) + "}")


def _concat(text: Expressions, op: Op) -> Text:
    return infix("add", text(op.ins[0]), text(op.ins[1]))


def _repeat(text: Expressions, op: Op) -> Text:
    return infix("mul", text(op.ins[0]), text.static(op.attrs["times"]))


def _len(text: Expressions, op: Op) -> Text:
    return call(text.scope.builtin("len"), [text(op.ins[0])])


def _shape(text: Expressions, op: Op) -> Text:
    """`x.shape[0]`; through NumPy where x may be a number or a list."""
    x = op.ins[0]
    by_method = isinstance(x.type, Sparse) or (isinstance(x.type, Array) and not x.type.generic)
    shape = f"{text(x).at(ATOM)}.shape" if by_method else f"{text.scope.numpy()}.shape({text(x)})"
    if "axis" not in op.attrs or op.attrs["axis"] is None:
        return Text(shape)
    return Text(f"{shape}[{text.static(op.attrs['axis'])}]")


def _measure(text: Expressions, op: Op) -> Text:
    x = op.ins[0]
    if isinstance(x.type, Array) and not x.type.generic and "via" not in op.attrs:
        return Text(f"{text(x).at(ATOM)}.{op.name}")
    return spelled(text, op) if "via" in op.attrs else call(
        f"{text.scope.numpy()}.{op.name}", [text(x)]
    )  # fmt: skip


def _copy(text: Expressions, op: Op) -> Text:
    if "via" in op.attrs:
        return spelled(text, op)
    x = op.ins[0]
    layout = not op.backward and not text.scope.counting  # compilers know one order
    return copied(text, x.type, text(x), bool(op.attrs.get("deep")), layout=layout)


def _full_like(text: Expressions, op: Op) -> Text:
    g, x = op.ins
    t = x.type
    if is_number(t):
        return text(g)
    if isinstance(t, Array) and not t.generic and t.dtype is not None:
        numpy = text.scope.numpy()
        if t.dtype.startswith("complex"):  # f's own array may be real at run time
            return call(f"{numpy}.full_like", [text(x), text(g), f"dtype={numpy}.{t.dtype}"])
        if t.dtype.startswith("float") and not _is_complex(g.type):
            return call(f"{numpy}.full_like", [text(x), text(g)])
    return call(text.scope.helper("full_like"), [text(g), text(x)])


def _is_complex(t: Type) -> bool:
    if isinstance(t, Scalar):
        return t.kind == "complex"
    return isinstance(t, Array) and (t.dtype is None or t.dtype.startswith("complex"))


def _by_helper(text: Expressions, op: Op) -> Text:
    return call(text.scope.helper(op.name), [text(v) for v in op.ins])


def _unbroadcast(text: Expressions, op: Op) -> Text:
    """By a shorter helper for arrays of floats."""
    g, x = (value.type for value in op.ins)
    known = isinstance(g, Array) and isinstance(x, Array) and g.dtype == x.dtype == "float64"
    if known and not any(isinstance(t, Array) and (t.generic or t.scalar) for t in (g, x)):
        return call(text.scope.helper("sum_to"), [text(v) for v in op.ins])
    return _by_helper(text, op)


def _reshape_like(text: Expressions, op: Op) -> Text:
    g, x = op.ins
    surely = isinstance(x.type, Array) and not x.type.generic and not x.type.scalar
    if surely and isinstance(g.type, Array) and not g.type.generic:
        shape = f"{text(x).at(ATOM)}.shape"
        if g.type.shape == ():  # a seed of 1.0 is a Python number
            return call(f"{text.scope.numpy()}.reshape", [text(g), Text(shape)])
        return Text(f"{text(g).at(ATOM)}.reshape({shape})")
    return _by_helper(text, op)


def _where(text: Expressions, op: Op) -> Text:
    """A conditional expression where the condition is one truth value; a rule's only: the user's
    calls np.where."""
    test, then, otherwise = op.ins
    t = test.type
    if "via" not in op.attrs and is_number(t) and is_number(op.out.type):
        return conditional(text(test), text(then), text(otherwise))
    return spelled(text, op)


def _equal(text: Expressions, op: Op) -> Text:
    """A comparison; of an exit code that is kept as a truth value, that value."""
    flag = text.scope.flags.get(op.ins[0])
    if flag is None or flag.code is None or "via" in op.attrs:
        return spelled(text, op)
    name = text(op.ins[0])
    return name if op.name == "eq" else Text(f"not {name}", NOT)


def _not(text: Expressions, op: Op) -> Text:
    return condition(text, op.ins[0], negated=True)


def _call(text: Expressions, op: Op) -> Text:
    return call(
        text.scope.callee(op.attrs["callee"]), text.scope.arguments(op, [text(v) for v in op.ins])
    )


def _asarray(text: Expressions, op: Op) -> Text:
    return spelled(text, op) if "via" in op.attrs else call(
        f"{text.scope.numpy()}.asarray", [text(op.ins[0])]
    )  # fmt: skip


def _astype(text: Expressions, op: Op) -> Text:
    t = op.ins[0].type
    if "via" not in op.attrs and is_number(t):
        return call(dtype_text(text, op.attrs["dtype"]).text, [text(op.ins[0])])
    return spelled(text, op)


def _alias(text: Expressions, op: Op) -> Text:
    return text(op.ins[0])


def _replaced(text: Expressions, op: Op) -> Text:
    """An object like another one, made from it: its class is not imported."""
    base, *items = (text(value) for value in op.ins)
    parts = [f"{name}={item}" for name, item in zip(op.attrs["names"], items, strict=True)]
    if op.attrs["how"] == "_replace":
        return call(f"{base.at(ATOM)}._replace", parts)
    if op.attrs["how"] == "replace":
        return call(text.scope.function("dataclasses.replace"), [base, *parts])
    return call(text.scope.helper("with_attributes"), [base, *parts])


def _failing(text: Expressions, op: Op) -> Text:
    """Whether another op fails, which is written as it is where it is computed."""
    attrs = {key: item for key, item in op.attrs.items() if key not in ("of", "exceptions")}
    name, via = op.attrs["of"]
    attrs |= {"via": via} if via else {}
    outs = tuple(Value(t) for t in result_types(name, op.ins, attrs))
    inner = text.of(Op(name, op.ins, outs, attrs))
    kinds = [text.scope.function(name) for name in op.attrs["exceptions"]]
    return call(text.scope.helper("fails"), [Text(f"lambda: {inner}"), *kinds])


def _list_of(text: Expressions, op: Op) -> Text:
    return call(text.scope.builtin("list"), [text(op.ins[0])])


_FORMS: dict[str, Callable[[Expressions, Op], Text]] = {
    "if": _if, "neg": _negated, "add": _sum, "sub": _sum, "accumulate": _accumulated, "getitem":
    _getitem,
    "make_list": _list, "make_tuple": _tuple, "make_dict": _dict, "list_concat": _concat,
    "replace": _replaced,
    "list_repeat": _repeat, "len": _len, "shape": _shape, "size": _measure, "ndim": _measure,
    "copy": _copy, "full_like": _full_like, "unbroadcast": _unbroadcast, "digamma": _by_helper,
    "reshape_like": _reshape_like, "where": _where, "expand_dims": _expanded, "not": _not,
    "eq": _equal, "ne": _equal,
    "format": formatted, "call": _call, "fails": _failing,
    "asarray": _asarray, "astype": _astype, "alias": _alias, "unstack": _list_of,
    "zeros_like": lambda text, op: zeros_like(text, op.ins[0].type, text(op.ins[0])),
}  # fmt: skip
