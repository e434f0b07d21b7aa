# flags: --at xs=list[float],n=int
def f(xs, n):
    ys = [2 * x for x in xs]
    ys[1:-1] = [0.0, 1.0]
    ys[n:] = []
    return ys[0]


# error
# tests/errors/slice_of_list_replaced.py:4:5: CG021 a slice of a list is replaced whose bounds are counted from both ends
#     3 |     ys = [2 * x for x in xs]
#     4 |     ys[1:-1] = [0.0, 1.0]
#       |     ^
# Build the new list with `+` or a comprehension.
