# flags: --at x=f64[n]
def f(x):
    try:
        for v in x:
            if v < 0:
                raise ValueError("negative")
        s = x[0] * 2
    except ValueError:
        s = x[0]
    return s


# error
# tests/errors/raise_in_a_loop.py:6:17: CG064 an exception leaves a loop for a handler
#     5 |             if v < 0:
#     6 |                 raise ValueError("negative")
#       |                 ^
# Leave the loop with `break`, and test after it for the case.
