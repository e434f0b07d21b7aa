"""Samples: `op(spelling, *arguments, **options)` once per op, or per case that differs.

A file samples_<part>.py beside this one adds those of a part of the library; it is found by its
name.
"""

from __future__ import annotations

from typing import Any

import numpy as np

SAMPLES: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = []


def op(spelling: str, *args: Any, **options: Any) -> None:
    SAMPLES.append((spelling, args, options))


def array(*shape: int, low: float = 0.2, high: float = 0.9) -> np.ndarray[Any, Any]:
    return np.random.default_rng(sum(shape)).uniform(low, high, shape)


v, w = array(3), array(3, low=1.2, high=2.0)
m, k = array(2, 3), array(3, 2)
row, column = array(1, 3), array(2, 1)
cube = array(2, 3, 2)
empty = np.zeros(0)

# Operators: two numbers, arrays, broadcasts either way, a number beside an array, empty
PAIRS: list[tuple[Any, Any]] = [(0.7, 1.3), (v, w), (m, w), (w, m), (m, row), (row, m)]
PAIRS += [(column, row), (m, 1.5), (1.5, m), (empty, empty)]
for name in ("add", "sub", "mul", "truediv", "pow", "mod"):
    for pair in PAIRS:
        op(f"operator.{name}", *pair)
op("operator.add", v, np.float64(2.0))
op("operator.pow", v, 2)
op("operator.pow", v, 3)
op("operator.pow", v, 0.5)
op("operator.pow", v, -1)
op("operator.pow", v, 0)
op("operator.pow", v, 1)
op("operator.pow", 2, v)
op("operator.pow", np.array([0.0, 1.0, 2.0]), 2)
op("operator.pow", np.array([0.0, 1.0, 2.0]), np.array([2.0, 2.0, 2.0]), inactive=(1,))
op("operator.truediv", 1, v)
op("operator.truediv", 1.0, 0.4)
op("math.pow", 0.7, 1.3)
op("numpy.power", v, w)
op("operator.neg", v)
op("operator.neg", 0.3)
op("operator.pos", v)
op("operator.floordiv", v, w)

# Element-wise functions
NUMPY = "exp exp2 expm1 log log2 log10 log1p sqrt cbrt square reciprocal sin cos tan arcsin arccos"
NUMPY += " arctan sinh cosh tanh arcsinh arctanh sinc deg2rad rad2deg degrees radians abs absolute"
NUMPY += " fabs negative floor ceil trunc rint sign isnan isfinite isinf"
for name in NUMPY.split():
    op(f"numpy.{name}", v)
    op(f"numpy.{name}", 0.4)
op("numpy.exp", empty)
op("numpy.exp", np.array(0.5))
op("numpy.exp", np.float64(0.5))
op("numpy.arccosh", w)
op("numpy.sinc", np.array([0.5, 0.25]))
MATH = "exp expm1 log log2 log10 log1p sqrt sin cos tan asin acos atan sinh cosh tanh asinh atanh"
MATH += " degrees radians fabs erf erfc gamma lgamma floor ceil trunc isnan"
for name in MATH.split():
    op(f"math.{name}", 0.4)
op("math.acosh", 1.5)
op("math.gamma", 3.7)
op("math.lgamma", 12.5)
op("math.log", 0.4, 3.0)
op("math.log", 0.4, 2)
op("builtins.abs", -0.4)
op("builtins.abs", v - 0.5)
for name in (
    "arctan2",
    "hypot",
    "logaddexp",
    "logaddexp2",
    "maximum",
    "minimum",
    "fmax",
    "fmin",
    "copysign",
    "fmod",
):
    op(f"numpy.{name}", v, w)
    op(f"numpy.{name}", m, row)
    op(f"numpy.{name}", 0.4, column)
op("numpy.maximum", v - 0.5, 0.0)
op("numpy.maximum", 0.4, 0.7)
op("math.atan2", 0.4, -0.7)
op("math.hypot", 0.3, 0.4, 0.5)
op("math.copysign", -0.4, 2.0)
op("math.fmod", 1.9, 0.7)
op("math.remainder", 1.9, 0.7)
op("math.ldexp", 0.4, 3)
op("numpy.nan_to_num", v)
op("builtins.divmod", 1.9, 0.7)
op("math.modf", 1.9)

# Reductions
for name in ("sum", "mean", "prod", "max", "min", "var", "std"):
    for x in (v, m, cube, column):
        op(f"numpy.{name}", x)
        op(f"numpy.{name}", x, axis=0)
        op(f"numpy.{name}", x, axis=-1, keepdims=True)
    op(f"numpy.{name}", cube, axis=(0, 2))
    op(f"numpy.{name}", cube, axis=(-1, 0), keepdims=True)
    op(f"numpy.{name}", cube, keepdims=True)
    op(f"numpy.{name}", cube, axis=1)
    op(f"numpy.ndarray.{name}", m, 1)
    op(f"numpy.ndarray.{name}", m, axis=1, keepdims=True)
    op(f"numpy.{name}", [0.3, 0.5, 0.4])
