"""What the uses of an unannotated parameter tell about its type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import libcst as cst

from codegen.frontend.slots import Function
from codegen.frontend.source import nodes_in
from codegen.ir.types import INT, Type

_OF_LISTS = "sum len list zip enumerate reversed range".split()  # for which a list is as good
_TO_ARRAYS = "array asarray stack concatenate vstack hstack".split()
_OF_SEQUENCES = "max min sorted tuple".split()


def types_from_use(f: Function) -> Mapping[str, Type]:
    """Parameters that stand in `range(...)` are integers."""
    found = _Uses(f)
    return {name: INT for name in found.integers - found.rebound}


def sequence_uses(f: Function) -> Mapping[str, bool]:
    """Parameters that may be lists by their use. True: a list of numbers is as good as an array."""
    return _Uses(f).sequences


class _Uses:
    def __init__(self, f: Function) -> None:
        self.integers: set[str] = set()
        self.rebound: set[str] = set()
        self.sequences: dict[str, bool] = {}
        for node in nodes_in(f.node, tuple(self._LOOKS)):
            self._LOOKS[type(node)](self, node)

    def _call(self, node: cst.Call) -> None:
        name = node.func.value if isinstance(node.func, cst.Name) else ""
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in _TO_ARRAYS:
            name = "tuple"
        for argument in node.args:
            if name in _OF_LISTS or name in _OF_SEQUENCES:
                self._sequence(argument.value, name in _OF_LISTS)
        if isinstance(node.func, cst.Name) and node.func.value == "range":
            for argument in node.args:
                self._integer(argument.value)

    def _integer(self, node: cst.BaseExpression) -> None:
        if isinstance(node, cst.Name):
            self.integers.add(node.value)
        elif isinstance(node, cst.BinaryOperation):
            if isinstance(node.operator, cst.Add | cst.Subtract | cst.Multiply):
                self._integer(node.left)
                self._integer(node.right)

    def _assign(self, node: cst.Assign) -> None:
        if any(isinstance(target.target, cst.Tuple | cst.List) for target in node.targets):
            self._sequence(node.value, False)

    def _target(self, node: cst.AssignTarget) -> None:
        if isinstance(node.target, cst.Name):
            self.rebound.add(node.target.value)

    def _subscript(self, node: cst.Subscript) -> None:
        one = len(node.slice) == 1 and isinstance(node.slice[0].slice, cst.Index)
        self._sequence(node.value, one)

    def _iteration(self, node: cst.For | cst.CompFor) -> None:
        self._sequence(node.iter, True)

    def _sequence(self, node: cst.BaseExpression, lists: bool) -> None:
        if isinstance(node, cst.Name):
            self.sequences[node.value] = lists and self.sequences.get(node.value, True)

    _LOOKS: ClassVar[Mapping[type, Callable[[_Uses, Any], None]]] = {
        cst.Call: _call,
        cst.Assign: _assign,
        cst.AssignTarget: _target,
        cst.Subscript: _subscript,
        cst.For: _iteration,
        cst.CompFor: _iteration,
    }
