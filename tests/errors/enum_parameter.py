# flags: --at x=float
import enum


class Mode(enum.Enum):
    UP = 1
    DOWN = 2


def f(x, mode):
    return x if mode is Mode.UP else -x


# error
# tests/errors/enum_parameter.py:11:17: CG016 which member of an enum this is is not known before the run
#    10 | def f(x, mode):
#    11 |     return x if mode is Mode.UP else -x
#       |                 ^
# Call the gradient in Python, where it is, or pass its `.value`.
