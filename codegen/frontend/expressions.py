"""Expressions: what a node evaluates to, in the order in which Python evaluates its parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from codegen.frontend.advice import INSTEAD
from codegen.frontend.attributes import attribute, library_constant
from codegen.frontend.operators import (
    binary,
    check_truth,
    choose,
    compare,
    operation,
    spread,
)
from codegen.frontend.slots import (
    Dict,
    FixedList,
    Function,
    Named,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
)
from codegen.frontend.subscripts import read_item
from codegen.frontend.tracer import Refused, Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import Array, ListOf

_BINARY = {
    cst.Add: "add", cst.Subtract: "sub", cst.Multiply: "mul", cst.Divide: "truediv",
    cst.FloorDivide: "floordiv", cst.Modulo: "mod", cst.Power: "pow",
    cst.MatrixMultiply: "matmul", cst.BitAnd: "and_", cst.BitOr: "or_",
    cst.BitXor: "xor", cst.LeftShift: "lshift", cst.RightShift: "rshift",
}  # fmt: skip
_COMPARE = {
    cst.LessThan: "lt", cst.LessThanEqual: "le", cst.GreaterThan: "gt",
    cst.GreaterThanEqual: "ge", cst.Equal: "eq", cst.NotEqual: "ne",
    cst.Is: "is", cst.IsNot: "is_not", cst.In: "in", cst.NotIn: "not_in",
}  # fmt: skip


def evaluate(t: Tracer, node: cst.BaseExpression) -> Slot:
    """What an expression stands for. Raises Refused, with the innermost node that is to blame."""
    handler = _EXPRESSIONS.get(type(node))
    since = len(t.pending)
    try:
        if handler is None:
            kind = _kind(node)
            advice = INSTEAD.get(kind, "")
            t.refuse("CG014", f"`{t.source.text_of(node)}` ({kind}) is not supported", advice)
        slot: Slot = handler(t, node)
        del t.pending[since:]
        if not isinstance(slot, Value):
            t.pending.append(slot)
        return slot
    except Refused as refused:
        if refused.node is None:
            refused.node = node
        raise


def value_of(t: Tracer, node: cst.BaseExpression) -> Value:
    return t.value(evaluate(t, node))


def _kind(node: cst.CSTNode) -> str:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(node).__name__)
    return words.strip()


# ---------------------------------------------------------------- names and literals


def _name(t: Tracer, node: cst.Name) -> Slot:
    if node.value in ("True", "False", "None"):
        return constant({"True": True, "False": False, "None": None}[node.value])
    slot = t.read(node.value)
    return library_constant(slot.dotted) or slot if isinstance(slot, Named) else slot


def _literal(t: Tracer, node: Any) -> Slot:
    return constant(node.evaluated_value)


def _string(t: Tracer, node: cst.SimpleString | cst.ConcatenatedString) -> Slot:
    text = node.evaluated_value
    if not isinstance(text, str):
        t.refuse(
            "CG014",
            "bytes, or strings joined with f-strings, are not supported: use one plain string",
        )
    return constant(text)


def _ellipsis(t: Tracer, node: cst.Ellipsis) -> Slot:
    return constant(Ellipsis)


def _tuple(t: Tracer, node: cst.Tuple) -> Slot:
    return TupleSlot(tuple(elements(t, node.elements)))


def _list(t: Tracer, node: cst.List) -> Slot:
    items = tuple(elements(t, node.elements))  # this may replace the state
    return t.state.allocate(FixedList(items))


def elements(t: Tracer, nodes: Any) -> list[Slot]:
    """The items of a display; `*items` are spread."""
    found: list[Slot] = []
    for element in nodes:
        slot = evaluate(t, element.value)
        if isinstance(element, cst.StarredElement):
            found += spread(t, slot)
        else:
            found.append(slot)
    return found


def _dict(t: Tracer, node: cst.Dict) -> Slot:
    keys: list[Any] = []
    items: list[Slot] = []
    for element in node.elements:
        if not isinstance(element, cst.DictElement):
            slot = evaluate(t, element.value)
            entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
            if not isinstance(entry, Dict):
                t.refuse("CG015", "only a dict can be spread with `**`")
            pairs = list(zip(entry.keys, entry.items, strict=True))
        else:
            key = value_of(t, element.key)
            if not key.is_const:
                t.refuse(
                    "CG024",
                    "the key of a dict is not known before the run",
                    "Use literal keys, or a list.",
                    element.key,
                )
            pairs = [(key.const, evaluate(t, element.value))]
        for name, item in pairs:
            if name in keys:
                items[keys.index(name)] = item
            else:
                keys.append(name)
                items.append(item)
    return t.state.allocate(Dict(tuple(keys), tuple(items)))


def _lambda(t: Tracer, node: cst.Lambda) -> Slot:
    return make_function(t, node)


def make_function(t: Tracer, node: cst.FunctionDef | cst.Lambda) -> Function:
    """A closure over the current frame; defaults are evaluated now."""
    params = node.params
    defaults = tuple(
        (p.name.value, evaluate(t, p.default))
        for p in (*params.posonly_params, *params.params, *params.kwonly_params)
        if p.default is not None
    )
    frames = (*t.function.frames, t.frame)
    return Function(t.source, node, t.function.environment, frames, defaults)


def _formatted(t: Tracer, node: cst.FormattedString) -> Slot:
    template: list[Any] = []
    values: list[Value] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            template.append(part.value.replace("{{", "{").replace("}}", "}"))
            continue
        assert isinstance(part, cst.FormattedStringExpression)
        spec = "".join(
            piece.value if isinstance(piece, cst.FormattedStringText) else "\0"
            for piece in part.format_spec or ()
        )
        if "\0" in spec:
            t.refuse("CG014", "a computed format is not supported", "Use `{x:.3f}` or `{x}`.")
        conversion = part.conversion
        if part.equal is not None:  # {x=} shows the text, too
            template.append(t.source.module.code_for_node(part.expression) + "=")
            conversion = conversion or (None if spec else "r")
        template.append((len(values), conversion, spec))
        values.append(value_of(t, part.expression))
    return t.emit("format", *values, template=tuple(template))


# ---------------------------------------------------------------- operators


def _unary(t: Tracer, node: cst.UnaryOperation) -> Slot:
    name = {cst.Minus: "neg", cst.Plus: "pos", cst.Not: "not", cst.BitInvert: "invert"}[
        type(node.operator)
    ]
    if name == "not":
        truth = condition(t, node.expression)
        return (
            constant(not truth.const)
            if truth.is_const
            else t.emit("not", truth, via="operator.not_")
        )
    x = value_of(t, node.expression)
    if (
        name in ("neg", "pos")
        and isinstance(x.const, int | float)
        and not isinstance(x.const, bool)
    ):
        return constant(-x.const if name == "neg" else x.const)
    return t.slot(operation(t, name, x))


def _binary(t: Tracer, node: cst.BinaryOperation) -> Slot:
    left, right = evaluate(t, node.left), evaluate(t, node.right)
    return binary(t, _BINARY[type(node.operator)], left, right)


def _comparison(t: Tracer, node: cst.Comparison) -> Slot:
    return _chain(t, evaluate(t, node.left), list(node.comparisons))


def _chain(t: Tracer, left: Slot, rest: list[cst.ComparisonTarget]) -> Slot:
    """a < b < c is `a < b and b < c`, with b evaluated once."""
    right = evaluate(t, rest[0].comparator)
    first = compare(t, _COMPARE[type(rest[0].operator)], left, right)
    if len(rest) == 1:
        return first
    if first.is_const:
        return _chain(t, right, rest[1:]) if first.const else first
    return choose(t, first, lambda: _chain(t, right, rest[1:]), lambda: first, "and")


def _boolean(t: Tracer, node: cst.BooleanOperation) -> Slot:
    form = "and" if isinstance(node.operator, cst.And) else "or"
    slot = evaluate(t, node.left)
    known = _known_truth(t, slot)
    if known is not None:
        return evaluate(t, node.right) if known == (form == "and") else slot
    left = t.value(slot)
    check_truth(t, left)

    def right() -> Slot:
        return evaluate(t, node.right)

    def same() -> Slot:
        return left

    return choose(t, left, *((right, same) if form == "and" else (same, right)), form=form)


def condition(t: Tracer, node: cst.BaseExpression) -> Value:
    """A test as a value whose truth decides; the length of a list decides for the list."""
    if isinstance(node, cst.BooleanOperation):
        return _joint_condition(t, node)
    slot = evaluate(t, node)
    known = _known_truth(t, slot)
    if known is not None:
        return constant(known)
    value = t.value(slot)
    check_truth(t, value)
    return value


def _known_truth(t: Tracer, slot: Slot) -> bool | None:
    """Whether something counts as true, where that is known before the run."""
    if isinstance(slot, TupleSlot):
        return bool(slot.items)
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        return bool(entry.items) if isinstance(entry, FixedList | Dict) else None
    return bool(slot.const) if isinstance(slot, Value) and slot.is_const else None


def _joint_condition(t: Tracer, node: cst.BooleanOperation) -> Value:
    """`a and b`, `a or b` where only the truth is asked: a list may stand by a comparison."""
    form = "and" if isinstance(node.operator, cst.And) else "or"
    left = condition(t, node.left)
    if left.is_const:
        return condition(t, node.right) if left.const == (form == "and") else left
    if isinstance(left.type, ListOf):
        left = t.emit("gt", t.emit("len", left, via="builtins.len"), constant(0))

    def right() -> Slot:
        return condition(t, node.right)

    def same() -> Slot:
        return left

    found = choose(t, left, *((right, same) if form == "and" else (same, right)), form=form)
    return t.value(found)


def _ternary(t: Tracer, node: cst.IfExp) -> Slot:
    test = condition(t, node.test)
    return choose(
        t, test, lambda: evaluate(t, node.body), lambda: evaluate(t, node.orelse), "ternary"
    )


def _walrus(t: Tracer, node: cst.NamedExpr) -> Slot:
    slot = evaluate(t, node.value)
    assert isinstance(node.target, cst.Name)
    t.bind(node.target.value, slot)
    return slot


# ---------------------------------------------------------------- subscripts and attributes


def _subscript(t: Tracer, node: cst.Subscript) -> Slot:
    value = node.value
    if isinstance(value, cst.Attribute) and value.attr.value == "shape":
        axis = _axis_of_shape(t, value, node)
        if axis is not None:
            return axis
    base = evaluate(t, value)
    return read_item(t, base, subscript_index(t, node))


def _axis_of_shape(t: Tracer, shape: cst.Attribute, node: cst.Subscript) -> Slot | None:
    """x.shape[k] reads one length, also where the number of axes is not known."""
    base = evaluate(t, shape.value)
    index = subscript_index(t, node)
    if isinstance(base, Ref) and isinstance(index, Value) and type(index.const) is int:
        array = t.value(base)
        if isinstance(array.type, Array) and array.type.shape is None:
            return t.emit("shape", array, axis=index.const)
        return read_item(t, attribute(t, base, "shape"), index)
    return read_item(t, attribute(t, base, "shape"), index)


def subscript_index(t: Tracer, node: cst.Subscript) -> Slot:
    """The content of the brackets; several items are a tuple."""
    items = [_subscript_item(t, element.slice) for element in node.slice]
    one = len(items) == 1 and not isinstance(node.slice[0].comma, cst.Comma)
    return items[0] if one else TupleSlot(tuple(items))


def _subscript_item(t: Tracer, item: cst.BaseSlice) -> Slot:
    if isinstance(item, cst.Index):
        if item.star is not None:
            t.refuse("CG014", "a starred index is not supported: write the indices out")
        return evaluate(t, item.value)
    assert isinstance(item, cst.Slice)
    lower, upper, step = (
        None if part is None else value_of(t, part) for part in (item.lower, item.upper, item.step)
    )
    return SliceSlot(lower, upper, step)


def _attribute(t: Tracer, node: cst.Attribute) -> Slot:
    return attribute(t, evaluate(t, node.value), node.attr.value)


def _call(t: Tracer, node: cst.Call) -> Slot:
    from codegen.frontend.calls import call

    return call(t, node)


def _comprehension(t: Tracer, node: Any) -> Slot:
    from codegen.frontend.comprehensions import comprehension

    return comprehension(t, node)


_EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Tracer, Any], Slot]] = {
    cst.Name: _name,
    cst.Integer: _literal,
    cst.Float: _literal,
    cst.Imaginary: _literal,
    cst.SimpleString: _string,
    cst.ConcatenatedString: _string,
    cst.FormattedString: _formatted,
    cst.Ellipsis: _ellipsis,
    cst.Tuple: _tuple,
    cst.List: _list,
    cst.Dict: _dict,
    cst.Lambda: _lambda,
    cst.UnaryOperation: _unary,
    cst.BinaryOperation: _binary,
    cst.Comparison: _comparison,
    cst.BooleanOperation: _boolean,
    cst.IfExp: _ternary,
    cst.NamedExpr: _walrus,
    cst.Subscript: _subscript,
    cst.Attribute: _attribute,
    cst.Call: _call,
    cst.ListComp: _comprehension,
    cst.GeneratorExp: _comprehension,
    cst.DictComp: _comprehension,
}
