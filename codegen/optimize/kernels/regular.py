"""The regular case: axes that may broadcast are taken to be of one length, slices to lie inside,
and what is short for several operations is spelled out.
"""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import normal_axes
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Graph, Index, Op, Region, Slice, Value
from codegen.ir.types import Array, Length, facts
from codegen.optimize.kernels.extents import lengths
from codegen.optimize.kernels.fit import ELEMENTWISE, Unfit
from codegen.optimize.rebuild import with_body


def regular(graph: Graph, watched: bool) -> Graph:
    """The graph for the regular case. watched: the compiler checks subscripts."""
    return with_body(graph, _region(graph.body, watched, set()))


def _region(region: Region, watched: bool, seen: set[tuple[Length, int]]) -> Region:
    """seen: the places that are known to be there."""
    ops: list[Op] = []
    seen = set(seen)
    for op in region.ops:
        op = op.with_(regions=tuple(_region(each, watched, seen) for each in op.regions))
        assume(op)
        if not watched:
            ops += _places(op, seen)
        ops += _spelled_out(op)
    return Region(region.params, tuple(ops), region.results)


def assume(op: Op) -> None:
    """Record which lengths the op takes to be equal."""
    if op.name in ELEMENTWISE or op.name == "accumulate" and not op.attrs["path"]:
        shapes = [lengths(value) for value in op.ins]
        for shape in shapes:
            _align(lengths(op.out), shape)
    elif op.name in ("accumulate", "update"):
        _align(_selected(op), lengths(op.ins[1]))
    elif op.name == "unbroadcast":
        _align(lengths(op.out), lengths(op.ins[1]))
        _align(lengths(op.ins[0]), lengths(op.out))
    elif op.name == "vdot":
        _align(lengths(op.ins[0]), lengths(op.ins[1]))
    elif op.name == "stack":
        for value in op.ins[1:]:
            _align(lengths(op.ins[0]), lengths(value))


def _align(wide: tuple[Length, ...], shape: tuple[Length, ...]) -> None:
    """Axes from the back: equal, or one of them is 1."""
    for one, other in zip(reversed(wide), reversed(shape)):
        if facts().is_one(one) or facts().is_one(other):
            continue
        facts().unify(one, other)
        if not facts().equal(one, other):
            raise Unfit("axes of different lengths")


def _selected(op: Op) -> tuple[Length, ...]:
    """The lengths of what the path of an update selects."""
    builder = Builder()
    with building(builder):
        found = emit("getitem", op.ins[0], path=op.attrs["path"])
    return lengths(found)


def _spelled_out(op: Op) -> list[Op]:
    builder = Builder(origin=op.origin, backward=op.backward)
    with building(builder):
        if op.name == "getitem":
            _inside(op)
            return [*builder.ops, op]
        made = _parts(op)
        if made is None:
            return [op]
    return [*builder.ops[:-1], builder.ops[-1].with_(outs=(op.out,))]


def _inside(op: Op) -> None:
    """A slice with fixed bounds has the length that they say."""
    base = op.ins[0]
    (step,) = op.attrs["path"] if len(op.attrs["path"]) == 1 else (None,)
    if not isinstance(base.type, Array) or not isinstance(step, Index):
        return
    if any(item is Ellipsis for item in step.items):
        return
    axis = place = 0
    found = lengths(op.out)
    for item in step.items:
        if isinstance(item, Slice):
            start, stop = _number(item.start, 0), _number(item.stop, None)
            if _number(item.step, 1) == 1 and start is not None and stop is not None:
                if 0 <= start < stop and found[place].known is None:
                    facts().unify(found[place], Length.of(stop - start))
                    extent = emit("shape", base, axis=axis)
                    emit_op("require", (emit("ge", extent, stop),))
            place, axis = place + 1, axis + 1
        elif item is None:
            place += 1
        elif isinstance(item, Value) and isinstance(item.type, Array) and not item.type.scalar:
            return
        else:
            axis += 1


