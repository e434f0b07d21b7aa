async def g(x):
    return x


def f(x):
    return g(x)


# error
# tests/errors/async_function.py:6:12: CG010 'g' is an async function
#     5 | def f(x):
#     6 |     return g(x)
#       |            ^
# Write a plain function.
