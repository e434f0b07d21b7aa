"""Keywords and functions of NumPy that are seldom used: codegen/frontend/definitions."""

import math

import numpy as np

V = np.array([0.55, 0.13, 0.37, 0.82])
W = np.array([1.3, 1.9, 1.1, 1.6])
M = np.array([[0.43, 0.08, 0.77, 0.31], [0.62, 0.95, 0.15, 0.53], [0.23, 0.71, 0.48, 0.89]])
C = np.sin(np.arange(24.0)).reshape(2, 3, 4)


def gaps(m):
    return np.where(m > 0.9, np.nan, m)


def spreads_about_given_means(v, w, m, c, x):
    return (
        np.var(m, axis=1, mean=np.mean(m, axis=1, keepdims=True), correction=1),
        np.std(m, axis=0, mean=m[:1], ddof=1),
        np.var(m, mean=v, axis=(0, 1)),
        m.var(axis=0, mean=0.3, keepdims=True),
        np.var(m, axis=0, mean=v, where=m > 0.2),
    )


def corrected_spreads(v, w, m, c, x):
    return (
        np.var(m, correction=1),
        np.std(m, axis=0, correction=2),
        np.nanvar(m, axis=1, correction=1),
        np.nanstd(m, correction=1),
    )


def spreads_without_gaps(v, w, m, c, x):
    return (
        np.nanvar(gaps(m), axis=1, mean=np.nanmean(gaps(m), axis=1, keepdims=True)),
        np.nanstd(gaps(m), axis=0, mean=v, ddof=1),
    )


def reductions_without_gaps_from_a_start(v, w, m, c, x):
    return (
        np.nansum(gaps(m), axis=1, initial=x),
        np.nanprod(gaps(m), axis=0, initial=x, where=m > 0.1),
        np.nanmax(gaps(m), axis=0, initial=x),
        np.nanmin(gaps(m), axis=1, initial=x, keepdims=True),
        np.nanmax(gaps(m), axis=1, where=m < 0.5, initial=0.1),
    )


def joined_in_a_type(v, w, m, c, x):
    return (
        np.concatenate([v, w], dtype=np.float64),
        np.stack([v, w], axis=1, dtype=float, casting="unsafe"),
        np.hstack([v, w], dtype=float),
        np.vstack([v, w], casting="same_kind"),
    )


def sorted_stably(v, w, m, c, x):
    return (
        np.sort(v, stable=True),
        v[np.argsort(-v, stable=True)],
        v[v.argsort(stable=True)],
        np.sum(m[:, np.argpartition(v, 1)[:2]]),
    )


def padded_through_the_ends(v, w, m, c, x):
    return (
        np.pad(v, 7, mode="reflect", reflect_type="odd"),
        np.pad(m, ((1, 2), (2, 1)), mode="symmetric", reflect_type="odd"),
        np.pad(v, (1, 20), mode="symmetric", reflect_type="odd"),
        np.pad(v, (20, 1), mode="reflect", reflect_type="odd"),
        np.pad(v[:1], 2, mode="reflect", reflect_type="odd"),
        np.pad(v, 2, mode="reflect", reflect_type="even"),
    )


def padded_along_some_axes(v, w, m, c, x):
    return (
        np.pad(m, {-1: (1, 2)}, mode="edge"),
        np.pad(m, {0: 2}),
        np.pad(v, 2, mode="empty")[2:-2],
    )


def ranges_with_steps(v, w, m, c, x):
    return (
        np.linspace(x, 2.0, 5, retstep=True),
        np.linspace(v, w, 3, axis=-1),
        np.linspace(v, 2.0, 3, endpoint=False, retstep=True)[1],
        np.linspace(0, 3, 4, dtype=int) * x,
        np.logspace(v, w, 3, axis=1),
        np.logspace(0, x, 3, base=np.array([2.0, 3.0]), axis=-1),
        np.geomspace(w, w * 3, 4, axis=1),
    )


def open_grids(v, w, m, c, x):
    return (
        np.meshgrid(v, w, sparse=True),
        np.meshgrid(v, w, v, sparse=True, indexing="ij", copy=False)[1] * x,
        np.meshgrid(v, w, copy=False)[0] * x,
    )


def chosen_beyond_the_last(v, w, m, c, x):
    return (
        np.choose(np.array([0, 1, 5, -1]), [v, w], mode="clip"),
        np.choose(np.array([0, 1, 5, -1]), [v, w], mode="wrap"),
        np.array([0, 1, 1, 0]).choose([v, w]),
    )


def turned(v, w, m, c, x):
    return (
        np.rot90(c, axes=(1, 2)),
        np.rot90(c, -1, (2, 0)),
    )


