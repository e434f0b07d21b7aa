"""JAX, compiled: the same source over jax.numpy; scans and whole arrays where there are loops."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from workload import Gradient, Workload

from peers import diagonals, with_names

jax.config.update("jax_enable_x64", True)


def gradient(workload: Workload) -> Gradient | None:
    own = globals().get(workload.name)
    forward = own or with_names(workload.forward, np=jnp, math=jnp)
    arguments = workload.by_name()
    names = workload.module.WRT
    counts = {name: value for name, value in arguments.items() if isinstance(value, int)}
    given = {name: value for name, value in arguments.items() if name not in counts}
    given = {name: _arrays(value) for name, value in given.items()}

    def of_wrt(differentiated: Any, others: Any) -> Any:
        return forward(**counts, **others, **dict(zip(names, differentiated, strict=True)))

    derived = jax.jit(jax.value_and_grad(of_wrt))
    start = tuple(given.pop(name) for name in names)

    def call() -> Any:
        value, gradients = jax.block_until_ready(derived(start, given))
        return value, gradients if len(names) > 1 else gradients[0]

    return call


def _arrays(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _arrays(item) for key, item in value.items()}
    return jnp.asarray(value)


def gate(x: Any, y: Any, n: int) -> Any:
    k = jnp.arange(n)
    return jnp.sum(jax.nn.sigmoid(x + k * 0.001) * jnp.sin(y * k) + x * y)


def neuron(w: Any, x: Any, b: Any) -> Any:
    return jax.nn.sigmoid(w @ x + b)


def heat(u: Any, k: Any, steps: int) -> Any:
    def step(u: Any, _: Any) -> Any:
        return u.at[1:-1].add(k * (u[2:] - 2 * u[1:-1] + u[:-2])), None

    u, _ = jax.lax.scan(step, u, None, length=steps)
    return jnp.sum(u * u)


def gauss_seidel(u: Any, f: Any, sweeps: int) -> Any:
    n, m = u.shape
    places = diagonals(n, m)
    widest = max(len(i) for i, _ in places)
    # places beyond the grid fill the shorter diagonals: they are read as 0 and never stored
    filled = [[np.pad(k, (0, widest - len(k)), constant_values=n + m) for k in ij] for ij in places]

    def diagonal(u: Any, place: Any) -> Any:
        i, j = place
        around = u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1]
        return u.at[i, j].set(0.25 * (around - f[i, j]), mode="drop"), None

    def sweep(u: Any, _: Any) -> Any:
        return jax.lax.scan(diagonal, u, tuple(jnp.asarray(filled).swapaxes(0, 1)))

    u, _ = jax.lax.scan(sweep, u, None, length=sweeps)
    return jnp.sum(u * u)


def rk4(angle: Any, speed: Any, k: Any, dt: Any, n: int) -> Any:
    def step(state: Any, _: Any) -> Any:
        angle, speed = state
        a1, s1 = speed, -k * jnp.sin(angle)
        a2, s2 = speed + dt / 2 * s1, -k * jnp.sin(angle + dt / 2 * a1)
        a3, s3 = speed + dt / 2 * s2, -k * jnp.sin(angle + dt / 2 * a2)
        a4, s4 = speed + dt * s3, -k * jnp.sin(angle + dt * a3)
        angle = angle + dt / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        speed = speed + dt / 6 * (s1 + 2 * s2 + 2 * s3 + s4)
        return (angle, speed), None

    (angle, speed), _ = jax.lax.scan(step, (angle, speed), None, length=n)
    return angle * angle + speed


def lstm(x: Any, W: Any, U: Any, b: Any, target: Any) -> Any:
    n = len(target)

    def step(state: Any, row: Any) -> Any:
        h, c = state
        a = W @ h + U @ row + b
        i, f, o = (jax.nn.sigmoid(a[k * n : (k + 1) * n]) for k in range(3))
        c = f * c + i * jnp.tanh(a[3 * n :])
        return (o * jnp.tanh(c), c), None

    (h, _), _ = jax.lax.scan(step, (jnp.zeros(n), jnp.zeros(n)), x)
    return jnp.sum((h - target) ** 2)


def convnet(X: Any, W: Any, b: Any, V: Any, y: Any) -> Any:
    out = jax.lax.conv(X[:, None], W[:, None], (1, 1), "VALID") + b[:, None, None]
    pooled = jnp.mean(jnp.maximum(out, 0), axis=(2, 3))
    return jnp.sum((pooled @ V - y) ** 2)
