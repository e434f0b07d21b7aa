# flags: --at x=float
def f(x):
    y = 2 * x
    return y(x)


# error
# tests/errors/call_of_a_number.py:4:12: CG040 this is not a function
#     3 |     y = 2 * x
#     4 |     return y(x)
#       |            ^
# Call a function that is defined in the file, passed in, or imported from NumPy.
