# flags: --at a=float
class Lazy:
    def __init__(self, v):
        self.v = v

    def __getattr__(self, name):
        return 2.0


def f(a):
    return Lazy(a).v * a


# error
# tests/errors/getattr_of_class.py:11:12: CG017 the class Lazy defines `__getattr__`
#    10 | def f(a):
#    11 |     return Lazy(a).v * a
#       |            ^
# Write a plain class, or a dataclass.
