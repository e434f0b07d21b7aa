# flags: --at x=float
def g(x):
    yield x
    yield 2 * x


def f(x):
    return sum(g(x))


# error
# tests/errors/generator.py:3:5: CG014 `yield x` (yield) is not supported
#     2 | def g(x):
#     3 |     yield x
#       |     ^
# Collect the values in a list and return it.
#
# tests/errors/generator.py:4:5: CG014 `yield 2 * x` (yield) is not supported
#     3 |     yield x
#     4 |     yield 2 * x
#       |     ^
# Collect the values in a list and return it.
#
# tests/errors/generator.py:8:12: CG042 `sum` of None, or without its first argument
#     7 | def f(x):
#     8 |     return sum(g(x))
#       |            ^
# Use another form of the call, or write it with other functions of NumPy.
