"""check_rule: one line tests an op, in both modes: its value and type, its cotangents, its tangent,
its second derivative, on typed, untyped and float32 operands."""

from __future__ import annotations

from typing import Any

import numpy as np

from codegen.infer.samples import resolve
from codegen.ir.ops import SPELLINGS, name_of_call
from codegen.ir.types import new_facts
from tests.rules.applied import Applied, Key, Named, applied, plain, replaced
from tests.rules.numbers import (
    fits,
    flat,
    is_wide,
    moved,
    narrowed,
    product,
    random_like,
    same,
    same_structure,
    size,
    slope,
    slopes,
    widened,
)

OF_THE_CHECK = frozenset({"inactive", "modes", "eps", "order"})  # not keywords of the function
# mixed: numbers that are known to be numbers, beside operands of which nothing is known
MODES = ("typed", "fixed", "generic", "mixed", "narrow")


def check_rule(
    spelling: str,
    *args: Any,
    inactive: tuple[int, ...] = (),
    modes: tuple[str, ...] = MODES,
    eps: float = 1e-6,
    order: int = 2,
    **options: Any,
) -> None:
    """Check an op against the function that it is and against central differences.

    Floats, float arrays and lists of them are run-time operands (not differentiated where their
    position is `inactive`); other arguments and all options are literals. order: 1 where the rule
    is exact at a singular point, and its own derivative is not.
    """
    for mode in modes:
        given = args
        if mode == "generic" and not any(isinstance(x, float | np.ndarray) for x in args):
            continue
        if mode == "mixed" and not _mixes(args):
            continue
        if mode == "narrow":
            if not any(map(is_wide, args)):
                continue
            given = tuple(map(narrowed, args))
        _check(Sample(spelling, given, options, mode), inactive, eps, order)


def pull(
    spelling: str, args: tuple[Any, ...], options: dict[str, Any], g: Any, integers: bool = False
) -> list[Any]:
    """The cotangents that a rule gives, of the operands that have one, in order."""
    with new_facts():
        return list(applied(spelling, args, options, integers=integers).pullback(g).values())


class Sample:
    """A call, in a mode."""

    def __init__(
        self, spelling: str, args: tuple[Any, ...], options: dict[str, Any], mode: str
    ) -> None:
        self.spelling = spelling
        self.args = tuple(map(plain, args))
        self.given = args
        self.options = options
        self.mode = mode
        self.named = {key: item.value for key, item in options.items() if isinstance(item, Named)}

    def __str__(self) -> str:
        return f"{self.spelling} [{self.mode}]"

    def call(self, **changed: Any) -> Any:
        """The function's own value; changed: {"3": x} is another argument 3."""
        args = [changed.get(str(k), x) for k, x in enumerate(self.args)]
        keywords = {key: changed.get(key, plain(item)) for key, item in self.options.items()}
        return resolve(self.spelling)(*args, **keywords)

    def argument(self, key: Key) -> Any:
        return self.named[key] if isinstance(key, str) else self.args[key]


def _check(sample: Sample, inactive: tuple[int, ...], eps: float, order: int) -> None:
    name = name_of_call(SPELLINGS[sample.spelling], sample.options)
    with new_facts():
        try:
            found = applied(sample.spelling, sample.given, sample.options, inactive, sample.mode)
        except TypeError:
            if sample.mode in ("generic", "mixed") and name in NEEDS_RANK:
                return
            raise
        y = sample.call()
        own = found.value()
        assert same(own, y), f"{sample}: value {own!r} is not {y!r}"
        assert fits(own, found.y.type), f"{sample}: {own!r} is no {found.y.type}"
        if found.active:
            g = random_like(y)
            _check_cotangents(sample, found, g, eps)
            if found.cotangents and not _first_only(name, sample.mode):
                _check_tangent(sample, found, g)
                if order == 2:
                    _check_second(sample, found, g)


def _tolerance(sample: Sample, eps: float) -> float:
    return 1e-4 if sample.mode == "narrow" else max(2e-6, 4 * eps)


