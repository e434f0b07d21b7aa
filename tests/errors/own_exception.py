# flags: --at x=float
class Mine(Exception):
    pass


def f(x):
    if x < 0:
        raise Mine("negative")
    return x * x


# error
# tests/errors/own_exception.py:8:9: CG060 only Python's own exceptions can be raised
#     7 |     if x < 0:
#     8 |         raise Mine("negative")
#       |         ^
# Raise ValueError, or another exception of Python's own.
