"""np.poly1d: a polynomial by its coefficients, the highest power first."""

from __future__ import annotations

from typing import Any

import numpy as np


class poly1d:
    def __init__(self, c_or_r: Any, r: bool = False, variable: Any = None) -> None:
        if isinstance(c_or_r, poly1d):
            self.coeffs: Any = c_or_r.coeffs
        else:
            p = np.poly(c_or_r) if r else np.atleast_1d(c_or_r)
            kept = np.flatnonzero(p)
            self.coeffs = p[kept[0] :] if len(kept) > 0 else p[:1] * 0

    @property
    def c(self) -> Any:
        return self.coeffs

    @property
    def coef(self) -> Any:
        return self.coeffs

    @property
    def coefficients(self) -> Any:
        return self.coeffs

    @property
    def order(self) -> Any:
        return len(self.coeffs) - 1

    @property
    def o(self) -> Any:
        return len(self.coeffs) - 1

    @property
    def roots(self) -> Any:
        return np.roots(self.coeffs)

    @property
    def r(self) -> Any:
        return np.roots(self.coeffs)

    def __call__(self, val: Any) -> Any:
        if isinstance(val, poly1d):
            found = poly1d(np.zeros(1))
            for k in range(len(self.coeffs)):
                found = found * val + self.coeffs[k]
            return found
        return np.polyval(self.coeffs, val)

    def __len__(self) -> Any:
        return len(self.coeffs) - 1

    def __getitem__(self, val: int) -> Any:
        """The coefficient of a power."""
        return self.coeffs[len(self.coeffs) - 1 - val] if 0 <= val < len(self.coeffs) else 0.0

    def deriv(self, m: int = 1) -> Any:
        return poly1d(np.polyder(self.coeffs, m))

    def integ(self, m: int = 1, k: Any = 0) -> Any:
        return poly1d(np.polyint(self.coeffs, m, k))

    def __neg__(self) -> Any:
        return poly1d(-self.coeffs)

    def __add__(self, other: Any) -> Any:
        return poly1d(np.polyadd(self.coeffs, _coefficients_of(other)))

    def __radd__(self, other: Any) -> Any:
        return poly1d(np.polyadd(self.coeffs, _coefficients_of(other)))

    def __sub__(self, other: Any) -> Any:
        return poly1d(np.polysub(self.coeffs, _coefficients_of(other)))

    def __rsub__(self, other: Any) -> Any:
        return poly1d(np.polysub(_coefficients_of(other), self.coeffs))

    def __mul__(self, other: Any) -> Any:
        if np.isscalar(other):
            return poly1d(self.coeffs * other)
        return poly1d(np.polymul(self.coeffs, _coefficients_of(other)))

    def __rmul__(self, other: Any) -> Any:
        if np.isscalar(other):
            return poly1d(other * self.coeffs)
        return poly1d(np.polymul(_coefficients_of(other), self.coeffs))

    def __truediv__(self, other: Any) -> Any:
        if np.isscalar(other):
            return poly1d(self.coeffs / other)
        quotient, rest = np.polydiv(self.coeffs, _coefficients_of(other))
        return poly1d(quotient), poly1d(rest)

    def __pow__(self, val: int) -> Any:
        found = np.ones(1)
        for _ in range(val):
            found = np.polymul(self.coeffs, found)
        return poly1d(found)


def _coefficients_of(other: Any) -> Any:
    return other.coeffs if isinstance(other, poly1d) else np.atleast_1d(other)
