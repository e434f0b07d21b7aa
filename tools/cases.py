"""Cases that are files: tests/golden/*.py, tests/errors/*.py and tests/memory/*.py.

# flags: --wrt u --at u=f64[n]          options of `codegen grad` (may be left out)
# arguments: random.normal(size=9), 0.1, 4       one line for every call that is compared; np and
# random stand                                                for numpy and a generator
<the module; its last function is differentiated, or the one that --function names>
# output                                or, in tests/errors: # error, in tests/memory: # memory
<what is emitted, written by tools/refresh.py>
"""

from __future__ import annotations

import ast
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from codegen.errors import UnsupportedError
from codegen.runtime.modules import Target, memory_text, module_text

ROOT = Path(__file__).resolve().parent.parent
GOLDEN, ERRORS = ROOT / "tests" / "golden", ROOT / "tests" / "errors"
MEMORY = ROOT / "tests" / "memory"
_MARKERS = {"errors": "# error", "memory": "# memory"}


@dataclass(frozen=True)
class Case:
    """One file: the user's part of it, the options, the calls, and what it says the outcome is."""

    path: Path
    source: str
    marker: str
    expected: str
    target: Target
    calls: tuple[str, ...]

    def emitted(self, watch: Callable[[str, Any], None] | None = None) -> str:
        """The text that codegen gives: the module, what it keeps, or the message where it refuses;
        the last two as comments."""
        if self.marker == "# memory":
            return _as_comments(memory_text(self.target, self.source))
        try:
            return module_text(self.target, self.source, watch)
        except UnsupportedError as error:
            if self.marker != "# error":
                raise
            return _as_comments(str(error))

    def whole(self, outcome: str) -> str:
        """The text of the file with this outcome."""
        return f"{self.source.rstrip()}\n\n\n{self.marker}\n{outcome}"

    def function(self) -> Any:
        """The function itself."""
        names: dict[str, Any] = {"__name__": self.path.stem}
        exec(compile(self.source, str(self.path), "exec", dont_inherit=True), names)
        return names[self.target.function]

    def arguments(self, call: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """New arguments for a call: arrays are not shared between two readings."""
        names: dict[str, Any] = {"__name__": self.path.stem}
        exec(compile(self.source, str(self.path), "exec", dont_inherit=True), names)
        names |= {"np": np, "random": np.random.default_rng(7)}
        names["collect"] = lambda *args, **kwargs: (args, kwargs)
        found: tuple[tuple[Any, ...], dict[str, Any]] = eval(f"collect({call})", names)
        return found


def _as_comments(text: str) -> str:
    return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())


def read_case(path: Path) -> Case:
    """The case in a file."""
    marker = _MARKERS.get(path.parent.name, "# output")
    text = path.read_text(encoding="utf-8")
    source, found, expected = text.partition(f"\n{marker}\n")
    source = source.rstrip() + "\n"
    flags: list[str] = []
    calls: list[str] = []
    for line in source.splitlines():
        if line.startswith("# flags:"):
            flags += shlex.split(line.removeprefix("# flags:"))
        elif line.startswith("# arguments:"):
            calls.append(line.removeprefix("# arguments:").strip())
    return Case(
        path, source, marker, expected if found else "", _target(path, source, flags), tuple(calls)
    )


def _target(path: Path, source: str, flags: list[str]) -> Target:
    options = dict(zip(flags[::2], flags[1::2]))
    try:
        functions = [
            node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)
        ]
    except (SyntaxError, RecursionError):
        functions = []
    function = options.pop("--function", functions[-1] if functions else "f")
    wrt = tuple(name for name in options.pop("--wrt", "").split(",") if name)
    target = Target(
        path.relative_to(ROOT).as_posix(),
        function,
        wrt,
        options.pop("--at", ""),
        options.pop("--mode", "joint"),
        options.pop("--target", "numpy"),
        int(options.pop("--optimize", "1")),
    )
    if options:
        raise ValueError(f"{path}: unknown flags {options}")
    return target


def all_cases(folder: Path) -> list[Case]:
    return [read_case(path) for path in sorted(folder.glob("*.py"))]
