import numpy as np


def rnn_loss_value_and_grad(x, W, U, b, target, drnn_loss=1.0):
    """Value of `rnn_loss` and its gradient with respect to (W, U, b), scaled by `drnn_loss`."""
    # forward
    h = np.zeros(W.shape[0])
    hs = [h]
    for t in range(x.shape[0]):
        h = np.tanh(W @ h + U @ x[t] + b)
        hs.append(h)
    err = h - target
    out = 0.5 * np.sum(err**2)

    # backward of: 0.5 * np.sum((h - target) ** 2)
    dh = drnn_loss * err
    dW = np.zeros_like(W)
    dU = np.zeros_like(U)
    db = np.zeros_like(b)
    for t in reversed(range(x.shape[0])):
        # backward of: h = np.tanh(W @ h + U @ x[t] + b)
        dpre = dh * (1 - hs[t + 1] ** 2)
        dW += np.outer(dpre, hs[t])
        dU += np.outer(dpre, x[t])
        db += dpre
        dh = W.T @ dpre
    return out, (dW, dU, db)
