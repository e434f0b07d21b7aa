"""Lines of a function body: indentation, and the comments that say where lines come from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from codegen.ir.graph import Op, Origin

INDENT = "    "
COMMENT = 96  # a longer list of origins is cut down to the first


class Writer:
    """Collects lines. In the backward part it says, once per group, which statement a group
    undoes."""

    def __init__(self, depth: int = 1) -> None:
        self.lines: list[str] = []
        self.depth = depth
        self._group: str | None = None
        self._shown: set[tuple[str, int]] = set()
        self._backward = False

    def line(self, text: str) -> None:
        self.lines.append(INDENT * self.depth + text)

    def blank(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    @contextmanager
    def block(self) -> Iterator[None]:
        """A deeper level; an empty one gets `pass`. Groups of the backward part start anew in
        it."""
        start, self.depth = len(self.lines), self.depth + 1
        self._group = None
        yield
        self._group = None
        if all(line.lstrip().startswith("#") or not line for line in self.lines[start:]):
            self.line("pass")
        self.depth -= 1

    @contextmanager
    def nested(self) -> Iterator[None]:
        """A deeper level whose lines may be none."""
        self.depth += 1
        self._group = None
        yield
        self._group = None
        self.depth -= 1

    @contextmanager
    def apart(self) -> Iterator[list[str]]:
        """Lines that are collected apart, for the caller to place."""
        outer, self.lines = self.lines, []
        try:
            yield self.lines
        finally:
            self.lines = outer

    def begin_backward(self) -> None:
        self.blank()
        self._backward = True
        self._group = None

    def comment_for(self, op: Op, origins: list[Origin], grouped: bool) -> None:
        """What stands above a statement: the user's comments, or what it is the backward of.

        grouped: a statement that belongs to a group; a loop or a zero accumulator only opens the
        part.
        """
        if not op.backward:
            self._own_comments(op.origin)
            return
        if not grouped or not origins:
            if self._backward and self._group is None:
                self.line("# backward")
                self._group = ""
            self._backward = False
            return
        texts = list(dict.fromkeys(origin.text.removeprefix("return ") for origin in origins))
        text = "; ".join(texts)
        if len(text) + len(INDENT) * self.depth + 15 > COMMENT:
            text = texts[-1]
        room = COMMENT - len(INDENT) * self.depth - 15
        if len(text) > room:
            text = text[: max(room, 20)].rstrip() + " ..."
        if text != self._group:
            self.line(f"# backward of: {text}")
        self._group = text
        self._backward = False

    def _own_comments(self, origin: Origin | None) -> None:
        if origin is None or not origin.comments:
            return
        key = (origin.text, origin.span.line if origin.span else 0)
        if key not in self._shown:
            self._shown.add(key)
            for comment in origin.comments:
                self.line(comment if comment.startswith("#") else f"# {comment}")