def in_a_type(v, w, m, c, x):
    return (
        np.sign(v, dtype=float) * v,
        np.rint(v * 3, dtype=float) * v,
        np.floor(v * 3, dtype=np.float64) * v,
        np.conj(v, dtype=float),
        np.float_power(w, v, dtype=float),
        np.clip(v, 0.2, 0.6, dtype=float),
        np.add(v, w, casting="unsafe"),
    )


def weighted_covariances(v, w, m, c, x):
    return (
        np.cov(m, aweights=w),
        np.cov(m, fweights=np.array([1, 2, 1, 3])),
        np.cov(m, aweights=w, fweights=np.array([1, 2, 1, 3]), ddof=1),
        np.cov(m, aweights=w, bias=True),
        np.corrcoef(m, rowvar=False, dtype=np.float64),
    )


def deleted_slices(v, w, m, c, x):
    return (
        np.delete(v, slice(1, 3)),
        np.delete(m, np.s_[::2], axis=1),
        np.delete(m, slice(0, 5)),
        np.insert(v, slice(0, 2), x),
    )


def indices_held(v, w, m, c, x):
    return (
        m[np.s_[0, 1:3]],
        m[np.index_exp[..., 1]],
        m[np.unravel_index(np.argmax(m), m.shape)],
        m[np.unravel_index([1, 5], (3, 4))],
        m.ravel()[np.ravel_multi_index((1, 2), m.shape)],
        m[np.diag_indices(3)],
        m[np.triu_indices_from(m, 1)],
        m[np.tril_indices_from(m)],
        (v @ np.ones((4, 4)) + np.eye(4))[np.diag_indices_from(np.eye(4))],
    )


def methods_of_choice(v, w, m, c, x):
    return (
        m.compress([True, False, True], axis=0),
        v.compress(v > 0.3),
        np.take_along_axis(m, np.array([3, 1, 0]), axis=None),
    )


def copies_or_not(v, w, m, c, x):
    return (
        np.asarray(v, copy=True) * 2,
        m.reshape(-1, copy=True),
        v.astype(float, copy=False) * 2,
        np.array(v, ndmin=3),
        np.zeros_like(m, shape=(4,)) + v,
        np.full_like(m, x, shape=(2,)),
    )


def several_at_once(v, w, m, c, x):
    return (
        np.atleast_1d(x, v),
        np.atleast_2d(x, v, m),
        np.atleast_3d(v, m),
    )


def piece_of_a_number(v, w, m, c, x):
    return (
        np.piecewise(x, [x < 0, x >= 0], [lambda t: -t, lambda t: t**2]),
        np.piecewise(x, [x < 0], [0.0, lambda t, k: k * t], 3.0),
    )


def trapezia_along_an_axis(v, w, m, c, x):
    return (
        np.trapezoid(m, w, axis=1),
        np.trapezoid(m, dx=x, axis=0),
        np.trapezoid(m, np.cumsum(m, axis=0), axis=0),
    )


def grids_of_places(v, w, m, c, x):
    return (
        np.indices((3, 4))[0] * m,
        np.indices((3, 4), sparse=True)[1] * m,
        np.mgrid[0:3, 0:4][1] * m,
        np.ogrid[0:3, 0:4][1] * m,
        np.mgrid[0:1:4j] * v,
        np.mgrid[0:1:3j, 0:2:0.5][1] * m,
        np.mgrid[0:4] * v,
        np.fromfunction(lambda i, j: i - j, (3, 4)) * m,
    )


def zeros_of_polynomials(v, w, m, c, x):
    return (
        np.roots([1.0, -3.0, x]),
        np.abs(np.roots(v)),
        np.roots([0.0, 2.0, x, 0.0]),
        np.poly([x, 2.0]),
        np.poly(v),
    )


def polynomials_divided(v, w, m, c, x):
    return (
        np.polydiv(v, w[:2]),
        np.polydiv(w[:2], v),
        np.polyint(v, 2, [x, 1.0]),
        np.polyint(v, m=2, k=x),
    )


def over_axes(v, w, m, c, x):
    return (
        np.apply_over_axes(np.sum, c, [0, 2]),
        np.apply_over_axes(np.max, c, 1),
    )


def members_and_orders(v, w, m, c, x):
    return (
        np.isin([0, 1, 2, 3], [1, 3]) * v,
        np.isin(v, v[:2], invert=True) * v,
        v[np.lexsort((v, np.round(w)))],
        np.allclose(v, w, atol=9.0) * v,
        np.array_equiv(v, m) * v,
        np.isscalar(x) * v,
    )


def trimmed_at_one_end(v, w, m, c, x):
    return (
        np.trim_zeros(np.array([0.0, 1.0, 2.0, 0.0]) * x, "f"),
        np.trim_zeros(np.array([0.0, 1.0, 2.0, 0.0]) * x, trim="b"),
        np.trim_zeros(v * 0),
    )


