def plus(x, y):
    """x + y, in whatever order a long sum is quickest."""
    return x + y
