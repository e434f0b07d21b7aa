def f(x)
    return x


# error
# tests/errors/syntax.py:1:1: CG920 this is not valid Python: expected ':'
# Correct the syntax.
