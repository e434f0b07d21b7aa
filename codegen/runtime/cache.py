"""Derived functions that run: compiled from text that is in memory, on disk, or generated now.

The engine is imported where something is generated: a process whose gradients are on disk starts
without it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache
from types import FunctionType, ModuleType
from typing import Any

from codegen.frontend.reads import Reads
from codegen.runtime import store
from codegen.runtime.apart import apart
from codegen.runtime.collection import uncollected
from codegen.runtime.compile import load
from codegen.runtime.emitted import Emitted
from codegen.runtime.specialise import key_of
from codegen.runtime.wrt import Wrt


class Specialised:
    """A derived function for arguments of one set of kinds."""

    def __init__(self, function: FunctionType, emitted: Emitted, reads: Reads) -> None:
        self.emitted = emitted
        self.reads = reads
        self.names = load(emitted.text)
        # f itself where there is nothing to differentiate
        self.call: Callable[..., Any] = function
        if emitted.functions:
            self.call = self.names[emitted.functions[0]]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self.reads.outside:
            # f reads globals when it is called: the emitted function finds them as its own
            self.names.update(self.reads.values())
        return self.call(*args, **kwargs)

    def current(self) -> bool:
        """Whether every global and closure variable that f reads is what it was at generation."""
        return self.reads.unchanged(key_of)

    def named_seed(self, seed: dict[str | None, Any]) -> dict[str, Any]:
        """The seed under the name that it has in the emitted signature."""
        ((name, value),) = seed.items()
        expected = self.emitted.seed
        assert expected is not None
        if name is not None and name != expected:
            raise TypeError(
                f"{self.emitted.functions[0]}() got an unexpected keyword argument {name!r} (the "
                f"seed is {expected})"
            )
        return {expected: value}

    def pull(
        self, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Any, Callable[[Any], dict[str, Any]]]:
        """The value, and the pullback that gives gradients by parameter (split form)."""
        if not self.emitted.functions:
            return self.call(*args, **kwargs), lambda dout: {}
        out, cache = self(*args, **kwargs)
        cache = apart(cache, (args, kwargs, out, self.reads.values()))
        backward = self.names[self.emitted.functions[1]]
        names = self.emitted.wrt

        def pullback(dout: Any) -> dict[str, Any]:
            gradients = backward(dout, cache)
            return dict(zip(names, (gradients,) if len(names) == 1 else gradients))

        return out, pullback

    @cached_property
    def pretty(self) -> str:
        """The text as `black` leaves it."""
        from codegen.runtime.generation import formatted

        return formatted(self.emitted.text)


def specialise(
    function: FunctionType,
    arguments: dict[str, Any] | None,
    wrt: Wrt,
    form: str,
    target: str = "numpy",
    optimize: int = 1,
    any_lengths: bool = False,
) -> Specialised:
    """Compiled for real arguments, by parameter name (None: for what the annotations say).

    any_lengths: nothing is taken for granted about the lengths of arrays. Raises UnsupportedError.
    """
    request = store.Request(function, arguments, wrt, form, target, optimize, any_lengths)
    found = store.find(request)
    if found is None:
        with uncollected():  # some hundred modules make many objects, which stay
            from codegen.runtime.generation import generate, stands_where_it_was
        found = generate(function, arguments, wrt, form, target, optimize, any_lengths)
        store.keep(request, *found, stands_where_it_was)
    return Specialised(function, *found)


def annotated(
    function: FunctionType, wrt: Wrt, form: str, target: str = "numpy", optimize: int = 1
) -> Callable[..., Any] | None:
    """The emitted function itself, from annotations alone; None where f reads globals."""
    found = _annotated(function, wrt, form, target, optimize)
    if found is not None and not found.current():  # a name stands for another function by now
        found = _annotated.__wrapped__(function, wrt, form, target, optimize)
    return None if found is None else found.call


@lru_cache(maxsize=1024)
def _annotated(
    function: FunctionType, wrt: Wrt, form: str, target: str, optimize: int
) -> Specialised | None:
    found = specialise(function, None, wrt, form, target, optimize)
    if found.reads.outside or any(_may_change(read.value) for read in found.reads.names):
        return None  # what is read may be another thing at the next call
    return found


def _may_change(value: Any) -> bool:
    return isinstance(value, FunctionType) or not (callable(value) or isinstance(value, ModuleType))


def memory_of(function: FunctionType, arguments: dict[str, Any], wrt: Wrt) -> str:
    """What the backward part keeps for arguments of these kinds, for a reader."""
    from codegen.runtime.generation import memory_of

    return memory_of(function, arguments, wrt)


def static_text(function: FunctionType, target: str = "numpy", optimize: int = 1) -> str:
    """What `codegen grad` prints for the function: from its file alone."""
    from codegen.runtime.generation import static_text

    return static_text(function, target, optimize)
