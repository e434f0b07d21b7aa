"""How long codegen takes: import, a cold process, a warm call, generation by the length of the
function.

    python tools/timings.py [--check] [--longest LINES]

Medians of several runs. Generation is what happens between a function's source and its emitted
text, imports and formatting by black apart. --check leaves with 1 where a figure is over its limit.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from pairing import Interval, seconds

from codegen import grad
from codegen.emit.module import Header, emit_module
from codegen.frontend.files import Static
from codegen.infer.declared import parse_at
from codegen.runtime.collection import uncollected
from codegen.runtime.stages import derive
from codegen.runtime.static import static_source

ROOT = Path(__file__).resolve().parent.parent
LENGTHS = (30, 100, 300, 1000, 2000, 5000, 10_000)

STATEMENTS = (  # what one round of lines looks like: scalars, arrays, a branch, a loop, a helper
    "h{k} = np.tanh(W @ h{j} + b)",
    "s = s + np.sum(h{k} ** 2) * c",
    "t = np.exp(-s / (1.0 + s * s))",
    "if t > 0.5:",
    "    s = s * t",
    "else:",
    "    s = s + t",
    "for i in range(3):",
    "    s = s + h{k}[i] * t",
    "u = np.maximum(h{k}, 0.1) * t",
)


def program(lines: int) -> str:
    """A function of so many lines, with arrays, branches and loops."""
    body = ["def f(W, b, x, c):", "    h0 = x * c", "    s = 0.0"]
    round_ = 0
    while len(body) + len(STATEMENTS) + 1 <= lines:
        round_ += 1
        body += [f"    {line.format(k=round_, j=round_ - 1)}" for line in STATEMENTS]
    body.append("    return s + np.sum(u)")
    return "import numpy as np\n\n\n" + "\n".join(body) + "\n"


def generated(text: str, at: str) -> str:
    source = static_source(text, "model.py", "f")
    types = {name: said.type for name, said in parse_at(at).items()}
    with uncollected():
        derivation = derive(source, Static(text, "model.py"), types, None)
        return emit_module(derivation.graphs, Header("codegen grad model.py:f", "0" * 16))


def median(run: Callable[[], object], repeats: int) -> float:
    """The median time of a call, in milliseconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        run()
        times.append(1e3 * (perf_counter() - start))
    return statistics.median(times)


def process(*words: str, cwd: Path, **environment: str) -> Callable[[], object]:
    return lambda: subprocess.run(
        [sys.executable, *words],
        cwd=cwd,
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    )


FIRST_CALL = """
import numpy as np
import model
from time import perf_counter
start = perf_counter()
from codegen import grad
grad(model.f)(np.eye(4), np.ones(4), np.ones(4), 0.5)
print(perf_counter() - start)
"""


def first_call(folder: Path, kept: str) -> float:
    """Milliseconds from `from codegen import grad` to the first gradient, in a new process."""
    found = []
    for _ in range(5):
        outcome = subprocess.run(
            [sys.executable, "-c", FIRST_CALL],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ, "CODEGEN_CACHE_DIR": kept},
        )
        found.append(1e3 * float(outcome.stdout))
    return statistics.median(found)


def of_numbers(x, y):  # type: ignore[no-untyped-def]
    return x * y


def of_arrays(x, y, z):  # type: ignore[no-untyped-def]
    return np.sum(x * y * z)


def overhead(function: Callable[..., Any], *arguments: Any) -> float:
    """Microseconds that a warm call costs above a call of the emitted function itself: the median
    over pairs of turns."""
    derived: Any = grad(function)
    derived(*arguments)
    ((_, specialised),) = derived._served
    pairs = [
        seconds(lambda: derived(*arguments), 1000)
        - seconds(lambda: specialised.call(*arguments), 1000)
        for _ in range(41)
    ]
    return 1e6 * Interval.of(pairs).median


def rows(longest: int) -> list[tuple[str, float, float | None]]:
    """(what, milliseconds, limit in milliseconds)."""
    found: list[tuple[str, float, float | None]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "model.py").write_text(program(30), encoding="utf-8")
        at = "W=f64[n,n],b=f64[n],x=f64[n],c=float"
        bare = median(process("-c", "pass", cwd=folder), 9)
        imported = median(process("-c", "import codegen", cwd=folder), 9)
        doors = median(process("-c", "from codegen import grad", cwd=folder), 9)
        cold = median(
            process("-m", "codegen", "grad", "model.py:f", "--at", at, cwd=folder),
            5,
        )
        new = first_call(folder, "off")
        first_call(folder, str(folder / "kept"))
        again = first_call(folder, str(folder / "kept"))
        found += [
            ("first gradient in a process, engine loaded, generated", new, None),
            ("first gradient in a process, text on disk", again, 100),
            ("python -c pass", bare, None),
            ("python -c 'import codegen', whole process", imported, 250 + bare),
            ("python -c 'from codegen import grad', whole process", doors, None),
            ("codegen grad of 30 lines, cold process", cold, 1000),
        ]
        generated(program(30), at)  # fills what is read once: rules, templates
        for lines in (each for each in LENGTHS if each <= longest):
            text = program(lines)
            spent = median(lambda text=text: generated(text, at), 5 if lines <= 300 else 1)  # type: ignore[misc]
            found.append((f"generation of {lines} lines", spent, 100 if lines == 30 else None))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="leave with 1 where a limit is passed")
    parser.add_argument("--longest", type=int, default=LENGTHS[-1], help="lines to generate for")
    options = parser.parse_args()
    check = options.check
    over = 0
    per_line = {}
    for what, spent, limit in rows(options.longest):
        note = "" if limit is None else f"   limit {limit:6.0f} ms"
        if limit is not None and spent > limit:
            over += 1
            note += "   OVER"
        if what.startswith("generation"):
            lines = int(what.split()[2])
            per_line[lines] = spent / lines
            note += f"   {per_line[lines]:.2f} ms a line"
        print(f"{what:<55} {spent:8.0f} ms{note}")
    last = max(per_line)
    growth = per_line[last] / per_line[LENGTHS[1]]
    print(f"growth: {last} lines cost {growth:.2f} times as much a line as {LENGTHS[1]}")
    x = np.ones(3)
    for what, spent, limit in (
        ("two numbers", overhead(of_numbers, 2.0, 3.0), 1.0),
        ("three arrays", overhead(of_arrays, x, x, x), 2.5),
    ):
        over += spent > limit
        print(
            f"a warm call of {what} costs {spent:.2f} us above the emitted function, limit {limit}"
        )
    return 1 if check and over else 0


if __name__ == "__main__":
    sys.exit(main())
