# flags: --at x=float
def f(x):
    s = 0.0

    def add(y):
        nonlocal s
        s += y

    add(x)
    return s * s


# error
# tests/errors/nonlocal_statement.py:6:9: CG060 `nonlocal` is not supported here
#     5 |     def add(y):
#     6 |         nonlocal s
#       |         ^
# Return the new value and assign it outside.