op("numpy.sum", empty)
op("numpy.sum", 0.4)
op("numpy.amax", m, 1)
op("numpy.amin", m)
op("numpy.var", m, axis=1, ddof=1)
op("numpy.std", m, ddof=1)
op("numpy.ptp", m, axis=1)
op("numpy.prod", np.array([0.0, 2.0, 3.0]))
op("numpy.prod", np.array([[0.0, 2.0], [0.0, 0.0], [1.5, 2.0]]), axis=1)
op("numpy.cumsum", v)
op("numpy.cumsum", m)
op("numpy.cumsum", m, axis=1)
op("numpy.ndarray.cumsum", m, 0)
op("numpy.cumprod", v)
op("numpy.cumprod", m, axis=1)
op("numpy.cumprod", np.array([2.0, 0.0, 3.0, 0.0, 4.0]), order=1)
op("numpy.cumprod", np.array([[2.0, 0.0], [0.0, 3.0]]), axis=0, order=1)
op("numpy.nansum", m, axis=1)
for name in ("argmax", "argmin", "any", "all"):
    op(f"numpy.{name}", m, axis=1)
op("numpy.count_nonzero", m)

# Rearranging
op("numpy.reshape", m, (3, 2))
op("numpy.reshape", m, -1)
op("numpy.ndarray.reshape", m, 3, 2)
op("numpy.ndarray.reshape", m, (3, -1))
op("numpy.ravel", m)
op("numpy.ndarray.ravel", m)
op("numpy.ndarray.flatten", m)
op("numpy.expand_dims", m, 1)
op("numpy.expand_dims", m, axis=(0, 3))
op("numpy.squeeze", row)
op("numpy.squeeze", column, axis=1)
op("numpy.transpose", cube)
op("numpy.transpose", cube, (1, 2, 0))
op("numpy.ndarray.transpose", cube, 1, 2, 0)
op("numpy.ndarray.transpose", m)
op("numpy.swapaxes", cube, 0, 2)
op("numpy.ndarray.swapaxes", cube, 0, -1)
op("numpy.moveaxis", cube, 0, -1)
op("numpy.moveaxis", cube, (0, 1), (2, 0))
op("numpy.broadcast_to", v, (2, 3))
op("numpy.broadcast_to", column, (2, 3))
op("numpy.flip", m)
op("numpy.flip", m, 1)
op("numpy.fliplr", m)
op("numpy.flipud", m)
op("numpy.roll", v, 1)
op("numpy.roll", m, 2, axis=1)
op("numpy.tril", m)
op("numpy.triu", m, 1)
op("numpy.repeat", m, 2)
op("numpy.repeat", m, 3, axis=1)
op("numpy.ndarray.repeat", v, 2)
op("numpy.tile", v, 2)
op("numpy.tile", m, (2, 1, 3))
op("numpy.tile", cube, 2)
op("numpy.diff", v)
op("numpy.diff", m, axis=0)
op("numpy.split", array(4), 2)
op("numpy.split", array(3, 4), (1, 3), axis=1)
op("numpy.diagonal", m)
op("numpy.ndarray.item", np.array([0.4]))
op("numpy.append", v, 0.4)
op("numpy.append", m, row, axis=0)
op("numpy.atleast_1d", 0.4)
op("numpy.atleast_2d", v)
op("numpy.atleast_3d", m)

# Joining
op("numpy.concatenate", [v, w])
op("numpy.concatenate", [m, column], axis=1)
op("numpy.concatenate", [m, m], axis=-1)
op("numpy.concatenate", [m, row])
op("numpy.concatenate", [m, v], axis=None, modes=("fixed",))
op("numpy.stack", [v, w])
op("numpy.stack", [m, m], axis=1)
op("numpy.stack", [0.3, 0.4])
op("numpy.hstack", [v, w])
op("numpy.hstack", [m, column])
op("numpy.vstack", [v, w])
op("numpy.vstack", [m, row])
op("numpy.column_stack", [v, w])

