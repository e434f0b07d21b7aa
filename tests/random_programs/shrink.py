"""A failing program made small: python -m tests.random_programs.shrink SEED [door]

Takes out statements, and the headers of blocks, as long as the same door gives the same verdict.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from tests.random_programs.judge import load, verdicts
from tests.random_programs.programs import HEADER, Program, program

_numbers = count()


def main(arguments: list[str]) -> None:
    made = program(int(arguments[0]))
    door = arguments[1] if len(arguments) > 1 else "arguments"
    with tempfile.TemporaryDirectory() as folder:
        wanted = verdict_of(made, door, Path(folder))
        made = shrunk(made, door, wanted, Path(folder))
        print(made.text[len(HEADER) :], f"# {made.args!r}", wanted, sep="\n")


def verdict_of(made: Program, door: str, folder: Path) -> tuple[str, str] | None:
    try:
        case = load(made, folder / f"shrunk_{next(_numbers)}.py")
    except SyntaxError:
        return None
    if case is None:
        return None
    ((_, verdict),) = verdicts(case, (door,))
    reason = "".join(c for c in verdict.reason.partition("(from:")[0] if not c.isdigit())
    return verdict.status, reason


def shrunk(made: Program, door: str, wanted: tuple[str, str] | None, folder: Path) -> Program:
    while True:
        for text in smaller(made.text):
            candidate = Program(text, made.args)
            if verdict_of(candidate, door, folder) == wanted:
                made = candidate
                break
        else:
            return made


def smaller(text: str) -> Iterator[str]:
    """The program without one statement, and with a block in the place of its statement."""
    head, _, body = text.partition("\ndef f(")
    lines = body.splitlines()
    for place in range(1, len(lines)):
        depth = indent(lines[place])
        end = place + 1
        while end < len(lines) and indent(lines[end]) > depth:
            end += 1
        inner = [line[4:] for line in lines[place + 1 : end]]
        for middle in ([], inner) if inner else ([],):
            rest = [*lines[:place], *middle, *lines[end:]]
            yield head + "\ndef f(" + "\n".join(rest) + "\n"


def indent(line: str) -> int:
    return len(line) - len(line.lstrip())


if __name__ == "__main__":
    main(sys.argv[1:])
