# flags: --at x=float
def f(x):
    y = 2 * x
    y[0] = 1.0
    return y


# error
# tests/errors/assign_into_number.py:4:5: CG033 this has no items that could be assigned
#     3 |     y = 2 * x
#     4 |     y[0] = 1.0
#       |     ^
# Make it a list or an array first.
