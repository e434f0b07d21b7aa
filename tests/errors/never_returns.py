# flags: --at x=float
def f(x):
    y = 2 * x


# error
# tests/errors/never_returns.py:2:1: CG930 no parameter of f has a derivative: none leads to the result through real numbers
#     2 | def f(x):
#       | ^
# Return a number or an array that is computed from a float parameter, or name one in wrt.
