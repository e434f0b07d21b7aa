# flags: --at x=f64[n,m]
def f(x):
    y = x.T.reshape(-1)
    y[0] = 1.0
    return (x * x).sum()


# error
# tests/errors/reshaped_view_written.py:4:5: CG030 whether this shares memory with another array depends on how that lies in memory
#     3 |     y = x.T.reshape(-1)
#     4 |     y[0] = 1.0
#       |     ^
# Write to a copy of it.
