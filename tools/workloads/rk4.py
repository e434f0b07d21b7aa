"""A pendulum, a thousand steps of the classical Runge-Kutta method, in plain floats."""

import math

import numpy as np

WRT = ("angle", "speed", "k")
AT = "angle=float,speed=float,k=float,dt=float,n=int"
SIZES = {"large": 1000}


def arguments(random, size):
    return 0.5, 0.1, 1.3, 0.01, size


def rk4(angle, speed, k, dt, n):
    for _ in range(n):
        a1, s1 = speed, -k * math.sin(angle)
        a2, s2 = speed + dt / 2 * s1, -k * math.sin(angle + dt / 2 * a1)
        a3, s3 = speed + dt / 2 * s2, -k * math.sin(angle + dt / 2 * a2)
        a4, s4 = speed + dt * s3, -k * math.sin(angle + dt * a3)
        angle = angle + dt / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        speed = speed + dt / 6 * (s1 + 2 * s2 + 2 * s3 + s4)
    return angle * angle + speed


def rk4_value_and_grad(angle, speed, k, dt, n, drk4=1.0):
    half, sixth = dt / 2, dt / 6
    saved = []
    for _ in range(n):
        x1 = angle
        a1, s1 = speed, -k * math.sin(x1)
        x2 = angle + half * a1
        a2, s2 = speed + half * s1, -k * math.sin(x2)
        x3 = angle + half * a2
        a3, s3 = speed + half * s2, -k * math.sin(x3)
        x4 = angle + dt * a3
        a4, s4 = speed + dt * s3, -k * math.sin(x4)
        saved.append((x1, x2, x3, x4))
        angle = angle + dt / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        speed = speed + dt / 6 * (s1 + 2 * s2 + 2 * s3 + s4)
    out = angle * angle + speed
    dangle, dspeed, dk = 2 * angle * drk4, drk4, 0.0
    for x1, x2, x3, x4 in reversed(saved):
        da, ds = sixth * dangle, sixth * dspeed
        # a4 = speed + dt * s3, s4 = -k * sin(x4), x4 = angle + dt * a3
        da4, ds4 = da, ds
        dk -= ds4 * math.sin(x4)
        dx4 = -k * math.cos(x4) * ds4
        dspeed += da4
        ds3 = 2 * ds + dt * da4
        dangle += dx4
        da3 = 2 * da + dt * dx4
        dk -= ds3 * math.sin(x3)
        dx3 = -k * math.cos(x3) * ds3
        dspeed += da3
        ds2 = 2 * ds + half * da3
        dangle += dx3
        da2 = 2 * da + half * dx3
        dk -= ds2 * math.sin(x2)
        dx2 = -k * math.cos(x2) * ds2
        dspeed += da2
        ds1 = ds + half * da2
        dangle += dx2
        da1 = da + half * dx2
        dk -= ds1 * math.sin(x1)
        dangle -= k * math.cos(x1) * ds1
        dspeed += da1
    return out, (dangle, dspeed, dk)


def rk4_for_numba(angle, speed, k, dt, n, drk4=1.0):
    half, sixth = dt / 2, dt / 6
    saved = np.empty((n, 4))
    for i in range(n):
        x1 = angle
        a1, s1 = speed, -k * math.sin(x1)
        x2 = angle + half * a1
        a2, s2 = speed + half * s1, -k * math.sin(x2)
        x3 = angle + half * a2
        a3, s3 = speed + half * s2, -k * math.sin(x3)
        x4 = angle + dt * a3
        a4, s4 = speed + dt * s3, -k * math.sin(x4)
        saved[i, 0], saved[i, 1], saved[i, 2], saved[i, 3] = x1, x2, x3, x4
        angle = angle + sixth * (a1 + 2 * a2 + 2 * a3 + a4)
        speed = speed + sixth * (s1 + 2 * s2 + 2 * s3 + s4)
    out = angle * angle + speed
    dangle, dspeed, dk = 2 * angle * drk4, drk4, 0.0
    for i in range(n - 1, -1, -1):
        x1, x2, x3, x4 = saved[i]
        da, ds = sixth * dangle, sixth * dspeed
        da4, ds4 = da, ds
        dx4 = -k * math.cos(x4) * ds4
        ds3 = 2 * ds + dt * da4
        da3 = 2 * da + dt * dx4
        dx3 = -k * math.cos(x3) * ds3
        ds2 = 2 * ds + half * da3
        da2 = 2 * da + half * dx3
        dx2 = -k * math.cos(x2) * ds2
        ds1 = ds + half * da2
        da1 = da + half * dx2
        dx1 = -k * math.cos(x1) * ds1
        dk -= ds4 * math.sin(x4) + ds3 * math.sin(x3) + ds2 * math.sin(x2) + ds1 * math.sin(x1)
        dangle += dx4 + dx3 + dx2 + dx1
        dspeed += da4 + da3 + da2 + da1
    return out, (dangle, dspeed, dk)
