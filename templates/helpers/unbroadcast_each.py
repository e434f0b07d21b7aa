from helpers.unbroadcast import unbroadcast


def unbroadcast_each(g, arrays):
    """The cotangent of each item of a list that was summed with broadcasting."""
    return [unbroadcast(g, x) for x in arrays]
