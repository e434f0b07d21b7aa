"""What can be differentiated: functions written in Python."""

from __future__ import annotations

from types import FunctionType, MethodType
from typing import Any

from codegen.errors import Problem, UnsupportedError


def plain_function(f: Any) -> FunctionType:
    """f itself, where it is a function written in Python.

    Raises UnsupportedError for builtins, classes, partials, bound methods and other callables.
    """
    if isinstance(f, FunctionType):
        return f
    if not callable(f):
        raise TypeError(f"a function is expected, not {type(f).__name__}")
    if isinstance(f, MethodType):
        plain = f.__func__
        raise UnsupportedError(
            Problem(
                "CG910",
                f"{f.__name__} is bound to an object",
                f"Pass the plain function, `{getattr(plain, '__qualname__', f.__name__)}`, and the "
                "object as its first argument.",
            )
        )
    name = getattr(f, "__name__", "")
    raise UnsupportedError(
        Problem(
            "CG910",
            f"{name or 'this'} is a {type(f).__name__}, not a function written in Python: it has "
            "no source to read",
            f"Write a function that calls it: `def f(x): return {name or '...'}(x)`.",
        )
    )
