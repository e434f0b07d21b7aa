"""An LSTM over 50 steps; the loss is on the last state."""

import numpy as np

WRT = ("W", "U", "b")
AT = "x=f64[t,d],W=f64[q,h],U=f64[q,d],b=f64[q],target=f64[h]"
SIZES = {"small": (50, 8, 16), "large": (50, 64, 128)}


def arguments(random, size):
    t, d, h = size
    W, U = random.normal(size=(4 * h, h)) / h**0.5, random.normal(size=(4 * h, d)) / d**0.5
    return random.normal(size=(t, d)), W, U, random.normal(size=4 * h), random.normal(size=h)


def lstm(x, W, U, b, target):
    n = len(target)
    h = np.zeros(n)
    c = np.zeros(n)
    for t in range(len(x)):
        a = W @ h + U @ x[t] + b
        i = 1 / (1 + np.exp(-a[:n]))
        f = 1 / (1 + np.exp(-a[n : 2 * n]))
        o = 1 / (1 + np.exp(-a[2 * n : 3 * n]))
        g = np.tanh(a[3 * n :])
        c = f * c + i * g
        h = o * np.tanh(c)
    return np.sum((h - target) ** 2)


def lstm_value_and_grad(x, W, U, b, target, dlstm=1.0):
    n, steps = len(target), len(x)
    h = np.zeros((steps + 1, n))
    c = np.zeros((steps + 1, n))
    gates = np.empty((steps, 4 * n))
    tanhs = np.empty((steps, n))
    for t in range(steps):
        a = W @ h[t] + U @ x[t] + b
        s = gates[t]
        s[: 3 * n] = 1 / (1 + np.exp(-a[: 3 * n]))
        s[3 * n :] = np.tanh(a[3 * n :])
        c[t + 1] = s[n : 2 * n] * c[t] + s[:n] * s[3 * n :]
        tanhs[t] = np.tanh(c[t + 1])
        h[t + 1] = s[2 * n : 3 * n] * tanhs[t]
    out = np.sum((h[-1] - target) ** 2)

    dh = 2 * dlstm * (h[-1] - target)
    dc = np.zeros(n)
    da = np.empty((steps, 4 * n))
    for t in range(steps - 1, -1, -1):
        s, d = gates[t], da[t]
        i, f, o, g = s[:n], s[n : 2 * n], s[2 * n : 3 * n], s[3 * n :]
        dc += dh * o * (1 - tanhs[t] ** 2)
        d[:n] = dc * g * i * (1 - i)
        d[n : 2 * n] = dc * c[t] * f * (1 - f)
        d[2 * n : 3 * n] = dh * tanhs[t] * o * (1 - o)
        d[3 * n :] = dc * i * (1 - g * g)
        dc *= f
        dh = W.T @ d
    return out, (da.T @ h[:-1], da.T @ x, da.sum(axis=0))
