# flags: --at x=float
def f(x):
    class C:
        pass

    return x * 2


# error
# tests/errors/class_inside.py:3:5: CG060 `class` is not supported here
#     2 | def f(x):
#     3 |     class C:
#       |     ^
# Define it outside the function.
