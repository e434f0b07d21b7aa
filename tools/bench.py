"""Emitted gradients against hand-written ones and other libraries.

    python tools/bench.py               # everything; writes docs/performance.md
    python tools/bench.py --only gmm    # prints the rows of some workloads
    python tools/bench.py --short       # NumPy against hand-written code; leaves with 1 where a
                                        # gradient takes more than 1.5 times as long for certain

For each workload all functions take turns on the same arguments, on one core. A ratio is that of
two turns of one round; shown are its median and an interval that holds the true median with 95 %
confidence. Gradients are compared before they are timed. The libraries are those of
`pip install codegen[bench]`; what is not installed is left out.
"""

from __future__ import annotations

import argparse
import gc
import importlib.metadata
import os
import platform
import sys
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import listed
import peers
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pairing import Interval, Turns, seconds, take_turns
from workload import Workload, bound, difference, workloads

from codegen import value_and_grad

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"
GROSS = 1.5
EXACT = 1e-8
BUDGET = 12.0  # seconds of turns for a workload
SHORT_BUDGET = 1.0
TARGETS = ("numpy", "numba")
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMBA_NUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "CODEGEN_CACHE_DIR": "off",  # first calls generate
}


@dataclass(frozen=True)
class Result:
    """What was measured of one workload. first: seconds of the first call, by name; peak: bytes
    that NumPy and Python allocate in one call."""

    workload: Workload
    turns: Turns
    first: dict[str, float]
    peak: dict[str, int]
    wrong: list[str] = field(default_factory=list)

    def time(self, name: str) -> float | None:
        return self.turns.time(name) if name in self.turns.seconds else None

    def best(self, names: tuple[str, ...]) -> str | None:
        known = [name for name in names if name in self.turns.seconds]
        return min(known, key=self.turns.time) if known else None

    def ratio(self, mine: str | None, theirs: str | None) -> Interval | None:
        known = self.turns.seconds
        return self.turns.ratio(mine, theirs) if mine in known and theirs in known else None

    @property
    def against_peers(self) -> Interval | None:
        """Of the better of the two targets to the best library."""
        return self.ratio(self.best(TARGETS), self.best(peers.PEERS))


def measure(workload: Workload, budget: float) -> Result:
    """All that can compute the workload's gradient, checked against each other and timed."""
    calls: dict[str, Callable[[], Any]] = {}
    values: dict[str, Any] = {}
    first: dict[str, float] = {}

    def enter(name: str, make: Callable[[], Callable[[], Any] | None]) -> None:
        start = perf_counter()
        call = make()
        if call is not None:
            values[name] = call()
            first[name] = perf_counter() - start
            calls[name] = call

    enter("hand", workload.by_hand)
    enter("compiled", workload.by_hand_for_numba)
    for target in TARGETS:
        if target == "numpy" or find_spec(target) is not None:
            enter(target, lambda target=target: emitted(workload, target))  # type: ignore[misc]
    for peer in peers.PEERS:
        enter(peer, lambda peer=peer: peers.gradient(peer, workload))  # type: ignore[misc]
    expected = values.get("hand", values["numpy"])
    wrong = [name for name, value in values.items() if difference(value, expected) > EXACT]
    peak = {name: peak_of(calls[name]) for name in ("hand", "numpy") if name in calls}
    return Result(workload, take_turns(calls, budget), first, peak, wrong)


def emitted(workload: Workload, target: str) -> Callable[[], Any]:
    derived = value_and_grad(workload.forward, workload.wrt, target=target)
    return bound(derived, workload.arguments())


