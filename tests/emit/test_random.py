"""Emitted random programs do what their graphs mean: values, prints, exceptions, arguments."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable
from typing import Any

import pytest

from codegen.emit.module import emit_module
from codegen.ir.run import run
from codegen.ir.verify import verify
from tests.emit.random_programs import Programs

ARGUMENTS = ((0.5, -1.25, [0.75, 2.0]), (-2.0, 0.0, [1.0, -1.0]))


def outcome(call: Callable[[], Any]) -> tuple[str, str]:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            found = call()
    except (ZeroDivisionError, OverflowError, IndexError) as error:
        found = type(error)
    return repr(found), printed.getvalue()


@pytest.mark.parametrize("seed", range(150))
def test_random_program(seed: int) -> None:
    graph = Programs(seed).graph()
    verify(graph)
    names: dict[str, Any] = {}
    exec(emit_module([graph], None), names)
    for x, y, xs in ARGUMENTS:
        given = list(xs)
        expected = outcome(lambda x=x, y=y, xs=xs: run(graph, x, y, list(xs)).output)
        assert outcome(lambda x=x, y=y, given=given: names["f"](x, y, given)) == expected
        assert given == xs
