"""The source of a function in a file that is read and never imported."""

from __future__ import annotations

import ast
import hashlib
import textwrap
from io import StringIO

from codegen.errors import Problem, Span, UnsupportedError
from codegen.frontend.source import MAX_CHARACTERS, Source

_Scope = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def static_source(text: str, file: str, qualname: str) -> Source:
    """The function `qualname` ("f", or "outer.inner") of the module `text`.

    Raises UnsupportedError where the text is no Python, or holds no such function.
    """
    if len(text) > MAX_CHARACTERS:
        raise _refused(
            file,
            1,
            f"the file is longer than {MAX_CHARACTERS} characters",
            "Move the function to a smaller file.",
        )
    try:
        tree = ast.parse(text, file)
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
        message = f"this is not valid Python: {error.args[0]}"
        raise _refused(file, line, message, "Correct the syntax.", text, column) from error
    except (RecursionError, MemoryError) as error:
        raise _refused(
            file, 1, "the code is nested too deeply", "Give inner parts names of their own."
        ) from error
    body: list[ast.stmt] = tree.body
    node: ast.AST = tree
    for part in qualname.split("."):
        # the last definition of a name is the one that stands when the module is loaded
        found = [s for s in _statements(body) if isinstance(s, _Scope) and s.name == part]
        if not found:
            names = ", ".join(
                dict.fromkeys(s.name for s in _statements(body) if isinstance(s, _Scope))
            )
            raise _refused(
                file,
                1,
                f"there is no function {qualname!r}",
                f"Defined here: {names or 'nothing'}.",
            )
        node, body = found[-1], found[-1].body
    if not isinstance(node, ast.FunctionDef):
        line = node.lineno if isinstance(node, ast.stmt) else 1
        kind = "a class" if isinstance(node, ast.ClassDef) else "an async function"
        raise _refused(file, line, f"{qualname!r} is {kind}", "Name a plain `def`.", text)
    first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
    lines = StringIO(text).readlines()[first - 1 : node.end_lineno]
    return Source.from_lines(lines, file, node.name, first)


def _statements(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a block and of the `if`, `try` and `with` blocks in it."""
    found: list[ast.stmt] = []
    for statement in body:
        found.append(statement)
        if not isinstance(statement, _Scope):
            for name in ("body", "orelse", "finalbody"):
                found += _statements(getattr(statement, name, []))
    return found


def _refused(
    file: str, line: int, message: str, advice: str, text: str = "", column: int = 1
) -> UnsupportedError:
    span = Span(file, line, column, tuple(text.split("\n")) if text else ())
    return UnsupportedError(Problem("CG920", message, advice, span))


def canonical_hash(*texts: str) -> str:
    """A short hash of sources: of their lines without indentation of the whole and trailing
    blanks."""
    lines = [line.rstrip() for text in texts for line in textwrap.dedent(text).strip().split("\n")]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
