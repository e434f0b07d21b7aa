"""Functions of NumPy that are written with others: codegen/frontend/definitions."""

import numpy as np

V = np.array([0.6, -0.4, 1.2, -0.9])
M = np.arange(12.0).reshape(3, 4) ** 1.5 / 5


def one_number_inserted(v, m):
    return np.insert(v, 1, v[0] * 2)


def numbers_inserted(v, m):
    return np.insert(v, [1, 3], 2.0)


def row_inserted(v, m):
    return np.insert(m * v, 1, v, axis=0)


def columns_inserted(v, m):
    return np.insert(m * v, [0, 2], v[:2], axis=1)


def list_inserted_from_behind(v, m):
    return np.insert(v, -1, [v[0], 3.0])


def inserted_flat(v, m):
    return np.insert(m * v, 2, 5.0)


def constant_column_inserted(v, m):
    return np.insert(m * v, 1, 5.0, axis=1)


def inserted_out_of_order(v, m):
    return np.insert(v, [3, 1, 1], v[:3])


def rows_inserted_once(v, m):
    return np.insert(m * v, 1, np.outer(v[:2], v), axis=0)


def column_inserted_once(v, m):
    return np.insert(m * v, 1, (m * v)[:, :1], axis=1)


def column_inserted(v, m):
    return np.insert(m * v, [1], (m * v)[:, :1], axis=1)


def blocks(v, m):
    return np.block([[m * v, m], [m[:1], v]])


def block_of_vectors(v, m):
    return np.block([v, 1.0, v])


def joined_with_ranges(v, m):
    return np.r_[0:3, v, 1:2:3j]


def joined_alone(v, m):
    return np.r_[v]


def padded_by_edges(v, m):
    return np.pad(m * v, ((1, 2), (0, 3)), "edge")


def padded_by_reflections(v, m):
    return np.pad(v, 9, mode="reflect")


def padded_symmetrically(v, m):
    return np.pad(v, (3, 9), mode="symmetric")


def padded_around(v, m):
    return np.pad(v, 9, mode="wrap")


def padded_by_constants(v, m):
    return np.pad(m * v, 2, "constant", constant_values=((1, 2), (v[0], 4)))


def padded_by_ramps(v, m):
    return np.pad(m * v, ((1, 2),), "linear_ramp", end_values=(0.5, v[1]))


def padded_by_means(v, m):
    return np.pad(m * v, 1, "mean", stat_length=2)


def padded_by_minima(v, m):
    return np.pad(m * v, 1, "minimum", stat_length=((1, 2), (3, 3)))


def padded_by_medians(v, m):
    return np.pad(m * v, 1, "median")


def partitioned(v, m):
    return np.partition(m * v, 1, axis=0)


def resized(v, m):
    return np.resize(v, (3, 2))


def powers(v, m):
    return np.vander(v)


def powers_increasing(v, m):
    return np.vander(v, 3, increasing=True)


def geometric(v, m):
    return np.geomspace(v[0], 7.0, 5)


def logarithmic(v, m):
    return np.logspace(v[0], v[1], 5, base=2.0)


def covariance(v, m):
    return np.cov(v, v * v + 1.0, ddof=0)


def correlation(v, m):
    return np.corrcoef(m * v, rowvar=False)


def along_axis_to_vectors(v, m):
    return np.apply_along_axis(lambda r, k: r[:2] * k, 0, m * v, 3.0)


def along_axis_to_numbers(v, m):
    return np.apply_along_axis(np.sum, 0, m * v)


def _halved(row):
    row[0] = 0.5 * row[1]
    return np.sum(row**2)


def along_axis_that_writes(v, m):
    """Rows are views: what is written to them is written to the argument."""
    found = np.apply_along_axis(_halved, 0, m)
    return found * np.sum(m, axis=0) * v


def along_axis_of_three(v, m):
    cube = np.multiply.outer(v, m)
    return np.apply_along_axis(_halved, 1, cube) + cube[:, 0]


