import numpy as np


def zeros_like(x):
    """Zero for every number in x: float where x is not complex."""
    if isinstance(x, dict):
        return {key: zeros_like(item) for key, item in x.items()}
    if isinstance(x, (list, tuple)):
        return type(x)(zeros_like(item) for item in x)
    if isinstance(x, (np.ndarray, np.generic)):
        zeros = np.zeros_like(x, dtype=x.dtype if x.dtype.kind in "fc" else np.float64)
        return zeros if isinstance(x, np.ndarray) else zeros[()]
    return 0j if isinstance(x, complex) else 0.0
