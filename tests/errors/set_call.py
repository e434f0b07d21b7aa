# flags: --at x=float
def f(x):
    z = set([x])
    return x


# error
# tests/errors/set_call.py:3:9: CG041 `set` is not a function that codegen knows
#     2 | def f(x):
#     3 |     z = set([x])
#       |         ^
# Write it with functions of NumPy or math, or compute it outside and pass the result.
