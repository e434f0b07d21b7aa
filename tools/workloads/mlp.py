"""A network 784-256-128-10 with cross-entropy, a batch of 64."""

import numpy as np

WRT = ("params",)
AT = (
    "params={W1:f64[d,k],b1:f64[k],W2:f64[k,l],b2:f64[l],W3:f64[l,c],b3:f64[c]},X=f64[n,d],y=i64[n]"
)
SIZES = {"large": (64, 784, 256, 128, 10)}


def arguments(random, size):
    n, d, k, m, c = size
    params = {
        "W1": random.normal(size=(d, k)) / d**0.5,
        "b1": random.normal(size=k),
        "W2": random.normal(size=(k, m)) / k**0.5,
        "b2": random.normal(size=m),
        "W3": random.normal(size=(m, c)) / m**0.5,
        "b3": random.normal(size=c),
    }
    return params, random.normal(size=(n, d)), random.integers(0, c, n)


def mlp(params, X, y):
    n = X.shape[0]
    h1 = np.maximum(X @ params["W1"] + params["b1"], 0)
    h2 = np.maximum(h1 @ params["W2"] + params["b2"], 0)
    scores = h2 @ params["W3"] + params["b3"]
    scores = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    return -np.sum(np.log(probs[np.arange(n), y])) / n


def mlp_value_and_grad(params, X, y, dmlp=1.0):
    n = X.shape[0]
    h1 = np.maximum(X @ params["W1"] + params["b1"], 0)
    h2 = np.maximum(h1 @ params["W2"] + params["b2"], 0)
    scores = h2 @ params["W3"] + params["b3"]
    scores = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    rows = np.arange(n)
    out = -np.sum(np.log(probs[rows, y])) / n

    dscores = probs
    dscores[rows, y] -= 1
    dscores *= dmlp / n
    dh2 = dscores @ params["W3"].T
    dh2[h2 <= 0] = 0
    dh1 = dh2 @ params["W2"].T
    dh1[h1 <= 0] = 0
    dparams = {
        "W1": X.T @ dh1,
        "b1": dh1.sum(axis=0),
        "W2": h1.T @ dh2,
        "b2": dh2.sum(axis=0),
        "W3": h2.T @ dscores,
        "b3": dscores.sum(axis=0),
    }
    return out, dparams