def cleaned_in_place(v, w, m, c, x):
    y = v * 2
    z = np.nan_to_num(y, copy=False)
    z[0] = x
    return y * w


def argument_cleaned_in_place(v, w, m, c, x):
    return np.nan_to_num(v, copy=False) * w


def spread_of_a_constant(v, w, m, c, x):
    y = np.full(3, x) * 1.0
    return np.std(y, mean=np.mean(y)) + np.sum(np.nanstd(v * 0 + x, mean=v * 0 + x))


def copy_that_is_written(v, w, m, c, x):
    y = np.asarray(v, copy=True)
    y[0] = x
    z = m.reshape(-1, copy=True)
    z[1] = x
    return v * y * w, m * z.reshape(3, 4)


def same_array_that_is_written(v, w, m, c, x):
    y = v.astype(float, copy=False)
    y[0] = x
    return v * w


def stored_elsewhere(v, w, m, c, x):
    y = np.zeros(4)
    np.choose(np.array([0, 1, 1, 0]), [v, w], out=y)
    z = np.zeros(2)
    v.compress([True, False, True, False], out=z)
    return y * v, z


def quantiles_by_weights(v, w, m, c, x):
    return (
        np.quantile(v, 0.3, weights=w, method="inverted_cdf"),
        np.quantile(m, 0.3, axis=1, weights=w, method="inverted_cdf"),
        np.percentile(m, [20, 60], axis=1, weights=w, method="inverted_cdf"),
        np.nanquantile(gaps(m), 0.3, weights=m, method="inverted_cdf"),
        np.nanpercentile(m, 30, axis=0, keepdims=True, weights=np.abs(m), method="inverted_cdf"),
    )


def values_once(v, w, m, c, x):
    return (
        np.unique(v),
        np.unique(np.floor(m * 3)) * x,
        np.unique(np.concatenate((v, w, v))),
    )


def values_once_and_where(v, w, m, c, x):
    return (
        np.unique(m, return_index=True)[0],
        v[np.unique(v, return_index=True)[1]],
        np.unique(np.repeat(v, 2), return_inverse=True, return_counts=True)[0],
        np.unique(np.array([3, 1, 3, 1]), return_counts=True)[1][:2] * v[:2],
        np.unique(m, return_inverse=True)[1] * m,
        np.unique(m, axis=0),
    )


def sets_of_values(v, w, m, c, x):
    return (
        np.union1d(v, w),
        np.intersect1d(v, v[:2]),
        np.setdiff1d(v, v[:2]),
        np.setxor1d(v, np.append(v[:2], x)),
        np.intersect1d(np.array([1, 2]), np.array([2, 3])) * x,
    )


def limits_of_numbers(v, w, m, c, x):
    return (
        v + np.finfo(float).eps,
        np.maximum(v, np.finfo(np.float64).tiny),
        np.finfo(v.dtype).max * 1e-308 * v,
        np.iinfo(np.int32).max * 1e-9 * v,
        np.finfo(np.float32).eps * v,
    )


def each_element(v, w, m, c, x):
    return (
        np.vectorize(lambda t: t * t + 1)(v),
        np.vectorize(lambda t, u: t * u if t > 0.3 else u)(v, w),
        np.vectorize(lambda t, u: t * u)(m, x),
        np.vectorize(lambda t: 1 if t > 0.5 else t * t, otypes=[float])(m),
        np.vectorize(math.sin)(x),
        np.vectorize(np.sin)(m),
    )


def pairs_counted(v, w, m, c, x):
    return (
        np.histogram2d(m[0], w, bins=3, weights=v)[0],
        np.histogram2d(v, w, bins=[2, 3], range=[[0, 1], [1, 2]], density=True)[0] * x,
        np.histogram2d(v, w, bins=2),
        np.histogram_bin_edges(v, 4),
        np.histogram_bin_edges(v, np.array([0.1, 0.5])) * x,
    )


def flat_elements(v, w, m, c, x):
    return (
        m.flat[3],
        m.flat[2:6],
        m.T.flat[[0, 3, 3]],
        np.sum([t * t for t in m.flat]),
        len(m.flat) * x,
        np.array(list(m.flat)),
    )


def signs_of_complex(v, w, m, c, x):
    return (
        np.sign(v + 1j * w) * x,
        np.sign(np.array([0, 1]) * (x + 2j)),
    )


def traces_in_a_type(v, w, m, c, x):
    return (
        np.trace(m, dtype=float),
        m.nbytes * v,
        m.itemsize * v,
    )


