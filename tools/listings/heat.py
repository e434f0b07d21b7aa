"""In-place update of an array: nothing is cached, because the update is linear in u."""
import numpy as np


def heat(u, k: float, steps: int):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u**2)


# what a careful person writes


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
