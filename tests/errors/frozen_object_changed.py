# flags: --at a=float
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    v: float


def f(a):
    box = Box(a)
    box.v = a * a
    return box.v


# error
# tests/errors/frozen_object_changed.py:12:5: CG032 an attribute of Box is set, which Python does not allow
#    11 |     box = Box(a)
#    12 |     box.v = a * a
#       |     ^
# Make a new object: `dataclasses.replace(obj, ...)`, `obj._replace(...)`.
