"""A pass is tested on text: what goes in, what must come out, and that both compute the same."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np

import codegen.ir.core
import codegen.rules.arithmetic
import codegen.rules.elementwise
import codegen.rules.reduce
import codegen.rules.shape  # noqa: F401
from codegen.ir.compare import same
from codegen.ir.graph import Graph
from codegen.ir.parse import parse
from codegen.ir.run import run
from codegen.ir.text import show
from codegen.ir.verify import verify


def check_pass(before: str, after: str, transform: Callable[[Graph], Graph], *args: Any) -> None:
    """transform(before) is `after`, in text; it is well-formed, and gives the same on the
    arguments."""
    graph = parse(before)
    verify(graph)
    kept = show(graph)
    changed = transform(graph)
    verify(changed)
    assert show(graph) == kept, "a pass changed its argument"
    assert show(changed) == show(parse(after)), show(changed)
    assert same(parse(show(changed)), changed)
    if args:
        agree(run(graph, *copy.deepcopy(args)), run(changed, *copy.deepcopy(args)))


def agree(a: Any, b: Any) -> None:
    """Equal structures of nearly equal numbers."""
    if isinstance(a, dict):
        assert a.keys() == b.keys()
        for key in a:
            agree(a[key], b[key])
    elif isinstance(a, list | tuple):
        assert len(a) == len(b)
        for x, y in zip(a, b, strict=True):
            agree(x, y)
    elif a is None or isinstance(a, str):
        assert a == b
    else:
        np.testing.assert_allclose(a, b, rtol=1e-12)
        assert np.shape(a) == np.shape(b)


def backward(signature: str, *lines: str) -> str:
    """A function all of whose ops belong to the backward part."""
    body = "\n".join(f"    {line}" for line in lines)
    return f"def f({signature}):\n    # backward of: y\n{body}\n"