def correlation_of_complex(v, m):
    return np.corrcoef(m * v + 1j * np.sin(m))


def complex_or_not(v, m):
    z = m + 1j * v
    return (z.real * v if np.iscomplexobj(z) else m) * (2.0 if np.isrealobj(v) else 3.0)


def counted(v, m):
    return np.bincount(np.array([0, 2, 2, 5]), weights=v, minlength=9)


def unwrapped(v, m):
    return np.unwrap(np.cumsum(v * 9))


def unwrapped_rows(v, m):
    return np.unwrap(np.outer(np.arange(5.0) * 2, v * 3), axis=0)


def selected(v, m):
    return np.select([v > 1, v > 0], [v * 2, v**2], default=-v)


def chosen(v, m):
    return np.choose(np.array([0, 1, 2, 0]), [v, v * 2, 7.0])


def pieces(v, m):
    return np.piecewise(v, [v < 0, v > 1], [lambda t: -t, 5.0, lambda t: t**3])


def pieces_with_arguments(v, m):
    return np.piecewise(v, [v < 0], [lambda t, k: t * k, lambda t, k: t + k], 3.0)


def compressed(v, m):
    return np.compress([True, False, True], m * v, axis=0)


def differences_with_ends(v, m):
    return np.ediff1d(v, to_begin=[1.0, 2.0], to_end=v[0])


def axis_rolled(v, m):
    return np.rollaxis(np.stack([m * v, m]), 2, 1)


def stacked_in_depth(v, m):
    return np.dstack([m * v, m])


def broadcast_together(v, m):
    return np.broadcast_arrays(v, m)[0] * np.broadcast_arrays(v[:3, None], v)[1]


def summed_up(v, m):
    return np.cumulative_sum(m * v, axis=1)


def columns_joined(v, m):
    return np.c_[v, m.T]


def zeros_trimmed(v, m):
    return np.trim_zeros(np.where(v > 0, v, 0))


def diagonal_filled(v, m):
    y = np.outer(v, v)
    np.fill_diagonal(y, v[0] * 2)
    return y * y


def put_flat(v, m):
    y = v * 2
    np.put(y, [0, -1, 0], v[1:])
    return y * y


def placed(v, m):
    y = m * v
    np.place(y, y > 0.5, v[:2])
    return y * y


def masked_put(v, m):
    y = v * 2
    np.putmask(y, v < 0, v**2)
    return y * y


def repeated_each(v, m):
    return np.repeat(v, [2, 0, 1, 3]) ** 2


def repeated_rows(v, m):
    return np.repeat(m * v, np.array([2, 0, 1]), axis=0)


def fortran_order(v, m):
    y = m * v
    return np.reshape(y, (2, 6), order="F")[1] * y.ravel(order="F")[:6] * y.flatten("F")[3:9]


def fortran_method(v, m):
    return (m * v).reshape(2, 6, order="F") ** 2


def differences_from_a_start(v, m):
    return np.diff(m * v, axis=0, prepend=0.5, append=m[:1] * v[0])


def fortran_order_of_a_list(v, m):
    return np.reshape(m * v, [2, 6], order="F") ** 2


def not_differenced(v, m):
    return np.diff(v, n=0, prepend=0.5) * v


def slopes_at_second_order(v, m):
    return np.gradient(v, 0.5, edge_order=2)


def slopes_between_places(v, m):
    return np.gradient(v, v[::-1] * 2 + np.array([0.0, 1.0, 2.0, 4.0]))


def slopes_between_places_of_second_order(v, m):
    return np.gradient(m * v, np.cumsum(v**2), axis=1, edge_order=2)


def slopes_between_even_places(v, m):
    return np.gradient(v, v[0] + np.arange(4.0) * 0.5, edge_order=2)


def slopes_along_all_axes(v, m):
    return np.gradient(m * v, v[0], np.array([0.0, 1.0, 3.0, 4.0]))[1] + np.gradient(m * v)[0]


def slopes_of_complex(v, m):
    return np.gradient(v + 1j * v**2).imag


