"""Samples of scipy.signal, scipy.ndimage and scipy.integrate."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, cube, m, op, v

KNOWN = ("typed", "narrow")
wide, tall = array(4), array(4, 3)


def sample(name: str, *args: object, **options: object) -> None:
    op(f"scipy.{name}", *args, **({"modes": KNOWN} | options))


for name in "convolve correlate fftconvolve oaconvolve".split():
    for mode in ("full", "same", "valid"):
        for pair in ((wide, v), (v, array(2)), (array(2), wide), (tall, array(2, 2)), (v, v)):
            sample(f"signal.{name}", *pair, mode)
sample("signal.convolve", wide, v, method="direct")
sample("signal.convolve", cube, array(1, 2, 1), "same")
for name in ("convolve2d", "correlate2d"):
    for mode in ("full", "same", "valid"):
        sample(f"signal.{name}", tall, array(2, 2), mode)
sample("signal.lfilter", v, array(2) + 1, array(5))
sample("signal.lfilter", 0.5, array(3) + 1, array(5))
sample("signal.lfilter", array(5), array(2) + 1, array(3))
sample("signal.lfilter", v, array(2) + 1, tall)
sample("signal.lfilter", v, array(2) + 1, tall, axis=0)

# Filters: every mode at the edges

for mode in "reflect constant nearest mirror wrap".split():
    for name in ("correlate", "convolve"):
        sample(f"ndimage.{name}", tall, array(2, 3), mode=mode, cval=0.3)
        sample(f"ndimage.{name}", array(5), v, mode=mode, origin=1, modes=("typed",))
        sample(f"ndimage.{name}1d", tall, array(2), axis=0, mode=mode, modes=("typed",))
        sample(f"ndimage.{name}1d", tall, v, mode=mode, origin=-1, modes=("typed",))
    sample("ndimage.gaussian_filter", tall, 0.6, mode=mode, inactive=(1,))
    sample("ndimage.gaussian_filter", tall, 0.6, mode=mode, truncate=2.0, inactive=(1,))
    sample("ndimage.gaussian_filter1d", tall, 0.7, 0, mode=mode, inactive=(1,))
    sample("ndimage.uniform_filter", tall, 3, mode=mode, modes=("typed",))
    sample("ndimage.uniform_filter", tall, (2, 3), mode=mode, modes=("typed",))
    sample("ndimage.uniform_filter1d", tall, 2, axis=0, mode=mode, origin=-1, modes=("typed",))
    sample("ndimage.uniform_filter1d", tall, 3, mode=mode, modes=("typed",))
sample("ndimage.gaussian_filter", tall, 0.6, order=1, mode="wrap", inactive=(1,))
sample("ndimage.gaussian_filter", tall, 0.6, order=2, inactive=(1,))
sample("ndimage.correlate", v, array(5), modes=("typed",))

# Integrals of samples

sample("integrate.trapezoid", v)
sample("integrate.trapezoid", v, np.array([0.1, 0.5, 1.2]))
for n in (1, 2, 3, 4, 5, 8):
    sample("integrate.simpson", array(n), modes=("typed",))
sample("integrate.simpson", tall, dx=0.3, axis=0)
for n in (2, 3, 4, 5, 8):
    places = np.cumsum(array(n))
    sample("integrate.simpson", array(n), places, inactive=(1,), modes=("typed",))
sample("integrate.simpson", tall, np.cumsum(wide), axis=0, inactive=(1,))
sample("integrate.cumulative_trapezoid", v)
sample("integrate.cumulative_trapezoid", m, dx=0.3, initial=0)
sample("integrate.cumulative_trapezoid", tall, axis=0)
sample("integrate.cumulative_trapezoid", tall, array(4), axis=0)
sample("integrate.cumulative_trapezoid", m, np.array([0.1, 0.5, 1.2]), initial=0)
sample("integrate.cumulative_trapezoid", v, np.array([0.1, 0.5, 1.2]))
