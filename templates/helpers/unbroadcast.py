import numpy as np


def unbroadcast(g, x):
    """Sum g over the axes that broadcasting gave x; real for a real x, float32 for float32."""
    if getattr(g, "shape", ()) != getattr(x, "shape", ()):
        lead = np.ndim(g) - np.ndim(x)
        if lead > 0:
            g = np.sum(g, axis=tuple(range(lead)))
        if lead < 0:  # x was stored where fewer axes are
            g = np.reshape(g, (1,) * -lead + np.shape(g))
        ones = tuple(k for k, n in enumerate(np.shape(x)) if n == 1 and np.shape(g)[k] != 1)
        if ones:
            g = np.sum(g, axis=ones, keepdims=True)
    if np.iscomplexobj(g) != np.iscomplexobj(x):
        g = np.real(g) if np.iscomplexobj(g) else g + 0j
    if getattr(x, "dtype", None) in (np.float32, np.float16, np.complex64):
        g = x.dtype.type(g)
    return g
