# flags: --at x=f64[n]
def doubled(y):
    y[0] *= 2
    return y[0]


def f(x):
    y = x.copy()
    y[0] += doubled(y)
    return y[0]


# error
# tests/errors/right_side_writes.py:9:13: CG036 what is added to an item writes to the array or list itself
#     8 |     y = x.copy()
#     9 |     y[0] += doubled(y)
#       |             ^
# Write `y[i] = y[i] + ...`.
