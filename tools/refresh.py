"""Rewrite everything that codegen wrote itself: golden outputs, error messages, generated/, dumps
in the documents.

`--check` writes nothing: it prints the differences and the command that settles them, and leaves
with 1.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cases import ERRORS, GOLDEN, MEMORY, ROOT, all_cases, read_case

from codegen.errors import CodegenError
from codegen.ir.text import show
from codegen.runtime import rulebook
from codegen.runtime.configuration import read_targets
from codegen.runtime.modules import Target, module_text

RULES = ROOT / "docs" / "rules.md"
# <!-- dump: FILE.py:FUNC STAGE [--wrt x] [--at TYPES] --> ... <!-- end -->
# STAGE is that of `codegen ir --after`, or `source`, `text`, or `pair`: both of these side by side
_DUMP = re.compile(r"(<!-- dump: (?P<spec>.*?) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)
# <!-- error: FILE --> ... <!-- end -->: the message that a file of tests/errors stands for
_ERROR = re.compile(r"(<!-- error: (?P<file>.*?) -->\n)(?P<body>.*?)(<!-- end -->)", re.DOTALL)

_PAIR = """\
<table>
<tr><th>you write</th><th>codegen writes</th></tr>
<tr><td valign="top">

{source}

</td><td valign="top">

{text}

</td></tr>
</table>
"""


def outcomes() -> Iterator[tuple[Path, str]]:
    """Every file that is refreshed, with the text that it should have."""
    for folder in (GOLDEN, ERRORS, MEMORY):
        for case in all_cases(folder):
            try:
                yield case.path, case.whole(case.emitted())
            except CodegenError as error:
                print(f"{case.path.relative_to(ROOT)}: {error}", file=sys.stderr)
                yield case.path, case.whole("")
    for target, output in read_targets(ROOT / "pyproject.toml"):
        yield output, module_text(target, Path(target.file).read_text(encoding="utf-8"))
    yield RULES, rulebook.page()
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
        yield page, _ERROR.sub(_message, _DUMP.sub(_dump, page.read_text(encoding="utf-8")))


def _dump(match: re.Match[str]) -> str:
    """A fenced block with one stage of one function, or a table of two."""
    place, stage, *flags = match["spec"].split()
    options = dict(zip(flags[::2], flags[1::2]))
    file, _, function = place.rpartition(":")
    text = (ROOT / file).read_text(encoding="utf-8")
    wrt = tuple(name for name in options.get("--wrt", "").split(",") if name)
    target = Target(
        str(ROOT / file), function, wrt, options.get("--at", ""), options.get("--mode", "joint")
    )
    stages: dict[str, str] = {"source": _function_text(text, function)}
    stages["text"] = module_text(
        target, text, lambda name, graph: stages.update({name: show(graph)})
    )
    if stage == "pair":
        emitted = _function_text(stages["text"], f"{function}_value_and_grad")
        shown = _PAIR.format(source=_fenced(stages["source"]), text=_fenced(emitted))
    else:
        shown = _fenced(stages[stage]) + "\n"
    return f"{match[1]}{shown}{match[4]}"


def _message(match: re.Match[str]) -> str:
    lines = read_case(ROOT / match["file"]).emitted().splitlines()
    shown = "\n".join(f"    {line.removeprefix('#').removeprefix(' ')}".rstrip() for line in lines)
    return f"{match[1]}\n{shown}\n\n{match[4]}"


def _fenced(code: str) -> str:
    return f"```python\n{code.rstrip()}\n```"


def _function_text(text: str, name: str) -> str:
    """The lines of one function of a module."""
    (node,) = (
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    )
    return "\n".join(text.splitlines()[node.lineno - 1 : node.end_lineno])


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
