"""What can be differentiated: functions written in Python, and calls of them with some arguments
given."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import FunctionType, MethodType
from typing import Any

from codegen.errors import Problem, UnsupportedError


@dataclass(frozen=True)
class Applied:
    """A function of which the first arguments are given, and some by keyword: a bound method, a
    partial, an object that is called."""

    function: Any
    args: tuple[Any, ...] = ()
    keywords: dict[str, Any] = field(default_factory=dict)

    def with_arguments(
        self, args: tuple[Any, ...], keywords: Mapping[str, Any] | None = None
    ) -> Applied:
        """With more arguments given."""
        return Applied(self.function, (*self.args, *args), {**self.keywords, **(keywords or {})})


def applied(f: Any) -> Applied:
    """The function behind a callable, and the arguments that it brings along."""
    if isinstance(f, functools.partial):
        return applied(f.func).with_arguments(f.args, f.keywords)
    if hasattr(f, "__func__") and not isinstance(f.__self__, type):
        return applied(f.__func__).with_arguments((f.__self__,))
    if isinstance(f, functools._lru_cache_wrapper) or hasattr(f, "__codegen_function__"):
        return applied(f.__wrapped__)
    call = inspect.getattr_static(type(f), "__call__", None)
    if isinstance(call, FunctionType) and not hasattr(f, "written_for"):
        return Applied(call, (f,))
    return Applied(f)


def plain_function(f: Any) -> FunctionType:
    """f itself, where it is a function written in Python.

    Raises UnsupportedError for builtins, classes, and methods of classes.
    """
    if isinstance(f, FunctionType):
        return f
    if not callable(f):
        raise TypeError(f"a function is expected, not {type(f).__name__}")
    if isinstance(f, MethodType):
        raise UnsupportedError(
            Problem(
                "CG910",
                f"{f.__name__} is a method of a class, which is no argument",
                "Make it a static method, or a function.",
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
