# flags: --at x=float
def f(x, name: str):
    label = name + "!"
    print(label)
    return x * 2


# error
# tests/errors/string_arithmetic.py:3:13: CG014 operators on text are not supported
#     2 | def f(x, name: str):
#     3 |     label = name + "!"
#       |             ^
# Use an f-string.
