# flags: --at a=float,b=float
class Box:
    def __init__(self, v):
        self.v = v


def f(a, b):
    one, two = Box(a), Box(b)
    other = one if a > b else two
    other.v = 5.0
    return one.v * two.v


# error
# tests/errors/object_on_one_path.py:10:5: CG030 this object may not be changed: one object or another stands behind this name, depending on the path taken
#     9 |     other = one if a > b else two
#    10 |     other.v = 5.0
#       |     ^
# Change a copy of it.
