"""Every error that a user can see, and the one place where a message is rendered."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Span:
    """A place in the user's source: 1-based line and column, and the text of the file's lines."""

    file: str
    line: int
    column: int = 1
    lines: tuple[str, ...] = field(default=(), repr=False, compare=False)
    first_line: int = 1  # line number of lines[0]

    def excerpt(self) -> str:
        """The line, the one before it, and a caret under the column."""
        shown = []
        for number in (self.line - 1, self.line):
            index = number - self.first_line
            if 0 <= index < len(self.lines) and (number == self.line or self.lines[index].strip()):
                shown.append(f"{number:5d} | {self.lines[index]}".rstrip())
        if shown:
            shown.append(" " * 5 + " | " + self._margin() + "^")
        return "\n".join(shown)

    def _margin(self) -> str:
        """Blanks up to the column; tabs stay tabs, so that the caret stands below its place."""
        line = self.lines[self.line - self.first_line]
        return "".join("\t" if c == "\t" else " " for c in line[: self.column - 1])


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a function: where, what, and the rewrite that works."""

    code: str
    message: str
    advice: str
    span: Span | None = None

    def render(self) -> str:
        place = f"{self.span.file}:{self.span.line}:{self.span.column}: " if self.span else ""
        parts = [f"{place}{self.code} {self.message}"]
        if self.span and (excerpt := self.span.excerpt()):
            parts.append(excerpt)
        if self.advice:
            parts.append(self.advice)
        return "\n".join(parts)


class CodegenError(Exception):
    """Base of every error that codegen raises on purpose."""


class UnsupportedError(CodegenError):
    """The exact gradient cannot be promised. Carries every problem found in the function."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("\n\n".join(problem.render() for problem in problems))

    def __reduce__(self) -> tuple[type[UnsupportedError], tuple[Problem, ...]]:
        return type(self), self.problems  # from the problems, not from the message


class InternalError(CodegenError):
    """A broken invariant of codegen itself: always a bug of ours, never of the user's program."""
