# flags: --at y=f64[n],z=f64[n],c=bool
def f(y, z, c):
    x = y if c else z
    x[0] = 5
    return y[0]


# error
# tests/errors/alias_at_a_join.py:4:5: CG030 this array may not be written: one object or another stands behind this name, depending on the path taken
#     3 |     x = y if c else z
#     4 |     x[0] = 5
#       |     ^
# Write to a copy of it: `x = x.copy()`.
