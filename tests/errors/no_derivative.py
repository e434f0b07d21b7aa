def f(n: int) -> int:
    return n + 1


# error
# tests/errors/no_derivative.py:1:1: CG930 no parameter of f has a derivative: none leads to the result through real numbers
#     1 | def f(n: int) -> int:
#       | ^
# Return a number or an array that is computed from a float parameter, or name one in wrt.
