# flags: --at x=float
def g(h, x, n: int):
    if n == 0:
        return h(x)
    return g(h, x, n - 1)


def f(x, n: int):
    return g(lambda y: y * y, x, n)


# error
# tests/errors/recursive_callback.py:9:12: CG046 a function is passed to a recursive function as 'h'
#     8 | def f(x, n: int):
#     9 |     return g(lambda y: y * y, x, n)
#       |            ^
# Write the recursion as a loop, or let every call have arguments of the same types.
