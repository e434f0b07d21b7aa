"""Samples of the rarer functions of scipy.special: Bessel's kin, polynomials, probabilities."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import empty, m, row, v, w
from tests.rules.samples_scipy_special import special

EXACT = ("typed", "fixed")
POINTS = (v, m, 0.4)

# Hankel, spherical Bessel, Kelvin and parabolic cylinder functions

for x in (v, m, 0.4, 1j * v + v):
    for name in ("hankel1", "hankel2", "hankel1e", "hankel2e"):
        special(name, 1.5, x, inactive=(0,), modes=EXACT)
for x in POINTS:
    for name in ("jvp", "yvp", "ivp", "kvp"):
        special(name, 1.5, x, inactive=(0,))
        special(name, 1.5, x, 2, inactive=(0,), eps=1e-7)
    for name in ("jn", "yn", "in", "kn"):
        for order in (0, 1, 2, 3):
            special(f"spherical_{name}", order, x)
            special(f"spherical_{name}", order, x, derivative=True, eps=1e-7)
    for name in "ber bei berp beip ker kei kerp keip".split():
        special(name, x)
    for name in ("pbdv", "pbvv", "pbwa"):
        special(name, 1.5, x, inactive=(0,), modes=EXACT)
    for name in ("itj0y0", "iti0k0", "itairy"):
        special(name, x, modes=EXACT)
    special("itstruve0", x)
    special("itmodstruve0", x)
    special("modstruve", 1.5, x, inactive=(0,))
    special("wright_bessel", 0.5, 1.1, x, inactive=(0, 1))
    special("log_wright_bessel", 0.5, 1.1, x, inactive=(0, 1))
zero = np.array([0.0, 1.5])
for name in ("spherical_jn", "spherical_in"):
    for order in (0, 1, 2):
        special(name, order, zero, derivative=True, modes=("typed",), order=1)
for name in ("ber", "bei", "berp", "beip"):
    special(name, zero, modes=("typed",), order=1)

# Polynomials; of degrees in an array, too

ONE = "legendre sh_legendre chebyt sh_chebyt chebyu sh_chebyu chebyc chebys laguerre hermite"
degrees = np.arange(3)
for name in (*ONE.split(), "hermitenorm"):
    for degree in (0, 1, 2, 5):
        for x in (v, m, 0.4, empty):
            special(f"eval_{name}", degree, x)
    special(f"eval_{name}", degrees, v)
    if not name.startswith(("chebyc", "chebys", "sh_")):
        special(f"eval_{name}", 2, np.array([-1.0, 1.0]))
for x in POINTS:
    special("eval_gegenbauer", 3, 1.5, x, inactive=(1,))
    special("eval_genlaguerre", 3, 1.5, x, inactive=(1,))
    special("eval_jacobi", 3, 1.5, 0.5, x, inactive=(1, 2))
    special("eval_sh_jacobi", 3, 2.5, 1.5, x, inactive=(1, 2))
for pair in ((4 + v, w), (4.5, m), (4 + m, row), (4.5, 0.7)):
    special("comb", *pair)
    special("perm", *pair)
special("comb", np.array([2.0, 5.0]), np.array([3.5, 2.0]), modes=("typed",))
for x in POINTS:
    special("factorial", x)

# Probabilities

for x in POINTS:
    for name in ("pdtr", "pdtrc", "pdtri"):
        special(name, 2, x)
    for name in ("bdtr", "bdtrc", "bdtri"):
        special(name, 2, 5, x, modes=("typed", "fixed", "generic"))
    for name in ("nbdtr", "nbdtrc", "nbdtri"):
        special(name, 2, 5, x)
    for name in ("fdtr", "fdtrc", "fdtri"):
        special(name, 2.5, 5.5, x, inactive=(0, 1))
    special("chdtri", 2.5, x, inactive=(0,))
    special("stdtrit", 2.5, x, inactive=(0,))
    special("betainccinv", 1.5, 2.5, x, inactive=(0, 1))
    for name in ("gdtr", "gdtrc", "gdtrix"):
        special(name, x, 1.5, 0.7, inactive=(1,))
        special(name, 0.7, 1.5, x, inactive=(1,))
    special("voigt_profile", x, 0.7, 0.5, order=2 if np.ndim(x) else 1)
    special("wofz", x, modes=EXACT)
special("voigt_profile", v, w, 0.3 + v, modes=EXACT)
special("wofz", 1j * v + w, modes=EXACT)
special("round", m)

# Elliptic functions

for x in POINTS:
    special("elliprf", x, 0.7, 1.2, order=1)
    special("elliprc", x, 0.7, order=1)
    special("elliprc", 0.7, x, order=1)
    special("elliprg", x, 0.7, 1.2, order=1)
    special("agm", x, 0.7, order=1)
    special("agm", 0.7, x, order=1)
special("elliprf", v, w, 0.7 + v, order=1)
special("elliprg", v, v, v, order=1)
special("elliprj", 0.5, 0.7, 1.0, 0.8, inactive=(0, 1, 2, 3))
special("ellipj", w, v, modes=EXACT, order=1)
special("ellipj", 5 + m, 0.3, modes=EXACT, order=1)
special("agm", v, v, order=1)
