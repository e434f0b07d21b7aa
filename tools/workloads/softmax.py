"""Softmax regression with an L2 penalty, log-sum-exp form."""

import numpy as np

WRT = ("W", "b")
AT = "W=f64[d,c],b=f64[c],X=f64[n,d],y=i64[n],l2=float"
SIZES = {"large": (500, 64, 10)}


def arguments(random, size):
    n, d, c = size
    W = random.normal(size=(d, c)) / d**0.5
    return W, random.normal(size=c), random.normal(size=(n, d)), random.integers(0, c, n), 0.01


def softmax(W, b, X, y, l2):
    n = X.shape[0]
    scores = X @ W + b
    top = np.max(scores, axis=1, keepdims=True)
    norm = np.log(np.sum(np.exp(scores - top), axis=1)) + top[:, 0]
    return np.mean(norm - scores[np.arange(n), y]) + l2 * np.sum(W * W)


def softmax_value_and_grad(W, b, X, y, l2, dsoftmax=1.0):
    n = X.shape[0]
    scores = X @ W + b
    top = np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores - top)
    sums = np.sum(exps, axis=1)
    norm = np.log(sums) + top[:, 0]
    rows = np.arange(n)
    out = np.mean(norm - scores[rows, y]) + l2 * np.sum(W * W)
    dscores = exps
    dscores /= sums[:, None]
    dscores[rows, y] -= 1
    dscores *= dsoftmax / n
    dW = X.T @ dscores
    dW += 2 * l2 * dsoftmax * W
    return out, (dW, dscores.sum(axis=0))
