"""Random programs: the gradient of each against numeric differences."""

from __future__ import annotations

import numpy as np
import pytest

from tests.transform.check import check
from tests.transform.random_programs import program

A = np.array([0.31, -0.72, 1.13, 0.44])


@pytest.mark.parametrize("seed", range(60))
def test_random_program(seed: int) -> None:
    check(program(seed), A, 0.83, -0.57)
