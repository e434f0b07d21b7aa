"""A small convolution, 3 x 3, by shifted products; a pooled score."""

import numpy as np

WRT = ("W", "b", "V")
AT = "X=f64[n,h,w],W=f64[k,p,p],b=f64[k],V=f64[k],y=f64[n]"
SIZES = {"large": (32, 28, 8)}


def arguments(random, size):
    n, h, k = size
    X, W = random.normal(size=(n, h, h)), random.normal(size=(k, 3, 3)) / 3
    return X, W, random.normal(size=k), random.normal(size=k), random.normal(size=n)


def convnet(X, W, b, V, y):
    n, h, w = X.shape
    out = np.zeros((n, len(b), h - 2, w - 2))
    for i in range(3):
        for j in range(3):
            out += W[:, i, j][:, None, None] * X[:, None, i : h - 2 + i, j : w - 2 + j]
    out += b[:, None, None]
    a = np.maximum(out, 0)
    pooled = np.mean(a, axis=(2, 3))
    return np.sum((pooled @ V - y) ** 2)


def convnet_value_and_grad(X, W, b, V, y, dconvnet=1.0):
    n, h, w = X.shape
    out = np.zeros((n, len(b), h - 2, w - 2))
    for i in range(3):
        for j in range(3):
            out += W[:, i, j][:, None, None] * X[:, None, i : h - 2 + i, j : w - 2 + j]
    out += b[:, None, None]
    a = np.maximum(out, 0)
    pooled = np.mean(a, axis=(2, 3))
    errors = pooled @ V - y
    value = np.sum(errors**2)

    derrors = 2 * dconvnet * errors
    dV = pooled.T @ derrors
    dpooled = derrors[:, None] * V / ((h - 2) * (w - 2))
    dout = dpooled[:, :, None, None] * (out > 0)
    db = dout.sum(axis=(0, 2, 3))
    dW = np.empty_like(W)
    for i in range(3):
        for j in range(3):
            dW[:, i, j] = np.einsum("nkij,nij->k", dout, X[:, i : h - 2 + i, j : w - 2 + j])
    return value, (dW, db, dV)
