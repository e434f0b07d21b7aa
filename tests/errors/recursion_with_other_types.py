# flags: --at x=float
def g(x, n: int):
    if n == 0:
        return x
    return g((x, x), n - 1)


def f(x):
    return g(x, 3)


# error
# tests/errors/recursion_with_other_types.py:5:12: CG046 a recursive call with arguments of another type
#     4 |         return x
#     5 |     return g((x, x), n - 1)
#       |            ^
# Write the recursion as a loop, or let every call have arguments of the same types.
