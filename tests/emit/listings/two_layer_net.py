import numpy as np


def loss_value_and_grad(params, X, y, dloss=1.0):
    """Value of `loss` and its gradient with respect to params, scaled by `dloss`."""
    W1, b1, W2, b2 = params["W1"], params["b1"], params["W2"], params["b2"]

    # forward
    pre = X @ W1 + b1
    h = np.maximum(pre, 0.0)
    scores = h @ W2 + b2
    scores = scores - scores.max(axis=1, keepdims=True)
    exps = np.exp(scores)
    sums = exps.sum(axis=1, keepdims=True)
    logp = scores - np.log(sums)
    rows = np.arange(len(y))
    out = -logp[rows, y].mean()

    # backward of: -logp[np.arange(len(y)), y].mean()
    dlogp = np.zeros_like(logp)
    dlogp[rows, y] = -dloss / len(y)
    # backward of: logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    dscores = dlogp - exps / sums * dlogp.sum(axis=1, keepdims=True)
    # backward of: scores = h @ params["W2"] + params["b2"]
    dW2 = h.T @ dscores
    db2 = dscores.sum(axis=0)
    dh = dscores @ W2.T
    # backward of: h = np.maximum(X @ params["W1"] + params["b1"], 0.0)
    dpre = dh * (pre >= 0.0)
    dW1 = X.T @ dpre
    db1 = dpre.sum(axis=0)
    return out, {"W1": dW1, "b1": db1, "W2": dW2, "b2": db2}
