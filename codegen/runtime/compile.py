"""From emitted text to functions that can be called and stepped through."""

from __future__ import annotations

import linecache
from hashlib import sha256
from typing import Any


def load(text: str) -> dict[str, Any]:
    """Execute an emitted module in a namespace of its own and return its names.

    The text is put where tracebacks and
    debuggers look for source, so that a gradient can be stepped through; nothing is written into
    the user's module.
    """
    name = f"<codegen {sha256(text.encode()).hexdigest()[:16]}>"
    linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
    names: dict[str, Any] = {"__name__": name}
    exec(compile(text, name, "exec", dont_inherit=True), names)
    return names
