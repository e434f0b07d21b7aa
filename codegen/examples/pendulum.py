"""A pendulum through many small steps: loops over numbers, which a compiler makes fast."""

import math


def pendulum(angle: float, speed: float, k: float, dt: float, n: int):
    for _ in range(n):
        middle = angle + dt / 2 * speed
        speed = speed - dt * k * math.sin(middle)
        angle = middle + dt / 2 * speed
    return angle * angle + speed
