"""Samples of scipy.stats: every distribution, by x, shape parameters, loc and scale."""

from __future__ import annotations

import numpy as np

from codegen.ir.ops import REGISTRY
from tests.rules.samples import column, empty, m, op, row, v

SHAPES = {
    "gamma": (2.3,),
    "invgamma": (2.3,),
    "chi2": (3.1,),
    "chi": (3.1,),
    "beta": (1.6, 2.4),
    "t": (3.1,),
    "f": (3.1, 4.2),
    "lognorm": (0.7,),
    "weibull_min": (1.7,),
    "pareto": (1.7,),
    "lomax": (1.7,),
    "powerlaw": (1.7,),
    "fisk": (1.7,),
    "invgauss": (0.8,),
    "skewnorm": (1.2,),
    "truncnorm": (-1.2, 1.7),
    "vonmises": (1.3,),
    "triang": (0.45,),
    "loguniform": (0.2, 6.1),
    "reciprocal": (0.2, 6.1),
    "truncexpon": (3.2,),
    "bradford": (1.4,),
    "johnsonsb": (0.6, 1.2),
    "johnsonsu": (0.6, 1.2),
    "genextreme": (-0.3,),
    "genpareto": (0.3,),
    "weibull_max": (1.7,),
    "invweibull": (1.7,),
    "exponweib": (1.3, 1.7),
    "exponpow": (1.7,),
    "gompertz": (0.9,),
    "gengamma": (2.3, 1.4),
    "loggamma": (1.4,),
    "dgamma": (1.4,),
    "dweibull": (1.7,),
    "gennorm": (1.7,),
    "halfgennorm": (1.7,),
    "nakagami": (1.4,),
    "betaprime": (1.6, 2.4),
    "burr": (1.7, 1.2),
    "burr12": (1.7, 1.2),
    "genlogistic": (1.4,),
    "loglaplace": (2.7,),
    "laplace_asymmetric": (1.4,),
    "exponnorm": (1.4,),
    "powernorm": (1.4,),
    "foldnorm": (1.4,),
    "alpha": (1.4,),
    "recipinvgauss": (0.8,),
    "fatiguelife": (0.8,),
    "rice": (0.8,),
}
DRIFTS = "lognorm weibull_min pareto lomax powerlaw fisk skewnorm truncnorm triang loguniform"
DRIFTS += " reciprocal truncexpon bradford johnsonsb johnsonsu genextreme genpareto weibull_max"
DRIFTS += " invweibull exponweib exponpow gompertz dweibull burr burr12 genlogistic loglaplace"
DRIFTS += " laplace_asymmetric powernorm fatiguelife"
STARTS = {"pareto": 1.1, "weibull_max": -2.0, "levy_l": -2.0}
METHODS = "pdf logpdf cdf sf logcdf logsf ppf isf".split()
DISTRIBUTIONS = sorted(
    {name[:-4] for name in REGISTRY if name.endswith("_pdf")} - {"multivariate_normal"}
)

for name in DISTRIBUTIONS:
    shapes = SHAPES.get(name, ())
    low = STARTS.get(name, 0.0)
    for method in METHODS:
        if f"{name}_{method}" not in REGISTRY:
            continue
        spelling = f"scipy.stats.{name}.{method}"
        x = v if method in ("ppf", "isf") else v + low
        density = method in ("pdf", "logpdf")
        fixed = () if density or name in DRIFTS.split() else tuple(range(1, 1 + len(shapes)))
        op(spelling, x, *shapes, inactive=fixed, modes=("typed",))
        number = 0.4 if method in ("ppf", "isf") else 0.4 + low
        op(spelling, number, *shapes, 0.1, 1.3, inactive=fixed, modes=("typed",))

for method in METHODS:  # where the shape is that of a simpler distribution
    for name in ("genextreme", "genpareto"):
        x = 0.4 if method in ("ppf", "isf") else v
        op(f"scipy.stats.{name}.{method}", x, 0.0, modes=("typed",), order=1)
    spelling = f"scipy.stats.norm.{method}"
    op(spelling, v)
    op(spelling, row, column)
    op(spelling, 0.4, v, column + 1)
    op(spelling, empty, modes=("typed",))
    op(spelling, np.array(0.4))

counts = np.array([0, 1, 3])
for name, parameters in {
    "poisson": (1.7,),
    "bernoulli": (0.3,),
    "binom": (4, 0.3),
    "geom": (0.3,),
    "nbinom": (2.5, 0.3),
}.items():
    ks = {"bernoulli": np.array([0, 1, 1]), "geom": counts + 1}.get(name, counts)
    for method in ("pmf", "logpmf"):
        op(f"scipy.stats.{name}.{method}", ks, *parameters, modes=("typed",))
        op(f"scipy.stats.{name}.{method}", ks + 1, *parameters, 1, modes=("typed",))

covariance = np.array([[1.3, 0.2, 0.1], [0.2, 0.9, 0.3], [0.1, 0.3, 1.1]])
for method in ("pdf", "logpdf"):
    for points in (v, m):
        op(
            f"scipy.stats.multivariate_normal.{method}",
            points,
            np.array([0.1, 0.5, -0.2]),
            covariance,
            modes=("typed",),
        )
