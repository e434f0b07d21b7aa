"""A layer D = W X. The result is a matrix, so the gradient is seeded by dD, of the shape of D."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jaxtyping import Float
    from numpy import ndarray


def layer(W: Float[ndarray, "n p"], X: Float[ndarray, "p m"]) -> Float[ndarray, "n m"]:
    D = W.dot(X)
    return D
