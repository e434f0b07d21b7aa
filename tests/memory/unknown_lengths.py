# flags: --wrt x --at x=f64[n],k=int
import numpy as np


def f(x, k):
    total = 0.0
    for i in range(3):
        part = np.exp(x[i * k : (i + 1) * k])
        total = total + np.sum(part * part)
    return total


# memory
# f_value_and_grad keeps for its backward part, beside its arguments:
#
# parts: 3 * parts[0].nbytes
#     made by    line 8: part = np.exp(x[i * k : (i + 1) * k])
#     needed by  line 8: part = np.exp(x[i * k : (i + 1) * k])
#     needed by  line 9: total = total + np.sum(part * part)
