"""A module with a kernel: the kernel, the NumPy form, and the function that drives both."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from codegen.emit.function import print_function
from codegen.emit.module import (
    Header,
    helpers_of,
    import_line,
    template_environment,
    with_callees,
)
from codegen.emit.scope import Needs
from codegen.emit.syntax import literal
from codegen.ir.graph import Graph, Leaf, Node
from codegen.ir.types import Array, ListOf, Scalar, Type
from codegen.optimize.kernels.border import Entry
from codegen.optimize.kernels.kernel import Kernel

# helpers of kernels: what they do to floating-point arithmetic, beside `error_model`
_FAST = {
    "plus": 'fastmath={"reassoc", "nsz"}',
    "greater": 'fastmath={"nnan", "nsz"}',
    "lesser": 'fastmath={"nnan", "nsz"}',
}
_FAST |= dict.fromkeys(("exponential", "logarithm", "hyperbolic"), 'fastmath={"contract"}')
_COMPILED = (*_FAST, "finite", "whole", "divisor", "inside", "require")


@dataclass(frozen=True)
class Compiled:
    """A function under the decorator of the compiler."""

    options: str
    text: str


def emit_kernel_module(joint: Graph, kernel: Kernel, header: Header | None) -> str:
    """joint: the function in NumPy, as it is printed without kernels.

    The text is not formatted. header None: for text that is compiled at once.
    """

    def driver(signature: str, plain: str, back: str) -> str:
        return _driver(joint, kernel, signature, plain, back, header is not None)

    both = [each for each in (kernel, kernel.short) if each is not None]
    return render(joint, both, header, driver, Needs())


def render(
    joint: Graph,
    both: Sequence[Kernel],
    header: Header | None,
    driver: Callable[[str, str, str], str],
    needs: Needs,
) -> str:
    """The module. driver: the text of the function that calls the kernels, by its signature, and
    the name and arguments of the NumPy form. needs: of the driver."""
    plain_name = f"{joint.name}_in_numpy"
    graphs = with_callees([joint])
    by_name = {graph.name: graph for graph in (*graphs, *(each.graph for each in both))}
    printed = [print_function(graph, by_name) for graph in graphs]
    inner = [print_function(each.graph, by_name, counting=True) for each in both]
    for function in (*printed, *inner):
        needs.imports |= function.needs.imports
        needs.helpers |= function.needs.helpers
        needs.aliases |= function.needs.aliases
    compiled = [name for name in needs.helpers if name in _COMPILED]
    for name in compiled:
        del needs.helpers[name]
    helpers = helpers_of(needs)
    kernels = []
    for name in compiled:
        needs.helpers = {name: None}
        (text,) = helpers_of(needs)
        kernels.append(Compiled(_options(header, _FAST.get(name)), text))
    for each, function in zip(both, inner, strict=True):
        watched = "boundscheck=True" if each.indexed else None
        kernels.append(Compiled(_options(header, watched), _text(function.text)))
    needs.imports["numpy as np"] = "np"
    *callees, plain = (_text(function.text) for function in printed)
    head, _, rest = plain.partition("\n")
    signature = head.removeprefix(f"def {joint.name}(").removesuffix("):")
    plain = f"def {plain_name}({signature}):\n{undocumented(rest)}"
    text = driver(signature, plain_name, ", ".join(_passed(joint)))
    aliases = [f"{alias} = {name}" for alias, name in needs.aliases.items()]
    return (
        template_environment()
        .get_template("kernels.py.jinja")
        .render(
            header=header,
            imports=sorted(import_line(item) for item in needs.imports),
            helpers=[*helpers, *aliases],
            kernels=kernels,
            functions=[*callees, plain, text],
        )
    )


def _options(header: Header | None, *more: str | None) -> str:
    """A file keeps what was compiled; text in memory has no place for it."""
    cached = "cache=True" if header is not None else None
    return ", ".join(part for part in (cached, 'error_model="numpy"', *more) if part)


def _text(text: str) -> str:
    return text.rstrip("\n")


def undocumented(body: str) -> str:
    """The body without its docstring: the driver has it."""
    lines = body.split("\n")
    if lines[0].lstrip().startswith('"""'):
        end = (
            0
            if lines[0].count('"""') == 2
            else next(k for k, line in enumerate(lines) if k and '"""' in line)
        )
        del lines[: end + 1]
    return "\n".join(lines)


