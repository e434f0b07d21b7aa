"""Splines through samples: made and read inside of the function."""

import numpy as np
from scipy.interpolate import BSpline, CubicSpline, interp1d, make_interp_spline

X = np.array([0.0, 0.7, 1.5, 2.6, 4.0])
Y = np.array([0.2, 0.9, -0.4, 0.7, 0.1])
T = np.array([0.35, 1.6, 2.2, 3.7])
M = np.sin(np.arange(10.0)).reshape(5, 2)
KNOTS = np.array([0.0, 0.0, 0.0, 0.0, 1.5, 4.0, 4.0, 4.0, 4.0])


def cubic(y, t):
    return CubicSpline(X, y)(t)


def cubic_and_its_slope(y, t):
    spline = CubicSpline(X, y, bc_type="natural")
    return spline(t) * spline(t, 1) + spline(t, nu=2)


def held_at_its_ends(y, t):
    return np.sum(CubicSpline(X, y, bc_type="clamped", extrapolate=True)(t[0] - 1.0)) * t


def of_a_list(a, t):
    return CubicSpline(X, [a, 2.0, a * a, 0.5, 1.0])(t)


def at_a_matrix(y, t):
    return CubicSpline(X, np.exp(y))(t[:, None] - t / 3)


def of_columns(m, t):
    return CubicSpline(X, m)(t) * make_interp_spline(X, m, k=2)(t) + CubicSpline(X, m)(t[0])


def of_other_degrees(y, t):
    return make_interp_spline(X, y, k=1)(t) + make_interp_spline(X, y)(t, 1)


def by_coefficients(c, t):
    return BSpline(KNOTS, c, 3)(t) + BSpline(KNOTS, c, k=3)(t, 1)


def straight(y, t):
    inside = interp1d(X, y)(t)
    return inside + interp1d(X, y, fill_value="extrapolate")(t + 1.5)


CASES = [
    (cubic, (Y, T)),
    (cubic, (Y, 1.3)),
    (cubic_and_its_slope, (Y, T)),
    (held_at_its_ends, (Y, T)),
    (of_a_list, (0.3, T)),
    (at_a_matrix, (Y, T)),
    (of_columns, (M, T)),
    (of_other_degrees, (Y, T)),
    (by_coefficients, (Y, T)),
    (straight, (Y, T)),
]
