# flags: --at x=float
def f(x, key):
    d = {"a": x, "b": 2 * x}
    return d[key]


# error
# tests/errors/run_time_key.py:4:12: CG024 the key of a dict is not known before the run
#     3 |     d = {"a": x, "b": 2 * x}
#     4 |     return d[key]
#       |            ^
# Use a literal key, or a list or array with integer indices.
