# flags: --at x=float
def f(x):
    try:
        y = 1.0 / x
    except ZeroDivisionError:
        y = x
    return y


# error
# tests/errors/try_statement.py:5:5: CG064 `y = 1.0 / x` may lead to this handler, which goes on with other values: which statement raised is known only at run time
#     4 |         y = 1.0 / x
#     5 |     except ZeroDivisionError:
#       |     ^
# Test for the case before it arises, or compute this outside the `try`.
