# flags: --wrt W --at x=f64[k],W=f64[k,k],n=int
import numpy as np


def f(x, W, n):
    h = x
    for _ in range(n):
        for _ in range(3):
            h = np.tanh(W @ h)
        if h[0] > 0:
            h = np.exp(h)
    while np.sum(h) > 1.0:
        h = np.sin(h)
    e = np.exp(h)
    return np.sum(e * h)


# memory
# f_value_and_grad keeps for its backward part, beside its arguments:
#
# masks: n * 32 bytes
#     made by    line 10: if h[0] > 0:
#     needed by  line 10: if h[0] > 0:
#
# hs_1: n * k * 8 bytes
#     made by    line 11: h = np.exp(h)
#     needed by  line 11: h = np.exp(h)
#
# hs_by_round: n * 4 * k * 8 bytes
#     made by    line 9: h = np.tanh(W @ h)
#     needed by  line 9: h = np.tanh(W @ h)
#
# h: k * 8 bytes
#     made by    line 13: h = np.sin(h)
#     needed by  line 15: return np.sum(e * h)
#
# hs: (rounds of the loop at line 12) * k * 8 bytes
#     made by    line 13: h = np.sin(h)
#     needed by  line 13: h = np.sin(h)
#
# e: k * 8 bytes
#     made by    line 14: e = np.exp(h)
#     needed by  line 14: e = np.exp(h)
#     needed by  line 15: return np.sum(e * h)
