"""Random programs of every construct: none may be wrong, and other words may change nothing.

Hypothesis makes the choices, so that a program that fails is made small before it is shown. For
more than the few hundred of this file: `python -m tests.random_programs.survey`.
"""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.random_programs import constructs
from tests.random_programs.check import check
from tests.random_programs.mixed import Mixture, mixed
from tests.random_programs.survey import told
from tests.random_programs.variants import VARIANTS

EXAMPLES = 300
COUNTS: Counter[str] = Counter()


@st.composite
def programs(draw: st.DrawFn) -> Mixture:
    """Programs of all constructs; the choices shrink, and with them the program."""
    return mixed(draw(st.randoms(use_true_random=False)), tuple(constructs.TABLE))


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)
@given(program=programs(), variant=st.sampled_from(tuple(VARIANTS)), seed=st.integers(0, 999))
def judge(folder: Path, program: Mixture, variant: str, seed: int) -> None:
    verdict = check(program, folder, (variant,), seed)
    hypothesis.assume(verdict.status != "no program")
    COUNTS[verdict.status] += 1
    assert verdict.status in ("accepted", "refused"), "\n" + told(seed, program, verdict)


def test_mixed_programs(folder: Path) -> None:
    judge(folder)  # type: ignore[call-arg]
    assert COUNTS["accepted"] >= EXAMPLES / 3, COUNTS


def test_variants_are_the_same_program_in_other_words(folder: Path) -> None:
    """Each way of writing it otherwise applies to some programs, and gives their values."""
    from tests.programs.cases import call
    from tests.programs.trees import same
    from tests.random_programs.check import loaded

    applied: Counter[str] = Counter()
    for seed in range(30):
        program = mixed(random.Random(seed))
        case = loaded(program, folder)
        if case is None:
            continue
        plain = call(case.function, case.fresh(), {})
        for name, variant in VARIANTS.items():
            text = variant(program.text, random.Random(seed))
            if text is None:
                continue
            other = loaded(Mixture(text, program.args), folder)
            assert other is not None, f"{name}:\n{text}"
            found = call(other.function, other.fresh(), {})
            assert same(found.value, plain.value), f"{name}:\n{text}"
            applied[name] += 1
    assert all(applied[name] >= 3 for name in VARIANTS), applied
