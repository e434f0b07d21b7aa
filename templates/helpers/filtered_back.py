import numpy as np
import scipy.signal
from helpers.beyond import beyond
from helpers.padding import padding


def filtered_back(g, w, mode="reflect", origin=0, convolution=False):
    """The transpose of scipy.ndimage.correlate (or convolve) with the kernel w, applied to g."""
    w, widths = padding(np.asarray(w), origin, convolution)
    kind = np.result_type(g, w)  # SciPy's direct sums are not made for two precisions
    full = scipy.signal.convolve(g.astype(kind), w.astype(kind)).astype(g.dtype)
    for axis, (n, width) in enumerate(zip(g.shape, widths)):
        full = np.moveaxis(full, axis, 0)
        inside = full[width[0] : width[0] + n].copy()
        if beyond(mode) != "constant":
            sources = np.pad(np.arange(n), width, beyond(mode))
            for part in (slice(width[0]), slice(width[0] + n, None)):
                np.add.at(inside, sources[part], full[part])
        full = np.moveaxis(inside, 0, axis)
    return full
