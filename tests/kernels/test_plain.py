"""The programs of tests/programs through target numba, where numba is absent: kernels are plain
Python, and say what the compiled ones compute."""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest

from codegen.errors import UnsupportedError
from tests.kernels.compare import same_as_numpy, without_numba
from tests.programs.cases import Case, call, cases, variadic
from tests.programs.trees import scalar

FILES = (
    "branches elementwise exits growing indexing linear loops models mutation reductions scalars"
).split()
OUTCOMES: Counter[str] = Counter()


def programs() -> Iterator[Case]:
    """Programs with a scalar result and a fixed number of arguments."""
    for file in FILES:
        for case in cases(f"{file}."):
            if not variadic(case.function) and case.wrt:
                if scalar(call(case.function, case.fresh(), case.keywords).value):
                    yield case


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in programs()])
def test_program(case: Case) -> None:
    with without_numba(), np.errstate(all="ignore"), contextlib.redirect_stdout(io.StringIO()):
        try:
            outcome = same_as_numpy(case.function, case.fresh, case.wrt, **case.keywords)
        except UnsupportedError:
            outcome = "refused"
    OUTCOMES[outcome] += 1


def test_most_of_them_have_kernels() -> None:
    """Else the comparison above says nothing."""
    if sum(OUTCOMES.values()) > 100:
        assert OUTCOMES["kernel"] > 0.5 * sum(OUTCOMES.values()), OUTCOMES
