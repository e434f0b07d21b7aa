"""Densities outside of their support: the logarithm is -inf all around, its slope 0."""

from typing import Any

import numpy as np
import pytest
import scipy.special as ss
import scipy.stats as st

from codegen import UnsupportedError, grad


def expon(x: float) -> Any:
    return st.expon.logpdf(x)


def lognorm(x: float) -> Any:
    return st.lognorm.logpdf(x, 0.5)


def beta(x: float) -> Any:
    return st.beta.logpdf(x, 2, 3)


def halfnorm(x: float) -> Any:
    return st.halfnorm.logpdf(x)


def weibull(x: float) -> Any:
    return st.weibull_min.logpdf(x, 2)


@pytest.mark.parametrize(
    ("f", "slope"),
    [(expon, -1.0), (lognorm, 4 * np.log(2) * 2 - 2), (beta, -2.0), (halfnorm, -0.5), (weibull, 1)],
)
def test_log_density_in_and_outside_of_the_support(f: Any, slope: float) -> None:
    assert grad(f)(-0.5) == 0.0
    assert grad(f)(0.5) == pytest.approx(slope)


def exponential(x: float) -> Any:
    return st.expon.logcdf(x)


def uniform(x: float) -> Any:
    return st.uniform.logcdf(x)


@pytest.mark.parametrize(
    ("f", "slope"), [(exponential, np.exp(-0.5) / (1 - np.exp(-0.5))), (uniform, 2.0)]
)
def test_log_of_a_distribution_function_in_and_below_its_support(f: Any, slope: float) -> None:
    with np.errstate(divide="ignore"):
        assert grad(f)(-0.5) == 0.0
    assert grad(f)(0.5) == pytest.approx(slope)


def steep(x: Any) -> Any:
    powers = st.exponpow.pdf(x, 1.7) + st.exponweib.pdf(x, 1.3, 1.7) + st.gompertz.pdf(x, 0.9)
    tails = st.genpareto.pdf(x, -0.5) + st.genextreme.pdf(x, 0.5) + st.triang.pdf(x, 0.4)
    return np.sum(powers + tails)


def test_a_density_far_out_is_flat() -> None:
    with np.errstate(over="ignore"):  # in exponpow.pdf itself
        assert np.array_equal(grad(steep)(np.array([-60.0, 60.0])), np.zeros(2))


def by_the_order(v: float) -> Any:
    return ss.pbdv(v, 0.5)[0]


def by_another_order(v: float) -> Any:
    return ss.pbvv(v, 0.5)[1]


@pytest.mark.parametrize("f", [by_the_order, by_another_order])
def test_the_order_of_a_cylinder_function_is_refused(f: Any) -> None:
    with pytest.raises(UnsupportedError, match="by its parameter 'v' has no closed form"):
        grad(f)(1.5)
