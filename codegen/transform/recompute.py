"""Which values the backward part computes again instead of keeping them.

The cost model, in units of one sum of two Python floats (some 25 ns): to keep a number in a list
and to read it again costs 2 and 32 bytes; sums, products, comparisons and reads cost 1, a
function of `math` of Python floats 6. Up to 8 are computed again: what is read is then an operand
that is kept anyway. Of arrays only views are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from codegen.ir.build import OBSERVERS, current
from codegen.ir.graph import Op, Value, map_values, values_in
from codegen.ir.types import BOOL, FLOAT, INT, Array, Scalar, Type, is_number

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

_ARITHMETIC = frozenset({"add", "sub", "mul", "div", "neg", "pos"})
_COMPARISONS = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "is", "is_not", "not"})
_INTEGERS = _ARITHMETIC | {"floordiv", "mod", "len", "shape", "size", "ndim"}
_LIMIT = 8  # that one value may cost
_FUNCTION = 6


class Recomputation:
    """Values of one forward region, computed again in the backward region beside it.

    given: local values that are there anyway, and how to get them; values outside the region are,
    too.
    """

    def __init__(
        self, tape: Tape, is_local: Callable[[Value], bool], given: Mapping[Value, Any]
    ) -> None:
        self.tape = tape
        self.is_local = is_local
        self.given = given
        self.made: dict[Value, Value] = {}

    def possible(self, value: Value, itself: bool = False) -> bool:
        """Whether the value can be had; `itself`: it is given, but may it be computed from the
        others?"""
        return self._cost(value, itself) <= _LIMIT

    def _cost(self, value: Value, itself: bool = False) -> int:
        if value.is_const or not self.is_local(value) or (value in self.given and not itself):
            return 0
        op = self.tape.owner.get(value)
        if op is None or op in self.tape.synthetic or not self._cheap(op):
            return _LIMIT + 1
        total = _FUNCTION if _is_math(op) else 1
        for operand in op.operands():
            total += self._cost(operand)
            if total > _LIMIT:
                break
        return total

    def _cheap(self, op: Op) -> bool:
        if len(op.outs) != 1 or op.regions:
            return False
        if op.name == "getitem":
            return self._unchanged(op.ins[0]) and not _is_fancy(op)
        if (
            op.name in _ARITHMETIC
            and is_number(op.out.type)
            and all(is_number(v.type) for v in op.ins)
        ):
            return True
        if _is_math(op):
            return True
        if op.name in _COMPARISONS:
            return all(_is_plain(v.type) for v in op.ins)
        return op.name in _INTEGERS and op.out.type in (INT, BOOL)

    def _unchanged(self, base: Value) -> bool:
        """Defined outside of all loops and not written later, or a part of something that is."""
        if self.tape.lasting(base):
            return not self.is_local(base)
        op = self.tape.owner.get(base)
        return op is not None and op.name == "getitem" and self._unchanged(op.ins[0])

    def value(self, value: Value) -> Value:
        """The value, in the region under construction."""
        if value.is_const or not self.is_local(value):
            return value
        if value not in self.made:
            self.made[value] = self.given[value]() if value in self.given else self._again(value)
        return self.made[value]

    def _again(self, value: Value) -> Value:
        op = self.tape.owner[value]
        ins = tuple(self.value(operand) for operand in op.ins)
        attrs = {key: map_values(item, self.value) for key, item in op.attrs.items()}
        out = Value(value.type, value.name)
        builder = current()
        again = Op(op.name, ins, (out,), attrs, (), op.origin, True)
        for observe in OBSERVERS:
            observe(again)
        builder.add(again)
        return out


def _is_math(op: Op) -> bool:
    """A function of Python floats, as `math.sin(x)`."""
    via = op.attrs.get("via")
    if not isinstance(via, str) or not via.startswith("math.") or op.out.type != FLOAT:
        return False
    return len(op.ins) == 1 and isinstance(op.ins[0].type, Scalar)


def _is_plain(t: Type) -> bool:
    return (
        isinstance(t, Scalar)
        or (isinstance(t, Array) and not t.generic)
        or not isinstance(t, Array)
    )


def _is_fancy(op: Op) -> bool:
    """Whether a subscript gathers elements, which is no cheap read."""
    return any(not is_number(v.type) for v in values_in(op.attrs["path"]))


def counter_step(
    tape: Tape, param: Value, result: Value, is_local: Callable[[Value], bool]
) -> Value | int | None:
    """By how much an integer carry grows in every round, if that is a constant."""
    op = tape.owner.get(result)
    if op is None or param.type != INT or op.name != "add" or op.out.type != INT:
        return None
    left, right = op.ins
    step = right if left is param else left if right is param else None
    if step is None or step is param or step.type != INT:
        return None
    return None if is_local(step) and not step.is_const else step
