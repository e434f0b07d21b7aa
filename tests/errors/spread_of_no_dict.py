# flags: --at x=float
def g(a):
    return a


def f(x):
    return g(**x)


# error
# tests/errors/spread_of_no_dict.py:7:16: CG015 only a dict can be spread with `**`
#     6 | def f(x):
#     7 |     return g(**x)
#       |                ^
# Write the arguments out.
