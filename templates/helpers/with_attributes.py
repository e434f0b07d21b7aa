import copy


def with_attributes(x, **parts):
    """An object like x with other attributes, without a call of its class."""
    made = copy.copy(x)
    for name, part in parts.items():
        object.__setattr__(made, name, part)
    return made
