# flags: --at x=float
def f(x):
    if 1 < "a":
        return x
    return 2 * x


# error
# tests/errors/compare_number_and_text.py:3:8: CG016 '<' not supported between instances of 'int' and 'str'
#     2 | def f(x):
#     3 |     if 1 < "a":
#       |        ^
# Compare numbers.
