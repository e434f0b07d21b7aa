# flags: --at x=float
def checked(x):
    if x < 0:
        raise ValueError("negative")
    return x * x


def f(x):
    try:
        y = checked(x)
    except ValueError:
        y = x
    return y


# error
# tests/errors/raise_for_a_caller.py:4:9: CG064 `checked` raises on one path, for a handler of its caller
#     3 |     if x < 0:
#     4 |         raise ValueError("negative")
#       |         ^
# Let it return whether it worked, and test for that.
