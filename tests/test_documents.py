"""The README's Python runs, and shows what it says."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent


def blocks() -> list[str]:
    """The Python blocks of the section on the doors."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    doors = text[text.index("## Three doors") : text.index("## What is promised")]
    return re.findall(r"```python\n(.*?)```", doors, re.DOTALL)


def test_the_doors_of_the_interpreter(tmp_path, monkeypatch, capsys):
    decorator, functions, _ = blocks()
    (tmp_path / "readme_doors.py").write_text(f"{decorator}\n\n{functions}", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    shown = importlib.import_module("readme_doors")
    assert "def f_value_and_grad" in capsys.readouterr().out
    assert (shown.f(3, -4), shown.f.grad(3, -4)) == (-12, (-4.0, 3.0))
    gradient = shown.grad(shown.loss)(shown.params, shown.X, shown.y)
    assert gradient["W"].tolist() == [28.0, 28.0, 28.0] and gradient["b"] == 28.0
    assert shown.value == 49.0 and shown.dX.shape == (2, 5)
    assert shown.dW.shape == (2, 2) and np.all(np.isfinite(shown.dW))
