def in_order(x):
    """Whether x lies in memory row after row: only then is x.reshape(...) surely a view of it."""
    return x.flags.c_contiguous
