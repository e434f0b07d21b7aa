def place_of(keys, largest=False):
    """The place of the item that `min` finds by these keys, or `max`."""
    choose = max if largest else min
    return choose(range(len(keys)), key=keys.__getitem__)
