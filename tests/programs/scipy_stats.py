"""Likelihoods and prices with scipy.stats."""

from __future__ import annotations

import numpy as np
from scipy import stats
from scipy.stats import gamma, norm

v = np.array([0.3, 0.5, 0.8])


def normal_likelihood(x, mu, sigma):
    return -np.sum(norm.logpdf(x, mu, sigma))


def by_keyword(x, mu, sigma):
    return np.sum(stats.norm.cdf(x, scale=sigma, loc=mu))


def frozen(x, mu, sigma):
    noise = norm(mu, scale=sigma)
    return np.sum(noise.logpdf(x)) + noise.sf(x[0])


def gamma_likelihood(x, a, scale):
    return np.sum(gamma.logpdf(x, a, scale=scale))


def student(x, df):
    return np.sum(stats.t.logpdf(x, df=df))


def counts(rate, k):
    return np.sum(stats.poisson.logpmf(k, rate))


def median(s):
    return stats.lognorm.ppf(0.3, s, scale=2.0)


def call_price(spot, strike, rate, sigma, time):
    d1 = (np.log(spot / strike) + (rate + sigma**2 / 2) * time) / (sigma * np.sqrt(time))
    d2 = d1 - sigma * np.sqrt(time)
    return spot * norm.cdf(d1) - strike * np.exp(-rate * time) * norm.cdf(d2)


def mixture(x, weights, means):
    total = 0.0
    for w, mu in zip(weights, means):
        total = total + w * norm.pdf(x, mu, 0.5)
    return np.sum(np.log(total))


CASES = [
    (normal_likelihood, (v, 0.2, 1.3)),
    (normal_likelihood, (v, v[::-1].copy(), 1.3)),
    (by_keyword, (v, 0.2, 1.3)),
    (frozen, (v, 0.2, 1.3)),
    (gamma_likelihood, (v, 2.0, 1.3)),
    (student, (v, 3.0)),
    (counts, (1.5, np.array([0, 2, 1])), (0,)),
    (median, (0.7,)),
    (call_price, (100.0, 90.0, 0.05, 0.2, 1.0)),
    (mixture, (v, np.array([0.3, 0.7]), np.array([0.1, 0.6]))),
]
