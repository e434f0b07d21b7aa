# flags: --at x=float
def f(x):
    xs = [x, 2 * x]
    return xs[2]


# error
# tests/errors/index_out_of_range.py:4:12: CG023 the index 2 is out of range
#     3 |     xs = [x, 2 * x]
#     4 |     return xs[2]
#       |            ^
# Python raises here: mind the number of items.
