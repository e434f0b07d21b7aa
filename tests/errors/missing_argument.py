# flags: --at x=float
def g(a, b):
    return a * b


def f(x):
    return g(x)


# error
# tests/errors/missing_argument.py:7:12: CG045 g() is called without 'b'
#     6 | def f(x):
#     7 |     return g(x)
#       |            ^
# Call it with the arguments that its `def` asks for.
