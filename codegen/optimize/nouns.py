"""What a value is called that nobody named: its op's noun, its reader's word for it, or after the
reader."""

from __future__ import annotations

from collections.abc import Callable

from codegen.ir.graph import Graph, Op, Origin, Value, walk
from codegen.ir.ops import REGISTRY
from codegen.ir.types import BOOL, INT
from codegen.optimize.liveness import ENTRY, Liveness

_ARITHMETIC = frozenset({"add", "sub", "mul", "div", "neg", "matmul", "pow", "where", "accumulate"})
_COLLECTING = frozenset({"make_tuple", "make_list", "make_dict", "append"})


_COUNTS = frozenset({"len", "size", "shape", "python_min", "floordiv"})


def _is_operand(reader: Op, position: int) -> bool:
    """Whether the reader is a function of this operand: the first, or the only one not known."""
    return position == 0 or all(v.is_const for k, v in enumerate(reader.ins) if k != position)


class Nouns:
    """hint: the name that a value asks for, if it has one. codes: the exit codes of loops."""

    def __init__(
        self,
        graph: Graph,
        liveness: Liveness,
        codes: set[Value],
        hint: Callable[[Value], str | None],
    ) -> None:
        self._liveness = liveness
        self._codes = codes
        self._hint = hint
        self._targets: dict[Origin, Op] = {
            op.origin: op
            for op in walk(graph.body)
            if op.origin is not None and not op.backward and len(op.outs) == 1 and op.out.name
            if op.name not in ("append", "make_list")
        }

    def of(self, value: Value, reader: tuple[Op, int] | None) -> str:
        """reader: the first op that reads the value, and as which operand."""
        if value in self._codes:
            return "exit_code"
        if self._is_index(value):
            return "i"
        home = self._liveness.home(value)
        if home.position == ENTRY:
            owner = self._liveness.owner(home.region)
            index = owner is not None and "start" in owner.attrs and value is home.region.params[0]
            return "i" if index else "carry"
        if reader is not None and _is_operand(*reader):
            row = REGISTRY.get(reader[0].name)
            if row is not None and row.operand_noun:
                return row.operand_noun
        op = home.region.ops[home.position]
        row = REGISTRY.get(op.name)
        if value.type == INT:
            return "count" if op.name in _COUNTS else "position"
        if op.backward and op.name in _ARITHMETIC:
            return self._part_of_gradient(op)
        if value.type == BOOL:
            return "test"
        if row is not None and row.noun:
            return row.noun
        if op.name == "getitem" and (whole := self._hint(op.ins[0])):
            return f"{whole}_part"
        if row is not None and row.access == "map" and len(op.ins) == 1 and not op.backward:
            if applied := self._hint(op.ins[0]):
                return f"{op.name}_{applied}"
        seen = 0
        while (
            reader is not None and seen < 20 and reader[0].name not in _COLLECTING
        ):  # the name of the statement that it is a part of
            for out in reader[0].outs:
                if name := self._hint(out):
                    return f"{name}_part" if op.backward else f"{name}#"
            following = [
                op
                for op in self._liveness.place(reader[0]).region.ops
                if any(out in op.ins for out in reader[0].outs)
            ]
            reader = (following[0], 1) if following else None
            seen += 1
        return "part"

    def _is_index(self, value: Value) -> bool:
        """Is it the index of the round in which a loop was left?"""
        home = self._liveness.home(value)
        if home.position == ENTRY:
            owner = self._liveness.owner(home.region)
            if owner is None or "start" not in owner.attrs or value is home.region.params[0]:
                return False
            at = home.region.params.index(value) - 1 + bool(owner.attrs.get("exits"))
            return self._leads_to_index(home.region.results[at])
        op = home.region.ops[home.position]
        return op.name in ("if", "loop") and self._leads_to_index(value)

    def _leads_to_index(self, value: Value, depth: int = 9) -> bool:
        if value.is_const or not depth:
            return False
        home = self._liveness.home(value)
        if home.position == ENTRY:
            owner = self._liveness.owner(home.region)
            counted = owner is not None and "start" in owner.attrs
            return counted and value is home.region.params[0]
        op = home.region.ops[home.position]
        at = op.outs.index(value)
        sources = [region.results[at] for region in op.regions] if op.name in ("if", "loop") else []
        return any(self._leads_to_index(source, depth - 1) for source in sources)

    def _part_of_gradient(self, op: Op) -> str:
        """A cotangent within a statement: that of what its outer function is applied to, or a
        part of it."""
        target = self._targets.get(op.origin) if op.origin is not None else None
        row = REGISTRY.get(target.name) if target is not None else None
        if row is not None and (row.operand_noun or row.access == "map" and len(row.operands) == 1):
            return f"d{row.operand_noun or 'pre'}"
        name = target.out.name if target is not None else None
        return f"d{name}_part" if name else "dpart"
