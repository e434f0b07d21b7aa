def added(x, g):
    """x + g for numbers and arrays, and slot by slot for containers."""
    if isinstance(x, dict):
        return {key: added(item, g[key]) for key, item in x.items()}
    if isinstance(x, (list, tuple)):
        return type(x)(added(a, b) for a, b in zip(x, g))
    return x if g is None else x + g
