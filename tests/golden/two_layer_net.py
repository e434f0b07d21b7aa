# flags: --wrt params --at "params={W1:f64[d,k],b1:f64[k],W2:f64[k,c],b2:f64[c]},X=f64[n,d],y=i64[n]"
# arguments: {"W1": random.normal(size=(4, 5)), "b1": random.normal(size=5), "W2": random.normal(size=(5, 3)), "b2": random.normal(size=3)}, random.normal(size=(6, 4)), np.array([0, 2, 1, 0, 2, 1])
import numpy as np


def loss(params, X, y):
    h = np.maximum(X @ params["W1"] + params["b1"], 0.0)
    scores = h @ params["W2"] + params["b2"]
    scores = scores - scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return -logp[np.arange(len(y)), y].mean()
