# flags: --at x=float
import sys


def f(x):
    print(x, file=sys.stderr)
    return x * 2


# error
# tests/errors/print_to_file.py:6:5: CG012 `sys.stderr` is used as a number
#     5 | def f(x):
#     6 |     print(x, file=sys.stderr)
#       |     ^
# Pass it as a parameter.