def _check_cotangents(sample: Sample, found: Applied, g: Any, eps: float) -> None:
    """Against differences of the function itself, element by element."""
    cotangents = found.pullback(g)
    wide = {str(k): widened(x) for k, x in enumerate(sample.args)}
    tolerance = _tolerance(sample, eps)
    for k in found.active:
        x = sample.argument(k)

        def along(moved_x: Any, k: Key = k) -> float:
            return product(g, sample.call(**(wide | {str(k): moved_x})))

        expected = slopes(along, widened(x), eps)
        dx = cotangents.get(k)
        if dx is None:
            assert np.allclose(expected, 0, atol=1e-5), f"{sample}: no cotangent of {k}: {expected}"
            continue
        assert same_structure(dx, x), f"{sample}: cotangent {dx!r} of {x!r}"
        assert np.allclose(
            flat(dx), expected, rtol=tolerance, atol=tolerance
        ), f"{sample}: cotangent of argument {k}: {dx!r}, differences say {expected!r}"
        if isinstance(x, float | complex) and sample.mode in ("typed", "narrow"):
            assert not isinstance(dx, np.ndarray), f"{sample}: {dx!r} for a number"
        if isinstance(x, np.ndarray) and sample.mode not in ("generic", "mixed"):
            assert np.asarray(dx).dtype == x.dtype, f"{sample}: {np.asarray(dx).dtype}"


def _check_tangent(sample: Sample, found: Applied, g: Any) -> None:
    """The tangent J dx is the transpose of the pullback: <J dx, g> = <dx, J'g>."""
    directions = {k: random_like(sample.argument(k)) for k in found.cotangents}
    tangent = found.tangent(g, directions)
    cotangents = found.pullback(g)
    assert same_structure(tangent, g), f"{sample}: tangent {tangent!r} of a result like {g!r}"
    forward = product(tangent, g)
    backward = sum(product(directions[k], cotangents[k]) for k in cotangents)
    sizes = sum(size(directions[k]) * size(cotangents[k]) for k in cotangents)
    precise = (1e-5 if _is_narrow(sample) else 1e-13) * max(size(tangent) * size(g), sizes)
    assert abs(forward - backward) <= precise, f"{sample}: {forward!r} is not {backward!r}"


def _check_second(sample: Sample, found: Applied, g: Any) -> None:
    """The derivative of <u, J'g> along a direction of the arguments, against differences of the
    pullback."""
    if _is_narrow(sample):  # differences of float32 tell nothing
        return
    u, v = ({k: random_like(sample.argument(k)) for k in found.cotangents} for _ in range(2))

    def along(step: float) -> float:
        arguments = {k: moved(sample.argument(k), v[k], step) for k in v}
        cotangents = replaced(found, arguments).pullback(g)
        return sum(product(u[k], cotangents[k]) for k in u)

    expected = slope(along, 0.0, 1.0, 1e-5)
    second = found.second(g, u)
    own = sum(product(v[k], second[k]) for k in v)
    assert np.isclose(
        own, expected, rtol=1e-5, atol=1e-5 * (1 + abs(along(0.0)))
    ), f"{sample}: second derivative {own!r}, differences say {expected!r}"


def _mixes(args: tuple[Any, ...]) -> bool:
    return any(isinstance(x, float | complex) for x in args) and any(
        isinstance(x, np.ndarray) for x in args
    )


def _first_only(name: str, mode: str) -> bool:
    return name in FIRST_ONLY or (mode in ("generic", "mixed") and name in UNRANKED_FIRST_ONLY)


def _is_narrow(sample: Sample) -> bool:
    return any(
        isinstance(x, np.ndarray | np.generic) and x.dtype in (np.float32, np.float16, np.complex64)
        for x in sample.args
    )


# Rules that refuse operands of unknown rank, on purpose
NEEDS_RANK = set(
    "inner tensordot norm linspace tolist take_along_axis trace diag hstack vstack column_stack"
    " ptp max min inv solve repeat tile".split()
)
# Ops whose rules emit what has no derivative of its own
FIRST_ONLY = set("det scipy_det ellipk ellipkm1 ellipe".split())
UNRANKED_FIRST_ONLY = {"solve", "sort", "abs", "complex"}
