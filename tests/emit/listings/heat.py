import numpy as np


def heat_value_and_grad(u, k, steps, dheat=1.0):
    """Value of `heat` and its gradient with respect to u, scaled by `dheat`."""
    # forward
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    out = np.sum(u**2)

    # backward of: np.sum(u**2)
    du = 2 * dheat * u
    for _ in range(steps):
        # backward of: u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
        dlap = k * du[1:-1]
        du[2:] += dlap
        du[1:-1] -= 2 * dlap
        du[:-2] += dlap
    return out, du
