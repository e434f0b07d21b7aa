"""A module imports only from layers to its left."""

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


@pytest.mark.parametrize(
    "path", sorted((ROOT / "codegen").rglob("*.py")), ids=lambda path: path.name
)
def test_files_can_be_read_in_one_sitting(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, "split the module"


def test_no_module_is_named_utils():
    assert not [*(ROOT / "codegen").rglob("*util*.py")]
