"""PyTorch on tensors of the CPU, in the words of its users."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from workload import Gradient, Workload

import peers

torch.set_num_threads(1)


def gradient(workload: Workload) -> Gradient | None:
    forward = globals().get(workload.name)
    if forward is None:
        return None
    arguments = {name: _tensors(value) for name, value in workload.by_name().items()}
    names = workload.module.WRT
    for name in names:
        if not isinstance(arguments[name], torch.Tensor | dict):
            arguments[name] = torch.tensor(arguments[name], dtype=torch.float64)
    tensors: list[Any] = []
    for name in names:
        held = arguments[name]
        tensors += held.values() if isinstance(held, dict) else [held]
    for tensor in tensors:
        tensor.requires_grad_()

    def call() -> Any:
        value = forward(**arguments)
        found = iter(torch.autograd.grad(value, tensors))
        gradients = tuple(
            (
                {key: next(found) for key in arguments[name]}
                if isinstance(arguments[name], dict)
                else next(found)
            )
            for name in names
        )
        return value.detach(), gradients if len(names) > 1 else gradients[0]

    return call


def _tensors(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tensors(item) for key, item in value.items()}
    many = isinstance(value, np.ndarray | list)
    return torch.from_numpy(np.array(value)) if many else value


def attention(Q: Any, K: Any, V: Any, G: Any) -> Any:
    return torch.sum(torch.softmax(Q @ K.T / Q.shape[1] ** 0.5, dim=1) @ V * G)


def black_scholes(S: Any, K: Any, T: Any, r: Any, sigma: Any) -> Any:
    root = torch.sqrt(T)
    d1 = (torch.log(S / K) + (r + 0.5 * sigma**2) * T) / (sigma * root)
    d2 = d1 - sigma * root
    n1, n2 = torch.sigmoid(1.702 * d1), torch.sigmoid(1.702 * d2)
    return torch.sum(S * n1 - K * torch.exp(-r * T) * n2)


def bundle(cameras: Any, points: Any, seen: Any, which: Any, uv: Any) -> Any:
    cam, X = cameras[seen], points[which]
    w = cam[:, :3]
    theta = torch.sqrt(torch.sum(w * w, dim=1, keepdim=True))
    axis = w / theta
    cross = torch.linalg.cross(axis, X)
    along = torch.sum(axis * X, dim=1, keepdim=True)
    cosine, sine = torch.cos(theta), torch.sin(theta)
    P = X * cosine + cross * sine + axis * along * (1 - cosine) + cam[:, 3:6]
    p = -P[:, :2] / P[:, 2:3]
    r2 = torch.sum(p * p, dim=1)
    distortion = 1 + cam[:, 7] * r2 + cam[:, 8] * r2 * r2
    errors = (cam[:, 6] * distortion)[:, None] * p - uv
    return torch.sum(errors * errors)


def convnet(X: Any, W: Any, b: Any, V: Any, y: Any) -> Any:
    pooled = torch.relu(F.conv2d(X[:, None], W[:, None], b)).mean(dim=(2, 3))
    return torch.sum((pooled @ V - y) ** 2)


def gate(x: Any, y: Any, n: int) -> Any:
    k = torch.arange(n, dtype=torch.float64)
    return torch.sum(torch.sigmoid(x + k * 0.001) * torch.sin(y * k) + x * y)


def gauss_seidel(u: Any, f: Any, sweeps: int) -> Any:
    for _ in range(sweeps):
        for i, j in diagonals(*u.shape):
            around = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1]
            u = u.index_put((i, j), 0.25 * (around - f[i, j]))
    return torch.sum(u * u)


@functools.cache
def diagonals(n: int, m: int) -> list[Any]:
    """The inner cells that do not depend on one another within a sweep, in its order."""
    places = peers.diagonals(n, m)
    return [tuple(map(torch.from_numpy, place)) for place in places]


def gmm(logits: Any, means: Any, logs: Any, X: Any) -> Any:
    z = (X[:, None, :] - means) * torch.exp(-logs)
    scores = logits - torch.sum(logs, dim=1) - 0.5 * torch.sum(z * z, dim=2)
    each = torch.logsumexp(scores, dim=1)
    return torch.sum(each) - len(X) * torch.logsumexp(logits, dim=0)


def heat(u: Any, k: float, steps: int) -> Any:
    for _ in range(steps):
        inner = u[1:-1] + k * (u[2:] - 2 * u[1:-1] + u[:-2])
        u = torch.cat([u[:1], inner, u[-1:]])
    return torch.sum(u * u)


def logistic(w: Any, b: Any, X: Any, y: Any, l2: float) -> Any:
    return F.binary_cross_entropy_with_logits(X @ w + b, y) + l2 * torch.sum(w * w)


def lstm(x: Any, W: Any, U: Any, b: Any, target: Any) -> Any:
    n = len(target)
    h = c = torch.zeros(n, dtype=torch.float64)
    for row in x.unbind():
        a = W @ h + U @ row + b
        i, f, o = torch.sigmoid(a[: 3 * n]).chunk(3)
        c = f * c + i * torch.tanh(a[3 * n :])
        h = o * torch.tanh(c)
    return torch.sum((h - target) ** 2)


def mlp(params: Any, X: Any, y: Any) -> Any:
    h1 = torch.relu(X @ params["W1"] + params["b1"])
    h2 = torch.relu(h1 @ params["W2"] + params["b2"])
    return F.cross_entropy(h2 @ params["W3"] + params["b3"], y)


def nbody(x: Any, m: Any, eps: float) -> Any:
    d = x[:, None, :] - x[None, :, :]
    r2 = torch.sum(d * d, dim=2) + eps**2
    return -0.5 * torch.sum(m[:, None] * m[None, :] / torch.sqrt(r2))


def neuron(w: Any, x: Any, b: Any) -> Any:
    return torch.sigmoid(w @ x + b)


def rk4(angle: Any, speed: Any, k: Any, dt: float, n: int) -> Any:
    for _ in range(n):
        a1, s1 = speed, -k * torch.sin(angle)
        a2, s2 = speed + dt / 2 * s1, -k * torch.sin(angle + dt / 2 * a1)
        a3, s3 = speed + dt / 2 * s2, -k * torch.sin(angle + dt / 2 * a2)
        a4, s4 = speed + dt * s3, -k * torch.sin(angle + dt * a3)
        angle = angle + dt / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        speed = speed + dt / 6 * (s1 + 2 * s2 + 2 * s3 + s4)
    return angle * angle + speed


def softmax(W: Any, b: Any, X: Any, y: Any, l2: float) -> Any:
    return F.cross_entropy(X @ W + b, y) + l2 * torch.sum(W * W)
