# flags: --at x=float,i=int
def f(x, i):
    pair = (x, [x])
    return pair[i]


# error
# tests/errors/tuple_at_run_time.py:4:12: CG022 a tuple of unlike things is indexed at run time
#     3 |     pair = (x, [x])
#     4 |     return pair[i]
#       |            ^
# Use a list of numbers or an array, or branches.
