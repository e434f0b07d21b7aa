"""Lengths that are taken to be multiples of others, or equal to them, because they are in the call
that the text is made for. Who calls the text must see to it: `Facts.supposed`.
"""

from __future__ import annotations

from codegen.ir.types import Length, Multiple, Symbol, facts

_MOST_PARTS = 16


def suppose_multiple(whole: Length, part: Length) -> None:
    """Take a length to be a multiple of another, if it is one in the call."""
    known = facts()
    symbol, terms = known.resolve(whole).symbol, known.resolve(part).terms
    if symbol is None or len(terms) != 1:
        return
    ((unit, _),) = terms
    total, size = known.sizes.get(symbol, 0), known.sizes.get(unit, 0)
    if size > 1 and total % size == 0 and 1 < total // size <= _MOST_PARTS:
        known.suppose(Multiple(symbol, total // size, unit))


def suppose_divisible(whole: Length, count: int) -> None:
    """Likewise, that a length is `count` times another, which gets a symbol."""
    known = facts()
    symbol = known.resolve(whole).symbol
    total = known.sizes.get(symbol, 0) if symbol is not None else 0
    if symbol is not None and 1 < count <= _MOST_PARTS and total > count and total % count == 0:
        unit = Symbol(f"{symbol.name}/{count}", not_one=True)
        known.sizes[unit] = total // count
        known.suppose(Multiple(symbol, count, unit, made_up=True))


def suppose_alike(left: Length, right: Length) -> bool:
    """Likewise, that two lengths which meet in a broadcast are equal, so that neither is 1 and
    stretched: `u[1:-1] * c[1:-1]`. Whether that follows from one axis being a multiple of
    another."""
    known = facts()
    terms = (known.resolve(left) - known.resolve(right)).terms
    constant = known.resolve(left).constant - known.resolve(right).constant
    if constant or len(terms) != 2 or not all(symbol in known.sizes for symbol, _ in terms):
        return False
    for (one, c), (other, d) in (terms, terms[::-1]):
        times = -d * c
        if abs(c) == 1 and times > 0 and known.sizes[one] == times * known.sizes[other]:
            known.suppose(Multiple(one, times, other))
            return True
    return False


def suppose_equal(learned: dict[Symbol, Length]) -> None:
    """Likewise, that axes are as long as a round of a loop needs them to be, though the loop may
    have none.

    learned: what was known of lengths at the end of the round.
    """
    known = facts()
    after = known.given(learned)
    groups: dict[Length, Symbol] = {}
    for symbol in tuple(known.sizes):
        first = groups.setdefault(after.resolve(Length.of(symbol)), symbol)
        for one, other in ((symbol, first), (first, symbol)):
            whole, part = known.resolve(Length.of(one)).symbol, known.resolve(Length.of(other))
            if whole != one or whole in dict(part.terms) or len(part.terms) != 1:
                continue
            ((unit, times),) = part.terms
            if not part.constant and times * known.sizes.get(unit, -1) == known.sizes[one]:
                known.suppose(Multiple(one, times, unit))
                break
