# flags: --at xs=list[float]
def f(xs):
    s = 0.0
    for a, b in zip([1.0, "a"], xs):
        s = s + b
    return s


# error
# tests/errors/unequal_iterables.py:4:5: CG051 a list of unlike things and one whose length is not known are iterated together
#     3 |     s = 0.0
#     4 |     for a, b in zip([1.0, "a"], xs):
#       |     ^
# Index both in a loop over range(n).
