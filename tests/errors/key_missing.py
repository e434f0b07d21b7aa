# flags: --at x=float
def f(x):
    d = {"a": x}
    return d["b"]


# error
# tests/errors/key_missing.py:4:12: CG020 the key 'b' is not in this dict
#     3 |     d = {"a": x}
#     4 |     return d["b"]
#       |            ^
# Set it before it is read; the keys of an argument are those that it has.