def _driver(
    joint: Graph, kernel: Kernel, signature: str, plain: str, back: str, convert: bool
) -> str:
    """convert: the arguments may be of other types than those that the kernel was made for."""
    border = kernel.border
    names = _result_names(kernel.graph, {p.name for p in joint.params})
    arguments = ", ".join(_argument(entry, convert) for entry in border.entries)
    targets = ", ".join(names)
    returned = _returned(border.output, names, border.types, outermost=True)
    calls = [f"        {targets} = {kernel.graph.name}({arguments})"]
    if kernel.short is not None:
        sizes = " and ".join(
            f"{_part(border.entries[position])}.shape[{axis}] == {size}"
            for position, axis, size in kernel.lengths
        )
        short = f"        {targets} = {kernel.short.graph.name}({arguments})"
        calls = [f"        if {sizes}:", f"    {short}", "        else:", f"    {calls[0]}"]
    kernels = [each.graph.name for each in (kernel, kernel.short) if each is not None]
    return "\n".join(
        [
            f"def {joint.name}({signature}):",
            f'    """{joint.docstring or ""}"""',
            *attempt(kernels, "\n".join(calls), f"{plain}({back})"),
            f"    return {returned}",
        ]
    )


def attempt(kernels: Sequence[str], calls: str, plain: str) -> list[str]:
    """Lines that call the kernels, and return what the NumPy form gives where one gives up. What
    Numba cannot compile is tried once."""
    return [
        f"    global {', '.join(kernels)}",
        "    try:",
        calls,
        "    except NumbaError:",
        f"        {' = '.join(kernels)} = not_compiled",
        f"        return {plain}",
        "    except IRREGULAR:",
        f"        return {plain}",
    ]


def _passed(joint: Graph) -> list[str]:
    signs = {"args": "*{0}", "kwargs": "**{0}", "keyword": "{0}={0}"}
    kinds = [(p.kind, p.name) for p in joint.params if p.kind != "outside"]
    return [signs.get(kind, "{0}").format(name) for kind, name in kinds]


def _part(entry: Entry) -> str:
    return entry.parameter + "".join(f"[{literal(key)}]" for key in entry.keys)


def _argument(entry: Entry, convert: bool) -> str:
    text = _part(entry)
    match entry.type:
        case ListOf(item):
            return f"np.array({text}, {_dtype(item)})"
        case Scalar("float") if convert:
            return f"float({text})"
        case Array(_, _, False) if convert:
            return f"np.asarray({text}, {_dtype(entry.type)})"
    return text


def _dtype(t: Type) -> str:
    kind = t.kind if isinstance(t, Scalar) else t.dtype if isinstance(t, Array) else None
    return {"float": "float", "int": "np.int64", "bool": "bool"}.get(str(kind), f"np.{kind}")


def _result_names(graph: Graph, taken: set[str]) -> list[str]:
    found: list[str] = []
    for position, value in enumerate(graph.body.results):
        stem = value.name or ("out" if position == 0 else f"result_{position}")
        name, number = stem, 1
        while name in taken:
            name, number = f"{stem}_{number}", number + 1
        taken.add(name)
        found.append(name)
    return found


def _returned(tree: Any, names: list[str], types: tuple[Type, ...], outermost: bool) -> str:
    if isinstance(tree, Leaf):
        name, kind = names[tree.index], types[tree.index]
        if isinstance(kind, ListOf):
            return f"{name}.tolist()"
        if isinstance(kind, Array) and kind.scalar and kind.dtype is not None:
            return f"np.{kind.dtype if kind.dtype != 'bool' else 'bool_'}({name})"
        return name
    if not isinstance(tree, Node):
        return str(literal(tree))
    items = [_returned(item, names, types, False) for item in tree.items]
    if tree.kind == "dict":
        keys = [literal(key) for key in tree.keys]
        return "{" + ", ".join(f"{k}: {i}" for k, i in zip(keys, items, strict=True)) + "}"
    inside = ", ".join(items) + ("," if tree.kind == "tuple" and len(items) == 1 else "")
    if tree.kind == "list":
        return f"[{inside}]"
    return inside if outermost and len(items) > 1 else f"({inside})"
