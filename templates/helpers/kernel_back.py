import numpy as np
import scipy.signal
from helpers.beyond import beyond
from helpers.padding import padding


def kernel_back(g, x, w, mode="reflect", cval=0.0, origin=0, convolution=False):
    """The cotangent of the kernel w of scipy.ndimage.correlate (or convolve) of x."""
    w, widths = padding(w, origin, convolution)
    options = {"constant_values": cval} if beyond(mode) == "constant" else {}
    wide = np.pad(x, widths, beyond(mode), **options)
    kind = np.result_type(wide, g)  # SciPy's direct sums are not made for two precisions
    dw = scipy.signal.correlate(wide.astype(kind), g.astype(kind), "valid")
    return dw[(slice(None, None, -1),) * dw.ndim] if convolution else dw