def windows_of_kaiser(v, w, m, c, x):
    return (
        np.kaiser(4, x),
        np.kaiser(1, x) * x,
        np.kaiser(4, 8.6) * v,
    )


def _twice(t):
    return 2.0 * t


TWICE = np.vectorize(_twice)


@np.vectorize
def bent(t, slope):
    if t < 0.3:
        return slope * t
    return t * t


def made_before(v, w, m, c, x):
    return TWICE(v), bent(m, x)


def stored_flat(v, w, m, c, x):
    y = m * 1.0
    for k in range(y.size):
        y.flat[k] *= v[k % 4]
    y.flat[5] = x
    y.flat[[0, 1]] = w[:2]
    z = v * 1.0
    z.flat[1] = x
    return y * m, z * v, y.flat[3] * x


def told_what_it_is(v, w, m, c, x):
    y = np.asarray(v, dtype=float)
    y[0] = x
    z = np.array(w, copy=False)
    z[1] = x
    a = np.array(m[0], ndmin=2)
    a[0, 1] = x
    return v * w, a * m


def stored_without_axes(v, w, m, c, x):
    y = np.zeros(())
    y[...] = x * v[0]
    z = np.zeros(())
    np.sum(v, out=z)
    return y * 2, z * w


def rows_of_numbers(v, w, m, c, x):
    return (
        np.vstack(([x, 1.0], v[:2], [2.0, x])),
        np.column_stack(([x, 1.0], v[:2], [2.0, x])),
        np.diff(v, append=[x], prepend=[x, 1.0]),
        np.isclose(v, w, rtol=1e-3, atol=9.0) * v,
    )


def stretches(v, w, m, c, x):
    return (
        np.subtract.reduceat(v, [0, 2]),
        np.divide.reduceat(w, [0, 2, 1]),
        np.fmax.reduceat(m, [0, 2], axis=1),
        np.hypot.reduceat(v, [1, 3]),
        np.logaddexp.reduceat(m, np.array([0, 1]), 0),
    )


def counted_by_hand(v, w, m, c, x):
    total = 0.0
    for k, t in enumerate(m.flat):
        total += t * k
    return total * x


ALL = (V, W, M, C, 0.42)
CASES = [
    (spreads_about_given_means, ALL),
    (corrected_spreads, ALL),
    (spreads_without_gaps, ALL),
    (reductions_without_gaps_from_a_start, ALL),
    (joined_in_a_type, ALL),
    (sorted_stably, ALL),
    (padded_through_the_ends, ALL),
    (padded_along_some_axes, ALL),
    (ranges_with_steps, ALL),
    (open_grids, ALL),
    (chosen_beyond_the_last, ALL),
    (turned, ALL),
    (in_a_type, ALL),
    (weighted_covariances, ALL),
    (deleted_slices, ALL),
    (indices_held, ALL),
    (methods_of_choice, ALL),
    (copies_or_not, ALL),
    (several_at_once, ALL),
    (piece_of_a_number, ALL),
    (trapezia_along_an_axis, ALL),
    (grids_of_places, ALL),
    (zeros_of_polynomials, ALL),
    (polynomials_divided, ALL),
    (over_axes, ALL),
    (members_and_orders, ALL),
    (trimmed_at_one_end, ALL),
    (cleaned_in_place, ALL),
    (argument_cleaned_in_place, ALL),
    (spread_of_a_constant, ALL, (0, 4), (np.zeros(4), 0.0)),
    (copy_that_is_written, ALL),
    (same_array_that_is_written, ALL),
    (stored_elsewhere, ALL),
    (quantiles_by_weights, ALL),
    (values_once, ALL),
    (values_once_and_where, ALL),
    (sets_of_values, ALL),
    (limits_of_numbers, ALL),
    (each_element, ALL),
    (pairs_counted, ALL),
    (flat_elements, ALL),
    (signs_of_complex, ALL),
    (traces_in_a_type, ALL),
    (windows_of_kaiser, ALL),
    (made_before, ALL),
    (counted_by_hand, ALL),
    (stretches, ALL),
    (stored_flat, ALL),
    (told_what_it_is, ALL),
    (stored_without_axes, ALL),
    (rows_of_numbers, ALL),
]
SINGLE = tuple(part.astype(np.float32) for part in ALL[:4])
CASES += [
    (function, (*SINGLE, 0.42))
    for function in (
        spreads_about_given_means,
        corrected_spreads,
        spreads_without_gaps,
        reductions_without_gaps_from_a_start,
        padded_through_the_ends,
        weighted_covariances,
        trapezia_along_an_axis,
        turned,
        deleted_slices,
        quantiles_by_weights,
        values_once,
        values_once_and_where,
        sets_of_values,
        each_element,
        windows_of_kaiser,
    )
]
