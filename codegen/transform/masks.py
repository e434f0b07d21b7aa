"""Masks: where the result of an op is thrown away, its derivative is not asked for.

`where(x > 0, sqrt(x), 0)` reads sqrt(x) only where x > 0. Elsewhere the cotangent is 0, but
0 / (2 * sqrt(0)) is nan. So the condition is pushed into the operands of ops that are singular
somewhere: the backward part divides by `where(x > 0, root, 1)`. Nothing relies on a cotangent
that happens to be 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

from codegen.ir.build import emit
from codegen.ir.graph import Graph, Index, Op, Region, Value
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array, Scalar, facts, is_number
from codegen.rules.fitting import unbroadcast
from codegen.transform.ranges import may_be_wild

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

# What stands for an operand, or for the result (RESULT), where the value does not count.
RESULT = -1
SAFE: Mapping[str, Mapping[int, float]] = {
    "sqrt": {RESULT: 1},
    "cbrt": {RESULT: 1},
    "log": {0: 1},
    "log2": {0: 1},
    "log10": {0: 1},
    "log1p": {0: 1},
    "div": {1: 1, RESULT: 1},
    "reciprocal": {RESULT: 1},
    "pow": {0: 1, RESULT: 1},
    "mod": {1: 1},
    "fmod": {1: 1},
    "tan": {RESULT: 1},
    "arcsin": {0: 0},
    "arccos": {0: 0},
    "arccosh": {0: 2},
    "arctanh": {0: 0},
    "exp": {RESULT: 1},
    "exp2": {RESULT: 1},
    "expm1": {0: 0},
    "sinh": {0: 0},
    "cosh": {0: 0},
    "lgamma": {0: 1},
    "gamma": {0: 1, RESULT: 1},
    "mul": {0: 1, 1: 1},
    **dict.fromkeys(("gammaln", "loggamma", "special_gamma", "psi", "entr"), {0: 1}),
    **dict.fromkeys(("k0", "k1", "y0", "y1", "exp1", "expi", "boxcox"), {0: 1}),
    **dict.fromkeys(("betaln", "beta", "rel_entr", "kl_div"), {0: 1, 1: 1}),
    **dict.fromkeys(("logit", "erfinv", "erfcinv", "ndtri"), {RESULT: 0}),
    "xlogy": {1: 1},
    "xlog1py": {1: 0},
}
_DEPTH = 12  # how many ops may stand between the singular op and the mask
_MANY = 4  # readers of a value
_COMPARISONS = frozenset(("lt", "le", "gt", "ge", "eq", "ne"))
_KEEPS = {  # the operand gets the cotangent where the first comparison holds; for the second: ditto
    "maximum": ("ge", "lt"),
    "fmax": ("ge", "lt"),
    "python_max": ("ge", "lt"),
    "minimum": ("le", "gt"),
    "fmin": ("le", "gt"),
    "python_min": ("le", "gt"),
}


# The operand, up to its sign, at which the derivative of an op is infinite
_SINGULAR_AT: Mapping[str, float] = {
    **dict.fromkeys("sqrt cbrt log log2 log10 reciprocal pow div".split(), 0),
    **dict.fromkeys("arcsin arccos arctanh arccosh".split(), 1),
}
_ROUTERS = frozenset((*_KEEPS, "clip", "where", "mul"))


@dataclass(frozen=True)
class Mask:
    """A condition, made where it is asked for; inverted: the value counts where it is false.

    name: the op that makes the condition of the operands; "": it is the operand.
    """

    name: str
    operands: tuple[Value, ...]
    inverted: bool = False
    only: frozenset[Value] | None = None  # the operands that need it, where not all do

    def condition(self) -> Value:
        return emit(self.name, *self.operands) if self.name else self.operands[0]

    def key(self, tape: Tape) -> tuple[object, ...]:
        """The same for conditions that are written twice."""
        name, operands = self.name, self.operands
        maker = tape.definition(operands[0]) if not name else None
        if maker is not None and maker.name in _COMPARISONS:
            name, operands = maker.name, maker.ins
        parts = tuple(("const", x.const) if x.is_const else x for x in operands)
        return name, parts, self.inverted

    def choose(self, value: Value, otherwise: float) -> Value:
        condition = self.condition()
        if is_number(value.type) and not is_number(condition.type):
            return value
        chosen = (otherwise, value) if self.inverted else (value, otherwise)
        return emit("where", condition, *chosen)


@dataclass(frozen=True)
class Either(Mask):
    """A value that several ops read counts where one of them reads it: each has masks of its
    own, all of which hold there."""

    ways: tuple[tuple[Mask, ...], ...] = ()

    def condition(self) -> Value:
        return _joined("logical_or", [_joined("logical_and", _plain(way)) for way in self.ways])

    def key(self, tape: Tape) -> tuple[object, ...]:
        return tuple(frozenset(mask.key(tape) for mask in way) for way in self.ways)


def _plain(masks: tuple[Mask, ...]) -> list[Value]:
    return [
        emit("logical_not", mask.condition()) if mask.inverted else mask.condition()
        for mask in masks
    ]


def _joined(name: str, conditions: list[Value]) -> Value:
    return reduce(lambda left, right: emit(name, left, right), conditions)


@dataclass(frozen=True)
class Use:
    """An operand of an op, or a result of one of the regions of an op. near: in the region that
    defines the value, so that a mask is visible to the op that the value comes from; else around:
    what it is in there, with the number of its region."""

    op: Op
    position: int
    region: int | None = None
    around: tuple[Op, int] | None = None

    @property
    def near(self) -> bool:
        return self.around is None


_ENDS = Op("results", (), ())


def uses_of(graph: Graph) -> dict[Value, list[Use]]:
    """Who reads a value: the operands and results of a graph. What an op reads through its static
    arguments takes no cotangent."""
    found: dict[Value, list[Use]] = {}
    _collect(graph.body, found, {}, [])
    ends = Op("results", graph.body.results, ())
    for position, value in enumerate(graph.body.results):
        found.setdefault(value, []).append(Use(ends, position))
    return found


def _collect(
    region: Region,
    found: dict[Value, list[Use]],
    depths: dict[Value, int],
    within: list[tuple[Op, int]],
) -> None:
    """depths: how many regions there are around the one that defines a value; within: around this
    one, outermost first."""

    def note(value: Value, op: Op, position: int, which: int | None = None) -> None:
        depth = depths.get(value, len(within))
        around = within[depth] if depth < len(within) else None
        if depth > len(within):
            around = _ENDS, 0  # its own region hands it on, whatever is read of it there
        found.setdefault(value, []).append(Use(op, position, which, around))

    depths.update(dict.fromkeys(region.params, len(within)))
    for op in region.ops:
        for position, value in enumerate(op.ins):
            note(value, op, position)
        for which, inner in enumerate(op.regions):
            _collect(inner, found, depths, [*within, (op, which)])
            for position, value in enumerate(inner.results):
                note(value, op, position, which)
        depths.update(dict.fromkeys(op.outs, len(within)))


def masks_of(tape: Tape, value: Value) -> tuple[Mask, ...]:
    """Conditions outside of which the cotangent of a value is certainly 0, where its op needs
    them."""
    op = tape.definition(value)
    if op is None or op.name != "mul":
        return (*(_routed(tape, op, _singular_at(op)) if op else ()), *_masks(tape, value, _DEPTH))
    left, right = op.ins
    factors = {x for x, y in ((left, right), (right, left)) if y in tape.active}
    wild = frozenset(x for x in factors if may_be_wild(tape, x, _DEPTH))
    found = _masks(tape, value, _DEPTH) if wild else ()
    return tuple(replace(mask, only=wild) for mask in found)


def _singular_at(op: Op) -> float | None:
    exponent = op.ins[1].const if op.name == "pow" else None
    if isinstance(exponent, int | float) and exponent >= 1:
        return None
    return _SINGULAR_AT.get(op.name)


def _routed(tape: Tape, op: Op, singular: float | None) -> tuple[Mask, ...]:
    """sqrt(max(x, 0)) has a derivative only where its operand is x, not the constant at which the
    root is singular."""
    active = [k for k, x in enumerate(op.ins) if x in tape.active]
    maker = tape.definition(op.ins[active[0]]) if len(active) == 1 else None
    if maker is None or singular is None:
        return ()
    sources = [k for k, x in enumerate(maker.ins) if x in tape.active]
    if len(sources) != 1:
        return ()
    others = [x for k, x in enumerate(maker.ins) if k != sources[0]]
    if maker.name in _ROUTERS and (own := _own_mask(maker, sources[0])):
        bounds = [abs(x.const) for x in others if isinstance(x.const, int | float)]
        constant = all(x.is_const for x in others[maker.name == "where" :])
        return own if maker.name == "mul" or not constant or singular in bounds else ()
    keeps = maker.name in ("neg", "mul", "div", "abs") and singular == 0
    return _routed(tape, maker, singular) if keeps else ()


def _masks(tape: Tape, value: Value, depth: int) -> tuple[Mask, ...]:
    uses = [use for use in tape.uses.get(value, ()) if _active(tape, use)]
    if not uses or len(uses) > _MANY or depth == 0:
        return ()
    ways = [_masks_of_use(tape, value, use, depth) for use in uses]
    if not all(ways):
        return ()
    keys = [{mask.key(tape) for mask in way} for way in ways]
    common = tuple(mask for mask in ways[0] if all(mask.key(tape) in each for each in keys))
    return common or (Either("", (), ways=tuple(ways)),)


def _masks_of_use(tape: Tape, value: Value, use: Use, depth: int) -> tuple[Mask, ...]:
    op = use.op
    if use.around is not None:
        guard, which = use.around
        return (Mask("", guard.ins[:1], bool(which)),) if guard.name == "if" else ()
    if op.name == "if" and use.region is not None:
        (condition,) = op.ins
        return (Mask("", (condition,), bool(use.region)),)
    if use.region is not None or not _as_wide(tape, value, op):
        return ()
    own = () if _keeps_singular(tape, value, op) else _own_mask(op, use.position)
    row = REGISTRY.get(op.name)
    if row is None or row.access != "map" or not op.outs:
        return own
    return (*own, *_masks(tape, op.out, depth - 1))


_LARGE = frozenset(("exp", "exp2", "expm1", "cosh"))  # singular where the result is large
_SMALL = frozenset(("sqrt", "log", "log2", "log10", "log1p"))  # ... where it is small


def _keeps_singular(tape: Tape, value: Value, op: Op) -> bool:
    """max(sqrt(x), y) may drop the point where the root is singular, min(sqrt(x), y) never does."""
    maker = tape.definition(value)
    if maker is None or op.name not in _KEEPS:
        return False
    largest = op.name in ("maximum", "fmax", "python_max")
    return maker.name in (_LARGE if largest else _SMALL)


def _active(tape: Tape, use: Use) -> bool:
    if use.region is not None:
        outs = use.op.outs
        return use.op.name != "if" or outs[use.position] in tape.active
    if not use.op.outs:
        return use.op.name == "results"
    return any(out in tape.active for out in use.op.outs)


def _own_mask(op: Op, position: int) -> tuple[Mask, ...]:
    """The condition of the op itself."""
    first = op.ins[0]
    if op.name == "where" and position:
        return (Mask("", (first,), position == 2),)
    if op.name in _KEEPS and len(op.ins) == 2:
        comparison = _KEEPS[op.name][position]
        return (Mask(comparison, op.ins),)
    if op.name == "clip" and position == 0:
        low, high = op.ins[1:]
        above = (Mask("gt", (first, low)),) if low.const is not None else ()
        below = (Mask("lt", (first, high)),) if high.const is not None else ()
        return above + below
    if op.name == "mul" and _is_bool(op.ins[1 - position]):
        return (Mask("", (op.ins[1 - position],)),)
    if op.name == "nan_to_num":
        return (Mask("isfinite", (first,)),)
    if op.name in ("getitem", "update") and position == 0 and len(op.attrs["path"]) == 1:
        (step,) = op.attrs["path"]
        index = step.items[0] if isinstance(step, Index) and len(step.items) == 1 else None
        if isinstance(index, Value) and _is_bool(index) and _same_rank(index, op.ins[0]):
            return (Mask("", (index,), op.name == "update"),)
    return ()


def _is_bool(value: Value) -> bool:
    t = value.type
    return isinstance(t, Array) and t.dtype == "bool" or isinstance(t, Scalar) and t.kind == "bool"


def _same_rank(index: Value, base: Value) -> bool:
    left, right = index.type, base.type
    return isinstance(left, Array) and isinstance(right, Array) and left.rank == right.rank


def _as_wide(tape: Tape, value: Value, op: Op) -> bool:
    """Whether the value has the shape of the op's result: it was not broadcast, so that its
    cotangent is 0 element by element wherever the mask says so."""
    if op.name in ("getitem", "update"):
        return True
    if len(op.outs) != 1:
        return False
    mine, other = value.type, op.out.type
    if is_number(mine):
        return is_number(other) or (isinstance(other, Array) and other.shape == ())
    if isinstance(mine, Array) and isinstance(other, Array) and mine.shape and other.shape:
        return len(mine.shape) == len(other.shape) and all(
            facts().equal(a, b) for a, b in zip(mine.shape, other.shape, strict=True)
        )
    roots = frozenset().union(*(_roots(tape, each, _DEPTH) for each in op.ins))
    return roots <= _roots(tape, value, _DEPTH)


def _roots(tape: Tape, value: Value, depth: int) -> frozenset[Value]:
    """The values of which a value has the broadcast shape."""
    if value.is_const or is_number(value.type):
        return frozenset()
    op = tape.definition(value)
    row = REGISTRY.get(op.name) if op is not None else None
    mapped = row is not None and (row.access == "map" or row.name in _COMPARISONS)
    if op is None or not mapped or depth == 0 or value not in op.outs:
        return frozenset((value,))
    found = frozenset().union(*(_roots(tape, each, depth - 1) for each in op.ins))
    return found or frozenset((value,))  # an array made of numbers, as np.arange(n)


def shielded(op: Op, masks: tuple[Mask, ...]) -> Op:
    """The op as its rule may see it: regular values where the masks say that none counts."""
    ins, outs = list(op.ins), list(op.outs)
    for position, otherwise in SAFE[op.name].items():
        part = outs if position == RESULT else ins
        place = 0 if position == RESULT else position
        if part[place].is_const:
            continue
        for mask in masks:
            if mask.only is not None and op.ins[place] not in mask.only:
                continue
            part[place] = mask.choose(part[place], otherwise)
    return op.with_(ins=tuple(ins), outs=tuple(outs))


def fitting(found: Mapping[int, Value], op: Op, seen: Op) -> dict[int, Value]:
    """The cotangents that a rule gave for shielded operands, as those of the operands."""
    return {
        position: g if seen.ins[position] is op.ins[position] else unbroadcast(g, op.ins[position])
        for position, g in found.items()
    }
