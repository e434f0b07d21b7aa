"""What a gradient keeps: one test for each file of tests/memory, and formulas against bytes."""

import numpy as np
import pytest
from cases import MEMORY, all_cases

from codegen import explain_memory, value_and_grad


@pytest.mark.parametrize("case", all_cases(MEMORY), ids=lambda case: case.path.stem)
def test_memory(case):
    assert case.emitted() == case.expected, "if the new text is better: python tools/refresh.py"


def rounds(x, W, steps):
    h = x
    for _ in range(steps):
        h = np.tanh(W @ h)
    return np.sum(h * h)


def sizes(text, **names):
    """The value of every formula, by the variable's name."""
    found = {}
    for line in text.splitlines():
        name, colon, formula = line.partition(": ")
        if colon and formula.endswith(" bytes"):
            found[name] = eval(formula.removesuffix(" bytes"), names)
    return found


def test_formulas_hold_for_real_arguments():
    x, W, steps = np.ones(5), np.full((5, 5), 0.1), 7
    text = explain_memory(rounds, "W")(x, W, steps)
    value_and_grad(rounds, "W")(x, W, steps)
    assert sizes(text, x=x, W=W, steps=steps) == {"hs": (steps + 1) * x.nbytes}
    assert "line " in text and "h = np.tanh(W @ h)" in text


def test_names_are_those_of_the_text():
    arguments = np.ones(5), np.eye(5), 3
    text = explain_memory(rounds, "W")(*arguments)
    source = value_and_grad(rounds, "W").source_for(*arguments)
    for name in sizes(text, x=arguments[0], W=arguments[1], steps=3):
        assert f"{name} = " in source
