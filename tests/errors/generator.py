# flags: --at x=float
def f(x):
    yield x
    yield 2 * x


# error
# tests/errors/generator.py:3:5: CG014 the function itself is a generator
#     2 | def f(x):
#     3 |     yield x
#       |     ^
# Return a list of the values.
#
# tests/errors/generator.py:4:5: CG014 the function itself is a generator
#     3 |     yield x
#     4 |     yield 2 * x
#       |     ^
# Return a list of the values.
