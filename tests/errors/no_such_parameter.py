# flags: --at z=float
def f(x):
    return x


# error
# tests/errors/no_such_parameter.py:2:1: CG901 --at: f has no parameter z
#     2 | def f(x):
#       | ^
# Its parameters: x.
