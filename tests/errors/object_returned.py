# flags: --at a=float
from dataclasses import dataclass


@dataclass
class Box:
    v: float


def f(a):
    return Box(a * a)


# error
# tests/errors/object_returned.py:10:1: CG062 the result holds an object of the class Box
#    10 | def f(a):
#       | ^
# Return its attributes, in a tuple or dict.
