import numpy as np


def unbroadcast(g, x):
    """Sum g over the axes that broadcasting gave x; a float32 x gets a float32 cotangent."""
    if getattr(g, "shape", ()) != getattr(x, "shape", ()):
        lead = np.ndim(g) - np.ndim(x)
        if lead > 0:
            g = np.sum(g, axis=tuple(range(lead)))
        ones = tuple(k for k, n in enumerate(np.shape(x)) if n == 1 and np.shape(g)[k] != 1)
        if ones:
            g = np.sum(g, axis=ones, keepdims=True)
    if getattr(x, "dtype", None) in (np.float32, np.float16) and not np.iscomplexobj(g):
        g = x.dtype.type(g)
    return g
