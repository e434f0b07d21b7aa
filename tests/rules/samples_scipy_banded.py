"""Samples of scipy.linalg: banded systems."""

from __future__ import annotations

from tests.rules.applied import Static
from tests.rules.samples import array, op

bands = array(4, 5)
bands[1] += 3  # upper, diagonal and two lower ones: (l, u) = (2, 1)
for right in (array(5), array(5, 2)):
    widths = Static((2, 1))
    op("scipy.linalg.solve_banded", widths, bands, right, modes=("typed", "narrow"))
    op("scipy.linalg.solve_banded", Static((1, 1)), bands[:3], right, modes=("typed",))
    for lower in (False, True):
        half = array(3, 5)
        half[0 if lower else -1] += 3
        op("scipy.linalg.solveh_banded", half, right, lower=lower, modes=("typed", "narrow"))