def _places(op: Op, seen: set[tuple[Length, int]]) -> list[Op]:
    """Fixed places that an array must have."""
    builder = Builder(origin=op.origin, backward=op.backward)
    path = op.attrs.get("path", ())
    step = path[0] if len(path) == 1 else None
    if not isinstance(step, Index) or not lengths(op.ins[0]):
        return []
    items = step.items
    with building(builder):
        axis = 0
        for k, item in enumerate(items):
            if item is Ellipsis:
                rest = sum(each is not None for each in items[k + 1 :])
                axis = len(lengths(op.ins[0])) - rest
                continue
            place = None if item is None or isinstance(item, Slice) else _number(item, None)
            if place is not None:
                length = list(lengths(op.ins[0]))[axis]
                least = place + 1 if place >= 0 else -place
                if (length, least) not in seen and (length.known or 0) < least:
                    seen.add((length, least))
                    extent = emit("shape", op.ins[0], axis=axis)
                    emit_op("require", (emit("ge", extent, least),))
            axis += item is not None
    return builder.ops


def _number(item: Any, default: int | None) -> int | None:
    if item is None:
        return default
    const = item.const if isinstance(item, Value) else item
    return const if type(const) is int else None


def _parts(op: Op) -> Value | None:
    """The op by simpler ones."""
    if op.name == "sum" and op.attrs.get("keepdims") and lengths(op.ins[0]):
        return _kept(op.ins[0], normal_axes(op.attrs.get("axis"), len(lengths(op.ins[0]))))
    if not op.ins or not lengths(op.ins[0]):
        return None
    if op.name == "mean" and set(op.attrs) <= {"via", "axis", "keepdims"}:
        rank = len(lengths(op.ins[0]))
        axes = normal_axes(op.attrs.get("axis"), rank)
        count: Any = None
        for axis in axes:
            extent = emit("shape", op.ins[0], axis=axis)
            count = extent if count is None else count * extent
        if op.attrs.get("keepdims"):
            total = _kept(op.ins[0], axes)
        else:
            whole = len(axes) == rank
            total = emit("sum", op.ins[0]) if whole else emit("sum", op.ins[0], axis=axes)
        return emit("div", total, count)
    if op.name == "unbroadcast":
        return _summed(op.ins[0], lengths(op.out))
    ranks = [len(lengths(value)) for value in op.ins]
    if op.name in ("dot", "matmul", "inner") and ranks == [1, 1]:
        return emit("sum", emit("mul", *op.ins))
    if op.name == "vdot" and ranks[0] == ranks[1]:
        return emit("sum", emit("mul", *op.ins))
    if op.name == "einsum" and len(op.ins) > 1:
        return _contraction(op)
    if op.name == "outer" and ranks == [1, 1]:
        return emit("mul", emit("expand_dims", op.ins[0], axis=1), op.ins[1])
    return None


def _contraction(op: Op) -> Value | None:
    """The sum of a product, where no operand has to be transposed for it."""
    left, arrow, out = str(op.attrs["subscripts"]).replace(" ", "").partition("->")
    terms = left.split(",")
    if not arrow or "." in left or any(len({*term}) != len(term) for term in terms):
        return None
    order = "".join(dict.fromkeys("".join(terms)))
    if any([order.index(k) for k in t] != sorted(order.index(k) for k in t) for t in (*terms, out)):
        return None
    product: Value | None = None
    for term, value in zip(terms, op.ins, strict=True):
        for axis, label in enumerate(order):
            if label not in term:
                value = emit("expand_dims", value, axis=axis)
        product = value if product is None else emit("mul", product, value)
    assert product is not None
    axes = tuple(axis for axis, label in enumerate(order) if label not in out)
    if not axes:
        return product
    if len(axes) == len(order):
        return emit("sum", product)
    return emit("sum", product, axis=axes if len(axes) > 1 else axes[0])


def _kept(x: Value, axes: tuple[int, ...]) -> Value:
    total = emit("sum", x, axis=axes if len(axes) > 1 else axes[0])
    for axis in axes:
        total = emit("expand_dims", total, axis=axis)
    return total


def _summed(g: Value, shape: tuple[Length, ...]) -> Value | None:
    """g summed down to a shape."""
    lead = len(lengths(g)) - len(shape)
    found = lengths(g)[lead:]
    axes = tuple(range(lead)) + tuple(
        lead + k
        for k, (mine, wanted) in enumerate(zip(found, shape))
        if facts().is_one(wanted) and not facts().is_one(mine)
    )
    if not axes:
        return emit_op("pos", (g,), {}).out
    total = emit("sum", g, axis=axes if len(axes) > 1 else axes[0])
    for axis in axes[lead:]:
        total = emit("expand_dims", total, axis=axis - lead)
    return total
