# flags: --at xs=list[float]
def f(xs):
    ys = [2 * x for x in xs]
    ys.insert(1, 3.0)
    return sum(ys)


# error
# tests/errors/insert_in_the_middle.py:4:5: CG072 `insert` at a position other than 0
#     3 |     ys = [2 * x for x in xs]
#     4 |     ys.insert(1, 3.0)
#       |     ^
# Insert at 0, or append.
