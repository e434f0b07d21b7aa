# flags: --at x=float,c=bool
def f(x, c):
    y = x if c else [x]
    return y * 2


# error
# tests/errors/list_and_number.py:3:9: CG010 this is one kind of thing on one path and another kind on the other
#     2 | def f(x, c):
#     3 |     y = x if c else [x]
#       |         ^
# Let both paths give a number, or both an array, or both a list of one length.
