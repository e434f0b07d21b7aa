async def g(x):
    return x


def f(x):
    return g(x)


# error
# tests/errors/async_function.py:6:12: CG011 the name 'g' is not bound here
#     5 | def f(x):
#     6 |     return g(x)
#       |            ^
# Bind it first.
