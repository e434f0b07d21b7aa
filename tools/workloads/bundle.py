"""Reprojection errors of points seen by cameras, vectorised over observations."""

import numpy as np

WRT = ("cameras", "points")
AT = "cameras=f64[c,q],points=f64[p,k],seen=i64[o],which=i64[o],uv=f64[o,r]"
SIZES = {"large": (20, 200, 1000)}


def arguments(random, size):
    c, p, o = size
    cameras = random.normal(size=(c, 9)) / 10
    cameras[:, 5] += 5
    cameras[:, 6] += 1
    points = random.normal(size=(p, 3))
    return (
        cameras,
        points,
        random.integers(0, c, o),
        random.integers(0, p, o),
        random.normal(size=(o, 2)),
    )


def bundle(cameras, points, seen, which, uv):
    cam = cameras[seen]
    X = points[which]
    w = cam[:, :3]
    theta2 = np.sum(w * w, axis=1, keepdims=True)
    theta = np.sqrt(theta2)
    axis = w / theta
    cross = np.stack(
        [
            axis[:, 1] * X[:, 2] - axis[:, 2] * X[:, 1],
            axis[:, 2] * X[:, 0] - axis[:, 0] * X[:, 2],
            axis[:, 0] * X[:, 1] - axis[:, 1] * X[:, 0],
        ],
        axis=1,
    )
    along = np.sum(axis * X, axis=1, keepdims=True)
    cosine, sine = np.cos(theta), np.sin(theta)
    P = X * cosine + cross * sine + axis * along * (1 - cosine) + cam[:, 3:6]
    p = -P[:, :2] / P[:, 2:3]
    r2 = np.sum(p * p, axis=1)
    distortion = 1 + cam[:, 7] * r2 + cam[:, 8] * r2 * r2
    errors = (cam[:, 6] * distortion)[:, None] * p - uv
    return np.sum(errors * errors)
