# flags: --at x=float
def f(x):
    name = b"x"
    return x * 2


# error
# tests/errors/bytes_literal.py:3:12: CG014 bytes, or strings joined with f-strings, are not supported
#     2 | def f(x):
#     3 |     name = b"x"
#       |            ^
# Use one plain string.
