def padding(w, origin, convolution):
    """The kernel of the correlation that a filter of scipy.ndimage is, and by how much it reaches
    over both edges along each axis."""
    shift = [origin] * w.ndim if isinstance(origin, int) else list(origin)
    if convolution:
        shift = [-o - (n % 2 == 0) for o, n in zip(shift, w.shape)]
        w = w[(slice(None, None, -1),) * w.ndim]
    return w, [(n // 2 + o, n - 1 - n // 2 - o) for n, o in zip(w.shape, shift)]
