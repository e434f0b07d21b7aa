# flags: --at x=f64[n],k=int
def f(x, k):
    y = x
    for _ in range(k):
        y = [y]
    return y


# error
# tests/errors/loop_changes_rank.py:5:14: CG010 y has one type on one path and another on the other
#     4 |     for _ in range(k):
#     5 |         y = [y]
#       |              ^
# Give it one type on both paths: start with a value of the later type.
