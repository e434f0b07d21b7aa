"""The layers of the package, as its imports show them; leaves with 1 where a module imports from a
later one.

errors < ir < {frontend, infer} < rules < transform < optimize < emit < runtime < api < cli
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

LAYERS = (
    ("errors",),
    ("ir",),
    ("frontend", "infer"),
    ("rules",),
    ("transform",),
    ("optimize",),
    ("emit",),
    ("runtime",),
    ("api",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
# the package itself (its version and lazy names) may be imported from anywhere; these import
# anything
OUTSIDE = ("__init__", "__main__", "examples")

PACKAGE = Path(__file__).resolve().parent.parent / "codegen"


def layer_of(module: str) -> str:
    """The layer of a dotted module name: "codegen.ir.graph" -> "ir"."""
    return module.split(".")[1] if "." in module else "__init__"


def module_name(path: Path, package: Path = PACKAGE) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path, package: Path = PACKAGE) -> Iterator[tuple[int, str]]:
    """(line, module) for every import of a module of the package, wherever it stands.

    `from codegen.ir import graph` counts as codegen.ir; imports that only a type checker sees do
    not count.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            found = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found = [
                f"{node.module}.{a.name}" if node.module == "codegen" else str(node.module)
                for a in node.names
            ]
        elif isinstance(node, ast.ImportFrom):
            parts = module_name(path, package).split(".")[: -node.level or None]
            found = [".".join([*parts, *([node.module] if node.module else [])])]
        else:
            continue
        for name in dict.fromkeys(found):
            if name.split(".")[0] == "codegen":
                yield node.lineno, name


def back_edges(package: Path = PACKAGE) -> list[str]:
    """Every import that goes against the order of the layers, as `file:line: message`."""
    found = []
    for path in sorted(package.rglob("*.py")):
        mine = layer_of(module_name(path, package)) if path.parent != package else path.stem
        if mine in OUTSIDE:
            continue
        for line, imported in imports_of(path, package):
            theirs = layer_of(imported)
            if theirs.startswith("_"):
                continue
            where = f"{path.relative_to(package.parent).as_posix()}:{line}"
            if mine not in LEVEL:
                found.append(f"{where}: {mine} is in no layer")
            elif LEVEL.get(theirs, len(LEVEL)) > LEVEL[mine]:
                found.append(f"{where}: {mine} imports {imported}, which is to its right")
    return found


if __name__ == "__main__":
    edges = back_edges()
    print(
        "\n".join(edges)
        or " < ".join("{" + ", ".join(n) + "}" if len(n) > 1 else n[0] for n in LAYERS)
    )
    sys.exit(bool(edges))
