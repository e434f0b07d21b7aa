"""Functions of SciPy that are written with others, and distances of points."""

import numpy as np
from scipy import integrate, linalg, ndimage, signal
from scipy.spatial import distance

V = np.array([0.6, -0.4, 1.2, -0.9, 0.3])
W = np.array([0.2, 0.5, -0.7, 0.4, 1.1])
M = np.sin(np.arange(20.0)).reshape(4, 5)
P = np.array([[0.1, 0.4], [0.5, 0.2], [0.9, 0.8], [0.3, 0.7]])


def of_two_vectors(u, v):
    near = distance.euclidean(u, v) + distance.minkowski(u, v, 3) + distance.cityblock(u, v)
    return near + distance.sqeuclidean(u, v) * distance.chebyshev(u, v)


def by_angles(u, v):
    return distance.cosine(u, v) + distance.correlation(u, v) + distance.correlation(u, v, u**2)


def by_shares(u, v):
    return distance.braycurtis(u, v) + distance.canberra(u, v)


def weighted_distances(u, v):
    w = np.exp(u)
    near = distance.euclidean(u, v, w) + distance.cityblock(u, v, w) + distance.cosine(u, v, w)
    return near + distance.sqeuclidean(u, v, w=w)


def mahalanobis(u, v):
    return distance.mahalanobis(u, v, np.eye(5) + np.outer(u, u))


def kernel(p, q):
    gaussian = np.exp(-distance.cdist(p, q, "sqeuclidean") / 2)
    return gaussian + distance.cdist(p, q) * distance.cdist(p, q, metric="cityblock")


def of_themselves(p):
    return distance.cdist(p, p) + np.exp(-distance.cdist(p, p, "minkowski", p=3.0) ** 3)


def of_pairs(p):
    return distance.squareform(distance.pdist(p)) * distance.squareform(
        distance.pdist(p, "sqeuclidean")
    ) + np.sum(distance.pdist(p, "cityblock"))


def condensed(p):
    return distance.squareform(p @ p.T - np.diag(np.diag(p @ p.T)))


def edges(m):
    return ndimage.sobel(m) * ndimage.sobel(m, axis=0) + ndimage.prewitt(m, mode="wrap")


def curvature(m):
    return ndimage.laplace(m) + ndimage.gaussian_laplace(m, 0.8)


def steepness(m):
    return ndimage.gaussian_gradient_magnitude(m, 0.8, mode="wrap")


def envelope(v, m):
    return np.abs(signal.hilbert(v)) + np.abs(signal.hilbert(m, axis=1))


def envelope_of_even_length(m):
    return signal.hilbert(m, axis=0).imag


def without_trend(v, m):
    return signal.detrend(v) + signal.detrend(m, axis=0) * signal.detrend(m, type="constant")


def quadrature(v):
    def integrand(x, a):
        return np.sin(a * x) * np.exp(-x * v[0])

    return integrate.fixed_quad(integrand, v[1], v[2], args=(v[3],), n=4)[0]


def running_simpson(v, m):
    even = integrate.cumulative_simpson(m * v, dx=0.1, axis=1, initial=0)
    return even, integrate.cumulative_simpson(v, x=np.cumsum(np.exp(v)))


def shaped_by_vectors(u, v):
    tall = linalg.khatri_rao(linalg.hankel(u), linalg.hankel(u, v))
    return tall, linalg.companion(u), linalg.leslie(u, v[1:])


CASES = [
    (
        of_two_vectors,
        (
            V,
            W,
        ),
    ),
    (
        by_angles,
        (
            V,
            W,
        ),
    ),
    (
        by_shares,
        (
            V,
            W,
        ),
    ),
    (
        weighted_distances,
        (
            V,
            W,
        ),
    ),
    (
        mahalanobis,
        (
            V,
            W,
        ),
    ),
    (
        kernel,
        (
            P,
            P[::-1] * 0.7 + 0.2,
        ),
    ),
    (of_themselves, (P,)),
    (of_pairs, (P,)),
    (condensed, (P,)),
    (edges, (M,)),
    (curvature, (M,)),
    (steepness, (M,)),
    (
        envelope,
        (
            V,
            M,
        ),
    ),
    (envelope_of_even_length, (M,)),
    (
        without_trend,
        (
            V,
            M,
        ),
    ),
    (quadrature, (V,)),
    (
        running_simpson,
        (
            V,
            M,
        ),
    ),
    (
        shaped_by_vectors,
        (
            V,
            W,
        ),
    ),
]