def taken_around(v, m):
    return np.take(m * v, [0, 7, -6], axis=1, mode="wrap") + (m * v).take([3, 9, 50], mode="clip")


def interpolated_with_ends(v, m):
    return np.interp(v, np.array([-0.5, 0.0, 0.7]), v[:3], left=v[3], right=2.0)


def interpolated_around(v, m):
    return np.interp(v, np.array([3.0, 1.0, 2.1]), v[:3], period=3.5)


def average_and_its_weights(v, m):
    average = np.average(m * v, axis=1, weights=v**2, returned=True)
    return average[0] * average[1]


def average_by_a_grid_of_weights(v, m):
    return np.average((m * v)[None] * np.ones((2, 3, 4)), axis=(1, 2), weights=m * v + 3)


def histogram_of_weights(v, m):
    counts, edges = np.histogram(np.array([0.1, 0.9, 0.3, 0.35]), bins=3, weights=v)
    return counts * edges[1:]


def histogram_of_uneven_bins(v, m):
    return np.histogram(v, bins=[-1.0, 0.0, 0.5, 2.0], weights=v, density=True)[0]


def histogram_counts(v, m):
    counts, edges = np.histogram(v, bins=4)
    return counts * edges[1:]


def windows(v, m):
    return np.lib.stride_tricks.sliding_window_view(v, 3) * 2


def windows_of_two_axes(v, m):
    return np.lib.stride_tricks.sliding_window_view(m * v, (2, 3)).sum(axis=(-2, -1))


def windows_along_one_axis(v, m):
    return np.lib.stride_tricks.sliding_window_view(m * v, 2, axis=0)


def diagonals_beside(v, m):
    return np.diagonal(m * v, 1) + np.linalg.diagonal(m * v, offset=-1)[0]


def diagonal_of_other_axes(v, m):
    return np.diagonal(np.ones((2, 1, 1)) * (m * v), 0, 2, 0)


def sorted_flat(v, m):
    return np.sort(m * v, axis=None)


def partitioned_flat(v, m):
    return np.sort(np.partition(m * v, 4, axis=None)[:5])


def unstacked(v, m):
    first, second, *rest = np.unstack(m * v, axis=1)
    return first * second + np.unstack(m * v)[2][1]


def fitted(v, m):
    return np.polyfit(np.arange(4.0), v, 2)


def fitted_by_weights(v, m):
    return np.polyfit(np.arange(4.0), (m * v).T, 1, w=v**2)


def polynomials(v, m):
    return np.polyadd(v, v[:2]) * np.polysub(v[1:], v) + np.polymul(v, v[:2])[:4]


def polynomials_derived(v, m):
    return np.polyder(v, 2)[0] * np.polyint(v, 2)


def scans_from_nothing(v, m):
    return np.cumulative_sum(m * v, axis=1, include_initial=True) + np.cumulative_prod(
        v, include_initial=True
    )


def logarithm_stored(v, m):
    found = np.zeros(4)
    np.log(v**2, found)
    return found


def products_of_stretches(v, m):
    return (
        np.multiply.reduceat(v, [0, 2, 1])
        + np.multiply.reduceat(m * v, np.array([1, 0]), axis=0)[0, :3]
    )


def extremes_of_stretches(v, m):
    return np.maximum.reduceat(m * v, [0, 2], axis=1) - np.minimum.reduceat(m * v, [3, 1], axis=1)


def items(v, m):
    return (m * v).item(5) * (m * v).item(1, -1) + (m * v).item((2, 0)) + v.item(-1)


def items_of_complex(v, m):
    return abs((v * (1 + 2j)).item(1) ** 2) + abs((v * 1j)[2].item())


def histogram_in_single_precision(v, m):
    even = np.histogram(v, bins=3, weights=v)[0]
    return even + np.histogram(v, bins=[-1.0, 0.0, 0.5, 2.0], weights=v)[0]


