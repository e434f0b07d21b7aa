"""One head of attention, 256 positions of 64."""

import numpy as np

WRT = ("Q", "K", "V")
AT = "Q=f64[n,d],K=f64[n,d],V=f64[n,d],G=f64[n,d]"
SIZES = {"large": (256, 64)}


def arguments(random, size):
    return tuple(random.normal(size=size) for _ in range(4))


def attention(Q, K, V, G):
    scores = Q @ K.T / np.sqrt(Q.shape[1])
    scores = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    return np.sum((probs @ V) * G)


def attention_value_and_grad(Q, K, V, G, dattention=1.0):
    root = np.sqrt(Q.shape[1])
    scores = Q @ K.T / root
    scores = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    out = np.sum((probs @ V) * G)
    dout = dattention * G
    dV = probs.T @ dout
    dprobs = dout @ V.T
    dprobs -= np.sum(dprobs * probs, axis=1, keepdims=True)
    dprobs *= probs
    dprobs /= root
    return out, (dprobs @ K, dprobs.T @ Q, dV)
