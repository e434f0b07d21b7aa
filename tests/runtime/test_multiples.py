"""Lengths that are multiples of others: the text may rely on it, and only fitting calls get it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.numeric import assert_close, numeric_gradient

random = np.random.default_rng(0)


def gates(W, x, t):
    n = len(t)
    a = W @ x
    return np.sum(np.tanh(a[:n]) * a[n : 2 * n] * t + a[2 * n :])


def halves(b, x):
    m = len(b) // 2
    return np.sum(b[:m] * x * b[m:])


def heads(p, x):
    q = x @ p["W"]
    k = p["W"].shape[1] // 3
    return np.sum((q[:, :k] @ q[:, k : 2 * k].T) @ q[:, 2 * k :] * p["b"])


def arguments_of_gates(rows: int, n: int) -> tuple[Any, ...]:
    return random.normal(size=(rows, 4)), random.normal(size=4), random.normal(size=n)


def check(f: Any, *args: Any) -> str:
    """The text that runs, after a look at what it gives."""
    derived = value_and_grad(f, tuple(range(len(args))))
    value, gradient = derived(*args)
    assert value == f(*args)
    for k, g in enumerate(gradient):
        assert_close(g, numeric_gradient(f, args, k, 1.0))
    return derived.source_for(*args)


def test_only_calls_that_fit_are_served() -> None:
    check(gates, *arguments_of_gates(9, 3))
    for rows, n, fits in [(9, 3, True), (7, 3, False), (12, 4, True), (3, 1, False), (6, 2, True)]:
        text = check(gates, *arguments_of_gates(rows, n))
        assert ("W.shape[0] == 3 * t.shape[0]" in text, "sum_to" in text) == (fits, not fits)


def test_what_does_not_broadcast_raises() -> None:
    for rows, n in [(9, 3), (10, 3)]:
        args = arguments_of_gates(rows, n)
        if rows == 9:
            check(gates, *args)
        else:
            with pytest.raises(ValueError, match="broadcast"):
                value_and_grad(gates)(*args)


def test_lengths_that_are_divided() -> None:
    # the last has the text of (2, 1), which relies on nothing and so serves it too
    # and that of (2, 3), where what was divided has length 1
    calls = [(6, 3), (7, 1), (2, 1), (8, 4), (8, 1), (2, 3)]
    for (n, m), fits in zip(calls, [True, False, False, True, False, False], strict=True):
        if n == 7:
            with pytest.raises(ValueError, match="broadcast"):
                value_and_grad(halves)(random.normal(size=n), random.normal(size=2))
        else:
            text = check(halves, random.normal(size=n), random.normal(size=m))
            assert ("b.shape[0] % 2 == 0" in text) == fits


def test_axes_of_arrays_in_a_dict() -> None:
    p = {"W": random.normal(size=(5, 9)), "b": random.normal(size=3)}
    x = random.normal(size=(4, 5))
    value, gradient = value_and_grad(heads)(p, x)
    assert value == heads(p, x)
    assert_close(gradient, numeric_gradient(heads, (p, x), 0, 1.0))
    assert "p['W'].shape[1] % 3 == 0" in value_and_grad(heads).source_for(p, x)


def test_another_process_gets_the_text_that_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CODEGEN_CACHE_DIR", str(tmp_path))
    from codegen.runtime import store
    from codegen.runtime.cache import specialise

    def text(rows: int, any_lengths: bool = False) -> str:
        named = dict(zip("Wxt", arguments_of_gates(rows, 3)))
        return specialise(gates, named, 0, "joint", any_lengths=any_lengths).emitted.text

    made = text(9), text(7), text(9, any_lengths=True)
    assert "assert" in made[0] and "assert" not in made[1] + made[2]

    def find(rows: int, any_lengths: bool = False) -> str:
        named = dict(zip("Wxt", arguments_of_gates(rows, 3)))
        found = store.find(store.Request(gates, named, 0, "joint", "numpy", 1, any_lengths))
        assert found is not None
        return found[0].text

    assert (find(9), find(7), find(9, any_lengths=True)) == made


def stretched(u, c):
    for _ in range(3):
        u = u.copy()
        u[1:-1] += c[1:-1] * (u[2:] - u[:-2])
    return np.sum(u * u)


def test_lengths_that_meet_in_a_broadcast_are_taken_to_be_equal():
    """c[1:-1] might have one element; in a call where it has as many as u[1:-1], nothing is summed
    for it. Where it has one, another text serves the call."""
    random = np.random.default_rng(0)
    derived = value_and_grad(stretched, ("u", "c"))
    u, c = random.normal(size=6), random.normal(size=6)
    text = derived.source_for(u, c)
    assert "sum_to" not in text and "c.shape[0] == u.shape[0]" in text
    for other in (c, random.normal(size=3), c):
        value, (du, dc) = derived(u, other)
        assert value == stretched(u, other) and dc.shape == other.shape
        for k in range(len(other)):
            step = np.zeros(len(other))
            step[k] = 1e-6
            slope = (stretched(u, other + step) - stretched(u, other - step)) / 2e-6
            assert abs(dc[k] - slope) <= 1e-6 * max(1, abs(slope))
