# flags: --at x=float
def f(x, model):
    model.weight = x
    return model.weight * 2


# error
# tests/errors/attribute_store.py:3:5: CG032 assigning to `model.weight` is not supported
#     2 | def f(x, model):
#     3 |     model.weight = x
#       |     ^
# Assign to a name, to an item of a list or array, or to an attribute of an object of your own class.
