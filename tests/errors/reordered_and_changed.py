# flags: --at x=f64[n]
def f(x):
    rows = (x * 2).reshape(2, -1)
    columns = rows.T.reshape(-1)
    rows[0] = 1.0
    return (columns * x).sum()


# error
# tests/errors/reordered_and_changed.py:6:13: CG012 whether this shares memory with another array depends on how that lies in memory, and that was changed
#     5 |     rows[0] = 1.0
#     6 |     return (columns * x).sum()
#       |             ^
# Write .copy() behind it.
