"""The door of the interpreter: `backprop`, `grad`, `value_and_grad`, `vjp`.

A gradient is generated when a function is first called with arguments of new kinds, compiled, and
kept.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from threading import RLock
from types import FunctionType, MethodType
from typing import Any

from codegen.errors import Problem, UnsupportedError
from codegen.frontend.live import plain_function
from codegen.infer.declared import type_of_annotation
from codegen.ir.types import Scalar
from codegen.runtime.cache import Specialised, annotated_text, specialise, static_text
from codegen.runtime.specialise import key_of, overlapping
from codegen.runtime.stages import Wrt

__all__ = ["Backprop", "Derivative", "backprop", "grad", "value_and_grad", "vjp"]


def backprop(f: Callable[..., Any]) -> Backprop:
    """Give f the attributes `grad`, `value_and_grad` and `source`; a call of f is a call of f.

    f.grad(*args): the gradient with respect to every differentiable parameter, in order: a tuple,
        bare if there is one. f.value_and_grad(*args): the value first. A result that is no scalar
        needs the seed as last argument.
    f.source: the emitted text, as `codegen grad` prints it. f.source_for(*args): the text for these
    arguments.

    Raises UnsupportedError (on use, not here) where the exact gradient cannot be promised.
    """
    return Backprop(plain_function(f))


class Backprop:
    """A function and its gradient. Everything but the gradient is the function's own."""

    # tells the frontend that a call of this is a call of the function behind it
    __codegen_function__ = True

    def __init__(self, function: FunctionType) -> None:
        functools.update_wrapper(self, function)
        self.__wrapped__: FunctionType = function
        self.grad = Derivative(function, None, "grad")
        self.value_and_grad = Derivative(function, None, "joint")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.__wrapped__(*args, **kwargs)

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        return self if instance is None else MethodType(self, instance)

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
        return static_text(self.__wrapped__)

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """The emitted text that `value_and_grad` runs for arguments of these kinds."""
        return self.value_and_grad.source_for(*args, **kwargs)


def grad(f: Callable[..., Any], wrt: int | str | tuple[int | str, ...] = 0) -> Callable[..., Any]:
    """The gradient of f with respect to one parameter (position or name), or a tuple for a tuple of
    them.

    The gradient has the structure, shape and dtype of the argument; of Python numbers it is a
    float. Where every parameter is annotated as a Python number, what is returned is the emitted
    function itself.

    Raises UnsupportedError (at the first call at the latest) where the exact gradient cannot be
    promised.
    """
    return _derivative(f, wrt, "grad")


def value_and_grad(
    f: Callable[..., Any], wrt: int | str | tuple[int | str, ...] = 0
) -> Callable[..., Any]:
    """As `grad`, but of calls that return (value, gradient). The value is f's own, bit for bit."""
    return _derivative(f, wrt, "joint")


def _derivative(f: Callable[..., Any], wrt: Wrt, form: str) -> Callable[..., Any]:
    function = plain_function(f.__wrapped__ if isinstance(f, Backprop) else f)
    _check_wrt(wrt)
    if _all_annotated_as_numbers(function):
        emitted = annotated_text(function, wrt, form)
        if emitted is not None:
            return emitted
    return Derivative(function, wrt, form)


def _check_wrt(wrt: Any) -> None:
    items = wrt if isinstance(wrt, tuple) else (wrt,)
    if not items or any(
        isinstance(item, bool) or not isinstance(item, (int, str)) for item in items
    ):
        raise TypeError(f"wrt is a position, a name, or a tuple of them, not {wrt!r}")


def _all_annotated_as_numbers(function: FunctionType) -> bool:
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    starred = code.co_flags & (inspect.CO_VARARGS | inspect.CO_VARKEYWORDS)
    annotations = function.__annotations__
    return (
        bool(names)
        and not starred
        and all(
            isinstance(type_of_annotation(_annotation_text(annotations.get(n))), Scalar)
            for n in names
        )
    )


def _annotation_text(annotation: Any) -> str | None:
    if annotation is None or isinstance(annotation, str):
        return annotation
    return annotation.__name__ if annotation in (float, int, bool) else None


