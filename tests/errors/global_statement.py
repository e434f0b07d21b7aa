def f(x):
    global total
    total = x
    return total * 2


# error
# tests/errors/global_statement.py:2:5: CG060 `global` is not supported here
#     1 | def f(x):
#     2 |     global total
#       |     ^
# Pass it as a parameter and return it.
