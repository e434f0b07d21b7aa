# flags: --at x=float
class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return True


def f(x):
    y = x
    with Quiet():
        y = 1 / x
    return y


# error
# tests/errors/exit_that_swallows.py:12:5: CG060 `with`: an `__exit__` that may keep an exception from the caller
#    11 |     y = x
#    12 |     with Quiet():
#       |     ^
# Let it return nothing.
