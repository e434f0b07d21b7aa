"""Every program of this folder, through the public doors."""

from __future__ import annotations

import pytest

from tests.programs.harness import Case, cases, judge

REFUSED = {  # programs that are refused on purpose, and why
    "containers.stack_of_one_array": "an array is written after it was put into a list",
    "mutation.conditional_alias_write": "which object is written depends on the path",
}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases()])
def test_program(case: Case):
    verdict = judge(case)
    if case.name in REFUSED:
        assert verdict.status == "refused", f"take {case.name} out of REFUSED: {verdict}"
    else:
        assert verdict.status == "accepted", f"{verdict.reason}\n{verdict.detail}"
