# flags: --at x=f64[n]
def f(x):
    squares = (v * v for v in x)
    first = next(squares)
    return first * sum(squares)


# error
# tests/errors/generator_kept.py:5:20: CG055 a generator is run through that may have given some of its items before
#     4 |     first = next(squares)
#     5 |     return first * sum(squares)
#       |                    ^
# Make it a list where it is made: `list(...)`.
