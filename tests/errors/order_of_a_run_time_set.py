# flags: --at x=f64[n]
def f(x):
    large = {k for k in range(len(x)) if x[k] > 1.0}
    s = 0.0
    for k in large:
        s = 0.5 * s + x[k]
    return s


# error
# tests/errors/order_of_a_run_time_set.py:5:5: CG052 the order of the items of a set is not known before the run
#     4 |     s = 0.0
#     5 |     for k in large:
#       |     ^
# Go through `sorted(...)` of it, or make it a list or tuple.
