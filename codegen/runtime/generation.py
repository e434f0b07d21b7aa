"""From a live function to emitted text: what loads the whole engine, so it is imported where a
gradient is neither in memory nor on disk."""

from __future__ import annotations

import linecache
from collections.abc import Mapping
from functools import lru_cache
from types import FunctionType
from typing import Any

from codegen.emit.module import format_text
from codegen.errors import Problem, UnsupportedError
from codegen.frontend.environment import Live
from codegen.frontend.fixing import text_of
from codegen.frontend.live import live_source
from codegen.frontend.reads import Reads
from codegen.frontend.slots import Function
from codegen.ir.graph import MISSING
from codegen.ir.types import Type
from codegen.runtime.collection import uncollected
from codegen.runtime.compile import load
from codegen.runtime.emitted import Emitted
from codegen.runtime.memory import explained
from codegen.runtime.modules import Target, derived_text, module_text
from codegen.runtime.specialise import key_of, type_of
from codegen.runtime.stages import derive
from codegen.runtime.wrt import Wrt


class Kinds:
    """What the frontend asks of live values, and of gradients that a function takes itself."""

    type_of = staticmethod(type_of)
    key_of = staticmethod(key_of)

    @staticmethod
    def derived(
        function: Function, types: dict[str, Type], values: dict[str, Any], wrt: Wrt, form: str
    ) -> FunctionType:
        """The gradient of a function as a function, its text where debuggers look for it."""
        derivation = derive(
            function.source,
            function.environment,
            types,
            wrt,
            form,
            values=values,
            any_lengths=True,
        )
        outside = [p.name for p in derivation.forward.params if p.kind == "outside"]
        if outside or not derivation.graphs:
            why = f"reads {outside[0]}" if outside else "does not depend on what is asked for"
            message = f"the gradient of {function.name}, which {why}, is taken in a function"
            span = function.source.span(function.node)
            advice = "Pass what it reads as parameters."
            raise UnsupportedError(Problem("CG041", message, advice, span))
        made: FunctionType = load(derived_text(derivation, None))[derivation.names[0]]
        return made


def generate(
    function: FunctionType,
    arguments: Mapping[str, Any] | None,
    wrt: Wrt,
    form: str,
    target: str,
    optimize: int,
    any_lengths: bool = False,
) -> tuple[Emitted, Reads]:
    """The text for arguments of these kinds (None: for what the annotations say), and what it was
    made from beside the function. any_lengths: as of `derive`. Raises UnsupportedError."""
    types = None
    if arguments is not None:
        types = {name: type_of(value, name) for name, value in arguments.items()}
    environment = Live(function, Kinds())
    with uncollected():
        derivation = derive(
            live_source(function),
            environment,
            types,
            wrt,
            form,
            values=arguments,
            target=target,
            level=optimize,
            any_lengths=any_lengths,
        )
        graphs = derivation.graphs
        text = derived_text(derivation, None) if graphs else ""
    seed = graphs[0].params[-1] if len(graphs) == 1 else None
    parameters = derivation.forward.params
    emitted = Emitted(
        text=text,
        functions=derivation.names,
        wrt=tuple(parameters[position].name for position in derivation.wrt),
        seed=seed.name if seed is not None else None,
        needs_seed=seed is not None and seed.default is None,
        fixed=tuple(
            (text_of(p.name, path), value)
            for p in parameters
            for path, value in (((), p.fixed), *p.parts)
            if value is not MISSING
        ),
        writes=derivation.writes,
        unfit=derivation.unfit,
        conditions=derivation.conditions,
    )
    return emitted, environment.reads()


def memory_of(function: FunctionType, arguments: Mapping[str, Any], wrt: Wrt) -> str:
    """What the backward part keeps for arguments of these kinds, for a reader."""
    types = {name: type_of(value, name) for name, value in arguments.items()}
    environment = Live(function, Kinds())
    with uncollected():
        source = live_source(function)
        return explained(derive(source, environment, types, wrt, values=arguments), live=True)


def stands_where_it_was(function: FunctionType) -> bool:
    """Whether the function's source still starts at the line that its bytecode names."""
    return live_source(function).first_line == function.__code__.co_firstlineno


def formatted(text: str) -> str:
    """The text as `black` leaves it."""
    return format_text(text)


def static_text(function: FunctionType, target: str, optimize: int) -> str:
    """What `codegen grad` prints for the function: from its file alone."""
    file = function.__code__.co_filename
    linecache.checkcache(file)
    text = "".join(linecache.getlines(file, function.__globals__))
    live_source(function)  # refuses what cannot be read, or has changed
    name = function.__qualname__.replace("<locals>.", "")
    return _static_text(text, Target(file, name, target=target, optimize=optimize))


@lru_cache(maxsize=256)
def _static_text(text: str, target: Target) -> str:
    return module_text(target, text)
