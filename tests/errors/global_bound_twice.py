# flags: --at x=float
SCALE = 1.0
SCALE = 2.0


def f(x):
    return SCALE * x


# error
# tests/errors/global_bound_twice.py:7:12: CG010 the global 'SCALE' is assigned in several places
#     6 | def f(x):
#     7 |     return SCALE * x
#       |            ^
# Pass it as a parameter, or assign it once.
