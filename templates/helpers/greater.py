def greater(x, y):
    """The greater of two numbers, neither of which is nan."""
    return x if x > y else y
