"""Every program of this folder, through the public doors."""

from __future__ import annotations

import pytest

from tests.programs.cases import REFUSED
from tests.programs.harness import Case, cases, judge


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_program(case: Case):
    verdict = judge(case)
    if case.name in REFUSED:
        assert verdict.status == "refused", f"take {case.name} out of REFUSED: {verdict}"
    else:
        assert verdict.status == "accepted", f"{verdict.reason}\n{verdict.detail}"
