def f(x, n):
    s = 0
    for _ in range(n):
        s = s + x
    if isinstance(s, int):
        return x * 5
    return s * x


# error
# tests/errors/isinstance_after_a_join.py:5:8: CG016 the answer of `isinstance` is not known before the run
#     4 |         s = s + x
#     5 |     if isinstance(s, int):
#       |        ^
# Annotate the parameter, compare its `ndim` or `shape`, or give it one type on every path.
