"""How codegen does on the programs of tests/programs: accepted, refused, wrong, crashed,
grouped by reason.

    python tools/judge.py [part of a name] [--details] [--static] [--self]

--details prints every failure in full. --static judges the text that the command line prints.
--self checks the programs themselves: do they run, and do differences agree with themselves at
their sample points?
"""

from __future__ import annotations

import signal
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.programs.harness import Case, Verdict, cases, judge, self_check

LIMIT = 20  # seconds a case
STATUSES = ("accepted", "refused", "wrong", "crashed")


class Slow(BaseException):
    """A case that takes too long."""


def _interrupt(*_: object) -> None:
    raise Slow


def _judged(case: Case, static: bool) -> Verdict:
    signal.signal(signal.SIGALRM, _interrupt)
    signal.alarm(LIMIT)
    try:
        return judge(case, static)
    except Slow:
        return Verdict("crashed", f"more than {LIMIT} seconds")
    finally:
        signal.alarm(0)


def main(arguments: list[str]) -> int:
    names = [a for a in arguments if not a.startswith("--")]
    only = names[0] if names else ""
    if "--self" in arguments:
        bad = [(case.name, found) for case in cases(only) if (found := self_check(case))]
        for name, found in bad:
            print(f"{name}: {found}")
        return int(bool(bad))
    by_file: dict[str, Counter[str]] = defaultdict(Counter)
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in cases(only):
        verdict = _judged(case, "--static" in arguments)
        by_file[case.name.partition(".")[0]][verdict.status] += 1
        if verdict.status != "accepted":
            groups[verdict.status, verdict.reason].append(case.name)
            if "--details" in arguments:
                print(f"--- {case.name}: {verdict.status}: {verdict.reason}\n{verdict.detail}\n")
    print(f"{'file':<14}" + "".join(f"{status:>10}" for status in STATUSES))
    total: Counter[str] = Counter()
    for file, counts in by_file.items():
        total += counts
        print(f"{file:<14}" + "".join(f"{counts[status]:>10}" for status in STATUSES))
    print(f"{'all':<14}" + "".join(f"{total[status]:>10}" for status in STATUSES))
    order = sorted(groups.items(), key=lambda g: (-STATUSES.index(g[0][0]), -len(g[1])))
    for (status, reason), found in order:
        print(f"\n{len(found):3d} {status}: {reason}")
        print("      " + ", ".join(found[:12]) + (" ..." if len(found) > 12 else ""))
    return int(total["wrong"] + total["crashed"] > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
