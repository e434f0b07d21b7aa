"""Small models, as people write them."""

import numpy as np


def svm_loss(W, X, y, reg: float):
    scores = X @ W
    correct = scores[np.arange(X.shape[0]), y]
    margins = np.maximum(0, scores - correct[:, None] + 1.0)
    margins[np.arange(X.shape[0]), y] = 0
    return margins.sum() / X.shape[0] + reg * np.sum(W * W)


def svm_loss_loops(W, X, y):
    loss = 0.0
    for i in range(X.shape[0]):
        scores = X[i] @ W
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + 1.0
            if margin > 0:
                loss += margin
    return loss / X.shape[0]


def softmax_classifier(W, b, X, y):
    scores = X @ W + b
    scores = scores - np.max(scores, axis=1, keepdims=True)
    p = np.exp(scores)
    p = p / np.sum(p, axis=1, keepdims=True)
    return -np.mean(np.log(p[np.arange(len(y)), y]))


def two_layer_net(params, X, y):
    h = np.maximum(X @ params["W1"] + params["b1"], 0.0)
    scores = h @ params["W2"] + params["b2"]
    scores = scores - scores.max(axis=1, keepdims=True)
    logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return -logp[np.arange(len(y)), y].mean()


def logistic_regression(w, b, X, t):
    p = 1 / (1 + np.exp(-(X @ w + b)))
    return -np.mean(t * np.log(p) + (1 - t) * np.log(1 - p))


def mlp(layers, x):
    for k, layer in enumerate(layers):
        x = x @ layer["W"] + layer["b"]
        if k < len(layers) - 1:
            x = np.maximum(x, 0)
    return np.mean(x**2)


def attention(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[1])
    scores = scores - scores.max(axis=-1, keepdims=True)
    weights = np.exp(scores)
    weights /= weights.sum(axis=-1, keepdims=True)
    return weights @ v


def lstm(params, x, h, c):
    for t in range(x.shape[0]):
        z = params["W"] @ x[t] + params["U"] @ h + params["b"]
        n = h.shape[0]
        i = 1 / (1 + np.exp(-z[:n]))
        f = 1 / (1 + np.exp(-z[n : 2 * n]))
        o = 1 / (1 + np.exp(-z[2 * n : 3 * n]))
        g = np.tanh(z[3 * n :])
        c = f * c + i * g
        h = o * np.tanh(c)
    return np.sum(h**2)


def batch_norm(x, gamma, beta):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    return gamma * (x - mu) / np.sqrt(var + 1e-5) + beta


def convolution_1d(x, w):
    n = len(x) - len(w) + 1
    out = np.zeros(n)
    for i in range(n):
        out[i] = np.sum(x[i : i + len(w)] * w)
    return np.sum(out**2)


def convolution_2d(x, w):
    h, k = x.shape[0] - w.shape[0] + 1, x.shape[1] - w.shape[1] + 1
    out = np.zeros((h, k))
    for i in range(h):
        for j in range(k):
            out[i, j] = np.sum(x[i : i + w.shape[0], j : j + w.shape[1]] * w)
    return np.maximum(out, 0)


def max_pool(x):
    n = len(x) // 2
    out = np.zeros(n)
    for i in range(n):
        out[i] = np.max(x[2 * i : 2 * i + 2])
    return np.sum(out**2)


def kmeans_loss(centres, points):
    d = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return np.min(d, axis=1).mean()


def gaussian_log_likelihood(mu, log_sigma, x):
    z = (x - mu) / np.exp(log_sigma)
    return np.sum(-0.5 * z**2 - log_sigma - 0.5 * np.log(2 * np.pi))


def mixture(weights, means, x):
    p = np.exp(weights - np.max(weights))
    p = p / p.sum()
    likelihood = p * np.exp(-0.5 * (x[:, None] - means) ** 2)
    return np.log(likelihood.sum(axis=1)).sum()


def lotka_volterra(theta, z, n: int):
    a, b, c, d = theta
    x, y = z
    dt = 0.1
    for _ in range(n):
        x, y = x + dt * (a * x - b * x * y), y + dt * (d * x * y - c * y)
    return x * y


def pendulum(theta, omega, length: float, steps: int):
    dt = 0.05
    energy = 0.0
    for _ in range(steps):
        omega = omega - dt * 9.81 / length * np.sin(theta)
        theta = theta + dt * omega
        energy += omega**2
    return energy


def leapfrog(q, p, steps: int):
    p = p - 0.05 * q
    for i in range(steps):
        q = q + 0.1 * p
        if i != steps - 1:
            p = p - 0.1 * q
    p = p - 0.05 * q
    return np.sum(q**2) + np.sum(p**2)


def n_body(positions, masses):
    energy = 0.0
    for i in range(len(positions)):
        for j in range(i + 1, len(positions)):
            r = positions[i] - positions[j]
            energy -= masses[i] * masses[j] / np.sqrt(np.sum(r**2) + 0.1)
    return energy


def matrix_factorisation(U, V, R, mask):
    E = (R - U @ V.T) * mask
    return np.sum(E**2) + 0.1 * (np.sum(U**2) + np.sum(V**2))


def hidden_markov(A, B, pi, observations):
    alpha = pi * B[:, observations[0]]
    scale = 0.0
    for o in observations[1:]:
        alpha = (alpha @ A) * B[:, o]
        s = alpha.sum()
        alpha = alpha / s
        scale += np.log(s)
    return scale


def viterbi_score(A, e):
    score = e[0]
    for t in range(1, len(e)):
        score = np.max(score[:, None] + A, axis=0) + e[t]
    return np.max(score)


