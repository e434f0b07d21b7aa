# flags: --wrt x --at x=f64[n],w=f64[n]
import numpy as np


def f(x, w):
    return np.sum(x * w)


# memory
# f_value_and_grad keeps for its backward part, beside its arguments:
#
# Nothing but numbers.
