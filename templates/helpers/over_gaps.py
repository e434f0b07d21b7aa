import numpy as np


def over_gaps(x, w):
    """x[i, j] / (w[j] - w[i]), 0 on the diagonal: what x says about the vectors that belong to w.

    Where two values coincide their vectors are arbitrary: nan, unless x does not ask for them. So
    is the phase of a complex vector, which x asks for by imaginary parts on its diagonal.
    """
    gaps = w[..., None, :] - w[..., :, None]
    tiny = np.finfo(w.dtype).eps
    same = np.abs(gaps) <= 4 * tiny * np.max(np.abs(w), axis=-1, initial=0.0)[..., None, None]
    y = np.where(same, np.where(x == 0, 0.0, np.nan), x / np.where(same, 1.0, gaps))
    k = np.arange(w.shape[-1])
    size = np.max(np.abs(x), axis=(-1, -2), initial=0.0)[..., None]
    asked = np.abs(np.imag(x[..., k, k])) > np.sqrt(tiny) * size
    y[..., k, k] = np.where(asked, np.nan, 0.0)
    return y.astype(np.result_type(x, w))
