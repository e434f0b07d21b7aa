# flags: --at x=float
from functools import lru_cache


@lru_cache
def g(x):
    return x * x


def f(x):
    return g(x)


# error
# tests/errors/decorated_helper.py:11:12: CG010 the function 'g' is decorated, and decorators may change what it does
#    10 | def f(x):
#    11 |     return g(x)
#       |            ^
# Call a function without a decorator: the plain one, under a name of its own.
