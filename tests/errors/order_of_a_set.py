# flags: --at x=float
def f(x):
    s = x
    for name in {"up", "down"}:
        s = 2 * s if name == "up" else s + 1
    return s


# error
# tests/errors/order_of_a_set.py:4:5: CG052 the order of the items of a set is not known before the run
#     3 |     s = x
#     4 |     for name in {"up", "down"}:
#       |     ^
# Go through `sorted(...)` of it, or make it a list or tuple.
