# flags: --at x=float
def f(x):
    try:
        y = x * x
    finally:
        if x > 0:
            return x
    return y


# error
# tests/errors/finally_leaves.py:3:5: CG064 `finally` leaves its block
#     2 | def f(x):
#     3 |     try:
#       |     ^
# Return after the `try`.
