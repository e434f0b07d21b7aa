"""Which values lie between the parameters of interest and the result.

A value is *varied* if it depends on one of the parameters through operations that have a
derivative, *useful* if the result depends on it in that way, *active* if it is both. Comparisons,
lengths, indices, conversions to int and what is printed are inactive uses. Containers count as a
whole: conservative, since reverse mode emits nothing for a part that gets no contribution.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codegen.errors import InternalError, Problem, UnsupportedError
from codegen.ir.core import STRUCTURAL
from codegen.ir.graph import Graph, Leaf, Node, Op, Parameter, Region, Value
from codegen.ir.ops import REGISTRY
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    NoneType,
    Opaque,
    Scalar,
    Str,
    Type,
    Undefined,
    children,
)

_DISCRETE = (
    "int",
    "bool",
    "str",
)  # annotations of parameters that nobody differentiates by default


def active_values(graph: Graph, wrt: Iterable[int]) -> set[Value]:
    """The values that carry a cotangent in reverse mode. UnsupportedError names every operation
    without a derivative between the parameters in `wrt` and the result."""
    analysis = _Activity(graph, {graph.params[k].value for k in wrt})
    if analysis.problems:
        raise UnsupportedError(*analysis.problems.values())
    return analysis.varied & analysis.useful


def default_wrt(graph: Graph) -> tuple[int, ...]:
    """Every parameter from which an active path leads to the result, except those annotated int,
    bool, str."""
    values = {parameter.value for parameter in graph.params}
    useful = _Activity(graph, values).useful
    return tuple(
        k
        for k, parameter in enumerate(graph.params)
        if parameter.value in useful
        and parameter.kind != "outside"
        and differentiable(parameter.value.type)
        and not discrete(parameter)
    )


def discrete(parameter: Parameter) -> bool:
    """Whether the annotation says that nobody differentiates the parameter by default."""
    return (parameter.annotation or "").strip("'\" ") in _DISCRETE


def holds_floats(t: Type) -> bool:
    """Whether some part of a value of this type is a real number of floating point."""
    return _is_float(t) or any(holds_floats(part) for part in children(t))


def differentiable(t: Type) -> bool:
    """Whether a value of this type may carry a cotangent, itself or in one of its parts. Integers
    may: the textbook calls f(3, -4)."""
    if isinstance(t, Scalar):
        return t.kind != "bool"
    if isinstance(t, Array | Sparse):
        return t.dtype != "bool"
    if isinstance(t, Str | NoneType | Undefined | Opaque):
        return False
    parts = children(t)
    return any(differentiable(part) for part in parts)


def is_inactive(op: Op) -> bool:
    """No cotangent flows through the op, on purpose."""
    row = REGISTRY.get(op.name)
    if row is None:
        raise InternalError(f"no row for {op.name}")
    return row.inactive


def output_leaves(tree: object) -> Iterator[int]:
    """The positions in body.results of the leaves of an output tree, in order."""
    if isinstance(tree, Leaf):
        yield tree.index
    elif isinstance(tree, Node):
        for item in tree.items:
            yield from output_leaves(item)


class _Activity:
    """Forward reachability, then backward reachability, each to a fixed point around loops."""

    def __init__(self, graph: Graph, sources: set[Value]) -> None:
        self.varied = {value for value in sources if differentiable(value.type)}
        self.useful: set[Value] = set()
        self.problems: dict[tuple[object, str], Problem] = {}
        self.forward(graph.body)
        results = graph.body.results
        self.need(results[index] for index in output_leaves(graph.output))
        self.backward(graph.body)

    # forward

    def vary(self, pairs: Iterable[tuple[Value, Value]]) -> bool:
        """Results that depend on a varied value are varied; whether that is news."""
        size = len(self.varied)
        self.varied |= {
            out for out, source in pairs if source in self.varied and differentiable(out.type)
        }
        return len(self.varied) > size

    def forward(self, region: Region) -> None:
        for op in region.ops:
            if op.name == "if":
                for branch in op.regions:
                    self.forward(branch)
                    self.vary(zip(op.outs, branch.results, strict=True))
            elif op.name == "loop":
                carries = loop_carries(op)
                self.vary((param, init) for init, param, _, _ in carries)
                self.forward(op.regions[0])
                while self.vary((param, result) for _, param, result, _ in carries):
                    self.forward(op.regions[0])
                self.vary((out, init) for init, _, _, out in carries)
                self.vary((out, result) for _, _, result, out in carries)
            elif not is_inactive(op):
                sources = [value for value in op.ins if value in self.varied]
                if op.name in STRUCTURAL:  # a float in an array of integers is refused below
                    self.vary((out, value) for out in op.outs for value in sources)
                    continue
                self.varied.update(
                    out for out in op.outs if differentiable(out.type) and _continuous(out, sources)
                )

    # backward

    def need(self, values: Iterable[Value]) -> None:
        self.useful.update(value for value in values if not value.is_const)

    def backward(self, region: Region) -> None:
        for op in reversed(region.ops):
            if op.name == "if":
                for branch in op.regions:
                    self.need(
                        result
                        for out, result in zip(op.outs, branch.results, strict=True)
                        if out in self.useful
                    )
                    self.backward(branch)
            elif op.name == "loop":
                self.backward_loop(op)
            elif not is_inactive(op) and any(
                out in self.useful and out in self.varied for out in op.outs
            ):
                self.check(op)
                self.need(op.ins)

    def backward_loop(self, op: Op) -> None:
        carries = loop_carries(op)
        wanted: set[int] = set()
        while True:
            found = {
                k
                for k, (_, param, _, out) in enumerate(carries)
                if out in self.useful or param in self.useful
            }
            if found == wanted:
                break
            wanted = found
            # a parameter that no round reads stands for the cotangent of what a round passes on
            self.need(carries[k][1] for k in sorted(wanted))
            self.need(carries[k][2] for k in sorted(wanted))
            self.backward(op.regions[0])
        self.need(carries[k][0] for k in sorted(wanted))

    def check(self, op: Op) -> None:
        """Refuse what has no derivative; NumPy would truncate a float that is stored into
        integers."""
        operands = [value for value in op.ins if value in self.varied]
        if op.name in STRUCTURAL:
            base = op.ins[0].type if op.ins else None
            if op.name in ("update", "accumulate") and isinstance(base, Array):
                if _is_integral(base) and op.ins[1] in self.varied:
                    self.refuse(
                        op,
                        "CG071",
                        "an active value is stored into an integer array, which would truncate it",
                        "Make the array one of floats: `dtype=float`.",
                    )
        elif operands and REGISTRY[op.name].pullback is None:
            self.refuse(
                op,
                "CG070",
                f"`{op.name}` has no derivative here",
                "Compute it from operations that have one, or keep it off the path to the result.",
            )

    def refuse(self, op: Op, code: str, message: str, advice: str) -> None:
        span = op.origin.span if op.origin else None
        self.problems.setdefault((span or id(op), code), Problem(code, message, advice, span))


def _is_integral(t: Type) -> bool:
    if isinstance(t, Scalar):
        return t.kind in ("int", "bool")
    return (
        isinstance(t, Array) and t.dtype is not None and t.dtype.startswith(("int", "uint", "bool"))
    )


def _continuous(out: Value, sources: list[Value]) -> bool:
    """Depends on a source in a way that has a slope: an integer made from floats does not."""
    if not sources:
        return False
    return not _is_integral(out.type) or any(not _is_float(source.type) for source in sources)


def _is_float(t: Type) -> bool:
    if isinstance(t, Scalar):
        return t.kind in ("float", "complex")
    return isinstance(t, Array) and t.dtype is not None and t.dtype.startswith(("float", "complex"))


def loop_carries(op: Op) -> list[tuple[Value, Value, Value, Value]]:
    """(initial value, parameter, next value, final value) of each carry of a loop."""
    (body,) = op.regions
    counted, exits = "start" in op.attrs, bool(op.attrs.get("exits"))
    return list(
        zip(op.ins, body.params[counted:], body.results[exits:], op.outs[exits:], strict=True)
    )
