# flags: --at x=f64[n,m]
def f(x):
    place = (0, 1)
    return x[*place] * 2


# error
# tests/errors/starred_index.py:4:12: CG014 a starred index is not supported
#     3 |     place = (0, 1)
#     4 |     return x[*place] * 2
#       |            ^
# Write the indices out.
