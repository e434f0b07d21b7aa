import numpy as np


def f(x):
    try:
        y = np.sqrt(x)
    except ValueError:
        y = x
    return y


# error
# tests/errors/try_statement.py:5:5: CG060 `try:` is not supported here
#     4 | def f(x):
#     5 |     try:
#       |     ^
# Test for the case before it arises, or compute this outside.
