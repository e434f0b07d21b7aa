"""Reverse mode. The whole algorithm: take the ops of a block from last to first, ask each for the
cotangents of its operands, add them up.

    structural        paths, copies; containers: lists, tuples, dicts
    control           an `if` is reversed by an `if` on the same condition, a `loop` by a loop over
                      its rounds backward; paths: through a round that may leave early
    calls             a recursive function is reversed by a graph of its own
    adjoints          how contributions add up; cotangents: by the structure of their value
    residuals         what the forward part must keep so that the backward part may read it;
                      weave: the forward part that keeps it
    gates             composites (sigmoid, softmax) with their textbook derivative
    masks             where the result of a singular op is thrown away
    slopes            where a slope is infinite, of which NumPy would warn
    patterns          the stored entries that sparse matrices keep

The backward part is built as if every value of the forward part were visible. What is out of its
scope is exactly what has to be kept, and `residuals` sees to that at the end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codegen.errors import Problem, UnsupportedError
from codegen.infer.activity import active_values
from codegen.ir.build import Builder, building, current, emit
from codegen.ir.graph import Graph, Op, Value, walk
from codegen.ir.ops import row_of
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    Type,
    children,
    holds_objects,
    is_complex,
)
from codegen.transform.adjoints import Adjoints, build
from codegen.transform.calls import Pairs, reverse_call
from codegen.transform.choices import is_choice, reverse_choice
from codegen.transform.control import reverse_if, reverse_loop
from codegen.transform.cotangents import Cotangent
from codegen.transform.gates import gate_of
from codegen.transform.joint import joined
from codegen.transform.masks import SAFE, fitting, masks_of, shielded
from codegen.transform.patterns import whole_patterns
from codegen.transform.residuals import keep_residuals
from codegen.transform.seeds import check_seed, seed_parameter, seed_results
from codegen.transform.slopes import origin_of
from codegen.transform.structural import STRUCTURAL
from codegen.transform.structures import gradient
from codegen.transform.tape import Tape, refuse


def reverse(graph: Graph, wrt: tuple[int, ...]) -> Graph:
    """The graph of `f_value_and_grad`: f's parameters and the seed -> (value, gradient).

    The gradient has the structure of the parameter, for several `wrt` it is a tuple.
    UnsupportedError where an operation on the way from a parameter to the result has no derivative.
    """
    pairs = Pairs(graph)
    while True:
        pairs.widened = False
        joint = differentiate(graph, wrt, pairs)
        halves = pairs.halves(differentiate)
        if not pairs.widened:
            break
    return replace(joint, callees=(*pairs.plainly_called(joint, *halves), *halves))


def differentiate(graph: Graph, wrt: tuple[int, ...], pairs: Pairs) -> Graph:
    """The joint graph, without the graphs that it calls."""
    active = active_values(graph, wrt)
    graph = whole_patterns(graph, active)
    tape = Tape(graph, active, pairs)
    seed = seed_parameter(graph)
    adjoints = Adjoints(tape.active, mixed=_holds_complex(graph))
    backward = Builder(backward=True)
    with building(backward):
        check_seed(graph, graph.output, seed.value)
        seed_results(graph, graph.output, seed.value, adjoints)
        block(tape, graph.body.ops, adjoints)
        backward.origin = None
        gradients = [_gradient(graph, position, adjoints) for position in wrt]
    return joined(graph, seed, keep_residuals(tape, backward.ops, tuple(gradients)))


def _gradient(graph: Graph, position: int, adjoints: Adjoints) -> Value:
    """The gradient of a parameter; made from what f leaves of it, where it is an object."""
    x = graph.params[position].value
    left = dict(graph.effects).get(position)
    g = gradient(x, adjoints.take(x), x if left is None else graph.body.results[left])
    return _of_parameter(graph, x, g)


def _of_parameter(graph: Graph, x: Value, g: Value) -> Value:
    """The gradient of a parameter without a type beside complex numbers: real where that is real.
    What lies between them is real too, so that the real part may be taken last."""
    if isinstance(x.type, Sparse):
        return emit("with_data", x, g)
    if _holds_sparse(x.type):
        if holds_objects(x.type):
            raise UnsupportedError(
                Problem(
                    "CG902",
                    f"{x.name} is an object that holds a sparse matrix",
                    "Pass the matrix as an argument of its own.",
                )
            )
        return emit("as_matrices", g, x)
    if isinstance(x.type, Array) and x.type.dtype is None and _holds_complex(graph):
        return emit("unbroadcast", g, x)
    return g


def _holds_sparse(t: Type) -> bool:
    """Whether a value is a sparse matrix, or holds one."""
    return isinstance(t, Sparse) or any(map(_holds_sparse, children(t)))


def _holds_complex(graph: Graph) -> bool:
    """Whether something in the function is known to be complex."""
    return any(is_complex(x.type) for op in walk(graph.body) for x in (*op.ins, *op.outs))


def block(tape: Tape, ops: Iterable[Op], adjoints: Adjoints) -> None:
    """Reverse the ops of a block, last to first."""
    for op in reversed(tuple(ops)):
        cotangents = tuple(adjoints.take(out) for out in op.outs)
        if all(g is None for g in cotangents):
            continue
        current().origin = origin_of(tape, op)
        if op.outs[0] in tape.twins:
            adjoints.add(tape.twins[op.outs[0]], cotangents[0])
        elif op.name == "if":
            reverse_if(tape, adjoints, op, cotangents, block)
        elif op.name == "loop":
            reverse_loop(tape, adjoints, op, cotangents, block)
        elif op.name == "call":
            _check_masks(tape, op)
            reverse_call(tape, adjoints, op, cotangents)
        elif is_choice(op):
            reverse_choice(tape, adjoints, op, cotangents)
        elif op.name in STRUCTURAL:
            STRUCTURAL[op.name](tape, adjoints, op, cotangents)
        else:
            _apply_rule(tape, adjoints, op, cotangents)


def _check_masks(tape: Tape, op: Op) -> None:
    """A mask on what is called is not known in there: 0 * inf would be nan."""
    name = op.attrs["callee"]
    if tape.pairs.is_singular(name) and any(masks_of(tape, out) for out in op.outs):
        raise refuse(
            op,
            f"part of the result of `{name}` is not used, and its derivative may be infinite there",
            f"Choose in `{name}`, where it computes.",
        )


_ADVICE = "Annotate the parameters with their types, or write it with other functions."


def _apply_rule(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    wanted = frozenset(k for k, value in enumerate(op.ins) if value in tape.active)
    values = tuple(
        None if g is None else build(out, g) for out, g in zip(op.outs, cotangents, strict=True)
    )
    gate = gate_of(tape, op)
    singular = gate is not None or op.name in SAFE
    masks = masks_of(tape, op.out) if singular and wanted else ()
    if gate is not None and values[0] is not None:
        g = gate.pullback(values[0])
        for mask in masks:
            g = mask.choose(g, 0.0)
        adjoints.add(gate.operand, g)
        return
    pullback = row_of(op).pullback
    if not wanted or pullback is None:
        return
    seen = shielded(op, masks) if masks else op
    try:
        found = fitting(pullback(seen, values, wanted), op, seen)
    except TypeError as error:  # a rule says what it cannot do, and what works instead
        message, _, advice = str(error).partition(": ")
        raise refuse(op, message, advice or _ADVICE) from error
    for position, g in found.items():
        adjoints.add(op.ins[position], g)
