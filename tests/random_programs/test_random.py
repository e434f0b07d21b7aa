"""Random programs through every door: none may be wrong, few may be refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.random_programs.judge import load, verdicts
from tests.random_programs.programs import HEADER, program

DOORS = ("arguments", "typed", "text", "graph")
GROUPS = [(door, range(first, first + 25)) for door in DOORS for first in (100, 400, 700)]


def judged(door: str, seeds: range, folder: Path) -> Iterator[tuple[int, str, str]]:
    """Seed, status and report of every program that runs."""
    for seed in seeds:
        made = program(seed)
        case = load(made, folder / f"random_{seed}.py")
        if case is not None:
            ((_, verdict),) = verdicts(case, (door,))
            report = f"{verdict.reason}\n{verdict.detail}\n{made.text[len(HEADER):]}"
            yield seed, verdict.status, f"seed {seed}: {verdict.status}: {report}"


@pytest.mark.parametrize(("door", "seeds"), GROUPS, ids=lambda x: str(getattr(x, "start", x)))
def test_random_programs(door: str, seeds: range, tmp_path: Path) -> None:
    found = list(judged(door, seeds, tmp_path))
    failed = [report for _, status, report in found if status in ("wrong", "crashed")]
    assert not failed, "\n\n".join(failed[:3])
    refused = [report for _, status, report in found if status == "refused"]
    if door != "text":  # where no type is known, much has to be refused
        assert len(refused) <= 0.15 * len(found), "\n\n".join(refused[:3])
