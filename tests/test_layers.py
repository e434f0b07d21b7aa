"""A module imports only from layers to its left."""

import ast
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
spec = importlib.util.spec_from_file_location("layers", ROOT / "tools" / "layers.py")
layers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(layers)


def test_no_back_edge():
    assert layers.back_edges() == []


def test_a_back_edge_is_found(tmp_path):
    package = tmp_path / "codegen"
    (package / "ir").mkdir(parents=True)
    (package / "ir" / "graph.py").write_text("def f():\n    from codegen.emit import module\n")
    (edge,) = layers.back_edges(package)
    assert edge.startswith("codegen/ir/graph.py:2: ir imports codegen.emit")


LATE = {"cli.py", "cache.py"}  # to start fast; and where an operator of the graph emits an op
LATE |= {"graph.py", "stores.py"}


def test_imports_stand_at_the_top():
    """A late import hides a circle: the modules want another arrangement."""
    found = [
        f"{path.name}:{late.lineno}"
        for path in sorted((ROOT / "codegen").rglob("*.py"))
        if path.name not in LATE
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for late in ast.walk(function)
        if isinstance(late, ast.ImportFrom) and (late.module or "").startswith("codegen")
    ]
    assert found == []


@pytest.mark.parametrize(
    "path", sorted((ROOT / "codegen").rglob("*.py")), ids=lambda path: path.name
)
def test_files_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, "split the module"


def test_no_module_is_named_utils():
    assert not [*(ROOT / "codegen").rglob("*util*.py")]
