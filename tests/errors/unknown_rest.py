def f(x, *rest):
    s = x
    for r in rest:
        s = s * r
    return s


# error
# tests/errors/unknown_rest.py:1:1: CG048 what `*rest` collects is not known
#     1 | def f(x, *rest):
#       | ^
# Say it: --at 'rest=(float, float)', or use the decorator, which sees the call.
