scale = compute()


def f(x: float) -> float:
    return scale * x


# error
# tests/errors/undefined_global.py:5:12: CG010 the global 'scale' is not a literal number, text or tuple of them
#     4 | def f(x: float) -> float:
#     5 |     return scale * x
#       |            ^
# Pass it as a parameter: the file is read here, never run.