# Choosing
op("numpy.where", np.array([True, False, True]), v, w)
op("numpy.where", np.array([True, False, True]), m, 0.0)
op("numpy.where", np.array([True, False, True]), 1.5, m)
op("numpy.clip", m, 0.3, 0.6)
op("numpy.clip", m, 0.3, None)
op("numpy.clip", m, None, 0.6)
op("numpy.clip", m, row - 0.1, 0.9)
op("numpy.ndarray.clip", v, 0.3, 0.6)
op("numpy.sort", v)
op("numpy.sort", m, axis=0)
op("numpy.partition", v, 1, modes=("typed", "fixed", "narrow"))
op("numpy.partition", m, 2, axis=1, modes=("typed", "fixed", "narrow"))
op("numpy.argsort", v)
op("numpy.take_along_axis", m, np.array([[0, 2, 0], [1, 1, 0]]), axis=1)
op("numpy.take_along_axis", v, np.array([0, 2, 0]), axis=0)
op("numpy.take", v, np.array([0, 2, 2]))
op("numpy.take", m, np.array([1, 0, 1]), axis=0)
op("numpy.take", m, np.array([4, 0, 1]))

# Products
for name in ("operator.matmul", "numpy.matmul", "numpy.dot"):
    for pair in (
        (v, w),
        (m, v),
        (array(2), m),
        (m, k),
        (cube, array(2, 4)),
        (cube, array(2)),
        (array(3), cube),
    ):
        op(name, *pair)
op("operator.matmul", cube, array(2, 2, 4))
op("operator.matmul", cube, array(1, 2, 4))
op("operator.matmul", m, array(5, 3, 4))
op("numpy.dot", m, array(5, 3, 4))
op("numpy.dot", 0.4, m)
op("numpy.dot", m, 0.4)
op("numpy.dot", [0.3, 0.4, 0.5], v)
op("numpy.ndarray.dot", m, k)
op("numpy.outer", v, array(2))
op("numpy.outer", m, v)
op("numpy.vdot", v, w)
op("numpy.inner", v, w)
op("numpy.inner", m, array(4, 3))
op("numpy.inner", m, v)
op("numpy.tensordot", cube, array(3, 2, 4), axes=((1, 2), (0, 1)))
op("numpy.tensordot", cube, array(2, 3), axes=((0, 1), (0, 1)))
op("numpy.tensordot", cube, array(4, 3, 2), axes=((2, 1), (2, 1)))
op("numpy.tensordot", m, k, axes=1)
op("numpy.tensordot", m, m)
op("numpy.einsum", "ij,jk->ik", m, k)
op("numpy.einsum", "ij,jk", m, k)
op("numpy.einsum", "i,i->", v, w)
op("numpy.einsum", "ij->i", m)
op("numpy.einsum", "ij->", m)
op("numpy.einsum", "ijk,kl,j->il", cube, array(2, 4), v)
op("numpy.trace", m)
op("numpy.diag", v)
op("numpy.diag", m)
op("numpy.diag", v, 1)
op("numpy.diag", m, 1)
op("numpy.linalg.inv", m @ m.T)
op("numpy.linalg.inv", np.stack([m @ m.T, m @ m.T + 1]))
op("numpy.linalg.solve", m @ m.T, array(2))
op("numpy.linalg.solve", m @ m.T, m)
op("numpy.linalg.norm", v)
op("numpy.linalg.norm", m)
op("numpy.linalg.norm", m, axis=1)
op("numpy.linalg.norm", m, axis=1, keepdims=True)
op("numpy.linalg.norm", v, 1)

# Making
op("numpy.full", (2, 3), 0.4)
op("numpy.full", 3, 0.4)
op("numpy.full_like", m, 0.4)
op("numpy.linspace", 0.2, 0.9, 4)
op("numpy.arange", 4)
op("numpy.arange", 0.3, 1.7, 0.4)
op("numpy.arange", 0.3, 2.5)
op("numpy.array", [0.3, 0.4])
op("numpy.array", [[0.3, 0.4], [0.5, 0.6]])
op("numpy.array", [v, w])
op("numpy.array", v)
op("numpy.asarray", m)
op("numpy.ndarray.astype", m, "float64")
op("numpy.float64", 0.4)
op("numpy.float32", 0.5, eps=1e-3)
op("numpy.float16", 0.5, eps=1e-2)
op("numpy.real", m)
op("numpy.ndarray.tolist", v)
op("numpy.ndarray.tolist", m)

# Python
op("builtins.sum", [0.3, 0.4, 0.5])
op("builtins.sum", [0.3, 0.4], 1.5)
op("builtins.sum", [v, w])
op("builtins.sum", v)
op("builtins.sum", m)
op("math.fsum", [0.3, 0.4])
op("builtins.max", 0.3, 0.4)
op("builtins.max", 0.3, 0.4, 0.2)
op("builtins.max", [0.3, 0.4, 0.2])
op("builtins.max", v)
op("builtins.min", 0.3, 0.4)
op("builtins.min", 0.3, 0.2, 0.4)
op("builtins.min", [0.3, 0.4, 0.2])
op("math.prod", [0.3, 0.4])
op("math.dist", [0.3, 0.4], [0.1, 0.9])
op("builtins.float", 0.4)
op("builtins.int", 0.4)
op("builtins.round", 0.4)
op("builtins.round", 0.4, 1)
op("numpy.round", np.array([0.32, 0.58]), 1)

