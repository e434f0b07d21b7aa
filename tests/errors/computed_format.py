# flags: --at x=float,width=int
def f(x, width):
    print(f"{x:{width}.2f}")
    return x * 2


# error
# tests/errors/computed_format.py:3:11: CG014 a computed format is not supported
#     2 | def f(x, width):
#     3 |     print(f"{x:{width}.2f}")
#       |           ^
# Use `{x:.3f}` or `{x}`.
