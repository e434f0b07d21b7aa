"""scipy.stats: densities, distribution functions and quantiles of continuous distributions.

With z = (x - loc) / scale, L the log of the standard density f and F its integral, every function
of a distribution follows from two things: the scores, L' and dL/dp for a shape parameter p, and
the drift of a quantile, dz/dp where F(z) is held, from which dF/dp = -f dz/dp. Where no drift is
given the derivative has no closed form, and is refused. SciPy computes all of them in float64.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from codegen.infer.elementwise import as_array_like, shape_of_all
from codegen.ir.build import as_value, emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Scalar, Type
from codegen.rules.kinds import Factor, scalar
from codegen.rules.language import equal, exp, literal, scaled, where
from codegen.rules.scipy_special import unknown

Score = Callable[..., Value | float]  # of z and the shape parameters
Ins = tuple[Value, ...]


@dataclass(frozen=True)
class Distribution:
    """score: L'(z). shapes: shape parameter -> dL/dp, in SciPy's order. drifts: p -> dz/dp.
    inside: z, with a harmless number for what lies outside of the support.
    mass: whether the distribution function is 0 or 1 at finite points.
    """

    name: str
    score: Score
    shapes: Mapping[str, Score] = field(default_factory=dict)
    drifts: Mapping[str, Score] = field(default_factory=dict)
    inside: Callable[[Value], Value] = lambda z: z
    mass: bool = False
    periodic: bool = False  # without quantiles

    def emit(self, method: str, x: Value, parameters: Ins) -> Value:
        return emit(f"{self.name}_{method}", x, *parameters)

    def standard(self, x: Value, parameters: Ins) -> Value:
        """z, inside the support."""
        loc, scale = parameters[-2:]
        z = x if literal(loc) == 0 else x - loc
        return self.inside(z if literal(scale) == 1 else z / scale)

    def slope(self, x: Value, parameters: Ins) -> Value | float:
        """L' as a function of x."""
        score = self.score(self.standard(x, parameters), *parameters[:-2])
        return _over(score, parameters[-1])

    def by_scale(self, x: Value, parameters: Ins) -> Value:
        z = self.standard(x, parameters)
        score = self.score(z, *parameters[:-2])
        found = -1.0 if literal(score) == 0 else -(z * score + 1)
        scale = parameters[-1]
        return emit("div", found, scale)

    def by_shape(self, name: str, x: Value, parameters: Ins) -> Value | float:
        return self.shapes[name](self.standard(x, parameters), *parameters[:-2])

    def drift(self, name: str, method: str, x: Value, parameters: Ins) -> Value:
        """dx/dp where F(x) is held."""
        if name not in self.drifts:
            unknown(f"{self.name}.{method}", name, "scipy.stats")()
        drift = as_value(self.drifts[name](self.standard(x, parameters), *parameters[:-2]))
        return scaled(parameters[-1], drift)


def _over(x: Value | float, scale: Value) -> Value | float:
    if literal(scale) == 1 or literal(x) == 0:
        return x
    return emit("div", x, scale)


def distribution_type(ins: Ins, attrs: Any) -> Type:
    types = tuple(as_array_like(x.type, "scipy.stats") for x in ins)
    if any(not isinstance(t, Scalar | Array) for t in types):
        raise TypeError("a distribution of something that is no number or array")
    shape = shape_of_all(types)
    if shape is None:
        return Array("float64", None, generic=True)
    return Array("float64", shape, scalar=not shape)


def _times(g: Value, *factors: Value | float) -> Value | None:
    """g times the factors; None where one of them is 0."""
    for factor in factors:
        if literal(factor) == 0:
            return None
        g = scaled(factor, g) if literal(factor) is not None else g * factor
    return g


def _density(of: Distribution, logarithm: bool) -> list[Factor]:
    """By x, the shape parameters, loc and scale."""

    def by(slope: Callable[[Value, Ins], Value | float], sign: int = 1) -> Factor:
        def factor(g: Value, y: Value, x: Value, *parameters: Value) -> Value | None:
            g = g if sign > 0 else -g
            found = _times(g if logarithm else g * y, slope(x, parameters))
            if found is None or not (logarithm and of.mass):
                return found
            return where(equal(y, -math.inf), 0.0, found)  # outside, it is -inf all around

        return factor

    shapes = [by(partial(of.by_shape, name)) for name in of.shapes]
    return [by(of.slope), *shapes, by(of.slope, -1), by(of.by_scale)]


def _distribution(of: Distribution, method: str) -> list[Factor]:
    """cdf and sf, and their logarithms: all through the density."""
    sign = 1 if method.endswith("cdf") else -1

    def density(y: Value, x: Value, parameters: Ins) -> Value:
        if not method.startswith("log"):
            return of.emit("pdf", x, parameters)
        total = where(equal(y, -math.inf), 0.0, y) if of.mass else y
        return exp(of.emit("logpdf", x, parameters) - total)

    def by(speed: Callable[[Value, Ins], Value | float], sign: int = sign) -> Factor:
        def factor(g: Value, y: Value, x: Value, *parameters: Value) -> Value | None:
            g = g if sign > 0 else -g
            return _times(g * density(y, x, parameters), speed(x, parameters))

        return factor

    shapes = [by(partial(of.drift, name, method), -sign) for name in of.shapes]
    return [by(lambda x, p: 1), *shapes, by(lambda x, p: 1, -sign), by(of.standard, -sign)]


def _quantile(of: Distribution, method: str) -> list[Factor]:
    """ppf and isf: 1 / f(x), which is the exponential of -log f(x) without a division by 0."""
    sign = 1 if method == "ppf" else -1

    def by_probability(g: Value, x: Value, q: Value, *parameters: Value) -> Value:
        return (g if sign > 0 else -g) * exp(-of.emit("logpdf", x, parameters))

    def by_shape(name: str) -> Factor:
        return lambda g, x, q, *p: g * of.drift(name, method, x, p)

    return [
        by_probability,
        *map(by_shape, of.shapes),
        lambda g, x, q, *p: g,
        lambda g, x, q, *p: g * of.standard(x, p),
    ]


def enter(of: Distribution) -> None:
    """Register the functions of a distribution."""
    factors = {
        "pdf": _density(of, False),
        "logpdf": _density(of, True),
        **{method: _distribution(of, method) for method in ("cdf", "sf", "logcdf", "logsf")},
        **({} if of.periodic else {each: _quantile(of, each) for each in ("ppf", "isf")}),
    }
    for method, parts in factors.items():
        operands = ("q" if method in ("ppf", "isf") else "x", *of.shapes, "loc", "scale")
        scalar(
            f"{of.name}_{method}",
            *parts,
            spellings=f"scipy.stats.{of.name}.{method}",
            operands=operands,
            positional=operands,
            defaults={"loc": 0, "scale": 1},
            result=distribution_type,
        )
