def f(x):
    a, b, *rest = (x,)
    return a * b


# error
# tests/errors/unpack_too_few.py:2:5: CG023 1 values for 2 names or more
#     1 | def f(x):
#     2 |     a, b, *rest = (x,)
#       |     ^
# Python raises here: mind the number of items.
