"""A gradient holds no more memory at once than one written by hand: on every workload that has
such an opponent, at most a tenth more, beside what a call itself takes."""

import pytest
from bench import emitted, peak_of
from workload import workloads

FACTOR, OF_A_CALL = 1.1, 4096


@pytest.mark.parametrize("workload", workloads(), ids=lambda workload: workload.title)
def test_peak(workload):
    by_hand, mine = workload.by_hand(), emitted(workload, "numpy")
    if by_hand is None:
        assert mine() is not None
        return
    for _ in range(2):  # what is made once is made
        by_hand(), mine()
    assert peak_of(mine) <= FACTOR * peak_of(by_hand) + OF_A_CALL
