# flags: --at x=float
class Checked:
    def __enter__(self):
        return 2.0

    def __exit__(self, kind, value, traceback):
        if kind is None:
            print("done")


def f(x):
    with Checked() as k:
        y = k / x
    return y


# error
# tests/errors/exit_that_asks.py:12:5: CG060 what is done on leaving `with` depends on the exception that its block may raise
#    11 | def f(x):
#    12 |     with Checked() as k:
#       |     ^
# Do it after the block.
