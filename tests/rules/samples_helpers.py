"""Samples of the helpers that rules emit: a second derivative goes through them."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array, csc_matrix, csr_array

from tests.rules.samples import array, cube, k, m, op, row, v, w
from tests.rules.samples_linalg import regular

EXACT = ("typed",)

op("helpers.over_gaps", regular(), w, modes=EXACT)
op("helpers.over_gaps", regular(2), np.array([[1.0, 2.0, 3.5], [0.5, 1.2, 3.0]]), modes=EXACT)
op("helpers.cofactors", regular(), modes=EXACT)
op("helpers.cofactors", regular(2), modes=EXACT)
op("helpers.digamma", 0.4, order=1)
for name, a, b, g in (
    ("matmul", m, k, array(2, 2)),
    ("dot", m, v, array(2)),
    ("inner", m, array(4, 3), array(2, 4)),
):
    op(f"helpers.{name}_left", g, a, b, inactive=(1,))
    op(f"helpers.{name}_right", g, a, b, inactive=(2,))
op("helpers.diag_back", array(2), m, inactive=(1,))
op("helpers.diag_back", array(2), m, k=1, inactive=(1,))
op("helpers.split_like", array(3, 3), [m, row], inactive=(1,), modes=("fixed",))
op("helpers.split_like", array(5), [array(2), v], inactive=(1,), modes=EXACT)
op("helpers.unbroadcast_each", m, [row, m], inactive=(1,), modes=("fixed",))
op("helpers.unbroadcast_each", m, [m, m], inactive=(1,), modes=EXACT)
op("helpers.in_band", 1, 2, array(4), array(4), modes=EXACT)
op("helpers.band_matmul", 1, 2, array(4, 4), array(4), modes=EXACT)
op("helpers.band_transpose", 1, 2, array(4, 4), modes=EXACT)
for mode in ("reflect", "constant"):
    for turned in (False, True):
        options = {"mode": mode, "convolution": turned, "modes": EXACT}
        op("helpers.filtered_back", array(5), v, **options)
        op("helpers.kernel_back", array(5), array(5) * 2, v, inactive=(2,), **options)
op("helpers.resized", array(3), array(5), axis=0, inactive=(1,), modes=EXACT)
op("helpers.resized", array(2, 5), m, axis=1, inactive=(1,), modes=EXACT)
op("helpers.segments", array(3), array(5), np.array([0, 3, 1]), inactive=(1,), modes=EXACT)
op("helpers.segments", array(2, 2), cube[0].T, np.array([0, 2]), axis=1, inactive=(1,), modes=EXACT)
op("helpers.uncut", array(2), array(4), v, inactive=(1, 2), modes=EXACT)
op("helpers.uncut", array(4), array(4), v, inactive=(1, 2), modes=EXACT)

entries = np.array([[0.5, 0.0, 0.2], [0.0, 0.7, 0.0], [0.3, 0.4, 0.0], [0.0, 0.0, 0.1]])
for kind in (csr_array, csc_matrix, coo_array):
    a = kind(entries)
    op("helpers.at_entries", a, array(4), v, modes=EXACT)
    op("helpers.at_entries", a, array(4, 2), array(3, 2), modes=EXACT)
    op("helpers.entries_of", array(4, 3), a, modes=EXACT)
