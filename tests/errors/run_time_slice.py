# flags: --at x=float,i=int
def f(x, i):
    xs = [x, [x], 3.0]
    return xs[i:]


# error
# tests/errors/run_time_slice.py:4:12: CG021 a slice of a list of unlike things has bounds that are not known before the run
#     3 |     xs = [x, [x], 3.0]
#     4 |     return xs[i:]
#       |            ^
# Use literal bounds, or a loop over range(...) that picks the items.
