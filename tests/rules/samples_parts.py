"""Samples of parts of arrays."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, cube, m, op, v

KNOWN = ("typed", "narrow")

op("numpy.vsplit", array(4, 3), 2, modes=KNOWN)
op("numpy.hsplit", array(3, 4), 2, modes=KNOWN)
op("numpy.hsplit", array(4), 2, modes=KNOWN)
op("numpy.hsplit", array(3, 4), (1, 3), modes=KNOWN)
op("numpy.dsplit", cube, 2, modes=KNOWN)
for k in (0, 1, -2):
    op("numpy.diagflat", v, k, modes=KNOWN)
    op("numpy.diagflat", m, k, modes=KNOWN)
for places in (1, -1, (0, 2)):
    op("numpy.delete", v, places)
    op("numpy.delete", array(3, 4), places, axis=1, modes=KNOWN)
    op("numpy.delete", m, places, modes=KNOWN)
op("numpy.extract", m > 0.5, m, modes=KNOWN)
op("numpy.extract", np.array([True, False, True]), v, modes=KNOWN)
op("numpy.digitize", v, np.array([0.3, 0.5]), modes=KNOWN)
op("numpy.argwhere", m > 0.5)
op("numpy.array_equal", v, v)
op("numpy.hanning", 5)
