"""All samples: those of samples.py, and of samples_fft.py and its kind, each of a part of the
library."""

from __future__ import annotations

import importlib
from pathlib import Path

from tests.rules.samples import SAMPLES

__all__ = ["SAMPLES"]

for part in sorted(Path(__file__).parent.glob("samples_*.py")):
    importlib.import_module(f"tests.rules.{part.stem}")
