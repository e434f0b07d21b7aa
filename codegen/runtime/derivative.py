"""Derived functions that are called as f is, generated for the kinds of arguments they meet."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from threading import RLock
from types import FunctionType
from typing import Any

import numpy as np

from codegen.errors import Problem, UnsupportedError
from codegen.runtime.cache import Specialised, memory_of, specialise
from codegen.runtime.dispatch import dispatcher
from codegen.runtime.emitted import hold, value_at
from codegen.runtime.functions import plain_function
from codegen.runtime.specialise import key_of, overlapping
from codegen.runtime.wrt import Every, WrongParameter, Wrt

_SERVED = 6  # specialisations that warm calls find without the long way

_NOUNS = {"grad": "grad", "joint": "value_and_grad", "split": "vjp"}


class Derivative:
    """A derived function, specialised on the kinds of its arguments when it is called.

    Called as f is; the seed (the cotangent of the result) may follow as the last argument, or be
    given by its name. wrt: of parameters, as `stages.derive` takes it.
    """

    def __init__(
        self,
        function: FunctionType,
        wrt: Wrt,
        form: str,
        target: str = "numpy",
        optimize: int = 1,
    ) -> None:
        functools.update_wrapper(self, function, assigned=("__module__", "__doc__"), updated=())
        self.__name__ = f"{function.__name__}_{_NOUNS[form]}"
        self.__qualname__ = self.__name__
        self._function = function
        self._wrt = wrt
        self._form = form
        self._target = target
        self._optimize = optimize
        self._signature = signature_of(function)
        kinds = [parameter.kind for parameter in self._signature.parameters.values()]
        self._simple = all(kind is inspect.Parameter.POSITIONAL_OR_KEYWORD for kind in kinds)
        self._count = len(kinds)
        self._cache: dict[Any, Specialised] = {}
        self._served: list[tuple[Any, Specialised]] = []
        self._dispatch: Callable[..., Any] = self._long_way
        self._lock = RLock()

    def __repr__(self) -> str:
        return f"<{self.__name__} of {self._function!r}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._dispatch(*args, **kwargs)

    def _long_way(self, *args: Any, **kwargs: Any) -> Any:
        """A call of any kind; generates where it is the first of its kind."""
        args, kwargs, seed = self.bind(args, kwargs)
        specialised = self.specialised(args, kwargs)
        if seed:
            kwargs = {**kwargs, **specialised.named_seed(seed)}
        elif specialised.emitted.needs_seed:
            raise self._no_seed(specialised)
        return specialised(*args, **kwargs)

    def _no_seed(self, specialised: Specialised) -> TypeError:
        seed = specialised.emitted.seed
        return TypeError(
            f"{self.__name__}(): the result is no real number, so the gradient needs a seed "
            f"of its structure and shape: pass {seed}=..., or use vjp"
        )

    def bind(
        self, args: Sequence[Any], kwargs: dict[str, Any]
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
        if found is not None and found.emitted.fixed:  # made for one value of an axis, a key
            key = (key, self._values(found.emitted.fixed, args, kwargs))
            found = self._cache.get(key)
        any_lengths = found is not None and not self._has_lengths(found, args, kwargs)
        if any_lengths:
            key = (key, "any lengths")
            found = self._cache.get(key)
        if found is None or not found.current():
            with self._lock:
                named = self._named(args, kwargs)
                found = specialise(
                    self._function,
                    named,
                    self._wrt,
                    self._form,
                    self._target,
                    self._optimize,
                    any_lengths,
                )
                self._cache[key] = found
                if found.emitted.fixed:
                    self._cache[key, self._values(found.emitted.fixed, args, kwargs)] = found
                self._serve(found, [key_of(value) for value in named.values()])
        if found.emitted.writes:
            self._check_overlap(found, self._named(args, kwargs))
        return found

    def _has_lengths(
        self, found: Specialised, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> bool:
        wanted = found.emitted.conditions
        return not wanted or hold(wanted, self._named(args, kwargs))

    def _serve(self, found: Specialised, keys: list[Any]) -> None:
        """Let warm calls find the specialisation without the long way."""
        fixed, conditions = found.emitted.fixed, found.emitted.conditions
        others = [
            each
            for each in self._served
            if (each[0], each[1].emitted.fixed, each[1].emitted.conditions)
            != (keys, fixed, conditions)
        ]
        self._served = [(keys, found), *others][:_SERVED]
        self._dispatch = dispatcher(
            self.__name__, self._signature, self._served, self._long_way, self._check_overlap
        )

    def written_for(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> FunctionType:
        """The emitted function that serves such a call, in NumPy; what it reads is up to date."""
        if self._target != "numpy":
            plain = derivative(self._function, self._wrt, self._form)
            return plain.written_for(args, kwargs)
        args, kwargs, seed = self.bind(args, kwargs)
        found = self.specialised(args, kwargs)
        if found.emitted.needs_seed and not seed:
            raise self._no_seed(found)
        found.names.update(found.reads.values())
        return plain_function(found.call)

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        """The emitted text that a call with arguments of these kinds runs."""
        args, kwargs, _ = self.bind(args, kwargs)
        return self.specialised(args, kwargs).pretty

    def explain_memory(self, *args: Any, **kwargs: Any) -> str:
        """What the backward part keeps for arguments of these kinds."""
        args, kwargs, _ = self.bind(args, kwargs)
        return memory_of(self._function, self._named(args, kwargs), self._wrt)

    def _values(
        self, fixed: tuple[tuple[str, Any], ...], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> tuple[Any, ...]:
        named = self._named(args, kwargs)
        return tuple((place, value_at(place, named)) for place, _ in fixed)

    def _named(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        bound = self._signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return dict(bound.arguments)

    def _check_overlap(self, found: Specialised, named: dict[str, Any]) -> None:
        pair = overlapping({**found.reads.values(), **named})
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


class OfArguments(Derivative):
    """A derivative by positions among the arguments of a call, where f has a `*rest`.

    As in JAX, a position counts the arguments as they are passed; the name of `rest` stands for the
    tuple of all that it collects.
    """

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        derivative, places = self._chosen(args)
        found = derivative(*args, **kwargs)
        gradients = found if self._form == "grad" else found[1]
        picked = tuple(
            gradients[parameter] if item is None else gradients[parameter][item]
            for parameter, item in places
        )
        gradient = picked if isinstance(self._wrt, tuple) else picked[0]
        return gradient if self._form == "grad" else (found[0], gradient)

    def written_for(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> FunctionType:
        raise UnsupportedError(
            Problem(
                "CG914",
                f"the derivative of {self._function.__name__} by positions in its `*` parameter is "
                "not differentiated again",
                "Name the parameter instead, as in `grad(f, 'rest')`.",
            )
        )

    def source_for(self, *args: Any, **kwargs: Any) -> str:
        return self._chosen(args)[0].source_for(*args, **kwargs)

    def explain_memory(self, *args: Any, **kwargs: Any) -> str:
        return self._chosen(args)[0].explain_memory(*args, **kwargs)

    def _chosen(self, args: tuple[Any, ...]) -> tuple[Derivative, list[tuple[int, int | None]]]:
        """The derivative by whole parameters, and for every item of wrt its parameter there, with
        the position in `rest`."""
        plain, rest = positional(self._signature)
        assert rest is not None and not isinstance(self._wrt, Every)
        names: list[str] = []
        places: list[tuple[int, int | None]] = []
        for item in self._wrt if isinstance(self._wrt, tuple) else (self._wrt,):
            name: str | None = rest
            inside: int | None = None
            if isinstance(item, str):
                name = item
            elif isinstance(item, int):
                if not -len(args) <= item < len(args):
                    raise WrongParameter(
                        f"wrt={item} is out of range: {self._function.__name__} is called with "
                        f"{len(args)} positional arguments"
                    )
                item %= len(args)
                name = plain[item] if item < len(plain) else rest
                inside = None if item < len(plain) else item - len(plain)
            assert name is not None
            if name not in names:
                names.append(name)
            places.append((names.index(name), inside))
        if len(set(places)) != len(places):
            raise WrongParameter(f"wrt={self._wrt!r} names an argument twice")
        chosen = derivative(self._function, tuple(names), self._form, self._target, self._optimize)
        return chosen, places


@functools.lru_cache(maxsize=1024)
def derivative(
    function: FunctionType, wrt: Wrt, form: str, target: str = "numpy", optimize: int = 1
) -> Derivative:
    """The derivative of f, kept: `grad(f)(x)` in a loop generates once."""
    items = wrt if isinstance(wrt, tuple) else (wrt,)
    starred = positional(signature_of(function))[1] is not None
    by_position = any(isinstance(item, int) for item in items)
    kind = OfArguments if starred and by_position else Derivative
    return kind(function, wrt, form, target, optimize)


def signature_of(function: FunctionType) -> inspect.Signature:
    """Of the function itself, not of what it wraps."""
    return inspect.signature(function, follow_wrapped=False)


def positional(signature: inspect.Signature) -> tuple[list[str], str | None]:
    """The parameters that take one positional argument each, and the `*rest` that takes others."""
    parameters = signature.parameters.values()
    plain = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    rest = [p.name for p in parameters if p.kind is p.VAR_POSITIONAL]
    return plain, rest[0] if rest else None


def pull(
    function: FunctionType, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
    """f(*args, **kwargs), and the pullback with one entry for each of args."""
    plain, rest = positional(signature_of(function))
    given = tuple(plain[: len(args)])
    every = Every((*given, rest) if rest is not None and len(args) > len(plain) else given)
    derived = derivative(function, every, "split")
    bound_args, bound_kwargs, seed = derived.bind(args, kwargs)
    if seed:
        raise TypeError(
            f"{function.__name__}() takes no such argument: the cotangent goes to the pullback"
        )
    out, by_name = derived.specialised(bound_args, bound_kwargs).pull(bound_args, bound_kwargs)

    shapes = _shapes(out)  # the pullback may be called after the result was written to

    def pullback(dout: Any) -> tuple[Any, ...]:
        _check_cotangent(shapes, dout, "the result")
        gradients = by_name(dout)
        collected = gradients.get(rest or "", (None,) * (len(args) - len(given)))
        return (*(gradients.get(name) for name in given), *collected)

    return out, pullback


def _shapes(out: Any) -> Any:
    """The result with a shape for every number and array, None for what takes no cotangent."""
    if isinstance(out, dict):
        return {key: _shapes(item) for key, item in out.items()}
    if isinstance(out, (list, tuple)):
        return [_shapes(item) for item in out]
    if isinstance(out, (bool, str)) or out is None:
        return None
    return np.shape(out)


def _check_cotangent(shapes: Any, dout: Any, where: str) -> None:
    """ValueError where a cotangent has another structure or shape than the result."""
    if isinstance(shapes, tuple):
        if np.shape(dout) != shapes:
            raise ValueError(
                f"the cotangent of {where} must have its shape {shapes}, not {np.shape(dout)}"
            )
    elif isinstance(shapes, dict):
        if not isinstance(dout, dict) or dout.keys() != shapes.keys():
            raise ValueError(f"the cotangent of {where} must be a dict with its keys {[*shapes]}")
        for key, item in shapes.items():
            _check_cotangent(item, dout[key], f"{where}[{key!r}]")
    elif isinstance(shapes, list):
        if not isinstance(dout, (list, tuple)) or len(dout) != len(shapes):
            raise ValueError(
                f"the cotangent of {where} must be a list or tuple of {len(shapes)} parts"
            )
        for position, item in enumerate(shapes):
            _check_cotangent(item, dout[position], f"{where}[{position}]")