def option_price(s0, strike, sigma, shocks):
    s = s0 * np.exp(-0.5 * sigma**2 + sigma * shocks)
    return np.mean(np.maximum(s - strike, 0.0))


def fourier_features(x, frequencies):
    phases = x[:, None] * frequencies
    features = np.concatenate([np.sin(phases), np.cos(phases)], axis=1)
    return np.sum(features @ features.T)


def gradient_descent_inside(w, X, y, rate: float):
    for _ in range(3):
        r = X @ w - y
        g = X.T @ r / len(y)
        w = w - rate * g
    return np.sum((X @ w - y) ** 2)


def adam_step(w, g, m, v):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g**2
    return w - 0.01 * (m / 0.1) / (np.sqrt(v / 0.001) + 1e-8)


def dropout(x, mask, rate: float):
    return np.sum((x * mask / (1 - rate)) ** 2)


def contrastive(a, b, margin: float):
    d = np.sqrt(np.sum((a - b) ** 2, axis=1) + 1e-8)
    return np.mean(np.maximum(margin - d, 0) ** 2 + d**2)


def focal_loss(logits, t):
    p = 1 / (1 + np.exp(-logits))
    pt = np.where(t == 1, p, 1 - p)
    return np.mean(-((1 - pt) ** 2) * np.log(pt))


def huber_mean(r, delta: float):
    a = np.abs(r)
    return np.mean(np.where(a <= delta, 0.5 * r**2, delta * (a - 0.5 * delta)))


def tree_lstm_like(tree, w):
    total = 0.0
    for left, right in tree:
        h = np.tanh(w[0] * left + w[1] * right)
        total += h * h
    return total


R = np.random.default_rng(0)
X = R.normal(size=(5, 3))
Y = np.array([0, 2, 1, 1, 0])
W = R.normal(size=(3, 3))
V = R.normal(size=3)


def cross_entropy(x, y):
    p = 1 / (1 + np.exp(-x))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


CASES = [
    (svm_loss, (W, X, Y, 0.1)),
    (svm_loss_loops, (W, X, Y)),
    (softmax_classifier, (W, V, X, Y)),
    (
        two_layer_net,
        (
            {
                "W1": R.normal(size=(3, 4)),
                "b1": R.normal(size=4),
                "W2": R.normal(size=(4, 3)),
                "b2": V,
            },
            X,
            Y,
        ),
    ),
    (logistic_regression, (V, 0.3, X, (Y > 0) * 1.0)),
    (mlp, ([{"W": W, "b": V}, {"W": W.T.copy(), "b": V * 2}, {"W": W @ W, "b": -V}], X)),
    (attention, (X, X * 0.5 + 1, R.normal(size=(5, 2)))),
    (
        lstm,
        (
            {"W": R.normal(size=(8, 3)), "U": R.normal(size=(8, 2)), "b": R.normal(size=8)},
            X,
            np.zeros(2),
            np.zeros(2),
        ),
    ),
    (batch_norm, (X, V, V * 0.5)),
    (convolution_1d, (R.normal(size=7), V)),
    (convolution_2d, (R.normal(size=(4, 5)), R.normal(size=(2, 3)))),
    (max_pool, (R.normal(size=7),)),
    (kmeans_loss, (X[:2].copy(), X[2:].copy())),
    (gaussian_log_likelihood, (V, V * 0.2, X)),
    (mixture, (V, V * 2, R.normal(size=4))),
    (lotka_volterra, ((0.6, 0.7, 0.5, 0.4), (1.0, 2.0), 4)),
    (lotka_volterra, ([0.6, 0.7, 0.5, 0.4], [1.0, 2.0], 4)),
    (pendulum, (0.5, 0.1, 1.0, 4)),
    (leapfrog, (V, V[::-1].copy(), 3)),
    (n_body, (X, np.array([1.0, 2.0, 0.5, 0.7, 1.1]))),
    (
        matrix_factorisation,
        (
            X[:, :2].copy(),
            W[:, :2].copy(),
            R.normal(size=(5, 3)),
            (R.normal(size=(5, 3)) > 0) * 1.0,
        ),
    ),
    (hidden_markov, (np.abs(W[:2, :2]), np.abs(W[:2]), np.array([0.4, 0.6]), [0, 2, 1])),
    (viterbi_score, (W, X)),
    (option_price, (100.0, 101.0, 0.2, R.normal(size=6))),
    (fourier_features, (V, R.normal(size=2))),
    (gradient_descent_inside, (V, X, R.normal(size=5), 0.1)),
    (adam_step, (V, V * 0.3, V * 0.1, V**2)),
    (dropout, (X, (X > 0) * 1.0, 0.5)),
    (contrastive, (X, X[::-1].copy() + 0.1, 1.0)),
    (focal_loss, (V, np.array([1, 0, 1]))),
    (huber_mean, (X.ravel(), 0.8)),
    (tree_lstm_like, ([(0.5, 1.5), (-0.5, 0.7)], [0.3, 0.6])),
    (tree_lstm_like, ([(0.5, 1.5), (-0.5, 0.7)], np.array([0.3, 0.6]))),
    (cross_entropy, (np.array([0.3, -1.2, 0.8]), np.array([True, False, True]))),
    (cross_entropy, (np.array([0.3, -1.2, 0.8]), np.array([0, 1, 2]))),
    # 1 - y is 255 where y is 2
    (cross_entropy, (np.array([0.3, -1.2, 0.8]), np.array([0, 1, 2], dtype=np.uint8))),
    (cross_entropy, (np.array([[0.3], [-1.2]]), np.array([0.25, 1.0]))),
]
