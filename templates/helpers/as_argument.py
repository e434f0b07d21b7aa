import copy
import dataclasses

import numpy as np


def as_argument(d, x, without=()):
    """The gradient d in the structure of x: dataclasses and named tuples as x has them, a plain
    object as a dict of its attributes. Of what has no gradient (without, flags), numbers are zero
    and text is as in x."""
    if isinstance(x, dict):
        return {key: as_argument(part, x[key], without) for key, part in d.items()}
    if isinstance(d, (list, tuple)):
        parts = [as_argument(part, item, without) for part, item in zip(d, x)]
        return x._make(parts) if hasattr(x, "_make") else type(d)(parts)
    if not isinstance(d, dict):
        if d is None and isinstance(x, (int, np.generic)):
            return type(x)(0)
        unlike = d is None and isinstance(x, np.ndarray)
        return np.zeros_like(x) if unlike else x if d is None else d
    parts = {
        name: as_argument(None if name in without else part, getattr(x, name), without)
        for name, part in d.items()
        if dataclasses.is_dataclass(x) or (part is not None and name not in without)
    }
    if not dataclasses.is_dataclass(x):
        return parts
    made = copy.copy(x)
    for name, part in parts.items():
        object.__setattr__(made, name, part)
    return made
