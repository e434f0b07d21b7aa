# flags: --at x=float
def f(x):
    kinds = {1.0, x}
    return x * len(kinds)


# error
# tests/errors/set_call.py:3:13: CG024 what this set holds is not known before the run
#     2 | def f(x):
#     3 |     kinds = {1.0, x}
#       |             ^
# Use a list, or a set of literals.
