"""The rules: importing this package fills the registry of operations."""

from __future__ import annotations

import codegen.ir.core  # noqa: F401  (the structural rows)
from codegen.ir import build, integers
from codegen.ir.ops import REGISTRY
from codegen.rules import (  # noqa: F401  (each enters its rows into the registry)
    arithmetic,
    chains,
    complex_numbers,
    construct,
    contract,
    decompositions,
    diagonals,
    einsums,
    elementwise,
    extremes,
    factors,
    fourier,
    grids,
    inactive,
    initial,
    joining,
    kernels,
    linalg,
    lists,
    matrices,
    nans,
    norms,
    parts,
    python,
    quantiles,
    recurrences,
    reduce,
    repeat,
    runtime,
    scans,
    scipy_airy,
    scipy_banded,
    scipy_bessel,
    scipy_discrete,
    scipy_distributions,
    scipy_factors,
    scipy_integrals,
    scipy_integrate,
    scipy_linalg,
    scipy_matrices,
    scipy_multivariate,
    scipy_ndimage,
    scipy_orthogonal,
    scipy_signal,
    scipy_sparse,
    scipy_sparse_blocks,
    scipy_sparse_dense,
    scipy_sparse_entries,
    scipy_sparse_making,
    scipy_sparse_operations,
    scipy_sparse_systems,
    scipy_special,
    scipy_sums,
    select,
    shape,
    signals,
    singular,
    solve,
    statistics,
    ufuncs,
)

__all__ = ["REGISTRY"]

if integers.note not in build.OBSERVERS:
    build.OBSERVERS.append(integers.note)
