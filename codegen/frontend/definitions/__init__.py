"""Functions of NumPy, written with others that have rules: one file for each kind.

Parameters are NumPy's own, those that are left out are refused by name. Every definition gives the
bits of the function that it stands for (tests/programs/defined.py). To add one, write it; names
that start with `_` are parts.
"""

from codegen.frontend.definitions import (
    arranging,
    building,
    filling,
    padding,
    selecting,
    statistics,
)

MODULES = (arranging, building, filling, padding, selecting, statistics)
