def lesser(x, y):
    """The lesser of two numbers, neither of which is nan."""
    return x if x < y else y
