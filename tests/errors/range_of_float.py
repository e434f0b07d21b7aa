# flags: --at x=float
def f(x):
    s = 0.0
    for i in range(x):
        s = s + x
    return s


# error
# tests/errors/range_of_float.py:4:14: CG042 `range` needs integers
#     3 |     s = 0.0
#     4 |     for i in range(x):
#       |              ^
# Convert it: `range(int(n))`, or annotate the parameter as int.
