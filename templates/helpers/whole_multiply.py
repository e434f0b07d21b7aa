from helpers.ones_in import ones_in
from helpers.with_pattern import with_pattern


def whole_multiply(a, b):
    """a.multiply(b), with an entry also where a factor is 0."""
    return with_pattern(a.multiply(b), ones_in(a).multiply(ones_in(b)))
