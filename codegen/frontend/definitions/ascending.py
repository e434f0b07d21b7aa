"""numpy.polynomial.polynomial: polynomials by their coefficients, the constant first."""

from __future__ import annotations

from typing import Any

import numpy as np


def polyval(x: Any, c: Any, tensor: bool = True) -> Any:
    p = _coefficients(x, c, tensor)
    found = p[-1] + np.multiply(x, 0)
    for k in range(2, len(p) + 1):
        found = p[-k] + found * x
    return found


def _coefficients(x: Any, c: Any, tensor: bool) -> Any:
    p = np.atleast_1d(c)
    if np.ndim(p) > 1 and np.ndim(x) > 0 and tensor:
        return np.reshape(p, np.shape(p) + (1,) * np.ndim(x))
    return p


def polyval2d(x: Any, y: Any, c: Any) -> Any:
    return polyval(y, polyval(x, c), False)


def polyval3d(x: Any, y: Any, z: Any, c: Any) -> Any:
    return polyval(z, polyval(y, polyval(x, c), False), False)


def _trimmed(c: Any) -> Any:
    """Without zeros at the end, but for one."""
    p = np.atleast_1d(c)
    kept = np.flatnonzero(p)
    return p[: kept[-1] + 1] if len(kept) > 0 else p[:1]


def _lengthened(p: Any, length: int) -> Any:
    return np.concatenate((p, np.zeros(length - len(p), dtype=p.dtype)))


def polyadd(c1: Any, c2: Any) -> Any:
    left, right = _trimmed(c1), _trimmed(c2)
    length = max(len(left), len(right))
    return _trimmed(_lengthened(left, length) + _lengthened(right, length))


def polysub(c1: Any, c2: Any) -> Any:
    left, right = _trimmed(c1), _trimmed(c2)
    length = max(len(left), len(right))
    return _trimmed(_lengthened(left, length) - _lengthened(right, length))


def polymul(c1: Any, c2: Any) -> Any:
    return _trimmed(np.convolve(_trimmed(c1), _trimmed(c2)))


def polymulx(c: Any) -> Any:
    p = _trimmed(c)
    return np.concatenate((p[:1] * 0, p))


def polypow(c: Any, pow: int, maxpower: Any = None) -> Any:
    p = _trimmed(c)
    found = np.ones(1, dtype=p.dtype)
    for _ in range(pow):
        found = np.convolve(found, p)
    return found


def polyder(c: Any, m: int = 1, scl: Any = 1) -> Any:
    p = np.atleast_1d(c) * 1.0
    if m >= len(p):
        return p[:1] * 0
    for _ in range(m):
        p = np.arange(1, len(p)) * (p * scl)[1:]
    return p


def polyint(c: Any, m: int = 1, k: Any = (), lbnd: Any = 0, scl: Any = 1) -> Any:
    p = np.atleast_1d(c) * 1.0
    constants = k if isinstance(k, (tuple, list)) else (k,)
    for n in range(m):
        p = p * scl
        p = np.concatenate((p[:1] * 0, p / np.arange(1, len(p) + 1)))
        first = constants[n] if n < len(constants) else 0
        p[0] += first - polyval(lbnd, p)
    return p


def polyvander(x: Any, deg: int) -> Any:
    places = np.atleast_1d(x) + 0.0
    powers = [places * 0 + 1]
    for _ in range(deg):
        powers.append(powers[-1] * places)
    return np.stack(powers, axis=-1)


def polyfit(x: Any, y: Any, deg: int, rcond: Any = None, full: bool = False, w: Any = None) -> Any:
    assert isinstance(deg, int) and not full, "polyfit with chosen degrees, or full=True"
    places, right = np.asarray(x) + 0.0, np.asarray(y) + 0.0
    assert deg < len(places) or rcond is not None, "polyfit through too few points"
    left = polyvander(places, deg)
    if w is not None:
        weights = np.asarray(w) + 0.0
        left = left * weights[:, None]
        right = right * weights[:, None] if np.ndim(right) == 2 else right * weights
    scales = np.sqrt(np.sum(np.square(left), axis=0))
    found = np.linalg.lstsq(left / scales, right, rcond)[0]
    return (found.T / scales).T


def polyroots(c: Any) -> Any:
    p = _trimmed(c) * 1.0
    n = len(p) - 1
    if n < 1:
        return np.zeros(0)
    if n == 1:
        return -p[:1] / p[1]
    companion = np.diag(np.ones(n - 1), -1)
    companion[:, -1] -= p[:-1] / p[-1]
    return np.sort(np.linalg.eigvals(companion))


def polyfromroots(roots: Any) -> Any:
    """Products of neighbours, of these, and so on."""
    parts = [np.array([-root, 1.0]) for root in np.sort(roots)]
    n = len(parts)
    if n == 0:
        return np.ones(1)
    while n > 1:
        m, rest = n // 2, n % 2
        found = [np.convolve(parts[k], parts[k + m]) for k in range(m)]
        if rest == 1:
            found[0] = np.convolve(found[0], parts[-1])
        parts, n = found, m
    return parts[0]


class Polynomial:
    """Of the window -1 to 1, which is that of its coefficients."""

    def __init__(self, coef: Any) -> None:
        self.coef = np.atleast_1d(coef) * 1.0

    def __call__(self, arg: Any) -> Any:
        return polyval(arg, self.coef)

    def degree(self) -> Any:
        return len(self.coef) - 1

    def deriv(self, m: int = 1) -> Any:
        return Polynomial(polyder(self.coef, m))

    def integ(self, m: int = 1, k: Any = (), lbnd: Any = 0) -> Any:
        return Polynomial(polyint(self.coef, m, k, lbnd))

    def roots(self) -> Any:
        return polyroots(self.coef)

    def __len__(self) -> Any:
        return len(self.coef)

    def __neg__(self) -> Any:
        return Polynomial(-self.coef)

    def __add__(self, other: Any) -> Any:
        return Polynomial(polyadd(self.coef, _coefficients_of(other)))

    def __radd__(self, other: Any) -> Any:
        return Polynomial(polyadd(_coefficients_of(other), self.coef))

    def __sub__(self, other: Any) -> Any:
        return Polynomial(polysub(self.coef, _coefficients_of(other)))

    def __rsub__(self, other: Any) -> Any:
        return Polynomial(polysub(_coefficients_of(other), self.coef))

    def __mul__(self, other: Any) -> Any:
        return Polynomial(polymul(self.coef, _coefficients_of(other)))

    def __rmul__(self, other: Any) -> Any:
        return Polynomial(polymul(_coefficients_of(other), self.coef))

    def __truediv__(self, other: Any) -> Any:
        return Polynomial(self.coef / other)

    def __pow__(self, n: int) -> Any:
        return Polynomial(polypow(self.coef, n))


def _coefficients_of(other: Any) -> Any:
    return other.coef if isinstance(other, Polynomial) else np.atleast_1d(other)
