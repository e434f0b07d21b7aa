# flags: --at x=float
def g(a):
    return a


def f(x):
    return g(x, x)


# error
# tests/errors/too_many_arguments.py:7:12: CG045 g() gets 1 arguments too many
#     6 | def f(x):
#     7 |     return g(x, x)
#       |            ^
# Call it with the arguments that its `def` asks for.
