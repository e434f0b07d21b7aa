# flags: --at x=float
def f(x):
    xs = (x, 2 * x)
    return xs.index(x) * x


# error
# tests/errors/tuple_method.py:4:12: CG043 `.index()` of a tuple is not supported
#     3 |     xs = (x, 2 * x)
#     4 |     return xs.index(x) * x
#       |            ^
# Write it with operators and functions of NumPy.
