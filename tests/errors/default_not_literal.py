# flags: --at x=float
def make():
    return 3.0


def f(x, scale=make()):
    return x * scale


# error
# tests/errors/default_not_literal.py:6:16: CG047 the default of 'scale' is not a literal
#     6 | def f(x, scale=make()):
#       |                ^
# Write a literal, or pass the value.
