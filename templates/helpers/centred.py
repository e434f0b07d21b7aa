def centred(g, a, v, mode):
    """The part of g, as a full convolution of a and v has it, that `mode` leaves."""
    parts = []
    for n, m in zip(a.shape, v.shape):
        low = {"same": (m - 1) // 2, "late": m // 2, "valid": min(n, m) - 1}[mode]
        parts.append(slice(low, low + (abs(n - m) + 1 if mode == "valid" else n)))
    return g[tuple(parts)]
