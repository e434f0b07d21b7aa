"""Complex numbers: gradients are df/dx - i df/dy for z = x + iy, as in JAX."""

from __future__ import annotations

import cmath

import numpy as np


def modulus(z):
    return abs(z)


def square_modulus(z):
    return (z * z.conjugate()).real


def parts_of_product(z, w):
    p = z * w + 2j * z
    return p.real * 3 + p.imag


def real_parameter(a, z):
    return (a * z * 1j).real + abs(a + z)


def mandelbrot(c):
    z = 0
    for _ in range(5):
        z = z * z + c
    return abs(z)


def from_parts(x, y):
    z = complex(x, y)
    return abs(z**3 + 2 / z) + complex(x).real


def cmath_functions(z):
    return abs(cmath.exp(z) * cmath.sqrt(z) + cmath.log(z) - cmath.sin(z) * cmath.cosh(z))


def more_of_cmath(z):
    w = cmath.atan(z) + cmath.asin(z / 5) + cmath.tanh(z) + cmath.log10(z) + cmath.acosh(z)
    return w.real * w.imag


def polar_and_rect(z):
    r, phi = cmath.polar(z)
    w = cmath.rect(r * 2, phi / 3)
    return w.real + 2 * w.imag + cmath.phase(z)


def power_of_complex(z, w):
    return abs(z**w) + (2**w).real + (w**2.5).imag


def phase_factor(theta):
    return (cmath.exp(1j * theta) ** 3).real


def by_elements(z):
    total = 0.0
    for k in range(len(z)):
        total += z[k].real * z[k].imag
    return total


def complex_sum(z):
    s = 0
    for w in z:
        s += w * w
    return abs(s)


def norms(z):
    return np.linalg.norm(z) + np.sqrt(np.sum(np.abs(z) ** 2)) + np.sqrt(np.vdot(z, z).real)


def array_functions(z):
    return np.sum(np.abs(np.exp(z) + np.sqrt(z) * np.sin(z) - np.log(z) / np.tanh(z)))


def array_parts(z):
    return np.sum(np.real(z) * z.imag**2 + np.angle(z) + np.imag(np.conj(z) * z[::-1]))


def inverse_functions(z):
    w = np.arcsin(z) + np.arccos(z) * 2 + np.arctan(z) + np.arcsinh(z) * 3 + np.arccosh(z)
    return np.sum((w * np.arctanh(z)).real)


def complex_result(z):
    return z**2 + 1j * z


def complex_scalar_result(z):
    return np.sum(z * 1j)


def real_to_complex(x):
    return x * 1j + 2


def mixed_operands(x, z):
    return np.sum(np.abs(x * z + x / z)) + np.sum((z - x).real)


def mixed_broadcast(x, z):
    return np.sum(np.abs(x[:, None] * z) ** 2)


def matrix_product(A, x):
    y = A @ x
    return np.sum((y * y.conj()).real)


def einsum_and_dots(A, B):
    return np.abs(np.einsum("ij,ji->", A, B)) + np.vdot(A, B).imag + np.abs(np.inner(A[0], B[0]))


def in_place(z, x):
    w = z.copy()
    w[0] *= 2j
    w[1:] += x[1:]
    w[-1] = x[0] * w[0]
    return np.sum(np.abs(w) ** 2)


def into_new_array(x):
    w = np.zeros(len(x), dtype=complex)
    for k in range(len(x)):
        w[k] = x[k] * 1j**k
    return np.sum(np.abs(w + 1) ** 3)


def grows_complex(c):
    z = np.zeros(len(c))
    for _ in range(3):
        z = z * z + c
    return np.sum(np.abs(z))


def either(x, z):
    if x[0] > 0:
        w = x * 2
    else:
        w = z * x
    return np.sum(np.abs(w + z) ** 2)


def where_of_complex(x, z):
    return np.sum(np.abs(np.where(x > 0, z, x)) ** 2) + np.sum(np.where(x > 0, np.sqrt(z), 0).real)


def reductions(z):
    return (
        np.abs(np.mean(z)) + np.var(z) + np.std(z) + np.abs(np.prod(z)) + np.abs(np.cumsum(z)).sum()
    )


def list_of_complex(zs):
    return abs(zs[0] * zs[1]) + abs(sum(zs)) + np.sum(np.abs(np.array(zs)) ** 2)


def dict_of_complex(p):
    return np.sum(np.abs(p["z"] * p["x"] + p["w"]))


def astype_complex(x):
    return np.sum(np.abs(x.astype(complex) * 2j + np.asarray(x, dtype=np.complex128)) ** 2)


def stacked(z, x):
    w = np.concatenate([z, x]) * np.stack([1j * x, z]).ravel()
    return np.sum(w.real)


def at_zero(z):
    return np.sum(np.abs(z)) + np.linalg.norm(z) ** 2 + np.exp(-np.linalg.norm(z) ** 2)


def conv(z, x):
    return np.sum(np.abs(np.convolve(z, x)) ** 2) + np.sum(np.abs(np.correlate(z, z[:2])) ** 2)


def interpolated(x, values):
    return np.abs(np.interp(x, np.array([0.0, 1.0, 2.0]), values)).sum()


