"""The targets that a project lists in its pyproject.toml under [tool.codegen]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from codegen.runtime.modules import Target
from codegen.runtime.wrt import LEVELS, TARGETS

_KEYS = {"source", "output", "wrt", "at", "mode", "target", "optimize"}


class ConfigurationError(Exception):
    """[tool.codegen] cannot be read."""


def read_targets(config: Path) -> list[tuple[Target, Path]]:
    """Every target and the file that it is written to. Paths are relative to the configuration
    file.

    Raises ConfigurationError, naming the file and the entry.
    """
    entries = _load(config).get("tool", {}).get("codegen", {}).get("targets")
    if not isinstance(entries, list) or not entries:
        raise ConfigurationError(f"{config} lists no [[tool.codegen.targets]]")
    return [_target(entry, config, number) for number, entry in enumerate(entries, 1)]


def _target(entry: Any, config: Path, number: int) -> tuple[Target, Path]:
    where = f"{config}: target {number}"
    if not isinstance(entry, dict) or not {"source", "output"} <= entry.keys():
        raise ConfigurationError(f"{where} needs `source` and `output`")
    if unknown := entry.keys() - _KEYS:
        raise ConfigurationError(f"{where} has unknown keys: {', '.join(sorted(unknown))}")
    file, colon, function = str(entry["source"]).rpartition(":")
    if not colon or not file:
        raise ConfigurationError(f"{where}: source is FILE.py:FUNC, not {entry['source']!r}")
    wrt = entry.get("wrt", [])
    wrt = [name.strip() for name in wrt.split(",")] if isinstance(wrt, str) else wrt
    mode = entry.get("mode", "joint")
    if mode not in ("joint", "split"):
        raise ConfigurationError(f"{where}: mode is joint or split, not {mode!r}")
    language = entry.get("target", "numpy")
    if language not in TARGETS:
        raise ConfigurationError(f"{where}: target is numpy or numba, not {language!r}")
    if language != "numpy" and mode == "split":
        raise ConfigurationError(f"{where}: mode split is for target numpy")
    level = entry.get("optimize", 1)
    if type(level) is not int or level not in LEVELS:
        raise ConfigurationError(f"{where}: optimize is 0, 1 or 2, not {level!r}")
    target = Target(
        str(config.parent / file),
        function,
        tuple(wrt),
        entry.get("at", ""),
        mode,
        language,
        level,
    )
    return target, config.parent / entry["output"]


def _load(config: Path) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        found: dict[str, Any] = tomllib.loads(config.read_text(encoding="utf-8"))
        return found
    except OSError as error:
        raise ConfigurationError(f"cannot read {config}: {error.strerror}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{config}: {error}") from error
