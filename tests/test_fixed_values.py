"""Values in arguments that decide about the text: an axis, a key, the number of rows."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

from codegen import grad, value_and_grad
from tests.numeric import assert_close, numeric_gradient


@dataclass
class Norm:
    axis: int
    w: Any

    def __call__(self, x: Any) -> Any:
        return (x - x.mean(axis=self.axis, keepdims=True)) * self.w


class Plain:
    def __init__(self, axis: int) -> None:
        self.axis = axis


class Shape(NamedTuple):
    rows: int
    columns: int


X = np.array([[0.5, -1.2, 0.7], [0.1, 0.9, -0.3]])


def normed(norm, x):
    return np.sum(norm(x) ** 3)


def of_plain_object(plain, x):
    return np.sum(np.max(x, axis=plain.axis) ** 2)


def of_dict(options, x):
    return np.sum(np.sum(x, axis=options["axes"][0]) ** options["power"])


def of_named_tuple(shape, x):
    return np.sum(x.reshape(shape)[0] ** 3)


def of_key(options, x):
    return np.sum({"a": x, "b": x * x}[options["key"]])


def of_nested(model, x):
    return np.sum(np.cumsum(x, axis=model["norm"].axis) ** 2) * np.sum(model["norm"].w)


@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("program", [normed, of_plain_object, of_dict, of_nested])
def test_an_axis_in_an_argument(program: Any, axis: int) -> None:
    first = {
        normed: Norm(axis, 2.0),
        of_plain_object: Plain(axis),
        of_dict: {"axes": [axis, "x"], "power": 3.0},
        of_nested: {"norm": Norm(axis, np.ones(2))},
    }[program]
    value, gradient = value_and_grad(program, 1)(first, X)
    assert value == program(first, X)
    assert_close(gradient, numeric_gradient(program, (first, X), 1, 1.0))


def test_one_text_for_each_value() -> None:
    derived = grad(normed, (0, 1))
    for axis in (0, 1, 0, 1, 1, 0):  # cold, then warm
        norm = Norm(axis, 1.5)
        d_norm, dx = derived(norm, X)
        assert_close(dx, numeric_gradient(normed, (norm, X), 1, 1.0))
        assert d_norm.axis == 0
    text = value_and_grad(normed).source_for(Norm(1, 1.5), X)
    assert 'assert axis == 1, "generated for norm.axis=1"' in text


def test_a_key_and_a_shape() -> None:
    for key in "ab":
        assert grad(of_key, 1)({"key": key}, X)[0, 1] == (1.0 if key == "a" else 2 * X[0, 1])
    for shape in (Shape(2, 3), Shape(3, 2), Shape(1, 6)):
        assert_close(
            grad(of_named_tuple, 1)(shape, X),
            numeric_gradient(of_named_tuple, (shape, X), 1, 1.0),
        )


def test_another_process_finds_the_text_of_the_value(tmp_path: Path) -> None:
    (tmp_path / "model.py").write_text(
        "import numpy as np\n"
        "def f(o, x): return np.sum(np.sum(x, axis=o['axis']) ** 2 * np.arange(1.0, 3.0))\n"
    )
    code = (
        "import sys, numpy as np; from codegen import grad; from model import f\n"
        "for axis in map(int, sys.argv[1:]):\n"
        "    print(grad(f, 1)({'axis': axis}, np.eye(2) * 3).tolist())\n"
        "print('codegen.frontend.entry' in sys.modules)\n"
    )
    root = str(Path(__file__).parents[1])
    environment = {
        **os.environ,
        "CODEGEN_CACHE_DIR": str(tmp_path / "kept"),
        "PYTHONPATH": os.pathsep.join([root, str(tmp_path)]),
    }

    def run(*axes: str) -> list[str]:
        ran = subprocess.run(
            [sys.executable, "-c", code, *axes], capture_output=True, env=environment, check=True
        )
        return ran.stdout.decode().splitlines()

    rows, columns = "[[6.0, 12.0], [6.0, 12.0]]", "[[6.0, 6.0], [12.0, 12.0]]"
    assert run("0") == [rows, "True"]
    assert run("1") == [columns, "True"]
    assert run("1", "0") == [columns, rows, "False"]
