def f(x, y):
    a, b, c = x, y
    return a * b * c


# error
# tests/errors/unpack_wrong_count.py:2:5: CG023 2 values are unpacked into 3 names
#     1 | def f(x, y):
#     2 |     a, b, c = x, y
#       |     ^
# Python raises here: mind the number of items.
