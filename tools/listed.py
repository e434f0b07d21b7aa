"""The listings under tools/listings: a function and its gradient by hand in one file, the look and
the speed that emitted code is held to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from cases import ROOT
from workload import Gradient, bound

from codegen.runtime.modules import Target, module_text


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


def pair_of(listing: Listing) -> tuple[Gradient, Gradient]:
    """Calls of the emitted function and of the hand-written one."""
    path = ROOT / "tools" / "listings" / f"{listing.file}.py"
    text = path.read_text(encoding="utf-8")
    name = f"{listing.function}_value_and_grad"
    emitted = module_text(Target(str(path), listing.function, listing.wrt, listing.at), text)
    arguments = listing.arguments(np.random.default_rng(0))
    mine, theirs = (bound(loaded(each)[name], arguments) for each in (emitted, text))
    return mine, theirs


def loaded(text: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(text, "<listing>", "exec", dont_inherit=True), names)
    return names