class Derivative:
    """A derived function, specialised on the kinds of its arguments when it is called.

    Called as f is; the seed (the cotangent of the result) may follow as the last argument.
    """

    def __init__(self, function: FunctionType, wrt: Wrt, form: str) -> None:
        suffix = {"grad": "grad", "joint": "value_and_grad", "split": "vjp"}[form]
        functools.update_wrapper(self, function, assigned=("__module__", "__doc__"), updated=())
        self.__name__ = f"{function.__name__}_{suffix}"
        self.__qualname__ = self.__name__
        self._function = function
        self._wrt = wrt
        self._form = form
        self._signature = inspect.signature(function)
        kinds = [parameter.kind for parameter in self._signature.parameters.values()]
        self._simple = all(kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for kind in kinds)
        self._count = len(kinds)
        self._cache: dict[Any, Specialised] = {}
        self._lock = RLock()

    def __repr__(self) -> str:
        return f"<{self.__name__} of {self._function!r}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not kwargs and len(args) == self._count and self._simple:
            return self.specialised(args, {})(*args)
        args, kwargs, seed = self.bind(args, kwargs)
        specialised = self.specialised(args, kwargs)
        if seed:
            kwargs = {**kwargs, **specialised.named_seed(seed)}
        return specialised(*args, **kwargs)

    def bind(
        self, args: Any, kwargs: Any
    ) -> tuple[tuple[Any, ...], dict[str, Any], dict[str | None, Any]]:
        """The arguments with f's defaults, and what is left over: the seed, by name or not."""
        seed: dict[str | None, Any] = {}
        names = self._signature.parameters
        if self._simple and len(args) == self._count + 1:
            *args, seed[None] = args
        if not any(p.kind is p.VAR_KEYWORD for p in names.values()):
            left_over = [name for name in kwargs if name not in names]
            if len(left_over) == 1 and not seed:
                seed[left_over[0]] = kwargs[left_over[0]]
                kwargs = {name: value for name, value in kwargs.items() if name in names}
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{self.__name__}(): {error}") from None
        bound.apply_defaults()
        return bound.args, bound.kwargs, seed

    def specialised(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Specialised:
        """The compiled function for arguments of these kinds, generated at the first such call."""
        key = (*map(key_of, args), *((name, key_of(value)) for name, value in kwargs.items()))
        found = self._cache.get(key)
        if found is None or not found.current():
            with self._lock:
                found = specialise(self._function, self.named(args, kwargs), self._wrt, self._form)
                self._cache[key] = found
        if found.writes:
            self._check_overlap(args, kwargs)
        return found

    def named(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        bound = self._signature.bind(*args, **kwargs)
        return dict(bound.arguments)

    def _check_overlap(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        pair = overlapping(self.named(args, kwargs))
        if pair is None:
            return
        where = (
            f"arguments {pair[0]} and {pair[1]} share"
            if pair[0] != pair[1]
            else f"parts of {pair[0]} share"
        )
        raise UnsupportedError(
            Problem(
                "CG913",
                f"{where} memory, and {self._function.__name__} writes to an argument",
                "Pass a copy of one of them.",
            )
        )

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """The emitted text that a call with arguments of these kinds runs."""
        args, kwargs, _ = self.bind(args, kwargs)
        return self.specialised(args, kwargs).pretty()


def vjp(
    f: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """f(*args) and the pullback of its cotangent: `out, pullback = vjp(f, *args)`.

    pullback(dout) takes a cotangent of the structure and shape of `out` and returns a tuple with
    one gradient for each argument, None where no derivative exists. It may be called more than
    once.
    """
    function = plain_function(f.__wrapped__ if isinstance(f, Backprop) else f)
    derivative = Derivative(function, None, "split")
    args, kwargs, seed = derivative.bind(args, kwargs)
    if seed:
        raise TypeError(
            f"{function.__name__}() takes no such argument: the cotangent goes to the pullback"
        )
    return derivative.specialised(args, kwargs).pull(args, kwargs)
