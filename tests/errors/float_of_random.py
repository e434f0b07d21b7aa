# flags: --at x=float
import random


def f(x):
    return x * random.random()


# error
# tests/errors/float_of_random.py:6:16: CG041 `random.random` is not a function that codegen knows
#     5 | def f(x):
#     6 |     return x * random.random()
#       |                ^
# Write it with functions of NumPy or math, or compute it outside and pass the result.
