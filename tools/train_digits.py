"""Train the digits classifier with an emitted gradient module: what `tools/demo.sh` runs.

The module's path is the only argument. Leaves with 1 where the test accuracy or the gradient is not
good enough.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from codegen.examples.digits import digits_loss, predict

Params = dict[str, np.ndarray]
HIDDEN, EPOCHS, BATCH, RATE, MOMENTUM = 64, 40, 50, 0.2, 0.9
ACCURACY, AGREEMENT = 0.95, 1e-6


def imported(path: Path) -> ModuleType:
    """The module at a path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def initial(random: np.random.Generator, inputs: int, classes: int) -> Params:
    return {
        "W1": random.normal(0.0, inputs**-0.5, (inputs, HIDDEN)),
        "b1": np.zeros(HIDDEN),
        "W2": random.normal(0.0, HIDDEN**-0.5, (HIDDEN, classes)),
        "b2": np.zeros(classes),
    }


def largest_difference(gradient: Params, params: Params, X: np.ndarray, y: np.ndarray) -> float:
    """The largest relative difference from central differences, over some entries of each
    parameter."""
    random = np.random.default_rng(1)
    worst = 0.0
    for name, values in params.items():
        for position in random.choice(values.size, min(20, values.size), replace=False):
            index = np.unravel_index(position, values.shape)
            kept, step = values[index], 1e-5
            values[index] = kept + step
            above = digits_loss(params, X, y)
            values[index] = kept - step
            below = digits_loss(params, X, y)
            values[index] = kept
            numeric = (above - below) / (2 * step)
            worst = max(worst, abs(numeric - gradient[name][index]) / max(1.0, abs(numeric)))
    return worst


def train(
    value_and_grad: Callable[..., tuple[float, Params]], X: np.ndarray, y: np.ndarray
) -> Params:
    random = np.random.default_rng(0)
    params = initial(random, X.shape[1], 10)
    velocity = {name: np.zeros_like(values) for name, values in params.items()}
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for rows in np.array_split(random.permutation(len(X)), len(X) // BATCH):
            loss, gradient = value_and_grad(params, X[rows], y[rows])
            losses.append(loss)
            for name in params:
                velocity[name] = MOMENTUM * velocity[name] - RATE * gradient[name] * (1 - MOMENTUM)
                params[name] = params[name] + velocity[name]
        if epoch % 10 == 0 or epoch == 1:
            print(f"epoch {epoch:3d}   loss {np.mean(losses):.4f}")
    return params


def main(path: Path) -> int:
    digits_value_and_grad = imported(path).digits_loss_value_and_grad
    digits = load_digits()
    X, X_test, y, y_test = train_test_split(
        digits.data / 16.0, digits.target, test_size=0.25, random_state=0, stratify=digits.target
    )
    params = train(digits_value_and_grad, X, y)
    accuracy = float(np.mean(predict(params, X_test) == y_test))
    _, gradient = digits_value_and_grad(params, X_test[:50], y_test[:50])
    difference = largest_difference(gradient, params, X_test[:50], y_test[:50])
    print(f"test accuracy {accuracy:.3f} on {len(X_test)} images (at least {ACCURACY})")
    print(f"gradient against numeric differences: {difference:.1e} (at most {AGREEMENT:.0e})")
    print(f"the emitted module: {path.resolve()}")
    return 0 if accuracy >= ACCURACY and difference <= AGREEMENT else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
