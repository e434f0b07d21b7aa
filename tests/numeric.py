"""Numeric differences over nested arguments: the judge of every gradient in the tests."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import numpy as np


def leaves(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Any]]:
    """(path, number or array) for every leaf of nested lists, tuples, dicts and objects."""
    if isinstance(tree, dict):
        return [leaf for key, item in tree.items() for leaf in leaves(item, (*path, key))]
    if isinstance(tree, (list, tuple)):
        return [leaf for key, item in enumerate(tree) for leaf in leaves(item, (*path, key))]
    if hasattr(tree, "__dict__"):  # an object, by its attributes
        return leaves(vars(tree), path)
    return [(path, tree)]


def replaced(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The tree with one leaf replaced."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(tree, dict):
        return {k: replaced(item, rest, value) if k == key else item for k, item in tree.items()}
    if hasattr(tree, "__dict__"):
        made = copy.copy(tree)
        object.__setattr__(made, key, replaced(getattr(tree, key), rest, value))
        return made
    return type(tree)(
        replaced(item, rest, value) if k == key else item for k, item in enumerate(tree)
    )


def total(result: Any, seed: Any) -> float:
    """The inner product of a result and its seed: the number whose gradient the pullback of the
    seed is."""
    values, seeds = dict(leaves(result)), dict(leaves(seed))
    return float(sum(np.sum(np.asarray(values[path]) * seeds[path]) for path in values))


def ones_like(result: Any, random: np.random.Generator | None = None) -> Any:
    """A seed for a result: ones, or random numbers, of its structure."""
    if isinstance(result, dict):
        return {key: ones_like(item, random) for key, item in result.items()}
    if isinstance(result, (list, tuple)):
        return type(result)(ones_like(item, random) for item in result)
    if random is None:
        return np.ones_like(result, dtype=float) if np.ndim(result) else 1.0
    return random.normal(size=np.shape(result)) if np.ndim(result) else float(random.normal())


def numeric_gradient(
    f: Callable[..., Any], args: tuple[Any, ...], position: int, seed: Any, step: float = 1e-6
) -> Any:
    """Central differences of <f(*args), seed> with respect to one argument, in that argument's
    structure."""
    argument = args[position]
    gradient = argument
    for path, leaf in leaves(argument):
        if isinstance(leaf, str):
            continue
        values = np.array(leaf, dtype=float)
        differences = np.zeros_like(values)
        for index in np.ndindex(values.shape):
            sides = []
            for sign in (1, -1):
                moved = values.copy()
                moved[index] += sign * step
                new = float(moved) if np.ndim(leaf) == 0 else moved
                changed = (*args[:position], replaced(argument, path, new), *args[position + 1 :])
                sides.append(total(f(*copy.deepcopy(changed)), seed))
            differences[index] = (sides[0] - sides[1]) / (2 * step)
        gradient = replaced(gradient, path, differences if np.ndim(leaf) else float(differences))
    return gradient


def assert_close(found: Any, wanted: Any, tolerance: float = 1e-5) -> None:
    """Equal structure, shapes, and values up to a relative tolerance."""
    found_leaves, wanted_leaves = leaves(found), leaves(wanted)
    assert [path for path, _ in found_leaves] == [path for path, _ in wanted_leaves]
    for (path, mine), (_, theirs) in zip(found_leaves, wanted_leaves):
        if isinstance(mine, str):
            assert mine == theirs
            continue
        assert np.shape(mine) == np.shape(theirs), (path, np.shape(mine), np.shape(theirs))
        np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance, err_msg=str(path))


def identical(left: Any, right: Any) -> bool:
    """Equal structure, types, dtypes and bits."""
    left_leaves, right_leaves = leaves(left), leaves(right)
    return [p for p, _ in left_leaves] == [p for p, _ in right_leaves] and all(
        type(mine) is type(theirs)
        and np.shape(mine) == np.shape(theirs)
        and getattr(mine, "dtype", None) == getattr(theirs, "dtype", None)
        and (
            np.asarray(mine).tobytes() == np.asarray(theirs).tobytes()
            if not isinstance(mine, str)
            else mine == theirs
        )
        for (_, mine), (_, theirs) in zip(left_leaves, right_leaves)
    )
