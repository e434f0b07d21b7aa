"""What the comparison of speeds stands on: paired turns, intervals, and equal gradients."""

import numpy as np
import pytest
from pairing import Interval, take_turns
from workload import difference, workloads


def test_an_interval_is_made_of_order_statistics():
    found = Interval.of([float(k) for k in range(100, -1, -1)])
    assert (found.low, found.median, found.high) == (40.0, 50.0, 60.0)
    assert Interval.of([2.0, 1.0, 3.0]) == Interval(1.0, 2.0, 3.0)


def test_turns_are_paired_by_round():
    calls = {"slow": lambda: sum(range(4000)), "quick": lambda: sum(range(400))}
    ratio = take_turns(calls, 0.3).ratio("slow", "quick")
    assert 2.0 < ratio.low <= ratio.median <= ratio.high


def test_a_difference_is_seen():
    gradient = (1.0, {"W": np.ones(3), "b": [1.0, 2.0]})
    assert difference(gradient, (1.0, {"W": np.ones(3), "b": np.array([1.0, 2.0])})) == 0.0
    assert difference(gradient, (1.0, {"W": np.ones(3), "b": [1.0, 2.1]})) > 0.04
    assert difference(gradient, (1.0, {"W": np.ones((3, 1)), "b": [1.0, 2.0]})) == np.inf


@pytest.mark.parametrize("workload", workloads(), ids=lambda workload: workload.title)
def test_workloads_say_what_is_measured(workload):
    names = set(workload.by_name())
    assert set(workload.module.WRT) <= names and workload.description.endswith(".")
