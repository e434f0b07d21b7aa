# flags: --at x=float
def f(x):
    xs = [x, x]
    del xs[0]
    return xs[0]


# error
# tests/errors/delete_item.py:4:5: CG060 `del` of anything but a name is not supported
#     3 |     xs = [x, x]
#     4 |     del xs[0]
#       |     ^
# Build a list without the item.
