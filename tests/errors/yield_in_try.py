# flags: --at x=f64[n]
def steps(x):
    try:
        yield x[0]
    finally:
        print("done")


def f(x):
    return sum(steps(x))


# error
# tests/errors/yield_in_try.py:4:9: CG014 `yield` in a `try` or `with`
#     3 |     try:
#     4 |         yield x[0]
#       |         ^
# Collect the values in a list.
