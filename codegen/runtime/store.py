"""Emitted text on disk, so that a second process generates nothing.

A file holds the texts of one request: engine, function, kinds of arguments, options. What a
generation read beside the function (globals, helpers, closures) is only known after it, so each
text stands with its reads, and serves only where every one of them is the same again. What cannot
be compared with certainty is not kept.

Files are replaced as a whole; a file that is broken, or cannot be written, is no cache and no
error.
"""

from __future__ import annotations

import ast
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from time import time
from types import FunctionType
from typing import Any

from codegen.frontend.reads import Reads
from codegen.runtime import fingerprints
from codegen.runtime.emitted import Emitted, hold, value_at
from codegen.runtime.recorded import described_reads, restored_reads
from codegen.runtime.specialise import key_of
from codegen.runtime.wrt import Wrt

VARIABLE = "CODEGEN_CACHE_DIR"
OFF = "off"
MAX_BYTES = 64_000_000  # of the folder; what was used longest ago goes first
TEXTS_OF_A_REQUEST = 8

_STARTED = time()


@dataclass(frozen=True)
class Request:
    """What is asked for. arguments: by parameter name; None: what the annotations say.
    any_lengths: a text without conditions on lengths."""

    function: FunctionType
    arguments: Mapping[str, Any] | None
    wrt: Wrt
    form: str
    target: str
    optimize: int
    any_lengths: bool = False

    def digest(self, engine: str) -> str | None:
        """The name of its file; None where the request has no certain text."""
        source = fingerprints.of_function(self.function)
        kinds: list[tuple[str, str | None]] = []
        for name, value in (self.arguments or {}).items():
            kinds.append((name, fingerprints.of_kind(key_of(value))))
        if source is None or any(kind is None for _, kind in kinds):
            return None
        declared = self.arguments is None
        options = (self.wrt, self.form, self.target, self.optimize)
        parts = (engine, self.function.__module__, source, declared, kinds, options)
        return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def has(self, fixed: list[tuple[str, str]], conditions: list[str]) -> bool:
        """Whether the arguments have these values (as `repr` shows them), and these lengths."""
        arguments = self.arguments or {}
        if conditions and self.any_lengths:
            return False
        try:
            same = all(repr(value_at(place, arguments)) == value for place, value in fixed)
            return same and hold(conditions, arguments)
        except (LookupError, AttributeError, NameError):
            return False


def find(request: Request) -> tuple[Emitted, Reads] | None:
    """The text that an earlier generation left for the request."""
    file = _file_of(request)
    if file is None:
        return None
    with_conditions_first = sorted(_entries(file), key=lambda x: not x["emitted"]["conditions"])
    for entry in with_conditions_first:
        emitted = entry["emitted"]
        fixed = [(name, value) for name, value in emitted["fixed"]]
        if not request.has(fixed, emitted["conditions"]):
            continue
        reads = restored_reads(entry["reads"], request.function)
        if reads is not None:
            with suppress(OSError):
                os.utime(file)
            return _emitted(emitted), reads
    return None


def keep(
    request: Request, emitted: Emitted, reads: Reads, is_certain: Callable[[FunctionType], bool]
) -> None:
    """Leave the text for other processes. is_certain: a function's source is where it was."""
    file = _file_of(request)
    described = described_reads(reads, request.function, is_certain)
    if file is None or described is None or fingerprints.of_engine() != _engine():
        return
    fixed = [(name, repr(value)) for name, value in emitted.fixed]
    if not all(_is_readable(value) for _, value in fixed):
        return
    entry = {"emitted": asdict(replace(emitted, fixed=tuple(fixed))), "reads": described}
    entries = [entry, *(known for known in _entries(file) if known != entry)]
    payload = json.dumps(entries[:TEXTS_OF_A_REQUEST])
    with suppress(OSError):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _replace(file, f"{sha256(payload.encode()).hexdigest()}\n{payload}")
        _prune(file.parent)


def folder() -> Path | None:
    """Where texts are kept; None where the user switched it off."""
    said = os.environ.get(VARIABLE)
    if said == OFF:
        return None
    return Path(said) if said else _default_folder()


@cache
def _default_folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("codegen", appauthor=False)


@cache
def _engine() -> str | None:
    """None where codegen's own files are newer than this process: what runs may be older."""
    if any(file.stat().st_mtime > _STARTED for file in fingerprints.sources()):
        return None
    return fingerprints.of_engine()


def _file_of(request: Request) -> Path | None:
    place, engine = folder(), _engine()
    if place is None or engine is None:
        return None
    digest = request.digest(engine)
    return None if digest is None else place / f"{digest}.json"


def _entries(file: Path) -> list[dict[str, Any]]:
    try:
        check, _, payload = file.read_text(encoding="utf-8").partition("\n")
    except (OSError, UnicodeDecodeError):
        return []
    if sha256(payload.encode()).hexdigest() != check:
        return []
    entries: list[dict[str, Any]] = json.loads(payload)
    return entries


def _replace(file: Path, text: str) -> None:
    """Write beside the file and rename: a reader sees the old text or the new one."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem, suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.replace(name, file)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def _prune(place: Path) -> None:
    """Keep the folder below its bound, with room for what comes next."""
    found: list[tuple[float, int, str]] = []
    for entry in os.scandir(place):
        with suppress(OSError):
            status = entry.stat()
            found.append((status.st_mtime, status.st_size, entry.path))
    total = sum(size for _, size, _ in found)
    if total <= MAX_BYTES:
        return
    for _, size, path in sorted(found):
        if total <= MAX_BYTES // 2:
            break
        with suppress(OSError):
            os.unlink(path)
        total -= size


def _is_readable(text: str) -> bool:
    try:
        return repr(ast.literal_eval(text)) == text
    except (ValueError, SyntaxError):
        return False


def _emitted(said: dict[str, Any]) -> Emitted:
    fixed = tuple((name, ast.literal_eval(value)) for name, value in said["fixed"])
    names = {name: tuple(said[name]) for name in ("functions", "wrt", "conditions")}
    return Emitted(**{**said, **names, "fixed": fixed})
