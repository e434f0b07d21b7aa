# flags: --at x=f64[n]
def f(x):
    try:
        if x[0] > 0:
            return x[1]
        s = x[0] * 2
    finally:
        x[0] = 0.0
    return s


# error
# tests/errors/finally_is_seen.py:7:5: CG064 what `finally` does is seen from outside, also where its block raises
#     6 |         s = x[0] * 2
#     7 |     finally:
#       |     ^
# Write to a copy, and do without the `finally`.
