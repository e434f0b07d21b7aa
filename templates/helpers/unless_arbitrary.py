import numpy as np


def unless_arbitrary(x):
    """0, but nan where x is not Hermitian: the loss asks for vectors that are chosen freely."""
    turned = np.conj(np.swapaxes(x, -1, -2))
    size = np.max(np.abs(x), initial=0.0)
    return 0.0 if np.allclose(x, turned, rtol=0.0, atol=1e-7 * size) else np.nan
