"""One object under several names: a program is refused or right, at every door."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest

from tests.programs.cases import Case, default_wrt
from tests.random_programs import aliases
from tests.random_programs.judge import verdicts

PROGRAMS = [f for name, f in vars(aliases).items() if name.startswith("alias_")]


@pytest.mark.parametrize("function", PROGRAMS, ids=lambda f: f.__name__)
def test_alias(function: Callable[..., Any]) -> None:
    args = tuple(aliases.ARGUMENTS[name] for name in inspect.signature(function).parameters)
    case = Case(function.__name__, function, args, default_wrt(function, args))
    for door, verdict in verdicts(case, ("arguments", "typed", "graph")):
        assert verdict.status in ("accepted", "refused"), f"{door}: {verdict}"
