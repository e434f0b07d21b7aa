def inside(index, length):
    """The place that an index stands for. Where there is none, a kernel gives up."""
    if not -length <= index < length:
        raise IndexError
    return index + length if index < 0 else index
