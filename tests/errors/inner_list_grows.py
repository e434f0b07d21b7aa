# flags: --at x=float,n=int
def f(x, n):
    rows = [[] for _ in range(n)]
    rows[0].append(x)
    return rows[0][0]


# error
# tests/errors/inner_list_grows.py:4:5: CG031 a list inside another grows
#     3 |     rows = [[] for _ in range(n)]
#     4 |     rows[0].append(x)
#       |     ^
# Build the inner list under a name of its own, then append that.
