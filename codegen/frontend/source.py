"""The source of one function: its libcst tree, places of nodes, the text of statements."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from functools import cache, cached_property
from typing import Any, cast

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from codegen.errors import Problem, Span, UnsupportedError
from codegen.ir.graph import Origin

MAX_CHARACTERS = 2_000_000
_FLAGS = ast.PyCF_ONLY_AST


@dataclass(frozen=True)
class Source:
    """The text of one function (or lambda), dedented, and where it starts in its file.

    text: the lines of the function alone. column: how far they were indented in the file.
    """

    text: str
    file: str
    name: str
    first_line: int = 1
    column: int = 0
    file_lines: tuple[str, ...] = field(default=(), repr=False)

    @staticmethod
    def from_lines(lines: list[str], file: str, name: str, first_line: int) -> Source:
        """From the raw lines of a function, indented as they stand in the file."""
        text = textwrap.dedent("".join(lines))
        column = len(lines[0]) - len(lines[0].lstrip()) if lines else 0
        return Source(
            text, file, name, first_line, column, tuple(line.rstrip("\n") for line in lines)
        )

    @cached_property
    def module(self) -> cst.Module:
        """The parsed text. Python's own parser looks first: libcst dies on very deep nesting."""
        if len(self.text) > MAX_CHARACTERS:
            self._refuse(
                "CG001", f"{self.name} is longer than {MAX_CHARACTERS} characters", "Split it."
            )
        try:
            compile(self.text, self.file, "exec", _FLAGS)
            return cst.parse_module(self.text)
        except (SyntaxError, cst.ParserSyntaxError) as error:
            self._refuse("CG002", f"this is not valid Python: {error.args[0]}", "Mend the syntax.")
        except (RecursionError, MemoryError):
            self._refuse("CG003", "the code is nested too deeply", "Name the inner expressions.")
        raise AssertionError

    def _refuse(self, code: str, message: str, advice: str) -> None:
        raise UnsupportedError(Problem(code, message, advice, Span(self.file, self.first_line)))

    @cached_property
    def function(self) -> cst.FunctionDef | cst.Lambda:
        """The node of the function: the first `def` of that name, else the only lambda."""
        for definition in nodes_in(self.module, cst.FunctionDef):
            if definition.name.value == self.name:
                return cast("cst.FunctionDef", definition)
        lambdas = nodes_in(self.module, cst.Lambda)
        if len(lambdas) == 1:
            return cast("cst.Lambda", lambdas[0])
        self._refuse(
            "CG004",
            f"no single function {self.name!r} is found here",
            "Give it a `def` of its own.",
        )
        raise AssertionError

    @cached_property
    def _positions(self) -> dict[cst.CSTNode, CodeRange]:
        wrapper = MetadataWrapper(self.module, unsafe_skip_copy=True)
        return cast("dict[cst.CSTNode, CodeRange]", wrapper.resolve(PositionProvider))

    @cached_property
    def _parents(self) -> dict[cst.CSTNode, cst.CSTNode]:
        found: dict[cst.CSTNode, cst.CSTNode] = {}
        pending: list[cst.CSTNode] = [self.module]
        while pending:
            node = pending.pop()
            found.update(dict.fromkeys(node.children, node))
            pending += node.children
        return found

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """The node that holds this one."""
        return self._parents.get(node)

    def span(self, node: cst.CSTNode) -> Span:
        """Where the node stands in the user's file."""
        start = self._positions[node].start
        lines = self.file_lines or tuple(self.text.splitlines())
        return Span(
            self.file,
            self.first_line + start.line - 1,
            self.column + start.column + 1,
            lines,
            self.first_line,
        )

    def text_of(self, node: cst.CSTNode) -> str:
        """The node's source on one line."""
        return " ".join(self.module.code_for_node(node).split())

    def origin(self, statement: cst.CSTNode, line: cst.CSTNode | None = None) -> Origin:
        """The statement as the origin of ops. line: the node that carries the comments above it."""
        text = self._head(statement) or self.text_of(statement).rstrip(";").rstrip()
        comments = tuple(
            empty.comment.value
            for empty in getattr(line if line is not None else statement, "leading_lines", ())
            if empty.comment is not None
        )
        trailing = getattr(line, "trailing_whitespace", None)
        if trailing is not None and trailing.comment is not None:
            comments += (trailing.comment.value,)
        return Origin(text, self.span(statement), comments)

    def _head(self, statement: cst.CSTNode) -> str:
        """The first line of a statement that holds others; empty for other statements."""
        if isinstance(statement, cst.If | cst.While):
            word = "if" if isinstance(statement, cst.If) else "while"
            return f"{word} {self.text_of(statement.test)}:"
        if isinstance(statement, cst.For):
            return f"for {self.text_of(statement.target)} in {self.text_of(statement.iter)}:"
        if isinstance(statement, cst.With):
            items = [self.text_of(item).rstrip(",") for item in statement.items]
            return f"with {', '.join(items)}:"
        if isinstance(statement, cst.Match):
            return f"match {self.text_of(statement.subject)}:"
        if isinstance(statement, cst.Try):
            return "try:"
        return ""


def nodes_in(
    node: cst.CSTNode, kind: Any, within: Callable[[cst.CSTNode], bool] | None = None
) -> list[Any]:
    """The nodes of a kind (a class, or a union of them) in a tree, its root included, in order.

    within: whether to look into a node. libcst's own visitors and matchers do the same; the one
    takes ten times as long, to import the other takes longer than all of codegen.
    """
    found = []
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, kind):
            found.append(each)
        if within is None or within(each):
            pending += reversed(parts_of(each))
    return found


def parts_of(node: cst.CSTNode) -> list[cst.CSTNode]:
    """The nodes under a node that mean something: no whitespace, no punctuation."""
    found: list[cst.CSTNode] = []
    for name in _parts(type(node)):
        part = getattr(node, name)
        if isinstance(part, cst.CSTNode):
            found.append(part)
        elif isinstance(part, (list, tuple)):
            found += [each for each in part if isinstance(each, cst.CSTNode)]
    return found


_PUNCTUATION = frozenset(
    "lpar rpar lbracket rbracket lbrace rbrace comma semicolon equal colon dot asynchronous"
    " leading_lines lines_after_decorators header footer trailing_whitespace indent".split()
)


@cache
def _parts(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    names = [each.name for each in fields(kind)]
    return tuple(x for x in names if x not in _PUNCTUATION and "whitespace" not in x)
