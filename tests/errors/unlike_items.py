# flags: --at x=float,n=int
def f(x, n):
    xs = []
    for i in range(n):
        xs.append("a")
        xs.append(x)
    return xs[1]


# error
# tests/errors/unlike_items.py:5:9: CG010 a list of different things is indexed or grown at run time
#     4 |     for i in range(n):
#     5 |         xs.append("a")
#       |         ^
# Build it from values of one type.
