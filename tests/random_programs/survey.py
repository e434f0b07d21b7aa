"""Any number of mixed programs, by hand, and a table of the constructs:

python -m tests.random_programs.survey FIRST COUNT [--every-variant] [--short] [--failures N]
    [--supported] [--only START,...]

Prints every program that is wrong or crashed (--short: made small), then how many programs with
each construct were accepted and refused, and the reasons of the refusals with one seed of each.
--supported: only constructs that are accepted alone; --only: those whose names start so.
"""

from __future__ import annotations

import random
import re
import signal
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from tests.programs.harness import Verdict
from tests.random_programs import constructs
from tests.random_programs.check import check, shorten
from tests.random_programs.mixed import Mixture, mixed
from tests.random_programs.programs import Program
from tests.random_programs.variants import VARIANTS

LIMIT = 10  # seconds of work for a program


class Slow(BaseException):
    """A program that takes too long."""


def _interrupt(*_: object) -> None:
    raise Slow


def verdict_of(program: Program, folder: Path, variants: tuple[str, ...], seed: int) -> Verdict:
    signal.setitimer(signal.ITIMER_PROF, LIMIT)
    try:
        return check(program, folder, variants, seed)
    except Slow:
        return Verdict("crashed", f"more than {LIMIT} seconds")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def main(arguments: list[str]) -> None:
    first, number = (int(a) for a in arguments[:2])
    most = int(arguments[arguments.index("--failures") + 1]) if "--failures" in arguments else 20
    names = supported() if "--supported" in arguments else None
    if "--only" in arguments:
        starts = tuple(arguments[arguments.index("--only") + 1].split(","))
        names = [name for name in constructs.TABLE if name.startswith(starts)]
    table: dict[str, Counter[str]] = {name: Counter() for name in sorted(constructs.TABLE)}
    totals: Counter[str] = Counter()
    reasons: dict[tuple[str, str], list[int]] = defaultdict(list)
    signal.signal(signal.SIGPROF, _interrupt)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for seed in range(first, first + number):
            program = mixed(random.Random(seed), names)
            every = tuple(VARIANTS)
            variants = every if "--every-variant" in arguments else (every[seed % len(every)],)
            verdict = verdict_of(program, folder, variants, seed)
            totals[verdict.status] += 1
            for construct in program.constructs:
                table.setdefault(construct, Counter())[verdict.status] += 1
            if verdict.status not in ("accepted", "no program"):
                reasons[verdict.status, general(verdict.reason)].append(seed)
            if verdict.status in ("wrong", "crashed", "unequal"):
                if len(reasons[verdict.status, general(verdict.reason)]) <= 1 and most > 0:
                    most -= 1
                    if "--short" in arguments:
                        program = shortest(program, folder, variants, seed, verdict)
                        verdict = verdict_of(program, folder, variants, seed)
                    print(told(seed, program, verdict), flush=True)
            for path in folder.glob("*.py"):
                path.unlink()
    print_table(table, totals)
    for (status, reason), seeds in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"{len(seeds):6d} {status:8s} {reason[:160]}   {seeds[:6]}")


def supported() -> list[str]:
    """The constructs that are accepted in at least one program in eight that has nothing else."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        for construct in constructs.TABLE:
            others = ("assignment", construct)
            made = [mixed(random.Random(seed), others) for seed in range(40)]
            made = [program for program in made if construct in program.constructs][:8]
            verdicts = [verdict_of(program, Path(name), (), 0).status for program in made]
            if "accepted" in verdicts or "wrong" in verdicts:
                found.append(construct)
            else:
                print(f"never accepted: {construct}", Counter(verdicts))
    return found


def shortest(
    program: Mixture, folder: Path, variants: tuple[str, ...], seed: int, verdict: Verdict
) -> Mixture:
    wanted = verdict.status, general(verdict.reason)

    def fails(candidate: Program) -> bool:
        found = verdict_of(candidate, folder, variants, seed)
        return (found.status, general(found.reason)) == wanted

    short = shorten(program, folder, fails)
    assert isinstance(short, Mixture)
    return short


def general(reason: str) -> str:
    """A reason without the names and places of one program."""
    reason = re.sub(r"\(from: .*", "", reason)
    return re.sub(r"'[\w.]+'|`[^`]*`|\b[a-z]\d+\b|\S*mixed_\d+\S*|\d+", "_", reason)


def told(seed: int, program: Program, verdict: Verdict) -> str:
    _, _, body = program.text.partition("\ndef f(")
    return (
        f"---- {seed} {verdict.status}: {verdict.reason}\n"
        f"def f({body}# {program.args!r}\n{verdict.detail}"
    )


def print_table(table: dict[str, Counter[str]], totals: Counter[str]) -> None:
    print(f"{'construct':46s} accepted  refused    other")
    for name, counts in table.items():
        other = sum(counts.values()) - counts["accepted"] - counts["refused"] - counts["no program"]
        print(f"{name:46s} {counts['accepted']:8d} {counts['refused']:8d} {other:8d}")
    ran = sum(totals.values()) - totals["no program"]
    share = 100 * totals["refused"] / max(1, ran)
    print(f"{dict(totals)}: {share:.1f} % of {ran} programs refused")


if __name__ == "__main__":
    main(sys.argv[1:])
