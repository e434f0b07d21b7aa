"""The classifier of handwritten digits that `tools/demo.sh` trains: two layers, softmax, weight
decay."""

import numpy as np


def digits_loss(params, X, y, decay=1e-4):
    # hidden layer
    h = np.tanh(X @ params["W1"] + params["b1"])
    # class scores and their log-probabilities
    scores = h @ params["W2"] + params["b2"]
    scores = scores - scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    data_loss = -logp[np.arange(len(y)), y].mean()
    return data_loss + decay * (np.sum(params["W1"] ** 2) + np.sum(params["W2"] ** 2))


def predict(params, X):
    """The most likely digit of each row of X."""
    h = np.tanh(X @ params["W1"] + params["b1"])
    return np.argmax(h @ params["W2"] + params["b2"], axis=1)
