"""Functions that tests decide about, and on how many."""

from __future__ import annotations

from codegen.frontend.slots import Choice, Slot

_MOST = 8  # tests that one function may hang on


def may_choose(left: Slot, right: Slot) -> bool:
    """Whether one more test may decide between these two."""
    return _tests(left) + _tests(right) < _MOST


def _tests(slot: Slot) -> int:
    return 1 + _tests(slot.then) + _tests(slot.otherwise) if isinstance(slot, Choice) else 0
