# flags: --wrt params --at params={W:f64[d,c],b:f64[c]},X=f64[n,d],y=i64[n]
import numpy as np


def loss(params, X, y):
    scores = X @ params["W"] + params["b"]
    scores = scores - np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    return -np.mean(np.log(probs[np.arange(len(y)), y]))


# memory
# loss_value_and_grad keeps for its backward part, beside its arguments:
#
# probs: n * c * 8 bytes
#     made by    line 9: probs = exps / np.sum(exps, axis=1, keepdims=True)
#     needed by  line 9: probs = exps / np.sum(exps, axis=1, keepdims=True)
#     needed by  line 10: return -np.mean(np.log(probs[np.arange(len(y)), y]))
#
# rows: n * 8 bytes
#     made by    line 10: return -np.mean(np.log(probs[np.arange(len(y)), y]))
#     needed by  line 10: return -np.mean(np.log(probs[np.arange(len(y)), y]))
#
# probs_part: n * 8 bytes
#     made by    line 10: return -np.mean(np.log(probs[np.arange(len(y)), y]))
#     needed by  line 10: return -np.mean(np.log(probs[np.arange(len(y)), y]))
