# flags: --at x=float
import enum


class Mode(enum.Enum):
    UP = 1
    DOWN = 2


def f(x):
    mode = Mode.UP if x > 0 else Mode.DOWN
    return x * mode.value


# error
# tests/errors/enum_on_a_path.py:11:12: CG010 this is one member of an enum or another, depending on the path
#    10 | def f(x):
#    11 |     mode = Mode.UP if x > 0 else Mode.DOWN
#       |            ^
# Use a number or a text, or decide in one place.
