# flags: --at xs=list[f64[n]],y=f64[n]
import numpy as np


def f(xs, y):
    xs.append(y * 2)
    return np.sum(xs[-1])


# error
# tests/errors/argument_list_grows.py:6:5: CG031 a list of arrays that came in as an argument is made longer or shorter
#     5 | def f(xs, y):
#     6 |     xs.append(y * 2)
#       |     ^
# Change a copy: `xs = list(xs)`.
