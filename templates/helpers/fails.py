import numpy as np


def fails(compute, *exceptions):
    """Whether what is computed ends in one of these exceptions; what else it may end in shows where
    it is computed, as do warnings."""
    try:
        with np.errstate(all="ignore"):
            compute()
    except exceptions:
        return True
    except Exception:
        pass
    return False
