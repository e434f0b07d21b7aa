"""Rewrite everything that codegen wrote itself: golden outputs, error messages, generated/, dumps
in the documents.

`--check` writes nothing: it prints the differences and the command that settles them, and leaves
with 1.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cases import ERRORS, GOLDEN, ROOT, all_cases

from codegen.errors import CodegenError
from codegen.ir.text import show
from codegen.runtime.configuration import read_targets
from codegen.runtime.modules import Target, module_text

# <!-- dump: FILE.py:FUNC STAGE [--wrt x] [--at TYPES] --> ... <!-- end -->; STAGE may be source or
# text
_DUMP = re.compile(r"(<!-- dump: (?P<spec>.*?) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)


def outcomes() -> Iterator[tuple[Path, str]]:
    """Every file that is refreshed, with the text that it should have."""
    for folder in (GOLDEN, ERRORS):
        for case in all_cases(folder):
            try:
                yield case.path, case.whole(case.emitted())
            except CodegenError as error:
                print(f"{case.path.relative_to(ROOT)}: {error}", file=sys.stderr)
                yield case.path, case.whole("")
    for target, output in read_targets(ROOT / "pyproject.toml"):
        yield output, module_text(target, Path(target.file).read_text(encoding="utf-8"))
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        yield page, _DUMP.sub(_dump, page.read_text(encoding="utf-8"))


def _dump(match: re.Match[str]) -> str:
    """A fenced block with one stage of one function."""
    place, stage, *flags = match["spec"].split()
    options = dict(zip(flags[::2], flags[1::2]))
    file, _, function = place.rpartition(":")
    text = (ROOT / file).read_text(encoding="utf-8")
    wrt = tuple(name for name in options.get("--wrt", "").split(",") if name)
    stages: dict[str, str] = {"source": text.rstrip()}
    target = Target(
        str(ROOT / file), function, wrt, options.get("--at", ""), options.get("--mode", "joint")
    )
    stages["text"] = module_text(
        target, text, lambda name, graph: stages.update({name: show(graph)})
    )
    return f"{match[1]}```python\n{stages[stage].rstrip()}\n```\n{match[4]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; print differences, leave with 1"
    )
    check = parser.parse_args().check
    changed = 0
    for path, wanted in outcomes():
        found = path.read_text(encoding="utf-8") if path.is_file() else ""
        if found == wanted:
            continue
        changed += 1
        name = path.relative_to(ROOT).as_posix()
        if check:
            lines = difflib.unified_diff(
                found.splitlines(), wanted.splitlines(), name, f"{name} (new)", lineterm=""
            )
            print("\n".join(lines))
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted, encoding="utf-8", newline="\n")
            print(f"wrote {name}")
    if check and changed:
        print(
            f"{changed} files differ. If the new text is better: python tools/refresh.py",
            file=sys.stderr,
        )
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
