# flags: --at x=f64[n],y=f64[n]
def f(x, y):
    if x is y:
        return (x * x).sum()
    return (x * y).sum()


# error
# tests/errors/identity.py:3:8: CG016 `is` between anything but None is not supported
#     2 | def f(x, y):
#     3 |     if x is y:
#       |        ^
# Compare values with `==`, or decide it by a flag.
