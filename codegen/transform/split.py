"""The split form: `f_forward(...) -> (out, cache)` and `f_backward(dout, cache)`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.errors import InternalError, Problem, UnsupportedError
from codegen.infer.activity import output_leaves
from codegen.ir.build import Builder, building, emit_op
from codegen.ir.compare import same
from codegen.ir.graph import (
    Graph,
    Key,
    Leaf,
    Node,
    Op,
    Parameter,
    Region,
    Value,
    captures,
    reads,
    substitute,
)
from codegen.ir.types import CACHE
from codegen.transform.bound import bound


def split(joint: Graph) -> tuple[Graph, Graph]:
    """The two halves of a joint graph. The cache is a tuple of what the backward part reads."""
    forward_ops = tuple(op for op in joint.body.ops if not op.backward)
    backward_ops = tuple(op for op in joint.body.ops if op.backward)
    tree, gradient = _halves(joint.output)
    gradients = tuple(joint.body.results[k] for k in output_leaves(gradient))
    seed = joint.params[-1]
    backward_ops = _without_checks(backward_ops, gradients)
    _check(forward_ops, backward_ops, seed.value)
    cached = tuple(v for v in captures(Region((), backward_ops, gradients)) if v is not seed.value)
    forward = _forward(joint, tree, forward_ops, cached)
    backward = _backward(joint, gradient, Region((), backward_ops, gradients), cached)
    callees = tuple(c for c in joint.callees if not _is_own(c, forward, backward))
    return replace(forward, callees=callees), replace(backward, callees=callees)


def _is_own(callee: Graph, forward: Graph, backward: Graph) -> bool:
    """Whether a callee is one of the halves: so it is where a function calls itself."""
    for half in (forward, backward):
        if callee.name == half.name:
            if not same(half, callee):
                problem = Problem(
                    "CG074",
                    f"`{_base(half)}` calls itself with more active arguments than are asked for",
                    "Ask for the gradient with respect to all of them, or use the joint form.",
                )
                raise UnsupportedError(problem)
            return True
    return False


def _halves(output: Any) -> tuple[Any, Any]:
    if not isinstance(output, Node) or len(output.items) != 2:
        raise InternalError("a joint graph returns the value and the gradient")
    value, gradient = output.items
    return value, gradient


def _without_checks(ops: tuple[Op, ...], gradients: tuple[Value, ...]) -> tuple[Op, ...]:
    """Without the check of the seed's shape, for which the cache would have to hold the result."""
    used = set(gradients)
    kept: list[Op] = []
    for op in reversed(ops):
        question = op.name in ("eq", "shape", "getitem") and not used & set(op.outs)
        if op.name != "assert" and not question:
            used.update(reads(op))
            kept.append(op)
    return tuple(reversed(kept))


def _check(forward: tuple[Op, ...], backward: tuple[Op, ...], seed: Value) -> None:
    made = {out for op in backward for out in op.outs} | {seed}
    for op in forward:
        if any(value in made for value in reads(op)):
            raise InternalError(f"the forward part's {op.name} reads the backward part")


def _base(joint: Graph) -> str:
    name = joint.name
    for suffix in ("_value_and_grad", "_forward", "_backward"):
        name = name.removesuffix(suffix)
    return name


def _forward(joint: Graph, tree: Any, ops: tuple[Op, ...], cached: tuple[Value, ...]) -> Graph:
    region = bound(Region(joint.body.params[:-1], ops, ()), cached)
    builder = Builder()
    with building(builder):
        cache = emit_op("make_tuple", cached, types=(CACHE,), hint="cache").out
    values = tuple(joint.body.results[k] for k in output_leaves(tree))
    effects = tuple(joint.body.results[k] for _, k in joint.effects)
    at = {index: position for position, index in enumerate(output_leaves(tree))}
    first = len(values) + 1
    return Graph(
        name=f"{_base(joint)}_forward",
        params=joint.params[:-1],
        body=Region(region.params, (*region.ops, *builder.ops), (*values, cache, *effects)),
        output=Node("tuple", (_renumbered(tree, at), Leaf(len(values)))),
        effects=tuple((where, first + k) for k, (where, _) in enumerate(joint.effects)),
        docstring=joint.docstring,
    )


def _backward(joint: Graph, gradient: Any, region: Region, cached: tuple[Value, ...]) -> Graph:
    seed = joint.params[-1]
    dout = Value(seed.value.type, "dout")
    cache = Value(CACHE, "cache")
    builder = Builder(backward=True)
    mapping = {seed.value: dout}
    with building(builder):
        for k, value in enumerate(cached):
            out = emit_op(
                "getitem", (cache,), {"path": (Key(k),)}, types=(value.type,), hint=value.name
            ).out
            mapping[value] = out
    region = substitute(region, mapping)
    at = {index: position for position, index in enumerate(output_leaves(gradient))}
    return Graph(
        name=f"{_base(joint)}_backward",
        params=(Parameter(dout, "dout"), Parameter(cache, "cache")),
        body=Region((dout, cache), (*builder.ops, *region.ops), region.results),
        output=_renumbered(gradient, at),
    )


def _renumbered(tree: Any, at: dict[int, int]) -> Any:
    if isinstance(tree, Leaf):
        return Leaf(at[tree.index])
    return Node(tree.kind, tuple(_renumbered(item, at) for item in tree.items), tree.keys)