def peak_of(call: Callable[[], Any]) -> int:
    """The most memory that a call holds at once, beyond what stood before, in bytes."""
    gc.collect()  # which empties Python's free lists, too: what a call takes from there counts
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        call()
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def short() -> int:
    """A gross regression is found on a loaded machine, too, and nothing else is."""
    worse = 0
    pairs = {f"listing {each.file}": listed.pair_of(each) for each in listed.LISTINGS}
    for workload in workloads():
        by_hand = workload.by_hand()
        if by_hand is not None:
            pairs[workload.title] = emitted(workload, "numpy"), by_hand
    for title, (mine, theirs) in pairs.items():
        if difference(mine(), theirs()) > EXACT:
            print(f"{title:24} differs from the gradient by hand")
            worse += 1
            continue
        ratio = take_turns({"numpy": mine, "hand": theirs}, SHORT_BUDGET).ratio("numpy", "hand")
        above = ratio.low > GROSS
        worse += above
        note = f"   above {GROSS}" if above else ""
        print(f"{title:24} {ratio.median:6.2f}   [{ratio.low:.2f}, {ratio.high:.2f}]{note}")
    return 1 if worse else 0


def everything(part: str, budget: float) -> int:
    """Measure, print as it goes, write the page where all was measured."""
    seconds(lambda: value_and_grad(lambda x: x * x)(2.0), 1)  # loads the engine
    results = []
    for workload in workloads(part):
        result = measure(workload, budget)
        results.append(result)
        print(line(result), flush=True)
    if not part:
        PAGE.write_text(page(results), encoding="utf-8", newline="\n")
        print(f"wrote {PAGE.relative_to(ROOT)}")
    return 1 if any(result.wrong for result in results) else 0


def line(result: Result) -> str:
    times = {name: f"{1e6 * result.turns.time(name):.4g}" for name in result.turns.seconds}
    shown = "  ".join(f"{name} {time}" for name, time in times.items())
    to_hand, to_peers = span(result.ratio("numpy", "hand")), span(result.against_peers)
    to_compiled = span(result.ratio("numba", "compiled"))
    wrong = f"   WRONG: {', '.join(result.wrong)}" if result.wrong else ""
    title = f"{result.workload.title:14}"
    return (
        f"{title} {shown} us   to hand {to_hand}   to hand, compiled {to_compiled}   "
        f"to the best peer {to_peers}{wrong}"
    )


def span(found: Interval | None) -> str:
    if found is None:
        return "-"
    low, median, high = (
        f"{each:.2f}" if each >= 0.1 else f"{each:.2g}"
        for each in (found.low, found.median, found.high)
    )
    return f"{median} [{low}, {high}]"


def page(results: list[Result]) -> str:
    """docs/performance.md: the prose stands in the template, every figure comes from here."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        span=span,
        micro=lambda found: f"{1e6 * found:.3g}" if found and found < 1e-3 else _whole(found, 1e6),
        nano=lambda found: _whole(found, 1e9),
        milli=lambda found: _whole(found, 1e3),
        mega=lambda found: "-" if found is None else f"{found / 1e6:.3g}",
    )
    names = ("numpy", "numba", "llvmlite", *peers.PEERS)
    versions = [f"{name} {importlib.metadata.version(name)}" for name in names if find_spec(name)]
    template = environment.get_template("performance.md.jinja")
    return template.render(
        results=results,
        peers=peers.PEERS,
        targets=TARGETS,
        versions=", ".join([f"Python {platform.python_version()}", *versions]),
        numpy_call=cost_of_numpy_call(),
    )


def _whole(found: float | None, unit: float) -> str:
    return "-" if found is None else f"{unit * found:.0f}"


def cost_of_numpy_call() -> float:
    """Seconds of one product of two arrays of four numbers."""
    import numpy as np

    x = np.ones(4)
    return min(seconds(lambda: x * x, 2000) for _ in range(20))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument(
        "--only", default="", metavar="PART", help="workloads with this in their title"
    )
    parser.add_argument("--short", action="store_true", help="NumPy against hand-written code only")
    parser.add_argument("--budget", type=float, default=BUDGET, help="seconds for a workload")
    options = parser.parse_args()
    if any(os.environ.get(name) != value for name, value in ONE_THREAD.items()):
        # libraries read this when they are loaded
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ONE_THREAD})
    if hasattr(os, "sched_setaffinity"):  # JAX computes on every core that it finds, all the same
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return short() if options.short else everything(options.only, options.budget)


if __name__ == "__main__":
    sys.exit(main())
