"""Search for failures: python -m tests.random_programs.search FIRST COUNT [door,door] [--show]

Prints the counts by door, status and reason with one seed of each; --show prints the program and
the whole report of everything that is wrong or crashed.
"""

from __future__ import annotations

import re
import signal
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from tests.programs.harness import Verdict
from tests.random_programs.judge import load, verdicts
from tests.random_programs.programs import HEADER, program

LIMIT = 30  # seconds a program


class Slow(BaseException):
    """A program that takes too long."""


def _interrupt(*_: object) -> None:
    raise Slow


def main(arguments: list[str]) -> None:
    words = [a for a in arguments if not a.startswith("--")]
    first, count = int(words[0]), int(words[1])
    doors = tuple(words[2].split(",")) if len(words) > 2 else ("arguments",)
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    ran = 0
    signal.signal(signal.SIGALRM, _interrupt)
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            made = program(seed)
            case = load(made, Path(folder) / f"random_{seed}.py")
            if case is None:
                continue
            ran += 1
            signal.alarm(LIMIT)
            try:
                found = verdicts(case, doors)
            except Slow:
                found = [("any", Verdict("crashed", f"more than {LIMIT} seconds"))]
            finally:
                signal.alarm(0)
            for door, verdict in found:
                reason = re.sub(r"\d{3,}", "N", re.sub(r"\(from: .*|'\w+'", "", verdict.reason))
                groups[door, verdict.status, reason].append(seed)
                if "--show" in arguments and verdict.status in ("wrong", "crashed"):
                    print(f"---- {seed} {door} {verdict.status} {verdict.reason}")
                    print(made.text[len(HEADER) :], f"# {made.args!r}", verdict.detail, sep="\n")
    print(f"{ran} of {count} programs run")
    order = {"wrong": 0, "crashed": 1, "refused": 2, "accepted": 3}
    for (door, status, reason), seeds in sorted(
        groups.items(), key=lambda item: (order[item[0][1]], -len(item[1]))
    ):
        print(f"{len(seeds):5d} {door:9s} {status:8s} {reason[:150]}   {seeds[:6]}")


if __name__ == "__main__":
    main(sys.argv[1:])
