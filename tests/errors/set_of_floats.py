# flags: --at x=f64[n]
def f(x):
    seen = set()
    s = 0.0
    for v in x:
        if v not in seen:
            seen.add(v)
            s += v
    return s


# error
# tests/errors/set_of_floats.py:7:13: CG024 a set of run-time members that are no integers or text
#     6 |         if v not in seen:
#     7 |             seen.add(v)
#       |             ^
# Use a list, or a set of places: `seen.add(k)`.
