# flags: --at x=float
import functools


def f(x):
    @functools.cache
    def g(y):
        return y * y

    return g(x)


# error
# tests/errors/decorated_inside.py:7:5: CG060 a function inside a function has a decorator that is not read
#     6 |     @functools.cache
#     7 |     def g(y):
#       |     ^
# Take the decorator off.