def tolist(z):
    a, b = z.tolist()
    return abs(a * b)


Z = np.array([1.3 - 0.4j, -0.6 + 1.1j, 0.8 + 0.9j])
X = np.array([0.7, -1.2, 0.4])
A = np.array([[0.3 + 1.2j, -0.5j, 1.0], [0.7, 0.2 - 0.3j, 1.1j], [0.4, 1.5 + 0.1j, -0.2]])


def convolved_with_real(z, x):
    return np.convolve(z, x)


def correlated_with_complex(x, z):
    return np.correlate(x, z, "full")


def outer_with_real(z, x):
    return np.outer(z, x)


def conjugate_product_with_real(z, x):
    return np.vdot(z, x) + np.vdot(x, z)


def modulus_unless_zero(a, z):
    s = a + z
    r = abs(s)
    return np.real(np.conj(s) / (r if r != 0 else 1))


def modulus_in_where(a, z):
    r = np.abs(a + z)
    return np.sum(np.real(np.conj(a + z) / np.where(r != 0, r, 1)))


CASES = [
    (modulus_unless_zero, (0.7, 1.5 - 0.5j)),
    (modulus_unless_zero, (np.float64(0.7), Z[0])),
    (modulus_in_where, (np.float64(0.7), Z[0])),
    (modulus_in_where, (np.array([0.7, 0.2]), Z[:2])),
    (modulus, (1.5 - 0.5j,)),
    (modulus, (Z[0],)),
    (modulus, (0j,), None, (0j,)),
    (square_modulus, (1.5 - 0.5j,)),
    (square_modulus, (Z[1],)),
    (parts_of_product, (1.5 - 0.5j, 0.3 + 2j)),
    (parts_of_product, (1.5, 0.3 + 2j)),
    (real_parameter, (0.7, 1.5 - 0.5j)),
    (real_parameter, (np.float64(0.7), Z[0])),
    (real_parameter, (np.float32(0.7), np.complex64(Z[0]))),
    (mandelbrot, (-0.4 + 0.3j,)),
    (from_parts, (0.7, -0.4)),
    (cmath_functions, (0.7 + 0.4j,)),
    (more_of_cmath, (-0.7 + 0.4j,)),
    (polar_and_rect, (-0.7 + 0.4j,)),
    (power_of_complex, (0.8 + 0.3j, 1.2 - 0.7j)),
    (power_of_complex, (Z, Z[::-1].copy())),
    (power_of_complex, (np.abs(X), Z)),
    (phase_factor, (0.4,)),
    (by_elements, (Z,)),
    (complex_sum, (Z,)),
    (complex_sum, ([0.4 + 1j, 2j, 1.5 - 1j],)),
    (norms, (Z,)),
    (array_functions, (Z,)),
    (array_functions, (Z.astype(np.complex64),)),
    (array_parts, (Z,)),
    (inverse_functions, (Z,)),
    (complex_result, (Z,)),
    (complex_result, (1.5 - 0.5j,)),
    (complex_result, (X,)),
    (complex_scalar_result, (Z,)),
    (real_to_complex, (0.5,)),
    (real_to_complex, (X,)),
    (real_to_complex, (X.astype(np.float32),)),
    (mixed_operands, (X, Z)),
    (mixed_operands, (0.5, Z)),
    (mixed_operands, (X.astype(np.float32), Z.astype(np.complex64))),
    (mixed_operands, (X.astype(np.float32), Z)),
    (mixed_broadcast, (X, Z)),
    (mixed_broadcast, (X[:1].copy(), Z)),
    (matrix_product, (A, Z)),
    (matrix_product, (A.real.copy(), Z)),
    (matrix_product, (A, X)),
    (matrix_product, (A, A[:, :2].copy())),
    (einsum_and_dots, (A, A.T.copy())),
    (einsum_and_dots, (A.real.copy(), A.T.copy())),
    (in_place, (Z, X)),
    (into_new_array, (X,)),
    (grows_complex, (0.3 * Z,)),
    (either, (X, Z)),
    (either, (-X, Z)),
    (where_of_complex, (X, Z)),
    (reductions, (Z,)),
    (list_of_complex, ([1 + 2j, 0.5 - 1j, 2j],)),
    (dict_of_complex, ({"z": Z, "x": X, "w": 1j},)),
    (astype_complex, (X,)),
    (stacked, (Z, X)),
    (at_zero, (np.zeros(2, dtype=complex),), None, (np.zeros(2, dtype=complex),)),
    (conv, (Z, X)),
    (interpolated, (np.array([0.3, 1.6]), Z)),
    (tolist, (Z[:2].copy(),)),
    (convolved_with_real, (np.array([1 + 2j, 0.5 - 1j, 2j]), np.array([0.5, -2.0]))),
    (correlated_with_complex, (np.array([0.5, -2.0]), np.array([1 + 2j, 0.5 - 1j, 2j]))),
    (outer_with_real, (np.array([1 + 2j, 0.5 - 1j]), np.array([0.5, -2.0, 1.0]))),
    (conjugate_product_with_real, (np.array([1 + 2j, 0.5 - 1j]), np.array([0.5, -2.0]))),
]
