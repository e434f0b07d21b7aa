def f(x):
    with open("file") as stream:
        y = x
    yield y
    return mystery(y)


# error
# tests/errors/several_problems.py:2:10: CG060 `with open("file")` is not supported
#     1 | def f(x):
#     2 |     with open("file") as stream:
#       |          ^
# Open and read outside the function, and pass what was read.
#
# tests/errors/several_problems.py:4:5: CG014 the function itself is a generator
#     3 |         y = x
#     4 |     yield y
#       |     ^
# Return a list of the values.
#
# tests/errors/several_problems.py:5:12: CG011 the name 'mystery' is not bound here
#     4 |     yield y
#     5 |     return mystery(y)
#       |            ^
# Bind it on every path before it is read, or import it.
