import copy

import numpy as np


def copied_objects(x):
    """A copy of arrays and of the containers and objects that hold them."""
    if isinstance(x, dict):
        return {key: copied_objects(item) for key, item in x.items()}
    if isinstance(x, (list, tuple)):
        parts = [copied_objects(item) for item in x]
        return x._make(parts) if hasattr(x, "_make") else type(x)(parts)
    if isinstance(x, np.ndarray):
        return x.copy()
    if not hasattr(x, "__dict__") or callable(x):
        return x
    made = copy.copy(x)
    for name, part in vars(x).items():
        object.__setattr__(made, name, copied_objects(part))
    return made