# Ranks must be known
KNOWN = ("typed", "fixed", "narrow")

# Statistics
op("numpy.average", m)
op("numpy.average", m, axis=0)
op("numpy.average", v, None, w, modes=KNOWN)
op("numpy.average", m, None, m + 1, modes=KNOWN)
op("numpy.average", m, 1, w, modes=KNOWN)
op("numpy.average", m, 0, m + 1, modes=KNOWN)
op("numpy.nanmean", m)
op("numpy.nanmean", m, axis=1)
op("numpy.median", v)
op("numpy.median", array(4))
op("numpy.median", m, axis=1)
op("numpy.median", m)
op("numpy.median", m, axis=0, keepdims=True)
op("numpy.quantile", array(4), q=0.3)
op("numpy.percentile", m, q=60, axis=1)

# Matrices
op("numpy.linalg.det", m @ m.T)
op("numpy.linalg.det", np.stack([m @ m.T, m @ m.T + 1]))
op("numpy.linalg.det", np.array([[1.0, 2.0], [2.0, 4.0]]))
op("numpy.linalg.slogdet", m @ m.T)
op("numpy.linalg.cholesky", m @ m.T, modes=KNOWN)
op("numpy.kron", m, k, modes=KNOWN)
op("numpy.kron", v, array(2), modes=KNOWN)
op("numpy.cross", v, w)
op("numpy.cross", m, v)
op("numpy.linalg.norm", v, 3)
op("numpy.linalg.norm", m, ord=np.inf, axis=1)

# Signals
op("numpy.convolve", array(4), v)
op("numpy.convolve", array(4), v, "valid")
op("numpy.convolve", array(4), array(2), "same")
op("numpy.convolve", v, array(4), mode="same")
op("numpy.correlate", array(4), v)
op("numpy.correlate", array(4), array(2), "full")
op("numpy.correlate", array(4), v, "same")
op("numpy.interp", v, np.array([0.0, 0.5, 1.0]), w)
op("numpy.interp", 0.4, np.array([0.0, 0.5, 1.0]), w)
op("numpy.interp", v, np.array([0.45, 0.5, 0.55]), w)
op("numpy.trapezoid", m)
op("numpy.trapezoid", v, dx=0.5)
op("numpy.trapezoid", v, w)
op("numpy.trapezoid", m, w)
op("numpy.gradient", array(4), modes=KNOWN)
op("numpy.gradient", array(4), 0.5, modes=KNOWN)
op("numpy.gradient", m, axis=1, modes=KNOWN)
op("numpy.polyval", v, 0.4)
op("numpy.polyval", v, m)
op("numpy.diff", array(5), 2, modes=KNOWN)
op("numpy.diff", array(5, 2), 3, axis=0, modes=KNOWN)

# Grids
op("numpy.pad", v, 1, modes=KNOWN)
op("numpy.pad", m, (1, 2), modes=KNOWN)
op("numpy.pad", m, ((1, 0), (0, 2)), constant_values=0.5, modes=KNOWN)
op("numpy.meshgrid", v, array(2))
op("numpy.meshgrid", v, array(2), indexing="ij")

# Found by programs
op("numpy.array_split", array(5), 2)
op("numpy.rot90", m)
op("numpy.rot90", m, 2)
op("numpy.tril", v)
op("numpy.triu", v, 1)
op("numpy.linspace", v, w, 4)
op("builtins.sorted", [0.4, 0.2, 0.3])
op("builtins.sorted", [0.4, 0.2, 0.3], reverse=True)
op("builtins.sorted", v)
op("numpy.einsum", "i,i->", v, array(1))
op("numpy.einsum", "ij,kj->ik", m, array(2, 1))
op("numpy.conj", m)
op("numpy.imag", m, modes=KNOWN)
op("numpy.matrix_transpose", cube)
op("numpy.matrix_transpose", m)
for shape in (2, (2,), (2, 3)):
    op(
        "numpy.lib.stride_tricks.sliding_window_view",
        m if shape == (2, 3) else array(4),
        shape,
        modes=KNOWN,
    )
op("numpy.lib.stride_tricks.sliding_window_view", cube, 2, axis=-1, modes=KNOWN)
op("numpy.lib.stride_tricks.sliding_window_view", m, (2, 2), axis=(1, 1), modes=KNOWN)
