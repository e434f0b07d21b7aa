# flags: --at x=float
def g(a, b):
    return a * b


def f(x):
    return g(x, a=x)


# error
# tests/errors/two_values_for_one.py:7:12: CG045 g() gets two values for 'a'
#     6 | def f(x):
#     7 |     return g(x, a=x)
#       |            ^
# Call it with the arguments that its `def` asks for.
