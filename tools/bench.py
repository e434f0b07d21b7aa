"""Emitted gradients against hand-written ones.

For each listing the two functions run in turns on the same arguments, so that what slows the
machine slows both. The ratio of a pair of turns is one sample; shown are the median ratio and an
interval that holds the true median with 95 % confidence. Leaves with 1 where a median is above
LIMIT.
"""

from __future__ import annotations

import argparse
import copy
import math
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from cases import ROOT

from codegen.runtime.modules import Target, module_text

LIMIT = 1.10
TURN_SECONDS = 0.004  # long enough for the clock, short enough to be paired


@dataclass(frozen=True)
class Listing:
    """A forward function, its hand-written gradient in the same file, and arguments of a realistic
    size."""

    file: str
    function: str
    arguments: Callable[[np.random.Generator], tuple[Any, ...]]
    wrt: tuple[str, ...] = ()
    at: str = ""


def _two_layer_arguments(random: np.random.Generator) -> tuple[Any, ...]:
    params = {
        "W1": random.normal(size=(64, 100)),
        "b1": random.normal(size=100),
        "W2": random.normal(size=(100, 10)),
        "b2": random.normal(size=10),
    }
    return params, random.normal(size=(200, 64)), random.integers(0, 10, 200)


def _rnn_arguments(random: np.random.Generator) -> tuple[Any, ...]:
    x, hidden = random.normal(size=(50, 16)), 32
    W, U = random.normal(size=(hidden, hidden)) / 8, random.normal(size=(hidden, 16)) / 4
    return x, W, U, random.normal(size=hidden), random.normal(size=hidden)


LISTINGS = (
    Listing("staged", "f", lambda random: (3.0, -4.0), at="x=float,y=float"),
    Listing(
        "newton", "root", lambda random: (2.0, 1.0, 1e-12), ("a", "x"), "a=float,x=float,tol=float"
    ),
    Listing(
        "heat",
        "heat",
        lambda random: (random.normal(size=2000), 0.1, 100),
        ("u",),
        "u=f64[n],k=float,steps=int",
    ),
    Listing(
        "rnn",
        "rnn_loss",
        _rnn_arguments,
        ("W", "U", "b"),
        "x=f64[t,d],W=f64[k,k],U=f64[k,d],b=f64[k],target=f64[k]",
    ),
    Listing(
        "two_layer_net",
        "loss",
        _two_layer_arguments,
        ("params",),
        "params={W1:f64[d,k],b1:f64[k],W2:f64[k,c],b2:f64[c]},X=f64[n,d],y=i64[n]",
    ),
)


def loaded(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(text, "<bench>", "exec", dont_inherit=True), names)
    return names


def pair_of(listing: Listing) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """The emitted function and the hand-written one."""
    path = ROOT / "tools" / "listings" / f"{listing.file}.py"
    text = path.read_text(encoding="utf-8")
    name = f"{listing.function}_value_and_grad"
    emitted = module_text(Target(str(path), listing.function, listing.wrt, listing.at), text)
    return loaded(emitted)[name], loaded(text)[name]


def seconds(function: Callable[..., Any], arguments: tuple[Any, ...], repeats: int) -> float:
    start = perf_counter()
    for _ in range(repeats):
        function(*arguments)
    return perf_counter() - start


def ratios(
    mine: Callable[..., Any], theirs: Callable[..., Any], arguments: tuple[Any, ...], turns: int
) -> list[float]:
    """Sorted ratios of paired turns; who goes first alternates."""
    seconds(mine, arguments, 3)
    repeats = max(1, math.ceil(TURN_SECONDS / (seconds(theirs, arguments, 3) / 3)))
    found = []
    for turn in range(turns):
        if turn % 2:
            first, second = seconds(mine, arguments, repeats), seconds(theirs, arguments, repeats)
            found.append(first / second)
        else:
            second, first = seconds(theirs, arguments, repeats), seconds(mine, arguments, repeats)
            found.append(first / second)
    return sorted(found)


def interval(found: list[float]) -> tuple[float, float, float]:
    """(low, median, high): the order statistics around the median that hold it with 95 %
    confidence."""
    count = len(found)
    reach = math.ceil(1.96 * math.sqrt(count) / 2)
    middle = count // 2
    return found[max(0, middle - reach)], found[middle], found[min(count - 1, middle + reach)]


def agree(mine: Any, theirs: Any) -> bool:
    if isinstance(theirs, dict):
        return all(agree(mine[key], item) for key, item in theirs.items())
    if isinstance(theirs, tuple):
        return len(mine) == len(theirs) and all(map(agree, mine, theirs))
    return np.allclose(mine, theirs, rtol=1e-9, atol=1e-12)


def compare(turns: int) -> bool:
    """Print one line for each listing; True where every median is within the limit."""
    print(f"{'listing':16} {'emitted / hand-written':>22}   95 % interval, {turns} paired turns")
    good = True
    for listing in LISTINGS:
        arguments = listing.arguments(np.random.default_rng(0))
        mine, theirs = pair_of(listing)
        assert agree(
            mine(*copy.deepcopy(arguments)), theirs(*copy.deepcopy(arguments))
        ), listing.file
        low, median, high = interval(ratios(mine, theirs, arguments, turns))
        good &= median <= LIMIT
        print(
            f"{listing.file:16} {median:22.3f}   [{low:.3f}, {high:.3f}]"
            f"{'' if median <= LIMIT else '   above'}"
        )
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=101, help="paired turns for each listing")
    options = parser.parse_args()
    return 0 if compare(options.turns) else 1


if __name__ == "__main__":
    sys.exit(main())
