"""What `optimize` may change: the text, never the numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.programs import branches, decompositions, loops, models, mutation, reductions
from tests.programs.cases import REFUSED, Case, call, cases, variadic
from tests.programs.trees import flatten, scalar

FILES = (branches, decompositions, loops, models, mutation, reductions)
NAMES = tuple(file.__name__.rpartition(".")[2] for file in FILES)


def _some() -> list[Case]:
    """Every third case of these files, where its result is a number."""
    read = [case for name in NAMES for case in cases(f"{name}.") if case.name not in REFUSED]
    found = [case for case in read if case.wrt]
    fitting = [case for case in found[::3] if not variadic(case.function)]
    return [c for c in fitting if scalar(call(c.function, c.fresh(), c.keywords).value)]


@pytest.mark.parametrize("level", [0, 2])
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in _some()])
def test_levels_agree(case: Case, level: int) -> None:
    wanted, found = (_numbers(case, optimize) for optimize in (1, level))
    np.testing.assert_allclose(found, wanted, rtol=1e-9, atol=1e-12)


def _numbers(case: Case, optimize: int) -> Any:
    made = value_and_grad(case.function, wrt=case.wrt, optimize=optimize)
    done = call(made, case.fresh(), case.keywords)
    return np.array(flatten((done.value, done.args)))
