# flags: --at x=float,ys=list[float]
def f(x, ys):
    s = 0.0
    try:
        for y in ys:
            s += x / y
    except ZeroDivisionError:
        s = x
    return s


# error
# tests/errors/try_statement.py:7:5: CG064 `s += x / y` may lead to this handler, which goes on with other values: which statement raised is known only at run time
#     6 |             s += x / y
#     7 |     except ZeroDivisionError:
#       |     ^
# Test for the case before it arises, or compute this outside the `try`.
