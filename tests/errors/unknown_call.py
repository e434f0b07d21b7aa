import json


def f(x):
    return json.loads(x) * 2


# error
# tests/errors/unknown_call.py:5:12: CG041 `json.loads` is not a function that codegen knows
#     4 | def f(x):
#     5 |     return json.loads(x) * 2
#       |            ^
# Write it with functions of NumPy or math, or compute it outside and pass the result.
