"""The graph as text: runnable-looking three-address Python, and back (`parse(show(g))` equals g).

    # not 1: n
    def f(x: f64[n], k: float):
        # from: y = k * np.sin(x)
        _0 = sin(x, via='numpy.sin')  # f64[n]
        y = mul(k, _0)  # f64[n]
        return y

One op a line, the types of its results behind it, the user's statement above it (`# backward of:`
where the op belongs to the adjoint of that statement). A region is a nested function that stands
before its op: its parameters are explicit, what it returns are its results. Names: a hint `y`
prints as `y`, further values with that hint as `y_1`, `y_2`; a hint that itself ends in
`_<digits>` gets `_0`; a value without a hint is `_0`, `_1`.
"""

from __future__ import annotations

import keyword
import math
import re
from collections.abc import Iterator
from typing import Any

from codegen.ir.graph import (
    UNDEFINED,
    Field,
    Graph,
    Index,
    Key,
    Leaf,
    Node,
    Op,
    Origin,
    Region,
    Slice,
    Value,
    ViewOp,
    walk,
)
from codegen.ir.notation import Lengths, declared_not_one, write_type
from codegen.ir.types import Type, type_of_constant

_REGION_NAMES = {"if": ("then", "orelse"), "loop": ("body",)}
_RESERVED = frozenset({"UNDEFINED", "at", "const", "inf", "nan"})


def show(graph: Graph) -> str:
    """The text of a graph and of the graphs that it calls, callees first. The same graph gives
    the same text."""
    graphs = _with_callees(graph)
    lengths = Lengths(declared_not_one([t for each in graphs for t in _types(each)]))
    lines: list[str] = []
    if lengths.declared:
        lines += [f"# not 1: {', '.join(sorted(lengths.declared))}"]
    for each in graphs:
        lines += _Writer(lengths).graph(each)
    return "\n".join(lines) + "\n"


def _with_callees(graph: Graph) -> list[Graph]:
    found: dict[str, Graph] = {}

    def visit(each: Graph) -> None:
        for callee in each.callees:
            if callee.name not in found:
                visit(callee)
        found.setdefault(each.name, each)

    visit(graph)
    return list(found.values())


def _types(graph: Graph) -> Iterator[Type]:
    for parameter in graph.params:
        yield parameter.value.type
    for op in walk(graph.body):
        for value in (*op.operands(), *op.outs):
            yield value.type
        for region in op.regions:
            for value in (*region.params, *region.results):
                yield value.type
    for value in graph.body.results:
        yield value.type


