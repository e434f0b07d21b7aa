"""scipy.stats.multivariate_normal, of one point or of rows of points.

With w = cov^-1 (x - mean): the log of the density has the slopes -w, w and (w w^T - cov^-1) / 2.
SciPy reads the lower triangle of the covariance alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Type, facts
from codegen.rules import solve  # noqa: F401  (whose rows are used here)
from codegen.rules.kinds import pullback
from codegen.rules.language import known_rank, matmul, outer, sum_over, transpose_of
from codegen.rules.scipy_linalg import one_triangle, square

Ins = tuple[Value, ...]


def _type(ins: Ins, attrs: Mapping[str, Any]) -> Type:
    x, mean = array_type(ins[0].type), array_type(ins[1].type)
    cov = square(ins[2].type)
    if x.shape is None or len(x.shape) not in (1, 2) or mean.shape is None or len(mean.shape) != 1:
        raise TypeError("multivariate_normal of anything but points, a mean and a matrix")
    facts().unify(x.shape[-1], mean.shape[0])
    if cov.shape is not None:
        facts().unify(mean.shape[0], cov.shape[0])
    return Array("float64", x.shape[:-1], scalar=len(x.shape) == 1)


def _slopes(g: Value, x: Value, mean: Value, cov: Value) -> dict[int, Value]:
    """Of the log of the density."""
    inverse = emit("inv", cov)
    w = matmul(x - mean, inverse)
    if known_rank(x) == 1:
        by_mean, pairs, total = g * w, g * outer(w, w), g
    else:
        by_point = emit("expand_dims", g, axis=-1) * w
        by_mean, pairs, total = (
            sum_over(by_point, 0),
            matmul(transpose_of(w), by_point),
            sum_over(g),
        )
        return {0: -by_point, 1: by_mean, 2: one_triangle((pairs - total * inverse) / 2, True)}
    return {0: -by_mean, 1: by_mean, 2: one_triangle((pairs - total * inverse) / 2, True)}


def _rule(logarithm: bool) -> Any:
    def rule(
        g: Value, y: Value, x: Value, mean: Value, cov: Value, allow_singular: bool = False
    ) -> dict[int, Value]:
        if allow_singular:
            raise TypeError("the derivative of multivariate_normal with allow_singular=True")
        return _slopes(g if logarithm else g * y, x, mean, cov)

    return rule


for _name in ("pdf", "logpdf"):
    pullback(
        f"multivariate_normal_{_name}",
        ("x", "mean", "cov"),
        options={"allow_singular": False},
        spellings=f"scipy.stats.multivariate_normal.{_name}",
        result=_type,
        rule=_rule(_name == "logpdf"),
        raises=True,
    )
