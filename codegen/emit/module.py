"""A module as text: the frame comes from a template, the code from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from codegen.emit.function import print_function
from codegen.emit.scope import Needs, templates
from codegen.errors import InternalError
from codegen.ir.graph import Graph

VERSION = "0.1.0"
WIDTH = 100


@dataclass(frozen=True)
class Header:
    """What the first lines say: the command that prints the module again, and the hash of its
    source."""

    command: str
    digest: str
    version: str = VERSION


def emit_module(graphs: Iterable[Graph], header: Header | None) -> str:
    """The functions, after the functions that they call, with the imports and helpers that they
    need.

    header None: no header, for text that is compiled at once. The text is not formatted.
    """
    ordered = with_callees(graphs)
    by_name = {graph.name: graph for graph in ordered}
    functions = [print_function(graph, by_name) for graph in ordered]
    needs = Needs()
    for function in functions:
        needs.imports |= function.needs.imports
        needs.helpers |= function.needs.helpers
        needs.aliases |= function.needs.aliases
    helpers = helpers_of(needs)
    helpers += [f"{alias} = {name}" for alias, name in needs.aliases.items()]
    imports = sorted(import_line(item) for item in needs.imports)
    template = template_environment().get_template("module.py.jinja")
    return template.render(
        header=header,
        imports=imports,
        helpers=helpers,
        functions=[function.text.rstrip("\n") for function in functions],
    )


def format_text(text: str) -> str:
    """The text as `black` leaves it, with lines of 100 columns."""
    import black
    from black.mode import TargetVersion

    mode = black.Mode(line_length=WIDTH, target_versions={TargetVersion.PY310})
    return black.format_str(text, mode=mode)


def with_callees(graphs: Iterable[Graph]) -> list[Graph]:
    """Callees first; every function once."""
    found: dict[str, Graph] = {}
    entered: set[str] = set()

    def add(graph: Graph) -> None:
        if graph.name in entered:
            return
        entered.add(graph.name)
        for callee in graph.callees:
            add(callee)
        found[graph.name] = graph

    for graph in graphs:
        add(graph)
    return list(found.values())


def import_line(item: str) -> str:
    name, _, alias = item.partition(" as ")
    return f"import {name}" if alias in ("", name) else f"import {name} as {alias}"


def helpers_of(needs: Needs) -> list[str]:
    """The text of the helpers that the module carries, each after those that it calls."""
    texts: dict[str, str] = {}

    def add(name: str) -> None:
        if name in texts:
            return
        imports, required, text = _helper(name)
        for item in imports:
            needs.imports[item] = item.partition(" as ")[2]
        for other in required:
            add(other)
        texts[name] = text

    for name in needs.helpers:
        add(name)
    return list(texts.values())


@cache
def _helper(name: str) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """The imports of a helper's file, the other helpers it imports, and the rest of its text."""
    file = templates() / "helpers" / f"{name}.py"
    if not file.is_file():
        raise InternalError(f"there is no helper {name!r}")
    imports: list[str] = []
    required: list[str] = []
    lines: list[str] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("import "):
            item = line.removeprefix("import ")
            imports.append(item if " as " in item else f"{item} as {item}")
        elif line.startswith("from helpers."):
            required.append(line.split()[1].removeprefix("helpers."))
        else:
            lines.append(line)
    text = "\n".join(lines)
    text = text[text.index("def ") :] if text.lstrip().startswith('"""') else text
    return tuple(imports), tuple(required), text.strip()


@cache
def template_environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(templates()),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
