# flags: --at x=float,c=bool
def f(x, c):
    if c:
        d = {"a": x}
    else:
        d = {"b": x}
    return d["a"]


# error
# tests/errors/keys_differ.py:7:12: CG010 a dict has other keys on one path than on the other
#     6 |         d = {"b": x}
#     7 |     return d["a"]
#       |            ^
# Set the same keys on both paths.
