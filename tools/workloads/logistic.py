"""Logistic regression with an L2 penalty."""

import numpy as np

WRT = ("w", "b")
AT = "w=f64[d],b=float,X=f64[n,d],y=f64[n],l2=float"
SIZES = {"large": (2000, 50)}


def arguments(random, size):
    n, d = size
    y = random.integers(0, 2, n).astype(float)
    return random.normal(size=d) / d**0.5, 0.1, random.normal(size=(n, d)), y, 0.01


def logistic(w, b, X, y, l2):
    z = X @ w + b
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + l2 * np.sum(w * w)


def logistic_value_and_grad(w, b, X, y, l2, dlogistic=1.0):
    z = X @ w + b
    p = 1 / (1 + np.exp(-z))
    out = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p)) + l2 * np.sum(w * w)
    dz = p - y
    dz *= dlogistic / len(y)
    return out, (X.T @ dz + 2 * l2 * dlogistic * w, np.sum(dz))
