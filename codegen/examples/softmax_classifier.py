"""A linear classifier with the softmax cross-entropy loss."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float, Int
    from numpy import ndarray


def softmax_loss(
    W: Float[ndarray, "d c"],
    b: Float[ndarray, "c"],
    X: Float[ndarray, "n d"],
    y: Int[ndarray, "n"],
    strength: float = 1e-3,
) -> float:
    scores = X @ W + b
    scores = scores - scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    data_loss = -logp[np.arange(len(y)), y].mean()
    return data_loss + strength * np.sum(W**2)
