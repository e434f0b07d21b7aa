# flags: --at x=float
def f(x):
    s = 0.0
    for y in x:
        s = s + y
    return s


# error
# tests/errors/iterate_a_number.py:4:5: CG052 this is no sequence
#     3 |     s = 0.0
#     4 |     for y in x:
#       |     ^
# Loop over range(...), a list, a tuple or an array; annotate the parameter if it is one.
