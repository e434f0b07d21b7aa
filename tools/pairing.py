"""Times of several functions that take turns, so that what slows the machine slows all of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

TURN_SECONDS = 0.004  # long enough for the clock, short enough to be paired
FEWEST_ROUNDS, MOST_ROUNDS = 7, 201


@dataclass(frozen=True)
class Interval:
    """A median, and the order statistics around it that hold the true one with 95 % confidence."""

    low: float
    median: float
    high: float

    @staticmethod
    def of(found: list[float]) -> Interval:
        found = sorted(found)
        reach = math.ceil(1.96 * math.sqrt(len(found)) / 2)
        middle = len(found) // 2
        high = min(len(found) - 1, middle + reach)
        return Interval(found[max(0, middle - reach)], found[middle], found[high])


@dataclass(frozen=True)
class Turns:
    """Seconds of a call, by name, one entry for each round in which it took part."""

    seconds: Mapping[str, list[float]]

    def time(self, name: str) -> float:
        return Interval.of(self.seconds[name]).median

    def ratio(self, mine: str, theirs: str) -> Interval:
        """Of the rounds in which both took part."""
        pairs = zip(self.seconds[mine], self.seconds[theirs], strict=False)
        return Interval.of([first / second for first, second in pairs])


def take_turns(calls: Mapping[str, Callable[[], Any]], budget: float) -> Turns:
    """Rounds for so many seconds; who begins changes from round to round.

    A call that takes a large part of the budget takes part in the first rounds only.
    """
    repeats, cost = {}, {}
    for name, call in calls.items():
        once = seconds(call, 1)
        once = min(once, seconds(call, max(1, min(20, math.ceil(TURN_SECONDS / max(once, 1e-7))))))
        repeats[name] = max(1, math.ceil(TURN_SECONDS / max(once, 1e-7)))
        cost[name] = once * repeats[name]
    slow = {name for name in calls if cost[name] * FEWEST_ROUNDS > budget / 4}
    quick = budget - sum(cost[name] * FEWEST_ROUNDS for name in slow)
    round_ = sum(cost[name] for name in calls if name not in slow)
    rounds = max(FEWEST_ROUNDS, min(MOST_ROUNDS, int(quick / max(round_, 1e-9))))
    found: dict[str, list[float]] = {name: [] for name in calls}
    names = list(calls)
    for number in range(rounds):
        start = number % len(names)
        for name in names[start:] + names[:start]:
            if name not in slow or number < (3 if cost[name] > budget / 4 else FEWEST_ROUNDS):
                found[name].append(seconds(calls[name], repeats[name]))
    return Turns(found)


def seconds(call: Callable[[], Any], repeats: int) -> float:
    """The mean time of a call."""
    start = perf_counter()
    for _ in range(repeats):
        call()
    return (perf_counter() - start) / repeats
