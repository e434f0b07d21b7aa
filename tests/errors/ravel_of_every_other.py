# flags: --at x=f64[n]
def f(x):
    y = (2 * x)[::2]
    z = y.ravel()
    z[0] = x[1]
    return y.sum() + z.sum()


# error
# tests/errors/ravel_of_every_other.py:5:5: CG030 whether this shares memory with another array depends on how that lies in memory
#     4 |     z = y.ravel()
#     5 |     z[0] = x[1]
#       |     ^
# Write to a copy of it.
