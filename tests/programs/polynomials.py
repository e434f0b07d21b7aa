"""Polynomials: numpy.polynomial and np.poly1d."""

import numpy as np
import numpy.polynomial.polynomial as P
from numpy.polynomial import Polynomial
from numpy.polynomial.legendre import leggauss, legval

V = np.array([0.55, 0.13, 0.37, 0.82])
W = np.array([1.3, 1.9, 1.1, 1.6])
M = np.array([[0.43, 0.08, 0.77, 0.31], [0.62, 0.95, 0.15, 0.53], [0.23, 0.71, 0.48, 0.89]])


def evaluated(v, w, m, x):
    return (
        P.polyval(x, v),
        P.polyval(m, v),
        P.polyval(v, m),
        P.polyval(x, m),
        P.polyval2d(x, 0.3, m),
        np.polynomial.polynomial.polyvander(v, 3),
    )


def combined(v, w, m, x):
    return (
        P.polyadd(v, w[:2]),
        P.polysub(w[:2], v),
        P.polymul(v, w),
        P.polymulx(v),
        P.polypow(v, 3),
    )


def derived(v, w, m, x):
    return (
        P.polyder(v),
        P.polyder(v, 2, scl=x),
        P.polyder(v, 9),
        P.polyint(v),
        P.polyint(v, 2, [x, 1.0], lbnd=0.5),
        P.polyint(v, k=x),
    )


def found(v, w, m, x):
    return (
        P.polyfit(w, v, 2),
        P.polyfit(w, m.T, 1, w=v),
        P.polyroots([x, -3.0, 1.0]),
        P.polyroots(v),
        P.polyroots(v[:2]),
        P.polyfromroots(v),
    )


def orthogonal(v, w, m, x):
    return (
        np.polynomial.chebyshev.chebval(x, v),
        np.polynomial.legendre.legval(m, v),
        np.polynomial.hermite.hermval(x, v),
        np.polynomial.hermite_e.hermeval(m, v),
        np.polynomial.laguerre.lagval(x, v),
        legval(x, v[:1]),
        legval(x, v[:2]),
    )


def quadrature(v, w, m, x):
    return (
        np.sum(leggauss(4)[1] * np.exp(x * leggauss(4)[0])),
        np.polynomial.hermite.hermgauss(3)[1] @ np.cos(x * np.polynomial.hermite.hermgauss(3)[0]),
    )


def poly1d_values(v, w, m, x):
    p = np.poly1d(v)
    return p(x), p(m), p.deriv()(x), p.integ(k=x)(0.5), p[1], p.c, p(np.poly1d(w[:2]))(x)


def poly1d_arithmetic(v, w, m, x):
    p, q = np.poly1d(v), np.poly1d(w[:2])
    quotient, rest = p / q
    total = (p * q + 2 * p - x) * 0.5 - q**2
    return total.coeffs, (-p)(x), (1 - p).coef, quotient.coeffs, rest.coeffs, p.order * x


def poly1d_of_zeros(v, w, m, x):
    p = np.poly1d([x, 2.0, 3.0], True)
    return p.coeffs, p.roots


def coefficients_in_an_object(v, w, m, x):
    p, q = Polynomial(v), Polynomial(w[:2])
    total = (p * q + 2 * p - x) / 2 - q**2
    return (
        p(x),
        p(m),
        total.coef,
        p.deriv()(x),
        p.integ(2, k=[x])(0.5),
        (1 - p).coef,
        p.degree() * x,
    )


def fitted_by_steps(v, w, m, x):
    """Newton's method on a polynomial."""
    p = np.poly1d(v)
    slope = p.deriv()
    t = x
    for _ in range(3):
        t = t - p(t) / slope(t)
    return t


CASES = [
    (evaluated, (V, W, M, 0.42)),
    (combined, (V, W, M, 0.42)),
    (derived, (V, W, M, 0.42)),
    (found, (V, W, M, 0.42)),
    (orthogonal, (V, W, M, 0.42)),
    (quadrature, (V, W, M, 0.42)),
    (poly1d_values, (V, W, M, 0.42)),
    (poly1d_arithmetic, (V, W, M, 0.42)),
    (poly1d_of_zeros, (V, W, M, 0.42)),
    (coefficients_in_an_object, (V, W, M, 0.42)),
    (fitted_by_steps, (V, W, M, 0.42)),
]
