# flags: --at x=float
def f(x):
    xs = []
    return xs.pop() * x


# error
# tests/errors/pop_from_empty.py:4:12: CG023 pop from an empty list
#     3 |     xs = []
#     4 |     return xs.pop() * x
#       |            ^
# Python raises here: mind the number of items.
