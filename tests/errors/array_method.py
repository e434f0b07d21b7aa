# flags: --at x=f64[n]
def f(x):
    return x.tobytes()


# error
# tests/errors/array_method.py:3:12: CG043 `.tobytes()` is not a method that codegen knows
#     2 | def f(x):
#     3 |     return x.tobytes()
#       |            ^
# Write it with functions of NumPy or operators.
