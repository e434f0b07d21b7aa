from helpers.ones_in import ones_in
from helpers.with_pattern import with_pattern


def whole_sum(a, b):
    """a + b, with an entry also where terms cancel."""
    return with_pattern(a + b, ones_in(a) + ones_in(b))
