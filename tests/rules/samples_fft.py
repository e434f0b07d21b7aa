"""Samples of numpy.fft: even and odd lengths, cut and padded, along any axis, every norm."""

from __future__ import annotations

from tests.rules.samples import array, op
from tests.rules.samples_complex import wave

KNOWN = ("typed", "narrow")
NORMS = ("backward", "ortho", "forward")

for name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    takes_real = name in ("rfft", "ihfft")
    for size in (2, 5, 6):
        for operand in [array(size)] if takes_real else [array(size), wave(size)]:
            op(f"numpy.fft.{name}", operand)
            for n in (3, 4, 7, 8):
                op(f"numpy.fft.{name}", operand, n, modes=KNOWN)
            for norm in NORMS:
                op(f"numpy.fft.{name}", operand, norm=norm, modes=KNOWN)
                op(f"numpy.fft.{name}", operand, n=5, norm=norm, modes=("typed",))
    block = array(3, 4, 2) if takes_real else wave(3, 4, 2)
    for axis in (0, 1, -1, -2):
        op(f"numpy.fft.{name}", block, axis=axis, modes=KNOWN if axis >= 0 else (*KNOWN, "generic"))
        op(f"numpy.fft.{name}", block, 5, axis, modes=("typed",))
    op(f"numpy.fft.{name}", array(3, 1).T, modes=KNOWN)

for name in ("fft", "ifft", "rfft", "irfft"):
    takes_real = name == "rfft"
    square = array(3, 4) if takes_real else wave(3, 4)
    block = array(2, 3, 4) if takes_real else wave(2, 3, 4)
    op(f"numpy.fft.{name}2", square, modes=KNOWN)
    op(f"numpy.fft.{name}2", block)
    op(f"numpy.fft.{name}2", array(3, 4))
    op(f"numpy.fft.{name}2", block, axes=(0, 1), modes=KNOWN)
    op(f"numpy.fft.{name}2", block, axes=(-1, 0), modes=("typed",))
    op(f"numpy.fft.{name}n", block, modes=KNOWN)
    op(f"numpy.fft.{name}n", block, axes=(1,), modes=KNOWN)
    op(f"numpy.fft.{name}n", block, axes=(0, 2), modes=("typed",))
    op(f"numpy.fft.{name}n", block, axes=(2, 0), modes=("typed",))
    for norm in NORMS:
        op(f"numpy.fft.{name}2", square, norm=norm, modes=("typed",))
        op(f"numpy.fft.{name}n", block, norm=norm, modes=("typed",))
    for s in ((2, 5), (5, 6), (4, 3)):
        op(f"numpy.fft.{name}2", square, s, modes=KNOWN)
        op(f"numpy.fft.{name}n", block, s, axes=(0, 1), norm="ortho", modes=("typed",))

for name in ("fftshift", "ifftshift"):
    op(f"numpy.fft.{name}", array(5))
    op(f"numpy.fft.{name}", wave(3, 4))
    op(f"numpy.fft.{name}", array(3, 4), axes=1)
    op(f"numpy.fft.{name}", array(2, 3, 4), axes=(0, 2))
for name in ("fftfreq", "rfftfreq"):
    op(f"numpy.fft.{name}", 5)
    op(f"numpy.fft.{name}", 6, 0.3)
    op(f"numpy.fft.{name}", 6, d=0.5)

# scipy.fft: the same, and cosine and sine transforms

for name in ("dct", "idct", "dst", "idst"):
    for kind in (1, 2, 3, 4):
        for norm in (None, "ortho", "forward"):
            op(f"scipy.fft.{name}", array(5), kind, norm=norm, modes=KNOWN)
        op(f"scipy.fft.{name}", array(2, 3, 4), kind, axis=1, modes=("typed",))
    op(f"scipy.fft.{name}", array(4))
    op(f"scipy.fft.{name}n", array(3, 4), modes=KNOWN)
    op(f"scipy.fft.{name}n", array(2, 3, 4), axes=(0, 2), norm="ortho", modes=KNOWN)
for name in ("fft", "ifft", "rfft", "irfft2", "fftn"):
    op(f"scipy.fft.{name}", array(3, 4), modes=("typed",))
op("scipy.fft.fftshift", array(5), modes=("typed",))
