"""numpy.fft: losses of spectra, filters, differential equations."""

from __future__ import annotations

import numpy as np


def power_spectrum(x):
    return np.sum(np.abs(np.fft.fft(x)) ** 2)


def one_sided(x):
    s = np.fft.rfft(x)
    return np.sum(np.arange(len(s)) * np.abs(s) ** 2)


def low_pass(x, cutoff):
    s = np.fft.rfft(x)
    gain = 1 / (1 + (np.fft.rfftfreq(len(x)) / cutoff) ** 2)
    return np.sum(np.fft.irfft(s * gain, len(x)) ** 3)


def convolution(x, k):
    n = len(x) + len(k) - 1
    return np.fft.irfft(np.fft.rfft(x, n) * np.fft.rfft(k, n), n)


def circular(x, k):
    return np.real(np.fft.ifft(np.fft.fft(x) * np.fft.fft(k, len(x))))


def spectral_derivative(u):
    k = 2j * np.pi * np.fft.fftfreq(len(u), d=1 / len(u))
    ux = np.fft.ifft(k * np.fft.fft(u)).real
    return np.sum(ux**2 * u)


def heat_by_fourier(u, steps: int):
    k = np.fft.fftfreq(len(u)) * 2 * np.pi
    for _ in range(steps):
        u = np.fft.ifft(np.exp(-0.1 * k**2) * np.fft.fft(u)).real
        u = u + 0.1 * u * (1 - u)
    return np.sum(u**2)


def image_phase(a):
    f = np.fft.fftshift(np.fft.fft2(a), axes=(0, 1))
    return np.sum(np.real(f * np.conj(f)) * np.arange(a.size).reshape(a.shape))


def image_filter(a, gain):
    return np.fft.irfft2(np.fft.rfft2(a) * gain, a.shape) * a


def orthonormal(x):
    return np.sum(np.fft.fftn(x, norm="ortho").imag ** 2) + np.abs(np.fft.ifftn(x)).sum()


def hermitian(z):
    return np.sum(np.fft.hfft(z) ** 2) + np.abs(np.fft.ihfft(z.real)).sum()


def per_row(x):
    total = 0.0
    for row in x:
        total += np.abs(np.fft.rfft(row, norm="forward")[1]) ** 2
    return total


X = np.array([0.5, -1.2, 0.7, 1.9, 0.3])
M = np.sin(np.arange(12.0)).reshape(3, 4)
Z = X[:4] + 1j * X[1:]

CASES = [
    (power_spectrum, (X,)),
    (power_spectrum, (X[:4].copy(),)),
    (power_spectrum, (Z,)),
    (power_spectrum, (M,)),
    (power_spectrum, (X.astype(np.float32),)),
    (one_sided, (X,)),
    (one_sided, (X[:4].copy(),)),
    (low_pass, (X, 0.3)),
    (low_pass, (X[:4].copy(), 0.3)),
    (convolution, (X, X[:2].copy())),
    (convolution, (X, X[:3].copy())),
    (circular, (X, X[:2].copy())),
    (spectral_derivative, (X,)),
    (heat_by_fourier, (X, 3)),
    (image_phase, (M,)),
    (image_filter, (M, M[:, :3].copy())),
    (orthonormal, (M,)),
    (hermitian, (Z,)),
    (per_row, (M,)),
]
