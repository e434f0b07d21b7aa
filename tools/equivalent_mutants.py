"""Mutants of rules that change nothing that a test could see, each with the reason."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {}
