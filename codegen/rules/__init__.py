"""The rules: importing this package fills the registry of operations."""

from __future__ import annotations

import codegen.ir.core  # noqa: F401  (the structural rows)
from codegen.infer import lengths
from codegen.ir import build
from codegen.rules import (
    arithmetic,
    construct,
    contract,
    elementwise,
    grids,
    inactive,
    joining,
    linalg,
    matrices,
    python,
    reduce,
    repeat,
    runtime,
    select,
    shape,
    signals,
    solve,
    statistics,
)

if lengths.note not in build.OBSERVERS:
    build.OBSERVERS.append(lengths.note)

DOMAINS = (
    arithmetic,
    elementwise,
    inactive,
    reduce,
    shape,
    joining,
    select,
    linalg,
    contract,
    construct,
    python,
    repeat,
    solve,
    matrices,
    statistics,
    signals,
    grids,
    runtime,
)
