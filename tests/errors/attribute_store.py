# flags: --at x=float
def f(x, model):
    model.weight = x
    return model.weight * 2


# error
# tests/errors/attribute_store.py:3:5: CG032 assigning to `model.weight` is not supported
#     2 | def f(x, model):
#     3 |     model.weight = x
#       |     ^
# Assign to a name, or to an item of a list or array.
#
# tests/errors/attribute_store.py:4:12: CG012 the attribute `weight` is not read from here
#     3 |     model.weight = x
#     4 |     return model.weight * 2
#       |            ^
# Pass what it holds as a parameter, in a dict or tuple.
