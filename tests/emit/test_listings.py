"""The joint graphs of the listings print as the listings do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from codegen.emit.module import emit_module, format_text
from codegen.ir.run import run
from codegen.ir.verify import verify
from tests.emit.listed import LISTED

HERE = Path(__file__).parent / "listings"
RNG = np.random.default_rng(0)
ARGUMENTS = {
    "staged": (3.0, -4.0),
    "two_layer_net": (
        {
            "W1": RNG.normal(size=(4, 3)),
            "b1": RNG.normal(size=3),
            "W2": RNG.normal(size=(3, 2)),
            "b2": RNG.normal(size=2),
        },
        RNG.normal(size=(5, 4)),
        np.array([0, 1, 1, 0, 1]),
    ),
    "heat": (RNG.normal(size=7), 0.1, 3),
    "newton": (2.0, 5.0, 1e-9),
    "rnn": (
        RNG.normal(size=(4, 2)),
        RNG.normal(size=(3, 3)),
        RNG.normal(size=(3, 2)),
        RNG.normal(size=3),
        RNG.normal(size=3),
    ),
}


@pytest.mark.parametrize("name", LISTED)
def test_text(name: str) -> None:
    graph = LISTED[name]()
    verify(graph)
    text = format_text(emit_module([graph], None))
    assert text == (HERE / f"{name}.py").read_text()
    assert format_text(text) == text


@pytest.mark.parametrize("name", LISTED)
def test_result(name: str) -> None:
    graph = LISTED[name]()
    names: dict[str, object] = {}
    exec(emit_module([graph], None), names)
    function = names[graph.name]
    assert callable(function)
    found = function(*ARGUMENTS[name])
    expected = run(graph, *ARGUMENTS[name], 1.0).output
    _equal(found, expected)


def _equal(found: object, expected: object) -> None:
    if isinstance(expected, dict):
        assert isinstance(found, dict) and list(found) == list(expected)
        for key in expected:
            _equal(found[key], expected[key])
    elif isinstance(expected, tuple):
        assert isinstance(found, tuple) and len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            _equal(one, other)
    else:
        np.testing.assert_array_equal(found, expected)
