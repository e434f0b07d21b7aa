from codegen import grad


def loss(w):
    return w**3


def f(w):
    return loss(w - 0.1 * grad(loss)(w))


# error
# tests/errors/gradient_inside.py:9:27: CG010 the gradient of 'loss' is taken inside another function
#     8 | def f(w):
#     9 |     return loss(w - 0.1 * grad(loss)(w))
#       |                           ^
# Write it to a module with `codegen grad`, and call that; or use the decorator.
