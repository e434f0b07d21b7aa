# flags: --at x=float
class Mine(Exception):
    pass


def f(x):
    if x < 0:
        raise Mine("negative")
    return x * x


# error
# tests/errors/own_exception.py:8:15: CG010 'Mine' is a class, and classes are not read
#     7 |     if x < 0:
#     8 |         raise Mine("negative")
#       |               ^
# Use functions, tuples, lists and dicts; raise Python's own exceptions.
