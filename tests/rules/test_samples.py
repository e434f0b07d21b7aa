"""One line per op."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from codegen.ir.core import STRUCTURAL
from codegen.ir.ops import REGISTRY, SPELLINGS, Row
from codegen.ir.types import new_facts
from tests.rules.applied import applied
from tests.rules.check import OF_THE_CHECK, check_rule
from tests.rules.library import SAMPLES


@pytest.mark.parametrize(
    "sample", SAMPLES, ids=[f"{sample[0]}-{k}" for k, sample in enumerate(SAMPLES)]
)
def test_sample(sample: tuple[Any, ...]) -> None:
    spelling, args, options = sample
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        check_rule(spelling, *args, **options)


def test_every_op_with_a_pullback_has_a_sample() -> None:
    sampled = {SPELLINGS[sample[0]] for sample in SAMPLES}
    missing = [
        name
        for name, row in REGISTRY.items()
        if row.pullback and name not in sampled and not made_by_rules(row)
    ]
    assert not missing, f"add a line to tests/rules/samples_*.py for {missing}"


def test_every_row_can_be_differentiated_or_says_why_not() -> None:
    silent = [
        name
        for name, row in REGISTRY.items()
        if row.pullback is None
        and not row.inactive
        and name not in STRUCTURAL
        and not made_by_rules(row)
    ]
    assert not silent


def test_rules_emit_only_what_has_a_rule() -> None:
    """So that a gradient can be differentiated again; the helpers that are refused are listed."""
    emitted: set[str] = set()
    for spelling, args, options in SAMPLES:
        keywords = {key: item for key, item in options.items() if key not in OF_THE_CHECK}
        inactive, mode = options.get("inactive", ()), options.get("modes", ("typed",))[0]
        with new_facts():
            emitted |= applied(spelling, args, keywords, inactive, mode).emitted
    open_ = {
        name
        for name in emitted - STRUCTURAL
        if REGISTRY[name].pullback is None and not REGISTRY[name].inactive
    }
    assert open_ <= {"cofactors", "trigamma"}, "for typed operands"


def made_by_rules(row: Row) -> bool:
    """No user can write it: it has no spelling, or that of a helper. Or its operand is a sparse
    matrix: tests/test_sparse.py."""
    return all(spelling.startswith(("helpers.", "scipy.sparse.")) for spelling in row.spellings)
