def sum_to(g, x):
    """Sum g over the axes along which broadcasting stretched x."""
    if g.shape == x.shape:
        return g
    lead = g.ndim - x.ndim
    ones = tuple(k for k in range(x.ndim) if x.shape[k] == 1)
    return g.sum(axis=tuple(range(lead))).sum(axis=ones, keepdims=True)
