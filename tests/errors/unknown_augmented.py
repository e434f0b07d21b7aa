def f(x, n):
    y = x
    y += n
    return x * y


# error
# tests/errors/unknown_augmented.py:3:5: CG034 whether `+=` changes an array or binds a number depends on a type that is not known
#     2 |     y = x
#     3 |     y += n
#       |     ^
# Annotate the parameter, or write `x = x + ...`.
