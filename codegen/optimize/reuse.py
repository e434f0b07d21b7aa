"""Dead memory used again: `dp = dp * mask` as `dp *= mask`, where dp is ours and nobody reads its
old contents.

Only in the backward part, only of arrays of one dtype and shape, and only of what has a variable:
inside an expression NumPy does it by itself. Memory that lasts over the rounds of a loop is left
alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from codegen.ir.core import REUSING
from codegen.ir.graph import Op, Value
from codegen.ir.types import Array, is_complex
from codegen.optimize.contents import Frame
from codegen.optimize.rewrite import same_type

if TYPE_CHECKING:
    from codegen.optimize.storing import Walk

_COMMUTATIVE = frozenset({"add", "mul"})
_PRODUCTS = frozenset({"matmul", "dot", "vdot", "einsum", "tensordot"})
STORES = frozenset({"update", "accumulate"})


def reused(walk: Walk, op: Op, frame: Frame) -> Op:
    """The op, in place of its first operand if that is dead."""
    if op.name not in REUSING or not op.backward:
        return op
    statement = _statement(walk, op)
    walk.taken.discard(op.out)
    pairs = [op.ins, op.ins[::-1]] if op.name in _COMMUTATIVE else [op.ins]
    if statement is None:  # `dW = x.T @ (dh * mask)`: worth a statement where dh is a matrix
        reader = walk.readers.get(op.out)
        if op.name not in ("mul", "div") or reader is None or reader.name not in _PRODUCTS:
            return op
        pairs = [pair for pair in pairs if pair[0].name and _is_wide(pair[:1])]
        statement = op.out
    pairs.sort(key=lambda pair: not walk.is_backward(pair[0]))
    for base, other in pairs:
        own = walk.any_memory or walk.is_backward(base)
        if not own and not takes_forward_memory(statement, [other]):
            continue
        if _fits(walk, base, op.out) and _is_dead(walk, base, op, frame):
            walk.taken.add(op.out)
            return op.with_(ins=(base, other), attrs={**op.attrs, "store": True})
    return op


def takes_forward_memory(statement: Value, others: Iterable[Value]) -> bool:
    """Whether a result takes memory of the forward part, which reads less well than a new array:
    one that has a name (else f's variable would stand for something else), where two arrays of
    two axes or more meet."""
    return statement.name is not None and _is_wide(others)


def _is_wide(values: Iterable[Value]) -> bool:
    return any(isinstance(v.type, Array) and (v.type.rank or 0) > 1 for v in values)


def _statement(walk: Walk, op: Op) -> Value | None:
    """The result, or what may lie in the same memory and has a variable."""
    if walk.has_variable(op.out):
        return op.out
    reader = walk.readers.get(op.out)
    if reader is not None and reader.name in STORES and reader.ins[0] is op.out:
        return _statement(walk, reader)  # it is filled further
    if reader is None or reader.name not in REUSING or not reader.backward:
        return None
    if op.name == "mul" and reader.name == "mul":  # one expression: the product of the others
        return None
    if reader.ins[0] is not op.out or not same_type(reader.out.type, op.out.type):
        return None
    return _statement(walk, reader)


def _fits(walk: Walk, base: Value, out: Value) -> bool:
    if base.is_const or not (walk.has_variable(base) or base in walk.taken):
        return False
    kind = base.type
    if is_complex(kind):  # f's own array may be real at run time, as eigenvalues are
        return False
    known = isinstance(kind, Array) and not kind.generic and not kind.scalar and kind.dtype
    return (
        bool(known) and isinstance(kind, Array) and bool(kind.shape) and same_type(out.type, kind)
    )


def _is_dead(walk: Walk, base: Value, op: Op, frame: Frame) -> bool:
    """Ours, made in this round, and read by nobody after the op."""
    buffers = walk.memory.of(base).own
    if not buffers or walk.memory.of(base).items:
        return False
    if any(not b.owned or b.several or b.loops != walk.memory.loops for b in buffers):
        return False
    return not walk.sharing(buffers, frame, op.outs)
