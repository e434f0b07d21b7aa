# flags: --wrt u,k --at u=f32[n],k=float,steps=int,target=f32[n]
import numpy as np


def misfit(u, k, steps, target):
    u = u.copy()
    for _ in range(1, steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return 0.5 * np.sum((u - target) ** 2)


# memory
# misfit_value_and_grad keeps for its backward part, beside its arguments:
#
# sums: (steps - 1) * (n - 2) * 4 bytes
#     made by    line 8: u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
#     needed by  line 8: u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
#
# diff: n * 4 bytes
#     made by    line 9: return 0.5 * np.sum((u - target) ** 2)
#     needed by  line 9: return 0.5 * np.sum((u - target) ** 2)
