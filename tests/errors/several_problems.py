def f(x):
    with open("file") as stream:
        y = x
    yield y
    return mystery(y)
