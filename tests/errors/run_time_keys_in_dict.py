# flags: --at xs=list[float]
def f(xs):
    d = {i: x for i, x in enumerate(xs)}
    return d[0]


# error
# tests/errors/run_time_keys_in_dict.py:3:9: CG024 the keys are not known before the run
#     2 | def f(xs):
#     3 |     d = {i: x for i, x in enumerate(xs)}
#       |         ^
# Use a list, or literal keys.
