"""One test for each file of tests/errors: the exact message of a refusal."""

from __future__ import annotations

import pytest
from cases import ERRORS, Case, all_cases

from codegen import UnsupportedError

CASES = all_cases(ERRORS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_message(case: Case) -> None:
    assert case.emitted() == case.expected, "if the new message is better: python tools/refresh.py"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_a_message_says_where_and_what_works(case: Case) -> None:
    with pytest.raises(UnsupportedError) as raised:
        from codegen.runtime.modules import module_text

        module_text(case.target, case.source)
    for problem in raised.value.problems:
        assert problem.code.startswith("CG")
        assert problem.advice
        if problem.span is None:
            assert problem.message.startswith("--at:")  # an option has no line
            continue
        assert 1 <= problem.span.line <= len(case.source.splitlines())
