# flags: --at x=float
def f(x):
    g = lambda y, k=open("a"): y * k
    return g(x)


# error
# tests/errors/open_call.py:3:21: CG041 `open` is not a function that codegen knows
#     2 | def f(x):
#     3 |     g = lambda y, k=open("a"): y * k
#       |                     ^
# Write it with functions of NumPy or math, or compute it outside and pass the result.
