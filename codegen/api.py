"""The door of the interpreter: `backprop`, `grad`, `value_and_grad`, `vjp`.

A gradient is generated when a function is first called with arguments of new kinds, compiled, and
kept.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any, overload

from codegen.runtime.cache import annotated, static_text
from codegen.runtime.derivative import Derivative, derivative, pull
from codegen.runtime.functions import Applied, applied, plain_function
from codegen.runtime.higher import Higher, pull_higher
from codegen.runtime.wrt import LEVELS, TARGETS, Wrt

__all__ = ["Backprop", "Derivative", "backprop", "explain_memory", "grad", "value_and_grad", "vjp"]


@overload
def backprop(f: Callable[..., Any], /) -> Backprop: ...
@overload
def backprop(
    *, target: str = "numpy", optimize: int = 1
) -> Callable[[Callable[..., Any]], Backprop]: ...
def backprop(
    f: Callable[..., Any] | None = None, /, *, target: str = "numpy", optimize: int = 1
) -> Any:
    """Give f the attributes `grad`, `value_and_grad` and `source`; a call of f is a call of f.

    f.grad(*args): the gradient with respect to every differentiable parameter, in order: a tuple,
        bare if there is one. f.value_and_grad(*args): the value first. A result that is no scalar
        needs the seed as last argument.
    f.source: the emitted text, as `codegen grad` prints it. f.source_for(*args): the text for these
    arguments.

    target, optimize: as in `grad`; `@backprop(target="numba")` for loops that should be compiled.

    Raises UnsupportedError (on use, not here) where the exact gradient cannot be promised.
    """
    _check_options(target, optimize)
    if f is None:
        return lambda function: Backprop(plain_function(function), target, optimize)
    return Backprop(plain_function(f), target, optimize)


class Backprop:
    """A function and its gradient. Everything but the gradient is the function's own."""

    # tells the frontend that a call of this is a call of the function behind it
    __codegen_function__ = True

    def __init__(self, function: FunctionType, target: str = "numpy", optimize: int = 1) -> None:
        functools.update_wrapper(self, function)
        self.__wrapped__: FunctionType = function
        self.target = target
        self.optimize = optimize
        self.grad = Derivative(function, None, "grad", target, optimize)
        self.value_and_grad = Derivative(function, None, "joint", target, optimize)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__wrapped__(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else BoundBackprop(self, instance)

    def __getattr__(self, name: str) -> Any:
        if name == "__wrapped__":
            raise AttributeError(name)
        return getattr(self.__wrapped__, name)

    def __reduce__(self) -> str:
        return self.__wrapped__.__qualname__  # pickled by name, as functions are

    def __repr__(self) -> str:
        return repr(self.__wrapped__)

    @property
    def source(self) -> str:
        """The static text that `codegen grad` prints for f, the same before and after calls."""
        return static_text(self.__wrapped__, self.target, self.optimize)

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """The emitted text that `value_and_grad` runs for arguments of these kinds."""
        return self.value_and_grad.source_for(*args, **kwargs)


class BoundBackprop:
    """A method with its object: the first argument of the function and of its gradients."""

    def __init__(self, function: Backprop, instance: Any) -> None:
        functools.update_wrapper(self, function.__wrapped__, updated=())
        self.__func__ = function
        self.__self__ = instance
        self.grad = functools.partial(function.grad, instance)
        self.value_and_grad = functools.partial(function.value_and_grad, instance)
        self.source_for = functools.partial(function.source_for, instance)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__func__(self.__self__, *args, **kwargs)

    @property
    def source(self) -> str:
        """The static text that `codegen grad` prints for the method."""
        return self.__func__.source


def grad(
    f: Callable[..., Any],
    wrt: int | str | tuple[int | str, ...] = 0,
    target: str = "numpy",
    optimize: int = 1,
) -> Callable[..., Any]:
    """The gradient of f with respect to one argument (position or name), or a tuple for a tuple of
    them.

    A position counts the arguments as they are passed; for a function with `*rest` the name of
    `rest` stands for all that it collects, a tuple. The gradient has the structure, shape and dtype
    of the argument; of Python numbers it is a float. Where every parameter is annotated as a Python
    number, what is returned is the emitted function itself.

    target: "numpy", or "numba": loops and element-wise code are compiled (at the first call, for
    seconds); what a compiler cannot take runs as for "numpy". Needs `pip install codegen[numba]`.

    optimize: of what NumPy runs. 0: the chain rule line by line; 1: as a person would write it;
    2: results may lie in memory of the forward part.

    Raises UnsupportedError (at the first call at the latest) where the exact gradient cannot be
    promised.
    """
    return _derivative(f, wrt, "grad", target, optimize)


def value_and_grad(
    f: Callable[..., Any],
    wrt: int | str | tuple[int | str, ...] = 0,
    target: str = "numpy",
    optimize: int = 1,
) -> Callable[..., Any]:
    """As `grad`, but of calls that return (value, gradient). The value is f's own, for target
    "numpy" bit for bit."""
    return _derivative(f, wrt, "joint", target, optimize)


def explain_memory(
    f: Callable[..., Any], wrt: int | str | tuple[int | str, ...] = 0
) -> Callable[..., str]:
    """What the gradient keeps for its backward part, for arguments of the kinds of a call:
    `print(explain_memory(f)(x, y))`.

    A paragraph for each variable of the emitted text that holds an array or a list: its size as a
    formula of shapes and numbers of rounds, and the lines of f that make it and need it. The items
    of a list of Python numbers count 32 bytes. f is not called.
    """
    return _derivative(f, wrt, "joint", "numpy", 1, explain_memory=True)


def _derivative(
    f: Callable[..., Any],
    wrt: Wrt,
    form: str,
    target: str,
    optimize: int,
    explain_memory: bool = False,
) -> Callable[..., Any]:
    _check_wrt(wrt)
    _check_options(target, optimize)
    given = applied(f)
    if given.args:
        wrt = _behind(wrt, len(given.args))
    if isinstance(given.function, Derivative | Higher):
        made: Derivative | Higher = Higher(given.function, wrt, form, target, optimize)
    else:
        function = plain_function(given.function)
        if _all_annotated_as_numbers(function) and not (given.args or explain_memory):
            emitted = annotated(function, wrt, form, target, optimize)
            if emitted is not None:
                return _with_arguments(emitted, given)
        made = derivative(function, wrt, form, target, optimize)
    return _with_arguments(made.explain_memory if explain_memory else made, given)


def _behind(wrt: Wrt, count: int) -> Wrt:
    """wrt, where so many arguments stand before those that its positions count."""
    if isinstance(wrt, tuple):
        return tuple(_behind(item, count) for item in wrt)  # type: ignore[misc]
    return wrt + count if isinstance(wrt, int) and wrt >= 0 else wrt


def _with_arguments(f: Callable[..., Any], given: Applied) -> Callable[..., Any]:
    if not given.args and not given.keywords:
        return f
    return functools.partial(f, *given.args, **given.keywords)


def _check_options(target: str, optimize: int) -> None:
    if target not in TARGETS:
        raise ValueError(f"target is one of {', '.join(TARGETS)}, not {target!r}")
    if type(optimize) is not int or optimize not in LEVELS:
        raise ValueError(f"optimize is 0, 1 or 2, not {optimize!r}")


def _check_wrt(wrt: Any) -> None:
    if wrt == ():
        raise TypeError("wrt=() names nothing: give a position, a name, or a tuple of them")
    for item in wrt if isinstance(wrt, tuple) else (wrt,):
        if isinstance(item, bool) or not isinstance(item, (int, str)):
            raise TypeError(f"wrt is a position, a name, or a tuple of them, not {wrt!r}")


_NUMBERS = ("float", "int", "bool", "complex")


def _all_annotated_as_numbers(function: FunctionType) -> bool:
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    starred = code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)
    annotations = function.__annotations__
    return (
        bool(names)
        and not starred
        and all(_annotation_text(annotations.get(name)) in _NUMBERS for name in names)
    )


def _annotation_text(annotation: Any) -> str | None:
    if annotation is None or isinstance(annotation, str):
        return annotation
    return annotation.__name__ if annotation in (float, int, bool) else None


def vjp(
    f: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """f(*args) and the pullback of its cotangent: `out, pullback = vjp(f, *args)`.

    pullback(dout) takes a cotangent of the structure and shape of `out` and returns a tuple with
    one gradient for each positional argument of the call: of the structure of the argument (zeros
    where it does not lead to `out`), None where no derivative exists (text, None, booleans, what is
    annotated as int, integers that do not lead to `out`). Arguments given by keyword and defaults
    are held fixed. It may be called more than once.
    """
    given = applied(f)
    every, named = (*given.args, *args), {**given.keywords, **kwargs}
    if isinstance(given.function, Derivative | Higher):
        out, pullback = pull_higher(given.function, every, named)
    else:
        out, pullback = pull(plain_function(given.function), every, named)
    if not given.args:
        return out, pullback
    return out, lambda dout: pullback(dout)[len(given.args) :]
