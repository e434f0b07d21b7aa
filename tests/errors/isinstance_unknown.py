def f(x):
    if isinstance(x, complex):
        return x * 0
    return x * 2


# error
# tests/errors/isinstance_unknown.py:2:8: CG016 the answer of `isinstance` is not known before the run
#     1 | def f(x):
#     2 |     if isinstance(x, complex):
#       |        ^
# Annotate the parameter, compare its `ndim` or `shape`, or give it one type on every path.
