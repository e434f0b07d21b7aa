def f(x)
    return x


# error
# tests/errors/syntax.py:1:9: CG920 this is not valid Python: expected ':'
#     1 | def f(x)
#       |         ^
# Correct the syntax.
