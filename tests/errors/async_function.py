async def g(x):
    return x


def f(x):
    return g(x)
