import numpy as np


def cofactors(x):
    """The gradient of `np.linalg.det(x)`, of singular matrices too."""
    u, s, vh = np.linalg.svd(x)
    sign = (np.linalg.det(u) * np.linalg.det(vh))[..., None, None]
    others = np.empty_like(s)
    for k in range(s.shape[-1]):
        others[..., k] = np.prod(np.delete(s, k, axis=-1), axis=-1)
    return sign * ((u.conj() * others[..., None, :]) @ vh.conj())
