# flags: --wrt W,U,b --at x=f64[t,d],W=f64[k,k],U=f64[k,d],b=f64[k],target=f64[k]
# arguments: random.normal(size=(4, 2)), random.normal(size=(3, 3)), random.normal(size=(3, 2)), np.ones(3), np.zeros(3)
import numpy as np


def rnn_loss(x, W, U, b, target):
    h = np.zeros(W.shape[0])
    for t in range(x.shape[0]):
        h = np.tanh(W @ h + U @ x[t] + b)
    return 0.5 * np.sum((h - target) ** 2)
