# flags: --at xs=list[float],n=int
def f(xs, n):
    ys = [2 * x for x in xs]
    ys.insert(n, xs[0])
    return sum(ys)


# error
# tests/errors/insert_in_the_middle.py:4:5: CG072 `insert` at a position that is computed
#     3 |     ys = [2 * x for x in xs]
#     4 |     ys.insert(n, xs[0])
#       |     ^
# Insert at 0, or append.
