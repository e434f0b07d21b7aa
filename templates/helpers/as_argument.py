import copy
import dataclasses


def as_argument(d, x, without=()):
    """The gradient d in the structure of x: dataclasses and named tuples as x has them, a plain
    object as a dict of its attributes. What has no gradient (without, text) is as in x."""
    if isinstance(x, dict):
        return {key: as_argument(part, x[key], without) for key, part in d.items()}
    if isinstance(d, (list, tuple)):
        parts = [as_argument(part, item, without) for part, item in zip(d, x)]
        return x._make(parts) if hasattr(x, "_make") else type(d)(parts)
    if not isinstance(d, dict):
        return x if d is None else d
    parts = {
        name: as_argument(part, getattr(x, name), without)
        for name, part in d.items()
        if part is not None and name not in without
    }
    if not dataclasses.is_dataclass(x):
        return parts
    made = copy.copy(x)
    for name, part in parts.items():
        object.__setattr__(made, name, part)
    return made
