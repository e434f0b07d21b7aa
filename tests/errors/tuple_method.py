# flags: --at x=float
def f(x):
    xs = (x, 2 * x)
    return xs.sort() * x


# error
# tests/errors/tuple_method.py:4:12: CG043 `.sort()` is not a method that codegen knows
#     3 |     xs = (x, 2 * x)
#     4 |     return xs.sort() * x
#       |            ^
# Write it with functions of NumPy or operators.
