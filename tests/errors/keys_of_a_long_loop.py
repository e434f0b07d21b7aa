# flags: --at x=float
def f(x):
    d = {}
    for k in range(100):
        d[k] = x * k
    return d[3]


# error
# tests/errors/keys_of_a_long_loop.py:5:9: CG024 the key of a dict is not known before the run
#     4 |     for k in range(100):
#     5 |         d[k] = x * k
#       |         ^
# Use a literal key, or a list or array with integer indices.
