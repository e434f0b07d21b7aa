"""What Python would raise is watched: division by zero, domains of `math`, integers that outgrow 64
bits. Numbers of NumPy follow IEEE arithmetic in a kernel as everywhere.
"""

from __future__ import annotations

from codegen.ir.build import Builder, building, emit
from codegen.ir.graph import Graph, Op, Region, Value, constant
from codegen.ir.types import BOOL, INT, Array, Scalar
from codegen.optimize.rebuild import with_body

_MAY_RAISE = frozenset({"div", "pow", "mod", "floordiv"})
_NEVER_RAISES = frozenset(
    {"math.fabs", "math.isnan", "math.isinf", "math.isfinite", "math.copysign", "math.atan"}
)


def guarded(graph: Graph) -> Graph:
    """The graph with `finite`, `divisor` and `whole` around what may not be regular."""
    return with_body(graph, _region(graph.body, frozenset()))


def _region(region: Region, carried: frozenset[Value]) -> Region:
    ops: list[Op] = []
    for op in region.ops:
        if op.regions:
            inner = carried
            if op.name == "loop":
                params = op.regions[0].params
                inner |= {*params[1:]} if "start" in op.attrs else {*params}
            op = op.with_(regions=tuple(_region(each, inner) for each in op.regions))
        ops += _guarded(op, carried)
    return Region(region.params, tuple(ops), region.results)


def _guarded(op: Op, carried: frozenset[Value]) -> list[Op]:
    if len(op.outs) != 1:
        return [op]
    if op.out.type == INT:
        return _integer(op, carried)
    if op.backward or not all(_may_be_python(value) for value in (*op.ins, op.out)):
        return [op]
    via = str(op.attrs.get("via", ""))
    if op.name in _MAY_RAISE or (via.startswith("math.") and via not in _NEVER_RAISES):
        if op.name == "div" and _is_constant(op.ins[1]):
            return [op]
        return _followed(op, "finite")
    return [op]


def _may_be_python(value: Value) -> bool:
    """A number whose operations may raise: Python's, or one that is Python's on some path."""
    t = value.type
    return (
        isinstance(t, Scalar)
        and t != BOOL
        or isinstance(t, Array)
        and (t.generic or t.dtype is None)
    )


def _integer(op: Op, carried: frozenset[Value]) -> list[Op]:
    if op.name in ("floordiv", "mod") and not _is_constant(op.ins[1]):
        builder = _builder(op)
        with building(builder):
            checked = emit("divisor", op.ins[1])
        return [*builder.ops, op.with_(ins=(op.ins[0], checked))]
    if op.name in ("mul", "pow") or op.name in ("add", "sub") and _grows(op, carried):
        if any(_is_constant(value) for value in op.ins) and op.name == "mul":
            return [op] if not carried & {*op.ins} else _measured(op)
        return _measured(op)
    return [op]


def _grows(op: Op, carried: frozenset[Value]) -> bool:
    """A sum of two numbers of which one comes from the round before: it may double."""
    return bool(carried & {*op.ins}) and not any(map(_is_constant, op.ins))


def _is_constant(value: Value) -> bool:
    return isinstance(value.const, int | float) and value.const != 0 and abs(value.const) < 2**20


def _measured(op: Op) -> list[Op]:
    raw = Value(op.out.type)
    builder = _builder(op)
    builder.add(op.with_(outs=(raw,)))
    with building(builder):
        floats = tuple(emit("mul", value, constant(1.0)) for value in op.ins)
        estimate = emit(op.name, *floats)
        emit("whole", raw, estimate)
    return _renamed(builder.ops, op.out)


def _followed(op: Op, name: str) -> list[Op]:
    raw = Value(op.out.type)
    builder = _builder(op)
    builder.add(op.with_(outs=(raw,)))
    with building(builder):
        emit(name, raw)
    return _renamed(builder.ops, op.out)


def _renamed(ops: list[Op], out: Value) -> list[Op]:
    return [*ops[:-1], ops[-1].with_(outs=(out,))]


def _builder(op: Op) -> Builder:
    return Builder(origin=op.origin, backward=op.backward)
