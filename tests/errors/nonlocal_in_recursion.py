# flags: --at x=float
def f(x):
    total = 0.0

    def down(n, v):
        nonlocal total
        if n > 0:
            total += v
            down(n - 1, v * 0.5)

    down(3, x)
    return total * x


# error
# tests/errors/nonlocal_in_recursion.py:8:13: CG060 'total' is a variable of a function that is not read with this one
#     7 |         if n > 0:
#     8 |             total += v
#       |             ^
# Pass it as a parameter and return the new value.
