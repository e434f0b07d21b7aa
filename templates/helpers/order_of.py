def order_of(keys, reverse=False):
    """The places of the items in the order in which `sorted` puts them by these keys."""
    return sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)
