"""The source of a live function, checked against its bytecode.

A file that was edited after it was imported would otherwise be differentiated as it now stands, not
as it runs.
"""

from __future__ import annotations
import __future__

import ast
import linecache
from collections.abc import Iterator
from functools import lru_cache
from types import CodeType, FunctionType
from typing import Any

from codegen.errors import Problem, Span, UnsupportedError
from codegen.frontend.source import Source

_FUTURES = 0
for _name in __future__.all_feature_names:
    _FUTURES |= getattr(__future__, _name).compiler_flag

_FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def live_source(function: FunctionType) -> Source:
    """The source of a function as it runs.

    Raises UnsupportedError where there is no file or cell to read, or where it has changed since.
    """
    code = function.__code__
    linecache.checkcache(code.co_filename)
    lines = linecache.getlines(code.co_filename, function.__globals__)
    if not lines:
        raise UnsupportedError(
            Problem(
                "CG911",
                f"the source of {function.__name__} cannot be found ({code.co_filename})",
                "Define it in a file or a notebook cell; text given to exec or typed into the "
                "plain interpreter is not kept.",
            )
        )
    text = "".join(lines)
    node = _node_of(function, text)
    first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
    end = node.end_lineno or node.lineno
    if isinstance(node, ast.Lambda):
        segment = ast.get_source_segment(text, node) or ""
        # in parentheses, so that a lambda of several lines is an expression by itself
        column = node.col_offset - 1
        return Source(
            f"({segment})\n",
            code.co_filename,
            "<lambda>",
            first,
            column,
            tuple(lines[first - 1 : end]),
        )
    return Source.from_lines(lines[first - 1 : end], code.co_filename, node.name, first)


def _node_of(function: FunctionType, text: str) -> _FunctionNode:
    """The definition in the file whose bytecode is the function's."""
    code = function.__code__
    rewritten = any(name.startswith("@py") for name in code.co_varnames + code.co_names)
    candidates = []
    for node, compiled in _functions_of(text, code.co_filename, code.co_flags & _FUTURES):
        if compiled.co_name != code.co_name:
            continue
        # pytest rewrites asserts, so bytecode says nothing there
        if _same_code(compiled, code) or (
            rewritten and compiled.co_firstlineno == code.co_firstlineno
        ):
            candidates.append((compiled.co_firstlineno != code.co_firstlineno, node))
    if candidates:
        return min(candidates, key=lambda item: item[0])[1]
    raise UnsupportedError(
        Problem(
            "CG912",
            f"the source of {code.co_name} has changed since it was loaded (or was rewritten on "
            "import)",
            "Reload the module, so that what runs and what is read are the same.",
            Span(code.co_filename, code.co_firstlineno),
        )
    )


@lru_cache(maxsize=16)
def _functions_of(text: str, file: str, flags: int) -> tuple[tuple[_FunctionNode, CodeType], ...]:
    """Every function definition of a file with its compiled code."""
    try:
        tree = ast.parse(text, file)
        module = compile(text, file, "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()  # no longer Python: the caller reports that the source has changed
    nodes: dict[tuple[str, int], list[_FunctionNode]] = {}
    for node in ast.walk(tree):
        if isinstance(node, _FunctionNode):
            name = "<lambda>" if isinstance(node, ast.Lambda) else node.name
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            nodes.setdefault((name, first), []).append(node)
    pairs = []
    for code in _codes(module):
        same_line = nodes.get((code.co_name, code.co_firstlineno), [])
        pairs += [
            (node, code) for node in same_line if len(same_line) == 1 or _stands_at(code, node)
        ]
    return tuple(pairs)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


def _stands_at(code: CodeType, node: _FunctionNode) -> bool:
    """Tells several lambdas of one line apart (Python 3.10 keeps no columns: none is found)."""
    if not isinstance(node, ast.Lambda) or not hasattr(code, "co_positions"):
        return False
    body = node.body
    wanted = (body.lineno, body.end_lineno, body.col_offset, body.end_col_offset)
    return any((p[0], p[1], p[2], p[3]) == wanted for p in code.co_positions())


def _same_code(left: CodeType, right: CodeType) -> bool:
    """Equal but for where it stands: line numbers and file names are not compared."""
    if (
        left.co_code != right.co_code
        or left.co_names != right.co_names
        or left.co_varnames != right.co_varnames
        or left.co_freevars != right.co_freevars
        or left.co_cellvars != right.co_cellvars
        or left.co_argcount != right.co_argcount
        or left.co_kwonlyargcount != right.co_kwonlyargcount
        or left.co_flags != right.co_flags
        or len(left.co_consts) != len(right.co_consts)
    ):
        return False
    return all(map(_same_constant, left.co_consts, right.co_consts))


def _same_constant(left: Any, right: Any) -> bool:
    if isinstance(left, CodeType) and isinstance(right, CodeType):
        return _same_code(left, right)
    # 1, 1.0 and True are equal; 0.0 and -0.0 too
    return type(left) is type(right) and repr(left) == repr(right)
