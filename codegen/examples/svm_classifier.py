"""A linear classifier with the multiclass hinge (SVM) loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float, Int
    from numpy import ndarray


def svm_loss(
    W: Float[ndarray, "d c"],
    b: Float[ndarray, "c"],
    X: Float[ndarray, "n d"],
    y: Int[ndarray, "n"],
    strength: float = 1e-3,
) -> float:
    scores = X @ W + b
    rows = np.arange(len(y))
    correct = scores[rows, y]
    margins = np.maximum(scores - correct[:, None] + 1.0, 0.0)
    margins[rows, y] = 0.0
    return margins.sum(axis=1).mean() + strength * np.sum(W**2)