class _Writer:
    """The text of one function."""

    def __init__(self, lengths: Lengths) -> None:
        self.lengths = lengths
        self.names: dict[Value, str] = {}
        self.used: set[str] = set()
        self.counters: dict[str, int] = {}
        self.regions = 0
        self.said: tuple[Origin | None, bool] = (None, False)  # the origin last written

    def graph(self, graph: Graph) -> list[str]:
        params = [f"{self.define(p.value)}: {self.type(p.value.type)}" for p in graph.params]
        lines = []
        for position, p in enumerate(graph.params):
            facts = {
                "name": p.name,
                "kind": p.kind,
                "default": p.default,
                "annotation": p.annotation,
            }
            usual = {"name": p.value.name, "kind": "plain", "default": None, "annotation": None}
            extra = [f"{key}={item!r}" for key, item in facts.items() if item != usual[key]]
            if extra:
                lines.append(f"@param({position}, {', '.join(extra)})")
        if graph.callees:
            lines.append(f"@callees({', '.join(repr(callee.name) for callee in graph.callees)})")
        lines.append(f"def {graph.name}({', '.join(params)}):")
        if graph.docstring is not None:
            lines.append(f"    {graph.docstring!r}")
        lines += self.ops(graph.body, "    ")
        lines.append(f"    return {self.output(graph)}")
        return lines

    def output(self, graph: Graph) -> str:
        """The returned tree with names as leaves, where the results are its leaves in order and
        then the effects; else the results as they stand, and the structure by positions."""
        results = graph.body.results
        leaves = list(_leaves(graph.output))
        effects = [position for _, position in graph.effects]
        plain = isinstance(graph.output, Leaf | Node)
        if plain and leaves + effects == list(range(len(results))):
            tree = _tree(graph.output, [self.operand(value) for value in results])
            stores = [f"({k}, {self.operand(results[position])})" for k, position in graph.effects]
            return f"with_effects({', '.join([tree, *stores])})" if stores else tree
        parts = [self.operand(value) for value in results]
        positions = [str(k) for k in range(len(results))]
        tree = _tree(graph.output, positions) if plain else repr(graph.output)
        return f"results({', '.join([*parts, f'output={tree}', f'effects={graph.effects!r}'])})"

    def ops(self, region: Region, indent: str) -> list[str]:
        lines: list[str] = []
        for op in region.ops:
            lines += self.op(op, indent)
        return lines

    def op(self, op: Op, indent: str) -> list[str]:
        lines = []
        if self.said != (op.origin, op.backward):
            self.said = (op.origin, op.backward)
            word = "backward of" if op.backward else "from"
            text = "-" if op.origin is None else ": " + op.origin.text.replace("\n", " ")
            lines.append(f"{indent}# {word}{text}")
        functions = []
        for k, region in enumerate(op.regions):
            usual = _REGION_NAMES.get(op.name, ())
            self.regions += 1
            name = f"{usual[k] if k < len(usual) else 'region'}{self.regions}"
            functions.append(name)
            lines += self.region(name, region, indent)
        arguments = functions + [self.operand(value) for value in op.ins]
        arguments += [f"{key}={self.attribute(item)}" for key, item in op.attrs.items()]
        name = op.name + "_" if keyword.iskeyword(op.name) else op.name
        call = f"{name}({', '.join(arguments)})"
        outs = [self.define(value) for value in op.outs]
        if outs:
            types = ", ".join(self.type(value.type) for value in op.outs)
            call = f"{', '.join(outs)} = {call}  # {types}"
        return [*lines, indent + call]

    def region(self, name: str, region: Region, indent: str) -> list[str]:
        params = [f"{self.define(value)}: {self.type(value.type)}" for value in region.params]
        outside = self.said
        lines = [f"{indent}def {name}({', '.join(params)}):", *self.ops(region, indent + "    ")]
        self.said = outside
        results = ", ".join(self.operand(value) for value in region.results)
        lines.append(f"{indent}    return {results}".rstrip())
        return lines

    def type(self, t: Type) -> str:
        return write_type(t, self.lengths)

    def define(self, value: Value) -> str:
        hint = re.sub(r"\W", "_", value.name) if value.name else ""
        number = self.counters.get(hint, 0)
        name = hint
        if not hint or re.search(r"_\d+$", hint) or keyword.iskeyword(hint) or hint in _RESERVED:
            name = f"{hint}_{number}"
        elif number:
            name = f"{hint}_{number}"
        self.counters[hint] = number + 1
        self.names[value] = name
        return name

    def operand(self, value: Value) -> str:
        if not value.is_const:
            return self.names.get(value) or f"undefined_value_{id(value)}"
        if value.const is UNDEFINED:
            return "UNDEFINED"
        text = _literal(value.const)
        usual = type_of_constant(value.const)
        if value.type == usual and value.name is None and not isinstance(value.const, tuple):
            return text
        extra = [f"type={self.type(value.type)!r}"] if value.type != usual else []
        extra += [f"name={value.name!r}"] if value.name is not None else []
        return f"const({', '.join([text, *extra])})"

    def attribute(self, item: Any) -> str:
        """A static argument. A constant Value is marked, to tell it from a bare literal."""
        if isinstance(item, Value):
            text = self.operand(item)
            bare = item.is_const and not text.startswith("const(")
            return f"const({text})" if bare else text
        if isinstance(item, Slice):
            parts = (item.start, item.stop, item.step)
            return f"slice({', '.join(self.attribute(part) for part in parts)})"
        if isinstance(item, tuple):
            if item and all(isinstance(step, Index | Key | Field | ViewOp) for step in item):
                return "at" + "".join(self.step(step) for step in item)
            comma = "," if len(item) == 1 else ""
            return f"({', '.join(self.attribute(part) for part in item)}{comma})"
        return _literal(item)

    def step(self, step: Any) -> str:
        if isinstance(step, Key):
            return f".key({step.key!r})"
        if isinstance(step, Field):
            return f".field({step.name!r})"
        if isinstance(step, ViewOp):
            attrs = "".join(f", {key}={self.attribute(item)}" for key, item in step.attrs)
            return f".view({step.op!r}{attrs})"
        items = ", ".join(self.subscript(item) for item in step.items)
        return f"[{items or '()'}]"

    def subscript(self, item: Any) -> str:
        if not isinstance(item, Slice):
            return self.attribute(item)
        start, stop, step = (
            "" if part is None else self.attribute(part)
            for part in (item.start, item.stop, item.step)
        )
        return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"


def _literal(item: Any) -> str:
    if isinstance(item, float) and type(item) is float and not math.isfinite(item):
        return f"float({str(item)!r})"
    if type(item) is complex:
        return f"complex({_literal(item.real)}, {_literal(item.imag)})"
    if item is Ellipsis:
        return "..."
    if type(item).__module__ == "numpy":
        return f"np.{type(item).__name__}({_literal(item.item())})"
    if isinstance(item, tuple):
        return f"({', '.join(map(_literal, item))}{',' if len(item) == 1 else ''})"
    return repr(item)


def _leaves(tree: Any) -> Iterator[int]:
    if isinstance(tree, Leaf):
        yield tree.index
    elif isinstance(tree, Node):
        for item in tree.items:
            yield from _leaves(item)


def _tree(tree: Any, names: list[str]) -> str:
    if isinstance(tree, Leaf):
        return names[tree.index]
    items = [_tree(item, names) for item in tree.items]
    if tree.kind == "tuple":
        return f"({', '.join(items)}{',' if len(items) == 1 else ''})"
    if tree.kind == "list":
        return f"[{', '.join(items)}]"
    if tree.kind == "dict":
        pairs = zip(tree.keys, items, strict=True)
        return "{" + ", ".join(f"{key!r}: {item}" for key, item in pairs) + "}"
    return f"node({', '.join([repr(tree.kind), *items])}, keys={tree.keys!r})"
