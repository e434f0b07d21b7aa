"""A mutation test of the rules: is a wrong sign, factor or operand, a missing sum, noticed?

    python tools/mutate_rules.py [parts of file names] [--sample N] [--list]

Every function under codegen/rules that makes values is changed in one place at a time, and the
samples that run it are checked again, those that run the fewest rules first, then the edges, then
the programs. A file is one forked process: the code of the functions in memory is replaced. What
nothing notices is printed, and the exit code is 1 where that is more than one in a hundred of the
mutants that are not listed as equivalent.
"""

from __future__ import annotations

import argparse
import gc
import inspect
import multiprocessing
import os
import random
import signal
import sys
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from codegen.ir.types import new_facts
from codegen.runtime.derivative import derivative
from tests import test_sparse
from tests.programs.cases import REFUSED
from tests.programs.harness import Case, cases, judge
from tests.rules import test_conventions, test_edges, test_scipy_edges
from tests.rules.applied import applied
from tests.rules.check import MODES, OF_THE_CHECK, check_rule
from tests.rules.library import SAMPLES
from tools.equivalent_mutants import EQUIVALENT
from tools.mutants import Mutant, living, mutants_of

LONGEST = 20.0  # seconds that a check computes: one that does not end has noticed
FIRST, MOST = 40, 300  # checks of one code: what all rules share would be run by thousands
RULES = Path(__file__).resolve().parents[1] / "codegen" / "rules"
Check = Callable[[], None]
Sample = tuple[str, tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Stage:
    """Checks, and for the code of a rule the places of those that run it, the narrowest first."""

    checks: list[Check]
    users: dict[CodeType, list[int]]
    most: int = MOST


def of_samples() -> Stage:
    derived: list[Check] = [partial(_derive, sample) for sample in SAMPLES]
    return Stage([partial(_check, sample) for sample in SAMPLES], users(derived), FIRST)


def of_whole_samples() -> Stage:
    """Those too that run a rule only where they differentiate what another rule emitted."""
    found: list[Check] = [partial(_check, sample) for sample in SAMPLES]
    return Stage(found, users(found, True))


def of_edges() -> Stage:
    """The conventions, and the edges with their exact answers."""
    modules = (test_conventions, test_edges, test_scipy_edges, test_sparse)
    found = [check for module in modules for check in _tests_of(module)]
    return Stage(found, users(found, True))


def of_programs() -> Stage:
    found: list[Check] = [partial(_judge, case) for case in cases()]
    return Stage(found, users(found, True))


def _check(sample: Sample) -> None:
    spelling, args, options = sample
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        check_rule(spelling, *args, **options)


def _derive(sample: Sample) -> None:
    """Ask the rule of a sample in each mode, and run nothing."""
    spelling, args, options = sample
    keywords = {key: item for key, item in options.items() if key not in OF_THE_CHECK}
    for mode in options.get("modes", MODES):
        with new_facts():
            applied(spelling, args, keywords, options.get("inactive", ()), mode)


def _judge(case: Case) -> None:
    expected = "refused" if case.name in REFUSED else "accepted"
    assert judge(case).status == expected


def _tests_of(module: ModuleType) -> list[Check]:
    tests = [test for name, test in vars(module).items() if name.startswith("test_")]
    return [check for test in tests for check in _parametrized(test)]


def _parametrized(test: Callable[..., None]) -> list[Check]:
    """A test with each of its parameters; none of those that ask for a fixture."""
    found: list[dict[str, Any]] = [{}]
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "parametrize":
            names, rows = mark.args
            listed = names.replace(" ", "").split(",") if isinstance(names, str) else list(names)
            one = len(listed) == 1
            found = [
                known | dict(zip(listed, (row,) if one else row, strict=True))
                for known in found
                for row in rows
            ]
    asked = set(inspect.signature(test).parameters)
    return [partial(test, **known) for known in found if asked == set(known)]


def passes(check: Check) -> bool:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        signal.setitimer(signal.ITIMER_VIRTUAL, LONGEST, 1.0)
        try:
            check()
        except BaseException as error:  # whatever it raises, it noticed
            if isinstance(error, KeyboardInterrupt):
                raise
            return False
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def _too_long(number: int, frame: FrameType | None) -> None:
    raise TimeoutError("a loop does not end")


def users(checks: list[Check], sound: bool = False) -> dict[CodeType, list[int]]:
    """The places of the checks that run a code of the rules, those that run few codes first.
    sound: they must pass, or what they notice means nothing."""
    found: dict[CodeType, list[int]] = defaultdict(list)
    widths: list[int] = []
    prefix = str(RULES)
    for place, check in enumerate(checks):
        seen: set[CodeType] = set()

        def watch(frame: Any, event: str, argument: Any, seen: set[CodeType] = seen) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(prefix):
                seen.add(frame.f_code)

        derivative.cache_clear()  # so that every check runs the rules that it needs
        sys.setprofile(watch)
        try:
            passed = passes(check)
        finally:
            sys.setprofile(None)
        if sound and not passed:
            raise SystemExit(f"this fails without a mutant: {check}")
        widths.append(len(seen))
        for code in seen:
            found[code].append(place)
    return {code: sorted(places, key=widths.__getitem__) for code, places in found.items()}


def _notices(mutant: Mutant, stage: Stage) -> bool:
    codes = mutant.codes()
    places = dict.fromkeys(
        place for code in codes for place in stage.users.get(code, ())[: stage.most]
    )
    with living(codes, FUNCTIONS):
        derivative.cache_clear()  # nothing of another mutant
        return not all(passes(stage.checks[place]) for place in places)


FUNCTIONS: dict[CodeType, list[FunctionType]] = defaultdict(list)
TASKS: list[tuple[list[Mutant], Stage]] = []  # what a forked process finds in memory


def _survivors_of(task: int) -> tuple[int, list[int]]:
    mutants, stage = TASKS[task]
    return task, [k for k, mutant in enumerate(mutants) if not _notices(mutant, stage)]


def _told(task: int, places: list[int]) -> list[Mutant]:
    mutants, _ = TASKS[task]
    print(f"{mutants[0].path.name}: {len(places)} of {len(mutants)} not noticed", flush=True)
    return [mutants[place] for place in places]


def survivors(mutants: list[Mutant], stage: Stage, jobs: int | None) -> list[Mutant]:
    """Those that a stage does not notice: one process a file."""
    files: dict[Path, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        files[mutant.path].append(mutant)
    TASKS[:] = [(of_file, stage) for of_file in files.values()]
    with multiprocessing.get_context("fork").Pool(jobs, maxtasksperchild=1) as pool:
        found = pool.imap_unordered(_survivors_of, range(len(TASKS)), chunksize=1)
        return [mutant for task, places in found for mutant in _told(task, places)]


def chosen(mutants: list[Mutant], every: int, seed: int) -> list[Mutant]:
    return mutants[random.Random(seed).randrange(every) :: every]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", default=[""], help="of the names of the files")
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="every Nth mutant")
    parser.add_argument("--seed", type=int, default=0, help="of the first one that is taken")
    parser.add_argument("--jobs", type=int, help="processes at once; else all processors")
    parser.add_argument("--list", action="store_true", help="print the mutants and stop")
    arguments = parser.parse_args()
    os.environ["CODEGEN_CACHE_DIR"] = "off"
    paths = [p for p in sorted(RULES.glob("*.py")) if any(x in p.name for x in arguments.parts)]
    every = [mutant for path in paths for mutant in mutants_of(path)]
    mutants = chosen(every, arguments.sample, arguments.seed)
    if arguments.list:
        print(*(mutant.name for mutant in mutants), sep="\n")
        return 0
    for item in gc.get_objects():
        if isinstance(item, FunctionType) and item.__code__.co_filename.startswith(str(RULES)):
            FUNCTIONS[item.__code__].append(item)
    judged = [mutant for mutant in mutants if mutant.name not in EQUIVALENT]
    signal.signal(signal.SIGVTALRM, _too_long)
    left = judged
    for stage in (of_samples, of_edges, of_whole_samples, of_programs):
        if left:  # the later ones are slow
            left = survivors(left, stage(), arguments.jobs)
    for mutant in left:
        print(f"{mutant.path.name}:{mutant.node.lineno}: {mutant.name}")
    share = 1 - len(left) / max(len(judged), 1)
    print(
        f"{len(judged) - len(left)} of {len(judged)} mutants are noticed ({share:.1%}), "
        f"{len(mutants) - len(judged)} are equivalent, {len(every)} exist"
    )
    for name, count in Counter(mutant.path.name for mutant in left).items():
        print(f"  {name}: {count} not noticed")
    return 0 if share >= 0.99 else 1


if __name__ == "__main__":
    sys.exit(main())
