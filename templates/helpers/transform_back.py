import numpy as np
import scipy.fft as scipy_fft


def transform_back(g, name, type=2, axis=-1, norm=None):
    """The transpose of a cosine or sine transform along an axis: that of the partner type, which
    counts the ends once where it counts them twice (or the other way round)."""
    inverse = name.startswith("i")
    partner = {1: 1, 2: 3, 3: 2, 4: 4}
    if inverse:  # the inverse is the partner, with the opposite norm
        type, name = partner[type], name[1:]
        norm = {None: "forward", "backward": "forward", "forward": None, "ortho": "ortho"}[norm]
    if norm == "ortho":
        return getattr(scipy_fft, name)(g, partner[type], axis=axis, norm=norm)
    ends = {("dct", 1): [0, -1], ("dct", 2): [0], ("dct", 3): [0], ("dst", 2): [-1]}
    ends[("dst", 3)] = [-1]
    g = np.moveaxis(g, axis, -1).copy()
    at = ends.get((name, type), [])
    if type < 3:
        g[..., at] *= 2
    result = getattr(scipy_fft, name)(g, partner[type], norm=norm)
    if type in (1, 3):
        result[..., at] /= 2
    return np.moveaxis(result, -1, axis)
