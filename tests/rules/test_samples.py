"""One line per op."""

from __future__ import annotations

import importlib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codegen.ir.core import STRUCTURAL
from codegen.ir.ops import REGISTRY, SPELLINGS, Row
from tests.rules.check import EMITTED, check_rule
from tests.rules.samples import SAMPLES

# samples_fft.py and its kind: each adds the lines of one part of the library
for part in sorted(Path(__file__).parent.glob("samples_*.py")):
    importlib.import_module(f"tests.rules.{part.stem}")


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
    EMITTED.clear()
    with np.errstate(all="ignore"):
        for spelling, args, options in SAMPLES:
            check_rule(spelling, *args, **(options | {"modes": options.get("modes", ("typed",))}))
    open_ = {
        name
        for name in EMITTED - STRUCTURAL
        if REGISTRY[name].pullback is None and not REGISTRY[name].inactive
    }
    helpers = {"cofactors", "digamma", "unbroadcast_each", "uncut"}
    assert open_ <= helpers, "for typed operands"


def made_by_rules(row: Row) -> bool:
    """No user can write it: it has no spelling, or that of a helper."""
    return all(spelling.startswith("helpers.") for spelling in row.spellings)
