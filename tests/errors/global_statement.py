total = 0.0


def f(x):
    global total
    total = total + x
    return total * x


# error
# tests/errors/global_statement.py:5:5: CG060 the global 'total' is assigned
#     4 | def f(x):
#     5 |     global total
#       |     ^
# Pass it as a parameter and return it.
