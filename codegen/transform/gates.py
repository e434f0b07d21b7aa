"""Composites with their textbook derivative: softmax, log-softmax, norm; and, in modules of their
own, the sigmoid and powers.

A gate is recognised by its last op. Its derivative goes straight to the operand, in terms of values
that the forward part computes anyway; the ops in between get no contribution from this use. That is
shorter than the chain rule step by step, and stable where that one is inf/inf. A shift by the
maximum drops out of the derivative of (log-)softmax, which do not change under it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from codegen.ir.build import emit
from codegen.ir.graph import Index, Op, Slice, Value
from codegen.ir.types import Array, is_complex, is_number
from codegen.rules.language import conj, same_shape
from codegen.transform import powers, sigmoids
from codegen.transform.matching import Gate, is_literal, operand_of, same

if TYPE_CHECKING:
    from codegen.transform.tape import Tape


def gate_of(tape: Tape, op: Op) -> Gate | None:
    """The composite that this op completes, if it is one of `GATES`."""
    if op.name not in GATES or is_complex(op.out.type):
        return None
    for match in GATES[op.name]:
        gate = match(tape, op)
        if gate is not None and gate.operand in tape.active:
            return gate
    return None


# --------------------------------------------------------------------------------------------
# matchers


def _softmax(tape: Tape, op: Op) -> Gate | None:
    """exp(s) / sum(exp(s), axis): p * (g - sum(g * p))."""
    parts = _exps_over_sums(tape, op)
    if parts is None:
        return None
    scores, attrs = parts
    p = op.out

    def pullback(g: Value) -> Value:
        return p * (g - emit("sum", g * p, **attrs))

    return Gate(_unshifted(tape, scores, attrs), pullback)


def _log_softmax(tape: Tape, op: Op) -> Gate | None:
    """s - log(sum(exp(s), axis)), log(exp(s) / sum(exp(s), axis)): g - exps / sums * sum(g)."""
    if op.name == "log":
        quotient = tape.definition(op.ins[0])
        parts = None if quotient is None else _exps_over_sums(tape, quotient)
        if parts is None or quotient is None:
            return None
        scores, attrs = parts
        return _log_softmax_gate(tape, scores, attrs, lambda: quotient.out)
    scores, logs = op.ins
    inner = operand_of(tape, logs, "log")
    sums = None if inner is None else tape.definition(inner)
    found = None if sums is None else _sum_of_exps(tape, sums)
    if sums is None or found is None:
        return None
    exps, attrs = found
    if not same(tape, exps.ins[0], scores):
        return None
    return _log_softmax_gate(tape, scores, attrs, lambda: exps.out / sums.out)


def _log_softmax_gate(
    tape: Tape, scores: Value, attrs: dict[str, Any], probabilities: Callable[[], Value]
) -> Gate:
    def pullback(g: Value) -> Value:
        return g - probabilities() * emit("sum", g, **attrs)

    return Gate(_unshifted(tape, scores, attrs), pullback)


def _exps_over_sums(tape: Tape, op: Op) -> tuple[Value, dict[str, Any]] | None:
    """The scores, and how the sum is taken."""
    if op.name != "div":
        return None
    sums = tape.definition(op.ins[1])
    found = None if sums is None else _sum_of_exps(tape, sums)
    if found is None or not same(tape, found[0].out, op.ins[0]):
        return None
    return found[0].ins[0], found[1]


def _logsumexp(tape: Tape, op: Op) -> Gate | None:
    """log(sum(exp(s - max(s)), axis)) + max(s): g * exps / sums, whatever the shift."""
    for logs, shift in (op.ins, op.ins[::-1]):
        inner = operand_of(tape, logs, "log")
        sums = None if inner is None else tape.definition(inner)
        found = None if sums is None else _sum_of_exps(tape, sums, aligned=False)
        if sums is None or found is None or not _one_shape(op.out, logs, shift):
            continue
        exps, attrs = found
        shifted = tape.definition(exps.ins[0])
        if shifted is None or shifted.name != "sub":
            continue
        u, top = shifted.ins
        peak = tape.definition(top)
        if peak is None or peak.name != "max" or not same(tape, peak.ins[0], u):
            continue
        if peak.attrs.get("axis") != attrs.get("axis") or not _peak(tape, shift, peak):
            continue
        return Gate(u, _shares(exps.out, sums.out, attrs))
    return None


def _shares(exps: Value, sums: Value, attrs: dict[str, Any]) -> Callable[[Value], Value]:
    def pullback(g: Value) -> Value:
        share = g / sums
        if attrs.get("axis") is not None and not attrs.get("keepdims"):
            share = emit("expand_dims", share, axis=attrs["axis"])
        return share * exps

    return pullback


def _one_shape(*values: Value) -> bool:
    """Numbers all, or arrays whose lengths are known to be equal."""
    kinds = [value.type for value in values]
    first = kinds[0]
    if all(map(is_number, kinds)):
        return True
    return isinstance(first, Array) and all(
        isinstance(kind, Array) and same_shape(first, kind) for kind in kinds
    )


def _peak(tape: Tape, value: Value, peak: Op) -> bool:
    """Whether a value is that maximum, perhaps without the axes of length 1 that it kept."""
    if same(tape, value, peak.out):
        return True
    op = tape.definition(value)
    if op is None or not op.ins:
        return False
    if op.name == "max":
        return same(tape, op.ins[0], peak.ins[0]) and op.attrs.get("axis") == peak.attrs.get("axis")
    if op.name == "getitem" and same(tape, op.ins[0], peak.out):
        axis, (step, *more) = peak.attrs.get("axis"), op.attrs["path"]
        if more or not isinstance(step, Index) or not isinstance(axis, int) or axis < 0:
            return False
        wanted = tuple(0 if k == axis else Slice(None, None, None) for k in range(axis + 1))
        return bool(peak.attrs.get("keepdims")) and step.items == wanted
    return op.name in ("squeeze", "reshape", "ravel") and same(tape, op.ins[0], peak.out)


def _sum_of_exps(tape: Tape, op: Op, aligned: bool = True) -> tuple[Op, dict[str, Any]] | None:
    """sum(exp(scores)); aligned: it lines up with the scores again when it is broadcast."""
    if op.name != "sum" or not isinstance(op.ins[0].type, Array):
        return None
    exps = tape.definition(op.ins[0])
    if exps is None or exps.name != "exp":
        return None
    attrs = {key: item for key, item in op.attrs.items() if key in ("axis", "keepdims")}
    if set(op.attrs) - {"axis", "keepdims", "via"}:
        return None
    lines_up = attrs.get("keepdims") or attrs.get("axis") is None or exps.out.type.rank == 1  # type: ignore[union-attr]
    return (exps, attrs) if lines_up or not aligned else None


def _unshifted(tape: Tape, scores: Value, attrs: dict[str, Any]) -> Value:
    """u, where scores is u - max(u) with a maximum that is constant along the axis of the sum."""
    op = tape.definition(scores)
    if op is None or op.name != "sub":
        return scores
    u, shift = op.ins
    peak = tape.definition(shift)
    if peak is None or peak.name != "max" or not same(tape, peak.ins[0], u):
        return scores
    own = {key: item for key, item in peak.attrs.items() if key in ("axis", "keepdims")}
    constant_along = own == attrs or own.get("axis") is None
    return u if constant_along and u in tape.active else scores


def _norm(tape: Tape, op: Op) -> Gate | None:
    """sqrt of a sum of squares: g / (2 * y), and 0 where all of them are 0."""
    if op.name == "pow" and not (op.ins[1].is_const and op.ins[1].const == 0.5):
        return None
    y = op.out
    if not _flat_at_zero(tape, op.ins[0]):
        return None
    return Gate(op.ins[0], lambda g: g / (2 * emit("where", emit("ne", y, 0), y, 1)))


def _flat_at_zero(tape: Tape, value: Value, depth: int = 8) -> bool:
    """Whether a value is never negative, and has a derivative of 0 wherever it is 0."""
    op = tape.definition(value)
    if op is None or depth == 0:
        return False
    ins = op.ins
    if op.name in ("mul", "dot", "matmul", "inner", "vdot") and _squares(tape, op):
        return True
    if op.name == "var":
        return True
    if op.name == "square" or (op.name == "pow" and _is_even(ins[1])):
        return not is_complex(value.type)
    if op.name in ("sum", "mean", "python_sum", "getitem", "reshape", "transpose", "real"):
        return _flat_at_zero(tape, ins[0], depth - 1)
    if op.name == "add":
        return all(_flat_at_zero(tape, part, depth - 1) for part in ins)
    if op.name in ("mul", "div"):
        for k in range(1 if op.name == "div" else 2):
            if _is_positive(tape, ins[1 - k]) and _flat_at_zero(tape, ins[k], depth - 1):
                return True
    return False


def _squares(tape: Tape, op: Op) -> bool:
    """x * x of a real x, z * conj(z)."""
    x, y = op.ins
    if not is_complex(op.out.type) or op.name == "vdot":
        return same(tape, x, y)
    for one, other in ((x, y), (y, x)):
        plain = operand_of(tape, one, "conj")
        if plain is not None and same(tape, plain, other):
            return True
    return False


def _is_even(value: Value) -> bool:
    n = value.const if value.is_const else None
    return isinstance(n, int | float) and n > 0 and n % 2 == 0


def _is_positive(tape: Tape, value: Value) -> bool:
    if value.is_const:
        return isinstance(value.const, int | float) and value.const > 0
    op = tape.definition(value)
    return op is not None and op.name in ("len", "size", "shape")


def _square_modulus(tape: Tape, op: Op) -> Gate | None:
    """abs(z)**2: 2 * g * conj(z), of real numbers and of complex ones."""
    z = operand_of(tape, op.ins[0], "abs") if is_literal(op.ins[1], 2) else None
    return None if z is None else Gate(z, lambda g: 2 * g * conj(z))


def _square_norm(tape: Tape, op: Op) -> Gate | None:
    """norm(x)**2: 2 * g * x; sqrt(s)**2 of a sum of squares: g. There is no division by a length of
    0, and the derivative of what is emitted is exact there, too."""
    root = tape.definition(op.ins[0])
    if root is None or not is_literal(op.ins[1], 2):
        return None
    if root.name == "sqrt" and _flat_at_zero(tape, root.ins[0]):
        return Gate(root.ins[0], lambda g: g)
    if root.name != "norm" or not _is_euclidean(root):
        return None
    x, axis = root.ins[0], root.attrs.get("axis")

    def pullback(g: Value) -> Value:
        kept = axis is None or root.attrs.get("keepdims")
        return 2 * (g if kept else emit("expand_dims", g, axis=axis)) * conj(x)

    return Gate(x, pullback)


def _is_euclidean(norm: Op) -> bool:
    """Whether a norm is the root of the sum of squares."""
    ord_, axis, t = norm.attrs.get("ord"), norm.attrs.get("axis"), norm.ins[0].type
    vector = isinstance(axis, int) or (axis is None and isinstance(t, Array) and t.rank == 1)
    return ord_ is None or ord_ in ("fro", "f") or (ord_ == 2 and vector)


GATES: dict[str, tuple[Callable[[Tape, Op], Gate | None], ...]] = {
    "div": (sigmoids.sigmoid, _softmax),
    "pow": (sigmoids.sigmoid, _norm, _square_modulus, _square_norm),
    "sqrt": (_norm,),
    "reciprocal": (sigmoids.sigmoid,),
    "sub": (_log_softmax,),
    "add": (_logsumexp,),
    "log": (sigmoids.logarithm, _log_softmax, powers.softplus),
    "log1p": (sigmoids.logarithm, powers.softplus),
    "mul": (powers.raised,),
}
