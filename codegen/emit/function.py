"""One function as text: signature, docstring, forward part, backward part, return."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Any

from codegen.emit.control import Control
from codegen.emit.expressions import Expressions, condition
from codegen.emit.flags import flag_names, flags_of
from codegen.emit.folding import LINE, fold
from codegen.emit.prepare import guard_of, is_part, length_of, prepare
from codegen.emit.scope import Needs, Scope, helper_names
from codegen.emit.syntax import literal
from codegen.emit.writer import Writer
from codegen.ir.graph import Graph, Leaf, Node, Op, Parameter, Region, Value
from codegen.optimize.destruct import assign_names
from codegen.optimize.liveness import uses


@dataclass(frozen=True)
class Function:
    """The text of a function, and what a module must hold for it."""

    name: str
    text: str
    needs: Needs


def print_function(
    graph: Graph, others: Mapping[str, Graph] | None = None, counting: bool = False
) -> Function:
    """Print a graph. others: the functions of the module, whose names no variable may take.
    counting: loops are over numbers alone, as a compiler wants them."""
    scope = scope_of(graph, others or {}, Needs(), counting)
    prepared = scope.graph
    writer = Writer()
    control = Control(scope, uses(prepared), writer)
    for target, source in scope.names.entry:
        writer.line(f"{target} = {source}")
    _body(prepared, control)
    if not writer.lines:
        writer.line("pass")
    head = [f"def {graph.name}({signature(prepared, scope)}):", *_docstring(graph)]
    return Function(graph.name, "\n".join([*head, *writer.lines]) + "\n", scope.needs)


def scope_of(
    graph: Graph, others: Mapping[str, Graph], needs: Needs, counting: bool = False
) -> Scope:
    """The graph as it is printed, with the names of its variables."""
    prepared, hints = prepare(graph, others, compiled=counting)
    flags = flags_of(prepared)
    hints |= flag_names(flags)
    called = {each.name: each for each in (graph, *graph.callees, *others.values())}
    plain = {name for name, each in called.items() if isinstance(each.output, Leaf)}
    folds = fold(prepared, hints, plain)
    taken = (
        frozenset(others)
        | {graph.name}
        | {callee.name for callee in graph.callees}
        | helper_names()
    )
    names = assign_names(prepared, folds, hints, taken, counting)
    return Scope(prepared, names, folds, needs, flags, others, counting)


def _body(graph: Graph, control: Control) -> None:
    count = _unpacking(graph, control)
    body = graph.body
    begun = bool(control.out.lines)
    _path(graph, control, Region((), body.ops[count:], body.results), begun)


def _path(graph: Graph, control: Control, region: Region, begun: bool) -> None:
    """The statements up to `return`. A guard clause returns on its own: what follows it is not
    indented. begun: lines stand above, from which a comment is set off."""
    out, ops = control.out, region.ops
    guard = guard_of(region)
    if guard is not None:
        control.ops(ops[:-1])
        out.line(f"if {condition(control.text, guard.ins[0])}:")
        with out.block():
            _clause(graph, control, _way(guard, 0, region))
        out.blank()
        _path(graph, control, _way(guard, 1, region), True)
        return
    start = next((k for k, op in enumerate(ops) if op.backward), len(ops))
    both = start < len(ops) and any(not control.is_silent(op) for op in ops[:start])
    if both:
        if begun:
            out.blank()
        out.line("# forward")
    control.ops(ops[:start])
    if both:
        out.begin_backward()
    control.ops(ops[start:])
    _return(graph, control, region.results)


def _clause(graph: Graph, control: Control, region: Region) -> None:
    """The inside of a guard clause, without a comment for every part."""
    guard = guard_of(region)
    if guard is None:
        control.ops(region.ops)
        _return(graph, control, region.results)
        return
    control.ops(region.ops[:-1])
    control.out.line(f"if {condition(control.text, guard.ins[0])}:")
    with control.out.block():
        _clause(graph, control, _way(guard, 0, region))
    _clause(graph, control, _way(guard, 1, region))


def _return(graph: Graph, control: Control, results: tuple[Value, ...]) -> None:
    shown = replace(graph, body=Region(graph.body.params, (), results))
    returned = returned_text(shown, control.text)
    if returned is not None:
        control.out.line(f"return {returned}")


def _way(guard: Op, side: int, region: Region) -> Region:
    """What is done and returned on one path."""
    inner = guard.regions[side]
    mapping = dict(zip(guard.outs, inner.results, strict=True))
    return Region((), inner.ops, tuple(mapping.get(value, value) for value in region.results))


def _unpacking(graph: Graph, control: Control) -> int:
    """Print the reads of parts that open the function, as few assignments; returns how many ops
    that is."""
    params = {p.value for p in graph.params}
    leading = list(
        takewhile(
            lambda op: bool(op.ins)
            and op.ins[0] in params
            and is_part(op, op.ins[0])
            and not control.is_silent(op),
            graph.body.ops,
        )
    )
    for whole, parts in groupby(leading, key=lambda op: op.ins[0]):
        group = list(parts)
        count = length_of(whole, graph, control.scope.others)
        if count is not None:
            _unpack_tuple(whole, group, count, control)
        else:
            _unpack_keys(group, control)
    return len(leading)


def _unpack_tuple(whole: Value, parts: list[Op], count: int, control: Control) -> None:
    names = {op.attrs["path"][0].key: control.plain.name(op.out) for op in parts}
    targets = [names.get(k, "_") for k in range(count)]
    pattern = ", ".join(targets) + ("," if len(targets) == 1 else "")
    control.out.line(f"{pattern} = {control.text(whole)}")


def _unpack_keys(group: list[Op], control: Control) -> None:
    while group:
        fitting = len(group)
        while len(_as_tuple(group[:fitting], control)) > LINE + 4 and fitting > 1:
            fitting -= 1
        control.out.line(_as_tuple(group[:fitting], control))
        group = group[fitting:]


def _as_tuple(group: list[Op], control: Control) -> str:
    targets = ", ".join(control.plain.name(op.out) for op in group)
    return f"{targets} = {', '.join(control.text.of(op).text for op in group)}"


def returned_text(graph: Graph, text: Expressions) -> str | None:
    """What stands after `return`; None where the function returns None and need not say so."""
    if graph.output is None:
        return None

    def show(tree: Any, outermost: bool) -> str:
        if isinstance(tree, Leaf):
            return text(graph.body.results[tree.index]).text
        if not isinstance(tree, Node):
            return literal(tree).text
        items = [show(item, False) for item in tree.items]
        if tree.kind == "dict":
            keys = [literal(key).text for key in tree.keys]
            return "{" + ", ".join(f"{k}: {i}" for k, i in zip(keys, items, strict=True)) + "}"
        inside = ", ".join(items)
        if tree.kind == "list":
            return f"[{inside}]"
        if len(items) == 1:
            return f"({inside},)"
        return inside if outermost and items else f"({inside})"

    return show(graph.output, True)


def signature(graph: Graph, scope: Scope) -> str:
    """The parameters as the user wrote them; the seed comes last."""
    parts: list[str] = []
    starred = defaulted = False
    for parameter in graph.params:
        if parameter.kind == "outside":
            continue  # read as a global
        if parameter.kind == "args":
            parts.append(f"*{parameter.name}")
            starred = True
            continue
        if parameter.kind == "kwargs":
            parts.append(f"**{parameter.name}")
            continue
        after_default = parameter.kind == "plain" and defaulted and parameter.default is None
        if (parameter.kind == "keyword" or after_default) and not starred:
            parts.append("*")
            starred = True
        parts.append(_parameter(parameter, scope))
        defaulted = defaulted or parameter.default is not None
    packed = [part for part in parts if part.startswith("**")]
    return ", ".join([part for part in parts if not part.startswith("**")] + packed)


def _parameter(parameter: Parameter, scope: Scope) -> str:
    if parameter.default is None:
        return parameter.name
    for alias, module in (("np", "numpy"), ("numpy", "numpy"), ("math", "math")):
        if re.search(rf"\b{alias}\.", parameter.default):
            scope.needs.imports[f"{module} as {alias}"] = alias
    return f"{parameter.name}={parameter.default}"


def _docstring(graph: Graph) -> list[str]:
    text = graph.docstring or default_docstring(graph)
    if not text:
        return []
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if len(text) <= LINE + 2 and "\n" not in text:
        return [f'    """{text}"""']
    lines = [part for each in text.splitlines() for part in textwrap.wrap(each, LINE - 4) or [""]]
    return [f'    """{lines[0]}', *(f"    {line}".rstrip() for line in lines[1:]), '    """']


def default_docstring(graph: Graph, wrt: Sequence[str] = ()) -> str:
    """What a function of codegen's does. wrt: the names of the parameters that it differentiates
    by."""
    name, seed = graph.name, graph.params[-1].name if graph.params else ""
    names = f"({', '.join(wrt)})" if len(wrt) > 1 else ", ".join(wrt)
    by = f" with respect to {names}" if names else ""
    if name.endswith("_value_and_grad"):
        function = name.removesuffix("_value_and_grad")
        return f"Value of `{function}` and its gradient{by}, scaled by `{seed}`."
    if name.endswith("_grad"):
        return f"Gradient of `{name.removesuffix('_grad')}`{by}, scaled by `{seed}`."
    if name.endswith("_forward"):
        return f"Value of `{name.removesuffix('_forward')}`, and what its backward pass needs."
    if name.endswith("_backward"):
        function = name.removesuffix("_backward")
        return f"Gradient of `{function}`{by} for the cotangent of its value."
    return ""
