"""Functions of NumPy and Python, written with others that have rules: one file for each kind.

Parameters are NumPy's own, those that are left out are refused by name. Every definition gives the
bits of the function that it stands for (tests/programs/defined.py). To add one, write it; names
that start with `_` are parts. Of Python's own, `map_` stands for `map`.
"""

from codegen.frontend.definitions import (
    arranging,
    building,
    combining,
    filling,
    iterating,
    padding,
    places,
    polynomials,
    queues,
    reducing,
    sampling,
    selecting,
    statistics,
)

MODULES = {
    "numpy": (
        arranging,
        building,
        filling,
        padding,
        places,
        polynomials,
        reducing,
        sampling,
        selecting,
        statistics,
    ),
    "itertools": (combining,),
    "builtins": (iterating,),
    "collections": (queues,),
}