CASES = [
    (fortran_order_of_a_list, (V, M)),
    (not_differenced, (V, M)),
    (fortran_order, (V, M)),
    (fortran_method, (V, M)),
    (differences_from_a_start, (V, M)),
    (diagonal_filled, (V, M)),
    (put_flat, (V, M)),
    (placed, (V, M)),
    (masked_put, (V, M)),
    (repeated_each, (V, M)),
    (repeated_rows, (V, M)),
    (one_number_inserted, (V, M)),
    (numbers_inserted, (V, M)),
    (row_inserted, (V, M)),
    (columns_inserted, (V, M)),
    (list_inserted_from_behind, (V, M)),
    (inserted_flat, (V, M)),
    (constant_column_inserted, (V, M)),
    (inserted_out_of_order, (V, M)),
    (rows_inserted_once, (V, M)),
    (column_inserted_once, (V, M)),
    (column_inserted, (V, M)),
    (blocks, (V, M)),
    (block_of_vectors, (V, M)),
    (joined_with_ranges, (V, M)),
    (joined_alone, (V, M)),
    (padded_by_edges, (V, M)),
    (padded_by_reflections, (V, M)),
    (padded_symmetrically, (V, M)),
    (padded_around, (V, M)),
    (padded_by_constants, (V, M)),
    (padded_by_ramps, (V, M)),
    (padded_by_means, (V, M)),
    (padded_by_minima, (V, M)),
    (padded_by_medians, (V, M)),
    (partitioned, (V, M)),
    (resized, (V, M)),
    (powers, (V, M)),
    (powers_increasing, (V, M)),
    (geometric, (V, M)),
    (logarithmic, (V, M)),
    (covariance, (V, M)),
    (correlation, (V, M)),
    (along_axis_to_vectors, (V, M)),
    (along_axis_to_numbers, (V, M)),
    (along_axis_that_writes, (V, M)),
    (along_axis_of_three, (V, M)),
    (correlation_of_complex, (V, M)),
    (complex_or_not, (V, M)),
    (counted, (V, M)),
    (unwrapped, (V, M)),
    (unwrapped_rows, (V, M)),
    (selected, (V, M)),
    (chosen, (V, M)),
    (pieces, (V, M)),
    (pieces_with_arguments, (V, M)),
    (compressed, (V, M)),
    (differences_with_ends, (V, M)),
    (axis_rolled, (V, M)),
    (stacked_in_depth, (V, M)),
    (broadcast_together, (V, M)),
    (summed_up, (V, M)),
    (columns_joined, (V, M)),
    (zeros_trimmed, (V, M)),
    (slopes_at_second_order, (V, M)),
    (slopes_between_places, (V, M)),
    (slopes_between_places_of_second_order, (V, M)),
    (slopes_between_even_places, (V, M)),
    (slopes_along_all_axes, (V, M)),
    (slopes_of_complex, (V, M)),
    (taken_around, (V, M)),
    (interpolated_with_ends, (V, M)),
    (interpolated_around, (V, M)),
    (average_and_its_weights, (V, M)),
    (average_by_a_grid_of_weights, (V, M)),
    (histogram_of_weights, (V, M)),
    (histogram_of_uneven_bins, (V, M)),
    (histogram_counts, (V, M)),
    (windows, (V, M)),
    (windows_of_two_axes, (V, M)),
    (windows_along_one_axis, (V, M)),
    (diagonals_beside, (V, M)),
    (diagonal_of_other_axes, (V, M)),
    (sorted_flat, (V, M)),
    (partitioned_flat, (V, M)),
    (unstacked, (V, M)),
    (fitted, (V, M)),
    (fitted_by_weights, (V, M)),
    (polynomials, (V, M)),
    (polynomials_derived, (V, M)),
    (scans_from_nothing, (V, M)),
    (logarithm_stored, (V, M)),
    (products_of_stretches, (V, M)),
    (extremes_of_stretches, (V, M)),
    (items, (V, M)),
    (items_of_complex, (V, M)),
    (histogram_in_single_precision, (V.astype(np.float32), M)),
]
