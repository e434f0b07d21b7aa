# flags: --at x=f64[n]
def steps(x):
    for v in x:
        yield v * v


def f(x):
    s = 0.0
    for a, b in zip(steps(x), steps(x[1:])):
        s += a * b
    return s


# error
# tests/errors/generators_zipped.py:9:17: CG055 several generators are zipped, or `strict`ly
#     8 |     s = 0.0
#     9 |     for a, b in zip(steps(x), steps(x[1:])):
#       |                 ^
# Make lists of them.
