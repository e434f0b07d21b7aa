"""Samples of scipy.spatial.distance."""

from __future__ import annotations

from tests.rules.samples import array, op

EXACT = ("typed", "fixed")
P, Q = array(3, 2), array(4, 2) + 0.4
for metric, options in {
    "euclidean": {},
    "sqeuclidean": {},
    "cityblock": {},
    "minkowski": {"p": 3.0},
}.items():
    op("scipy.spatial.distance.cdist", P, Q, metric, **options, modes=EXACT)
    op("scipy.spatial.distance.pdist", Q, metric, **options, modes=EXACT)
op("scipy.spatial.distance.cdist", P, Q, metric="minkowski", modes=EXACT)
op("scipy.spatial.distance.squareform", array(6), modes=EXACT)
