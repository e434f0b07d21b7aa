"""Signals, images and integrals of samples."""

from __future__ import annotations

import numpy as np
from scipy import integrate, ndimage, signal
from scipy.ndimage import gaussian_filter
from scipy.signal import convolve, fftconvolve

x = np.array([0.3, -0.5, 0.8, 1.2, 0.1])
image = np.arange(20.0).reshape(4, 5) % 7 / 5


def smoothed(x, w):
    return np.sum(convolve(x, w, mode="same") ** 2)


def matched(x, w):
    return np.max(signal.correlate(x, w, "valid"))


def layer(image, w):
    return np.sum(np.tanh(signal.convolve2d(image, w, mode="valid")))


def by_fourier(x, w):
    return np.sum(fftconvolve(x, w) ** 2)


def resonance(b, a, x):
    return np.sum(signal.lfilter(b, a, x) ** 2)


def blurred(image, target):
    return np.sum((gaussian_filter(image, sigma=0.8) - target) ** 2)


def edges(image, w):
    return np.sum(ndimage.convolve(image, w, mode="nearest") ** 2)


def diffused(image, w):
    for _ in range(3):
        image = image + 0.1 * ndimage.correlate(image, w, mode="wrap")
    return np.sum(image**2)


def boxes(image):
    return np.sum(ndimage.uniform_filter(image, size=(3, 2), mode="mirror") ** 2)


def work(f, x):
    return integrate.trapezoid(f, x) + integrate.simpson(f, dx=0.1)


def potential(f, x):
    return np.sum(integrate.cumulative_trapezoid(f, x, initial=0) ** 2)


CASES = [
    (smoothed, (x, np.array([0.2, 0.5, 0.3]))),
    (matched, (x, np.array([0.2, 0.5, 0.3]))),
    (layer, (image, np.array([[0.2, -0.5], [0.3, 0.1]]))),
    (by_fourier, (x, np.array([0.2, 0.5, 0.3]))),
    (resonance, (np.array([0.2, 0.3]), np.array([1.0, -0.5]), x)),
    (blurred, (image, image.T.reshape(4, 5))),
    (edges, (image, np.array([[0.2, -0.5], [0.3, 0.1]]))),
    (diffused, (image, np.array([[0.0, 1.0, 0.0], [1.0, -4.0, 1.0], [0.0, 1.0, 0.0]]))),
    (boxes, (image,)),
    (work, (x, np.array([0.0, 0.3, 0.5, 0.9, 1.4]))),
    (potential, (x, np.array([0.0, 0.3, 0.5, 0.9, 1.4]))),
]
