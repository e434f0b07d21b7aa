# flags: --at xs=list[float]
def g(a, b):
    return a * b


def f(xs):
    return g(*xs)


# error
# tests/errors/spread_unknown.py:7:12: CG015 the length of what is spread with `*` is not known
#     6 | def f(xs):
#     7 |     return g(*xs)
#       |            ^
# Write the items out: `g(x[0], x[1])`.
