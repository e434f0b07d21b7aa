"""The log-likelihood of a mixture of Gaussians with diagonal covariances."""

import numpy as np

WRT = ("logits", "means", "logs")
AT = "logits=f64[k],means=f64[k,d],logs=f64[k,d],X=f64[n,d]"
SIZES = {"small": (50, 2, 4), "large": (500, 8, 10)}


def arguments(random, size):
    n, d, k = size
    means, logs = random.normal(size=(k, d)), random.normal(size=(k, d)) / 4
    return random.normal(size=k), means, logs, random.normal(size=(n, d))


def gmm(logits, means, logs, X):
    z = (X[:, None, :] - means) * np.exp(-logs)
    scores = logits - np.sum(logs, axis=1) - 0.5 * np.sum(z * z, axis=2)
    top = np.max(scores, axis=1, keepdims=True)
    each = np.log(np.sum(np.exp(scores - top), axis=1)) + top[:, 0]
    most = np.max(logits)
    return np.sum(each) - len(X) * (np.log(np.sum(np.exp(logits - most))) + most)


def gmm_value_and_grad(logits, means, logs, X, dgmm=1.0):
    scale = np.exp(-logs)
    z = (X[:, None, :] - means) * scale
    scores = logits - np.sum(logs, axis=1) - 0.5 * np.sum(z * z, axis=2)
    top = np.max(scores, axis=1, keepdims=True)
    exps = np.exp(scores - top)
    sums = np.sum(exps, axis=1)
    each = np.log(sums) + top[:, 0]
    most = np.max(logits)
    shares = np.exp(logits - most)
    total = np.sum(shares)
    out = np.sum(each) - len(X) * (np.log(total) + most)

    dscores = exps
    dscores *= (dgmm / sums)[:, None]
    dsums = dscores.sum(axis=0)
    dlogits = dsums - len(X) * dgmm / total * shares
    weighted = dscores[:, :, None] * z
    dmeans = weighted.sum(axis=0) * scale
    weighted *= z
    dlogs = weighted.sum(axis=0) - dsums[:, None]
    return out, (dlogits, dmeans, dlogs)
