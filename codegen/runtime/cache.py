"""Derived functions that run: generated, compiled, kept with what they depend on."""

from __future__ import annotations

import linecache
from collections.abc import Callable
from functools import cached_property, lru_cache
from types import FunctionType
from typing import Any

from codegen.frontend.environment import Live
from codegen.frontend.live import live_source
from codegen.ir.graph import MISSING
from codegen.ir.types import Type
from codegen.runtime import specialise as kinds
from codegen.runtime.collection import uncollected
from codegen.runtime.compile import load
from codegen.runtime.modules import Target, derived_text, module_text
from codegen.runtime.specialise import type_of
from codegen.runtime.stages import Derivation, Wrt, derive


class Specialised:
    """A derived function for arguments of one set of kinds."""

    def __init__(self, function: FunctionType, derivation: Derivation, environment: Live) -> None:
        self.derivation = derivation
        self.writes = derivation.writes
        self._environment = environment
        self.text = derived_text(derivation, None) if derivation.graphs else ""
        self._names = load(self.text)
        seed = derivation.graphs[0].params[-1] if len(derivation.graphs) == 1 else None
        self.required_seed = seed.name if seed is not None and seed.default is None else None
        self.call: Callable[..., Any] = function  # where there is nothing to differentiate
        parameters = derivation.forward.params
        # the parameters whose values the text was made for
        self.fixed = tuple(p.name for p in parameters if p.fixed is not MISSING)
        self._reads_outside = bool(environment.outside())
        if derivation.graphs:
            self.call = self._names[derivation.names[0]]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._reads_outside:
            self._look_outside()
        return self.call(*args, **kwargs)

    def outside(self) -> dict[str, Any]:
        """The arrays and lists that f reads from its surroundings, as they are now."""
        return self._environment.outside() if self._reads_outside else {}

    def _look_outside(self) -> None:
        """f reads globals when it is called: the emitted function finds them as its own globals."""
        self._names.update(self._environment.outside())

    def current(self) -> bool:
        """Whether every global and closure variable that f reads is what it was at generation."""
        return self._environment.unchanged()

    def named_seed(self, seed: dict[str | None, Any]) -> dict[str, Any]:
        """The seed under the name that it has in the emitted signature."""
        ((name, value),) = seed.items()
        (graph,) = self.derivation.graphs
        expected = graph.params[-1].name
        if name is not None and name != expected:
            raise TypeError(
                f"{graph.name}() got an unexpected keyword argument {name!r} (the seed is "
                f"{expected})"
            )
        return {expected: value}

    def pull(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Any, Callable[[Any], dict[str, Any]]]:
        """The value, and the pullback that gives gradients by parameter (split form)."""
        if not self.derivation.graphs:
            return self.call(*args, **kwargs), lambda dout: {}
        out, cache = self(*args, **kwargs)
        backward = self._names[self.derivation.names[1]]
        names = [self.derivation.forward.params[k].name for k in self.derivation.wrt]

        def pullback(dout: Any) -> dict[str, Any]:
            gradients = backward(dout, cache)
            return dict(zip(names, (gradients,) if len(names) == 1 else gradients))

        return out, pullback

    def pretty(self) -> str:
        """The text as `black` leaves it."""
        return self._pretty

    @cached_property
    def _pretty(self) -> str:
        from codegen.emit.module import format_text

        return format_text(self.text)


def specialise(
    function: FunctionType,
    arguments: dict[str, Any],
    wrt: Wrt,
    form: str,
    target: str = "numpy",
) -> Specialised:
    """Generate and compile for real arguments, by parameter name. Raises UnsupportedError."""
    types: dict[str, Type] = {name: type_of(value, name) for name, value in arguments.items()}
    environment = Live(function, kinds)
    with uncollected():
        derivation = derive(
            live_source(function), environment, types, wrt, form, values=arguments, target=target
        )
        return Specialised(function, derivation, environment)


def annotated(
    function: FunctionType, wrt: Wrt, form: str, target: str = "numpy"
) -> Callable[..., Any] | None:
    """The emitted function itself, from annotations alone; None where f reads globals."""
    found = _annotated(function, wrt, form, target)
    if found is not None and not found.current():  # a name stands for another function by now
        found = _annotated.__wrapped__(function, wrt, form, target)
    return None if found is None else found.call


@lru_cache(maxsize=1024)
def _annotated(function: FunctionType, wrt: Wrt, form: str, target: str) -> Specialised | None:
    environment = Live(function, kinds)
    derivation = derive(live_source(function), environment, None, wrt, form, target=target)
    reads = environment.reads()
    if environment.outside() or any(
        isinstance(found, FunctionType) or not callable(found) for found in reads.values()
    ):
        return None  # what is read may be another thing at the next call
    return Specialised(function, derivation, environment)


def static_text(function: FunctionType, target: str = "numpy") -> str:
    """What `codegen grad` prints for the function: from its file alone."""
    file = function.__code__.co_filename
    linecache.checkcache(file)
    text = "".join(linecache.getlines(file, function.__globals__))
    live_source(function)  # refuses what cannot be read, or has changed
    return _static_text(text, file, function.__qualname__.replace("<locals>.", ""), target)


@lru_cache(maxsize=256)
def _static_text(text: str, file: str, qualname: str, target: str) -> str:
    return module_text(Target(file, qualname, target=target), text)
