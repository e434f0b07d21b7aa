"""Derivatives of derivatives: of the function that codegen writes for the arguments of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

from codegen.errors import Problem, UnsupportedError
from codegen.runtime.derivative import Derivative, derivative, pull
from codegen.runtime.wrt import Wrt


class Higher:
    """`grad(grad(f))`. Called as f is; as for any function, a result that is no number needs a
    seed.

    inner: what is differentiated, itself a derivative. The rest is as of `Derivative`.
    """

    def __init__(
        self, inner: Derivative | Higher, wrt: Wrt, form: str, target: str, optimize: int
    ) -> None:
        self._inner = inner
        self._options = (wrt, form, target, optimize)
        self.__name__: str = f"{inner.__name__}_{form}"
        self.__doc__ = inner.__doc__

    def __repr__(self) -> str:
        return f"<the derivative of {self._inner!r}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with _explained(self._inner):
            return self._derivative(args, kwargs)(*args, **kwargs)

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """The emitted text that a call with arguments of these kinds runs."""
        with _explained(self._inner):
            return self._derivative(args, kwargs).source_for(*args, **kwargs)

    def explain_memory(self, *args: Any, **kwargs: Any) -> str:
        """What the backward part keeps for arguments of these kinds."""
        return self._derivative(args, kwargs).explain_memory(*args, **kwargs)

    def written_for(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> FunctionType:
        """The emitted function that serves such a call."""
        return self._derivative(args, kwargs).written_for(args, kwargs)

    def _derivative(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Derivative:
        return derivative(self._inner.written_for(args, kwargs), *self._options)


def pull_higher(
    inner: Derivative | Higher, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """The value of a derivative, and its pullback: of a gradient, products with the Hessian."""
    with _explained(inner):
        return pull(inner.written_for(args, kwargs), args, kwargs)


@contextmanager
def _explained(inner: Derivative | Higher) -> Iterator[None]:
    """What cannot be read of a text that codegen wrote is no mistake of the user's."""
    try:
        yield
    except UnsupportedError as error:
        written = [p for p in error.problems if p.span and p.span.file.startswith("<codegen ")]
        if not written:
            raise
        raise UnsupportedError(
            Problem(
                "CG914",
                f"{inner.__name__} is not differentiated again: in its text, "
                + "; ".join(problem.message for problem in written),
                "Take differences of the gradient, or write the function with fewer containers and "
                "branches.",
            )
        ) from error
