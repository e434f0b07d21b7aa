# flags: --at x=f64[n]
def f(x):
    return (x * x).flags.owndata


# error
# tests/errors/unknown_attribute.py:3:12: CG017 the attribute `owndata` is not supported
#     2 | def f(x):
#     3 |     return (x * x).flags.owndata
#       |            ^
# Pass what is read here as a parameter of its own.
