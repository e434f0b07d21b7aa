# flags: --at x=f64[n]
def raised(y):
    y[0] += 0.25
    return y[0]


def total(values):
    return sum(values) + sum(values)


def f(x):
    y = x.copy()
    g = (v * y[0] for v in y)
    y[0] = 3.0
    z = zip(y, x)
    s = total(v for v in x)
    for v in map(lambda w: w * y[1], y):
        y[1] += v
        s += v
    if any(raised(y) > 0.5 for _ in y):
        s += 1.0
    return sum(g) + s + sum(a * b for a, b in z)


# error
# tests/errors/generator_kept.py:13:10: CG055 a generator or `map` is not the list of its items here: it is kept, and its items are computed later
#    12 |     y = x.copy()
#    13 |     g = (v * y[0] for v in y)
#       |          ^
# Make the list at once: `[... for ...]`.
#
# tests/errors/generator_kept.py:15:9: CG055 an iterator is kept, and may be run through twice
#    14 |     y[0] = 3.0
#    15 |     z = zip(y, x)
#       |         ^
# Write it where it is used, or make it a list: `list(...)`.
#
# tests/errors/generator_kept.py:16:15: CG055 a generator or `map` is not the list of its items here: it is passed to a function that may ask for its items later
#    15 |     z = zip(y, x)
#    16 |     s = total(v for v in x)
#       |               ^
# Make the list at once: `[... for ...]`.
#
# tests/errors/generator_kept.py:17:14: CG055 a generator or `map` is not the list of its items here: the body of the loop may write what they are made of
#    16 |     s = total(v for v in x)
#    17 |     for v in map(lambda w: w * y[1], y):
#       |              ^
# Make the list at once: `[... for ...]`.
