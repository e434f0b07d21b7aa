"""Functions of NumPy, SciPy and Python, written with others that have rules: a file for each kind.

Parameters are NumPy's own, those that are left out are refused by name. Every definition gives the
bits of the function that it stands for (tests/programs/defined.py). To add one, write it; names
that start with `_` are parts. Of Python's own, `map_` stands for `map`.
"""

from codegen.frontend.definitions import (
    arranging,
    ascending,
    building,
    combining,
    descending,
    distances,
    filling,
    filters,
    histograms,
    iterating,
    mapping,
    padding,
    places,
    polynomials,
    queues,
    reducing,
    sampling,
    selecting,
    series,
    sets,
    statistics,
    transforms,
)

KINDS = ("chebyshev", "legendre", "hermite", "hermite_e", "laguerre")
MODULES = {
    "numpy": (
        arranging,
        building,
        descending,
        filling,
        histograms,
        mapping,
        padding,
        places,
        polynomials,
        reducing,
        sampling,
        selecting,
        sets,
        statistics,
    ),
    "numpy.polynomial.polynomial": (ascending,),
    **{f"numpy.polynomial.{kind}": (series,) for kind in KINDS},
    "itertools": (combining,),
    "builtins": (iterating,),
    "collections": (queues,),
    "scipy.spatial.distance": (distances,),
    "scipy.ndimage": (filters,),
    "scipy": (transforms,),
}
