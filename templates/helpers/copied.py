import numpy as np


def copied(x):
    """A copy of arrays and of the containers that hold them; a number is itself."""
    if isinstance(x, dict):
        return {key: copied(item) for key, item in x.items()}
    if isinstance(x, (list, tuple)):
        return type(x)(copied(item) for item in x)
    return x.copy() if isinstance(x, np.ndarray) else x
