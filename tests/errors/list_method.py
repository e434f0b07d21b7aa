# flags: --at x=float
def f(x):
    xs = [x, 2 * x]
    xs.add(x)
    return xs[0]


# error
# tests/errors/list_method.py:4:5: CG043 `.add()` of a list is not supported
#     3 |     xs = [x, 2 * x]
#     4 |     xs.add(x)
#       |     ^
# Write it with operators and functions of NumPy.
