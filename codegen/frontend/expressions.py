"""Expressions: what a node evaluates to, in the order in which Python evaluates its parts."""

from __future__ import annotations

from typing import Any

import libcst as cst

from codegen.frontend.attributes import attribute, library_constant, mangled
from codegen.frontend.conditions import condition
from codegen.frontend.dispatch import apply, evaluate, value_of
from codegen.frontend.displays import MAKERS
from codegen.frontend.gathering import spread
from codegen.frontend.known import key_of
from codegen.frontend.objects import special
from codegen.frontend.operators import binary, operation
from codegen.frontend.overloading import converted
from codegen.frontend.slots import Dict, FixedList, Function, Named, Ref, SliceSlot, Slot, TupleSlot
from codegen.frontend.sparse import sparse_negative
from codegen.frontend.subscripts import read_item
from codegen.frontend.texts import formatted_text
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.sparse import Sparse
from codegen.ir.types import Array

_BINARY = {
    cst.Add: "add", cst.Subtract: "sub", cst.Multiply: "mul", cst.Divide: "truediv",
    cst.FloorDivide: "floordiv", cst.Modulo: "mod", cst.Power: "pow",
    cst.MatrixMultiply: "matmul", cst.BitAnd: "and_", cst.BitOr: "or_",
    cst.BitXor: "xor", cst.LeftShift: "lshift", cst.RightShift: "rshift",
}  # fmt: skip


# ---------------------------------------------------------------- names and literals


def name(t: Tracer, node: cst.Name) -> Slot:
    if node.value in ("True", "False", "None"):
        return constant({"True": True, "False": False, "None": None}[node.value])
    slot = t.read(node.value)
    return library_constant(slot.dotted) or slot if isinstance(slot, Named) else slot


def literal(t: Tracer, node: Any) -> Slot:
    return constant(node.evaluated_value)


def string(t: Tracer, node: cst.SimpleString | cst.ConcatenatedString) -> Slot:
    text = node.evaluated_value
    if not isinstance(text, str):
        t.refuse(
            "CG014",
            "bytes, or strings joined with f-strings, are not supported: use one plain string",
        )
    return constant(text)


def ellipsis(t: Tracer, node: cst.Ellipsis) -> Slot:
    return constant(Ellipsis)


def tuple_display(t: Tracer, node: cst.Tuple) -> Slot:
    return TupleSlot(tuple(elements(t, node.elements)))


def list_display(t: Tracer, node: cst.List) -> Slot:
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


def dict_display(t: Tracer, node: cst.Dict) -> Slot:
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
            key = key_of(t, evaluate(t, element.key))
            pairs = [(key, evaluate(t, element.value))]
        for name, item in pairs:
            if name in keys:
                items[keys.index(name)] = item
            else:
                keys.append(name)
                items.append(item)
    return t.state.allocate(Dict(tuple(keys), tuple(items)))


def lambda_function(t: Tracer, node: cst.Lambda) -> Slot:
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
    around = t.function
    return Function(
        t.source, node, around.environment, frames, around.outer, defaults, around.owner
    )


def formatted(t: Tracer, node: cst.FormattedString) -> Slot:
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
        found = evaluate(t, part.expression)
        value = found if isinstance(found, Value) else t.value(found)
        text = formatted_text(value, conversion, spec)
        if text is not None:
            template.append(text)
            continue
        template.append((len(values), conversion, spec))
        values.append(t.value(value))
    if not values:
        return constant("".join(template))
    return t.emit("format", *values, template=tuple(template))


# ---------------------------------------------------------------- operators


def unary_operation(t: Tracer, node: cst.UnaryOperation) -> Slot:
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
    slot = evaluate(t, node.expression)
    own = converted(t, slot, f"__{name}__")
    if own is not None:
        return own
    x = t.value(slot)
    if (
        name in ("neg", "pos")
        and isinstance(x.const, int | float)
        and not isinstance(x.const, bool)
    ):
        return constant(-x.const if name == "neg" else x.const)
    if name == "neg" and isinstance(x.type, Sparse):
        return sparse_negative(t, x)
    return t.slot(operation(t, name, x))


def binary_operation(t: Tracer, node: cst.BinaryOperation) -> Slot:
    left, right = evaluate(t, node.left), evaluate(t, node.right)
    return binary(t, _BINARY[type(node.operator)], left, right)


def walrus(t: Tracer, node: cst.NamedExpr) -> Slot:
    slot = evaluate(t, node.value)
    assert isinstance(node.target, cst.Name)
    t.bind(node.target.value, slot)
    return slot


# ---------------------------------------------------------------- subscripts and attributes


def subscript(t: Tracer, node: cst.Subscript) -> Slot:
    value = node.value
    if isinstance(value, cst.Attribute) and value.attr.value == "shape":
        axis = _axis_of_shape(t, value, node)
        if axis is not None:
            return axis
    base, index = place_of(t, node)
    if isinstance(base, Named) and base.dotted in MAKERS:
        return MAKERS[base.dotted](t, base.dotted, index)
    method = special(t, base, "__getitem__")
    if method is not None:
        return apply(t, method, [index], {})
    return read_item(t, base, index)


def place_of(t: Tracer, node: cst.Subscript) -> tuple[Slot, Slot]:
    """What has the items, and the index: `x.flat[k]` is x at the place that k counts to."""
    value = node.value
    if not isinstance(value, cst.Attribute) or value.attr.value != "flat":
        base = evaluate(t, value)
        return base, subscript_index(t, node)
    base = evaluate(t, value.value)
    kind = t.value(base).type if isinstance(base, Ref) else None
    rank = kind.rank if isinstance(kind, Array) else None
    index = subscript_index(t, node)
    if rank is None or isinstance(index, SliceSlot):
        return attribute(t, base, "flat"), index
    if rank != 1:
        shape = attribute(t, base, "shape")
        index = apply(t, Named("numpy.unravel_index"), [index, shape], {})
    return base, index


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


def attribute_of(t: Tracer, node: cst.Attribute) -> Slot:
    return attribute(t, evaluate(t, node.value), mangled(t, node.attr.value))
