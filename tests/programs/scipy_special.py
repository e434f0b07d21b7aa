"""Functions of scipy.special, imported in every way."""

from __future__ import annotations

import numpy as np
import scipy.special
import scipy.special as sps
from scipy import special
from scipy.special import expit, gammaln
from scipy.special import logsumexp as lse

v = np.array([0.3, 0.5, 0.8])
m = np.arange(1.0, 7.0).reshape(2, 3) / 7


def gated(x):
    return np.sum(sps.erf(x) * expit(x))


def log_partition(x):
    return scipy.special.logsumexp(x)


def over_rows(x):
    return lse(x, axis=1).sum()


def weighted(x, b):
    return np.sum(special.logsumexp(x, axis=-1, b=b, keepdims=True))


def poisson(rate, count):
    return np.sum(special.xlogy(count, rate) - rate - gammaln(count + 1))


def cross_entropy(scores, labels):
    logs = special.log_softmax(scores, axis=1)
    return -logs[np.arange(len(labels)), labels].mean()


def attention(q, k):
    return np.sum(special.softmax(q @ k.T, axis=-1) ** 2)


def waves(x):
    total = 0.0
    for order in range(3):
        total += special.jv(order, x).sum()
    return total


def incomplete(x):
    return np.sum(special.betainc(2.0, 3.0, x) * special.gammainc(1.5, x))


CASES = [
    (gated, (v,)),
    (gated, (0.4,)),
    (log_partition, (v,)),
    (log_partition, (m,)),
    (over_rows, (m,)),
    (weighted, (m, m + 1)),
    (poisson, (v, np.array([0, 2, 1])), (0,)),
    (cross_entropy, (m, np.array([2, 0]))),
    (attention, (m, m + 0.5)),
    (waves, (v,)),
    (incomplete, (v,)),
]
