def f(x, y):
    done = [x]

    def ratio():
        done.append(x * 3)
        return x / y

    try:
        r = ratio()
    except ZeroDivisionError:
        r = x * len(done)
    return r * sum(done)


# error
# tests/errors/handler_sees_what_was_done.py:10:5: CG064 `done.append(x * 3)` may lead to this handler, which goes on with other values: which statement raised is known only at run time
#     9 |         r = ratio()
#    10 |     except ZeroDivisionError:
#       |     ^
# Test for the case before it arises, or compute this outside the `try`.
