"""From a source to emitted text: the one place that names every stage in order.

source -> frontend -> activity -> reverse -> optimize -> emit
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from codegen.emit.function import default_docstring
from codegen.errors import InternalError, Problem, Span, UnsupportedError
from codegen.frontend.environment import Environment
from codegen.frontend.source import Source
from codegen.frontend.tracing import trace
from codegen.infer.activity import (
    default_wrt,
    differentiable,
    discrete,
    holds_floats,
    output_leaves,
)
from codegen.ir.graph import Graph, Leaf, Node
from codegen.ir.notation import show_type
from codegen.ir.types import (
    DictOf,
    ListFixed,
    TupleOf,
    Type,
    children,
    facts,
    new_facts,
)
from codegen.ir.verify import verify
from codegen.optimize.kernels.fit import Unfit
from codegen.optimize.kernels.kernel import Kernel, kernel_of
from codegen.optimize.kernels.pieces import Pieces, pieces_of
from codegen.optimize.pipeline import clean, optimize, prepare, stores_decided, undecided
from codegen.runtime.multiples import asserted, axes_of, conditions
from codegen.runtime.wrt import Every, WrongParameter, Wrt
from codegen.transform.reverse import reverse
from codegen.transform.split import split


@dataclass(frozen=True)
class Derivation:
    """What was derived from one function.

    graphs: the functions to emit: `f_value_and_grad` ("joint"), `f_grad` ("grad"), or `f_forward`
        and `f_backward` ("split"); none where there is nothing to differentiate.
    wrt: positions of the parameters that are differentiated. writes: f writes to an argument of its
    own. conditions: on the lengths of arguments, as Python.
    """

    forward: Graph
    graphs: tuple[Graph, ...]
    wrt: tuple[int, ...]
    writes: bool
    conditions: tuple[str, ...] = ()
    kernel: Kernel | Pieces | None = None  # for target numba: what is compiled of the one graph
    unfit: str = ""  # why there is none

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(graph.name for graph in self.graphs)


Watch = Callable[[str, Graph], None]


def derive(
    source: Source,
    environment: Environment,
    types: Mapping[str, Type] | None,
    wrt: Wrt,
    form: str = "joint",
    watch: Watch | None = None,
    values: Mapping[str, Any] | None = None,
    target: str = "numpy",
    level: int = 1,
    any_lengths: bool = False,
) -> Derivation:
    """Differentiate a function. `watch(stage, graph)` sees every graph on the way.

    target: "numpy", or "numba": then a kernel is made too, if one can hold the function.
    level: of `pipeline.optimize`, for what NumPy runs. values: of parameters; those that decide
    about types (an axis) are written into the graphs. any_lengths: of their arrays nothing is taken
    for granted (`multiples`).

    wrt None: every parameter from which an active path leads to the result. Raises
    UnsupportedError.
    """
    see = watch or (lambda stage, graph: None)
    axes = {} if any_lengths else axes_of(types or {}, values or {})
    with new_facts({symbol: axis.size for symbol, axis in axes.items()}) as known:
        graph = trace(source, dict(types) if types else None, environment, values)
        known.suppose_no_more()  # the conditions are written down here
        supposed = tuple(dict.fromkeys(known.supposed))
        graph = asserted(graph, supposed, axes)
        see("trace", graph)
        positions = resolve_wrt(graph, wrt, source)
        if graph.output is None or positions and not isinstance(wrt, Every):
            _check_result(graph, source)
        if not positions:
            return Derivation(graph, (), (), bool(graph.effects), conditions(supposed, axes))
        prepared = prepare(graph)
        see("prepare", prepared)
        joint = reverse(prepared, positions)
        see("reverse", joint)
        if form == "grad":
            joint = gradient_only(joint, f"{graph.name}_grad")
        if form != "split" and isinstance(wrt, tuple) and len(wrt) == 1:
            joint = in_a_tuple(joint, form)
        if form == "split":
            # the halves are cut while the graph is pure: stores are decided for each by itself
            halves = split(clean(joint, watch, level))
            forward, backward = (stores_decided(half, level) for half in halves)
            see("forward", forward)
            see("backward", backward)
            graphs: tuple[Graph, ...] = (forward, backward)
        else:
            graphs = (optimize(joint, watch, level),)
            see("optimize", graphs[0])
        kernel, unfit = _kernel(graph, joint, see) if target == "numba" else (None, "")
    for each in graphs:
        verify(each)  # a pass with a bug must not become a wrong number
    names = [graph.params[position].name for position in positions]
    graphs = tuple(replace(each, docstring=default_docstring(each, names)) for each in graphs)
    wanted = conditions(supposed, axes)
    return Derivation(graph, graphs, positions, bool(graph.effects), wanted, kernel, unfit)


def _kernel(graph: Graph, joint: Graph, see: Watch) -> tuple[Kernel | Pieces | None, str]:
    """What is compiled, or why nothing is."""
    pure, name = undecided(joint), f"{graph.name}_kernel"
    known = facts().remember()
    try:
        kernel = kernel_of(pure, name)
        verify(kernel.graph)
        if kernel.short is not None:
            verify(kernel.short.graph)
    except Unfit as reason:
        facts().restore(known)
        return _pieces(pure, name, str(reason))
    except InternalError:  # the checker has found a bug: NumPy gives the numbers all the same
        return None, "it could not be brought into loops"
    see("kernel", kernel.graph)
    return kernel, ""


def _pieces(pure: Graph, name: str, reason: str) -> tuple[Pieces | None, str]:
    """Kernels for parts of the function; the reason why it has none of its own, where they fail."""
    try:
        pieces = pieces_of(pure, name)
        for kernel in pieces.kernels:
            verify(kernel.graph)
        verify(pieces.driver)
    except (Unfit, InternalError):
        return None, reason
    return pieces, ""


def resolve_wrt(graph: Graph, wrt: Wrt, source: Source) -> tuple[int, ...]:
    """Positions in graph.params; empty for `Every` alone. Raises WrongParameter."""
    if isinstance(wrt, Every):
        return _every(graph, wrt)
    if wrt is None:
        found = tuple(default_wrt(graph))
        if not found:
            raise UnsupportedError(
                Problem(
                    "CG930",
                    f"no parameter of {graph.name} has a derivative: none leads to the result "
                    "through real numbers",
                    "Return a number or an array that is computed from a "
                    "float parameter, or name one in wrt.",
                    _definition(source),
                )
            )
        return found
    names = [parameter.name for parameter in graph.params if parameter.kind != "outside"]
    positions = []
    for item in wrt if isinstance(wrt, tuple) else (wrt,):
        if isinstance(item, str):
            if item not in names:
                raise WrongParameter(
                    f"{graph.name} has no parameter {item!r}, only {', '.join(names) or 'none'}"
                )
            positions.append(names.index(item))
        else:
            if not -len(names) <= item < len(names):
                raise WrongParameter(
                    f"{graph.name} has {len(names)} parameters, wrt={item} is out of range"
                )
            positions.append(item % len(names))
    if len(set(positions)) != len(positions):
        raise WrongParameter(f"wrt={wrt!r} names a parameter twice")
    for position in positions:
        _check_differentiable(graph, position)
    return tuple(positions)


def _check_differentiable(graph: Graph, position: int) -> None:
    """A parameter that is asked for by name holds numbers, or is an empty container."""
    parameter = graph.params[position]
    t = parameter.value.type
    if not differentiable(t) and (children(t) or not isinstance(t, ListFixed | TupleOf | DictOf)):
        raise UnsupportedError(
            Problem(
                "CG931",
                f"{graph.name} cannot be differentiated with respect to {parameter.name}, which is "
                f"{show_type(t)}",
                f"Name a parameter that holds numbers; of a mask, pass {parameter.name} as floats.",
            )
        )


def _check_result(graph: Graph, source: Source) -> None:
    results = [graph.body.results[k].type for k in output_leaves(graph.output)]
    if not any(map(differentiable, results)):
        raise UnsupportedError(
            Problem(
                "CG932",
                f"the result of {graph.name} holds no number",
                "Return a number or an array.",
                _definition(source),
            )
        )


def _definition(source: Source) -> Span:
    """The first line of the function."""
    return Span(
        source.file, source.first_line, lines=source.file_lines, first_line=source.first_line
    )


def _every(graph: Graph, wrt: Every) -> tuple[int, ...]:
    """Parameters that lead to the result, and those of real numbers that do not."""
    leading = default_wrt(graph)
    return tuple(
        k
        for k, parameter in enumerate(graph.params)
        if parameter.name in wrt.names
        and (k in leading or holds_floats(parameter.value.type))
        and not discrete(parameter)
    )


def gradient_only(joint: Graph, name: str) -> Graph:
    """The joint graph without the value. f's effects are kept."""
    kept: dict[int, int] = {}

    def keep(index: int) -> int:
        return kept.setdefault(index, len(kept))

    output = _map_leaves(joint.output.items[1], keep)
    effects = tuple((parameter, keep(result)) for parameter, result in joint.effects)
    results = tuple(joint.body.results[index] for index in kept)
    return replace(
        joint, name=name, body=replace(joint.body, results=results), output=output, effects=effects
    )


def in_a_tuple(joint: Graph, form: str) -> Graph:
    """The gradient as a tuple of one: wrt=(0,) asks for it, wrt=0 for the bare gradient."""
    if form == "grad":
        return replace(joint, output=Node("tuple", (joint.output,)))
    value, gradient = joint.output.items
    return replace(joint, output=Node("tuple", (value, Node("tuple", (gradient,)))))


def _map_leaves(tree: Any, change: Callable[[int], int]) -> Any:
    if isinstance(tree, Leaf):
        return Leaf(change(tree.index))
    if isinstance(tree, Node):
        return replace(tree, items=tuple(_map_leaves(item, change) for item in tree.items))
    return tree
