# flags: --at x=f64[n]
def f(x):
    if x:
        return x.sum()
    return 0.0


# error
# tests/errors/truth_of_an_array.py:3:5: CG016 an array has no truth value
#     2 | def f(x):
#     3 |     if x:
#       |     ^
# Say which is meant: `.any()`, `.all()` or `len(x) > 0`.
