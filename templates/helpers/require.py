def require(condition):
    """A kernel gives up where what it takes for granted does not hold."""
    if not condition:
        raise ValueError
