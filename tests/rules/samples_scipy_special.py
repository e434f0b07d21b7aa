"""Samples of scipy.special."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, column, cube, empty, m, op, row, v, w

KNOWN = ("typed", "narrow")


def special(name: str, *args: object, **options: object) -> None:
    op(f"scipy.special.{name}", *args, **options)


ONE = "expit logit log_expit softplus erf erfc erfcx erfi dawsn erfinv erfcinv ndtr ndtri log_ndtr"
ONE += " psi digamma gamma gammaln loggamma entr exprel cosm1 exp10 sindg cosdg expm1 log1p exp2"
ONE += " cbrt sinc expi exp1 spence ellipk ellipkm1 ellipe"
ONE += " j0 j1 y0 y1 i0 i1 i0e i1e k0 k1 k0e k1e zeta"
for name in ONE.split():
    for x in (v, m, 0.4, np.array(0.6), np.zeros((2, 0))) if name != "zeta" else (1 + v,):
        special(name, x, **({"inactive": (0,)} if name == "zeta" else {}))
special("ndtri_exp", -v)
for x in (np.array([-5.0, -2.0, 0.0, 3.0]), np.array([0.0, -1.5])):
    for name in "expit log_expit log_ndtr erf ndtr exprel i0 i1 i0e j0 j1 dawsn".split():
        special(name, x, modes=("typed",), order=1 if name == "i0e" else 2)
    special("sinc", x, modes=("typed",), order=1)
special("i1e", np.array([-1.5, 2.0, 7.0]))
special("ellipk", np.array([0.0, -0.5, 0.99]), modes=("typed",), eps=1e-7)
special("ellipe", np.array([0.0, -0.5, 0.9]), modes=("typed",))
special("spence", np.array([1.0, 0.5, 3.0]), modes=("typed",), order=1)
for (
    name
) in "beta betaln owens_t xlogy xlog1py rel_entr kl_div huber pseudo_huber powm1 poch".split():
    for pair in ((v, w), (w, v), (m, row), (0.4, column), (column, row), (empty, empty)):
        special(name, *pair)
for name in "boxcox boxcox1p inv_boxcox inv_boxcox1p".split():
    for pair in ((v, w), (w, v), (m, row), (column, 0.4), (w, np.zeros(3))):
        special(name, *pair)
special("huber", 1.0, np.array([-3.0, -0.5, 0.2, 4.0]))
special("pseudo_huber", 1.5, np.array([-3.0, 0.0, 1e-3, 4.0]))
special("xlogy", np.array([0.0, 0.5]), np.array([0.5, 0.7]), modes=("typed",), order=1)
special("xlogy", np.array([0.0]), np.array([0.0]), inactive=(0,), modes=("typed",))
special("kl_div", np.array([0.5, 0.3]), np.array([0.2, 0.7]))
for name in "gammainc gammaincc gammaincinv gammainccinv".split():
    for pair in ((w, v), (2, v), (2.5, m), (1.0, 0.4)):
        special(name, *pair, inactive=(0,))
for name in "betainc betaincc betaincinv".split():
    for triple in ((w, 1.5, v), (2, 3, m), (1.0, 1.0, 0.4)):
        special(name, *triple, inactive=(0, 1))
for name in "jv jn jve yv yve iv ive kv kve".split():
    for pair in ((0, v), (1, m), (1.5, 0.4), (2.5, row)):
        special(name, *pair, inactive=(0,))
for name in ("yn", "kn"):
    special(name, 2, v)
    special(name, 0, m)
special("jv", 1, np.array([0.0, -1.5]), modes=("typed",))
special("iv", 0, np.array([0.0, -1.5]), modes=("typed",))
special("polygamma", 1, v)
special("polygamma", 0, 0.4)
special("polygamma", 2, m, eps=1e-7)
special("zeta", 2.5, v, inactive=(0,))
special("expn", 2, v)
special("expn", 1, 0.4, order=1)
for x in (v, m, 4 - v, np.array([-7.5, 0.0, 20.0])):
    for name in ("ellipkinc", "ellipeinc"):
        special(name, x, 0.5, order=1)
        special(name, x, -w if np.ndim(x) == 1 else 0.0, order=1)
special("elliprd", 0.5, 0.7, 1.0, inactive=(0, 1, 2))
special("hyp0f1", 1.5, v, inactive=(0,))
special("hyp1f1", 1.5, 2.5, v, inactive=(0, 1))
special("hyp2f1", 1.5, 0.5, 2.5, v, inactive=(0, 1, 2))
special("gammasgn", v)

# Over axes

for x in (v, m, cube, column, np.array(0.4), 0.4):
    special("logsumexp", x)
    if np.ndim(x):
        special("logsumexp", x, keepdims=True)
    special("softmax", x)
    special("log_softmax", x)
for axis in (0, -1, (0, 1)):
    for name in ("logsumexp", "softmax", "log_softmax"):
        special(name, cube, axis=axis)
    special("logsumexp", cube, axis=axis, keepdims=True)
    special("logsumexp", m, axis, w * array(2, 3))
    special("logsumexp", m, axis=axis, b=row)
special("logsumexp", row, axis=1, b=m)
special("logsumexp", w, axis=0, b=m[0])
special("logsumexp", [0.3, 0.5])
special("logsumexp", np.array([-np.inf, 0.3]), modes=("typed",), inactive=(0,))
special("sici", v)
special("sici", m)
special("fresnel", v)
special("fresnel", m)
special("expn", 0, v)
special("exp1", m)
special("rgamma", v)
special("binom", 3.5, v)
special("binom", 2 + v, 0.7)
special("stdtr", 3.5, v, inactive=(0,))
special("chdtr", 3.5, v, inactive=(0,))
special("chdtrc", 3.5, m, inactive=(0,))
special("tandg", v)
special("cotdg", 20 * w)
special("struve", 1.5, v, inactive=(0,))
for x in (v, m, np.array([0.0, -2.5, 3.0])):
    special("airy", x, modes=KNOWN)
special("airy", 0.4)
for x in (v, m, 0.4):
    special("shichi", x, modes=KNOWN)
    special("wrightomega", x)
    special("hyperu", 1.5, 2.5, x, inactive=(0, 1))
for x in (v, m, 0.4, np.zeros((2, 0)), np.array([0.0, 3.0])):
    special("lambertw", x, modes=("typed",))
special("lambertw", -v / 3, k=-1, modes=("typed",))
special("lambertw", 1j * v + v, modes=("typed",))
for x in (2 + v, 2 + m, 2.4):
    special("multigammaln", x, 3, modes=KNOWN)
special("multigammaln", 2 + v, 1, modes=KNOWN)
