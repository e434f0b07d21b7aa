"""What the names around a function stand for: live objects, or a file that is never run."""

from __future__ import annotations

import builtins
import contextlib
import functools
import math
import operator
import os
import sys
from dataclasses import dataclass, field, replace
from types import FunctionType, ModuleType
from typing import Any, Protocol

import numpy as np

from codegen.errors import UnsupportedError
from codegen.frontend import definitions
from codegen.frontend.classes import Class
from codegen.frontend.instances import is_object
from codegen.frontend.live import live_source
from codegen.frontend.live_classes import live_class
from codegen.frontend.reads import (
    MISSING,
    OutsideRead,
    Read,
    Reads,
    find,
    function_behind,
    is_literal,
)
from codegen.frontend.slots import (
    Function,
    Named,
    Outside,
    Partial,
    Poison,
    Slot,
    TupleSlot,
    Unbound,
)
from codegen.frontend.source import Source
from codegen.ir.graph import constant
from codegen.ir.records import Record
from codegen.ir.types import Type

LIBRARIES = (
    "numpy",
    "math",
    "builtins",
    "operator",
    "functools",
    "cmath",
    "dataclasses",
    "contextlib",
    "copy",
    "scipy",
    "itertools",
    "collections",
    "enum",
)
_SCIPY = tuple(
    f"scipy.{part}"
    for part in (
        "special linalg signal stats ndimage integrate sparse sparse.linalg fft interpolate"
        " spatial.distance"
    ).split()
)


class Environment(Protocol):
    """Resolves the names that a function does not bind itself."""

    def lookup(self, name: str) -> Slot: ...

    def member(self, module: str, name: str) -> Slot:
        """An attribute of a module."""
        ...

    def class_of_record(self, record: Record) -> Slot:
        """The class of an object that is an argument."""
        ...

    def slot_of(self, found: Any, name: str) -> Slot:
        """A constant: text, a flag, a function."""
        ...

    def derived(
        self,
        function: Function,
        types: dict[str, Type],
        values: dict[str, Any],
        wrt: Any,
        form: str,
    ) -> Slot:
        """The gradient of a function of this environment."""
        ...

    def has_variables_of(self, other: Environment) -> bool:
        """Whether the names of two functions of one definition stand for the same variables."""
        ...


def builtin(name: str) -> Slot:
    return Named(f"builtins.{name}") if hasattr(builtins, name) else Unbound()


def source_function(source: Source, environment: Environment) -> Slot:
    return Function(source, source.function, environment)


@dataclass
class _Trace:
    """What one trace has read from outside, in all the functions that it went through.

    taken: names that the function itself uses, so that no hidden parameter may have them.
    """

    taken: frozenset[str] = frozenset()

    reads: dict[tuple[Any, str], Any] = field(default_factory=dict)
    functions: dict[FunctionType, Slot] = field(default_factory=dict)
    # (owner, name) -> the hidden parameter, and the key of its kind
    outsides: dict[tuple[Any, str], tuple[Outside, Any]] = field(default_factory=dict)
    classes: dict[type, Class] = field(default_factory=dict)
    methods: dict[tuple[FunctionType, Class], Slot] = field(default_factory=dict)


class Kinds(Protocol):
    """The types of live values, and what tells two kinds of them apart."""

    def type_of(self, value: Any, name: str) -> Type: ...

    def key_of(self, value: Any) -> Any: ...

    def derived(
        self,
        function: Function,
        types: dict[str, Type],
        values: dict[str, Any],
        wrt: Any,
        form: str,
    ) -> FunctionType:
        """The gradient of a function, as a function whose source can be read."""


class Live:
    """The globals and closure cells of a function that exists; numbers are read as they are now."""

    def __init__(
        self,
        function: FunctionType,
        kinds: Kinds | None = None,
        trace: _Trace | None = None,
    ) -> None:
        self._function = function
        self._kinds = kinds
        self._trace = trace or _Trace(frozenset(function.__code__.co_varnames))

    def reads(self) -> Reads:
        """What the trace has read from outside, in the order in which it was found."""
        return Reads(
            tuple(Read(owner, name, value) for (owner, name), value in self._trace.reads.items()),
            tuple(
                OutsideRead(owner, name, wanted.name, key)
                for (owner, name), (wanted, key) in self._trace.outsides.items()
            ),
        )

    def derived(
        self,
        function: Function,
        types: dict[str, Type],
        values: dict[str, Any],
        wrt: Any,
        form: str,
    ) -> Slot:
        assert self._kinds is not None
        found = self._function_slot(self._kinds.derived(function, types, values, wrt, form))
        return replace(found, library=True) if isinstance(found, Function) else found

    def has_variables_of(self, other: Environment) -> bool:
        mine = self._function.__closure__ or ()
        theirs = isinstance(other, Live) and other._function.__closure__ or ()
        return len(mine) == len(theirs) and all(a is b for a, b in zip(mine, theirs, strict=True))

    def lookup(self, name: str) -> Slot:
        return self.read(self._function, name)

    def member(self, module: str, name: str) -> Slot:
        if module.partition(".")[0] in LIBRARIES:
            return Named(f"{module}.{name}")
        return self.read(sys.modules.get(module), name)

    def read(self, owner: Any, name: str) -> Slot:
        found = find(owner, name)
        if found is MISSING:
            self._trace.reads[owner, name] = found
            return Unbound()
        if self._kinds is not None and not is_literal(found):
            sparse = type(found).__module__.startswith("scipy.sparse.")
            held = isinstance(found, np.ndarray | np.generic | list | dict | tuple)
            if held or sparse or is_object(found):
                return self._outside(owner, name, found, self._kinds)
        self._trace.reads[owner, name] = found
        return self.slot_of(found, name)

    def _outside(self, owner: Any, name: str, found: Any, kinds: Kinds) -> Slot:
        known = self._trace.outsides
        if (owner, name) not in known:
            names = self._trace.taken | {wanted.name for wanted, _ in known.values()}
            free = name
            while free in names:
                free = f"{free}_1"
            known[owner, name] = (
                Outside(free, kinds.type_of(found, name), owner),
                kinds.key_of(found),
            )
        return known[owner, name][0]

    def slot_of(self, found: Any, name: str) -> Slot:
        if is_literal(found):
            return literal_slot(found)
        if isinstance(found, ModuleType):
            return Named(found.__name__)
        home = str(getattr(found, "__module__", ""))
        if home == "codegen.api" and isinstance(found, FunctionType):
            return Named(f"codegen.{found.__name__}")
        if type(found).__module__ == "codegen.runtime.derivative":
            return self._derivative(found._function, found._wrt, found._form, name)
        found = function_behind(found)
        if isinstance(found, np.vectorize) and not (found.signature or found.excluded):
            if found.otypes is None or len(found.otypes) == 1:
                kind = found.otypes and np.dtype(found.otypes).name
                made = self.read(found, "pyfunc")
                return Partial(Named("numpy.vectorized"), (made, constant(kind)), ())
        if str(getattr(found, "__module__", "")).partition(".")[0] in LIBRARIES and callable(found):
            return Named(_dotted(found, name))
        if isinstance(found, FunctionType) and found.__code__ is _MANAGER:
            yields = Partial(self.read(found, "func"), (), ())
            return Partial(Named("contextlib.contextmanager"), (yields,), ())
        if isinstance(found, FunctionType):
            return self._function_slot(found)
        if isinstance(found, type):
            return self.class_of(found)
        if isinstance(found, type(len) | np.ufunc | np.dtype):
            return Named(_dotted(found, name))
        return Poison(
            f"the global {name!r} is a {type(found).__name__}, which codegen cannot read",
            "Pass it as a parameter.",
        )

    def _derivative(self, function: FunctionType, wrt: Any, form: str, name: str) -> Slot:
        """What `grad` and `value_and_grad` have made before."""
        items = wrt if isinstance(wrt, tuple) else (wrt,)
        if form == "split" or not all(type(item) in (int, str) for item in items):
            return Poison(f"{name!r} is a derivative that is not read", "Call `grad(f)` here.")
        said = literal_slot(wrt)
        parts = (self._function_slot(function), said, constant(form))
        return Partial(Named("codegen.derived"), parts, ())

    def class_of(self, cls: type) -> Class:
        if cls not in self._trace.classes:
            self._trace.classes[cls] = live_class(cls, self)
        return self._trace.classes[cls]

    def class_of_record(self, record: Record) -> Slot:
        return self.class_of(record.identity)

    def own_member(self, cls: type, name: str) -> Any:
        found = find(cls, name)
        self._trace.reads[cls, name] = found
        return None if found is MISSING else found

    def method(self, function: FunctionType, owner: Class) -> Slot:
        known = self._trace.methods
        if (function, owner) not in known:
            found = self._function_slot(function)
            if isinstance(found, Function):
                found = replace(found, owner=owner)
            known[function, owner] = found
        return known[function, owner]

    def _function_slot(self, function: FunctionType) -> Slot:
        known = self._trace.functions
        if function not in known:
            try:
                source = live_source(function)
                found = Function(
                    source,
                    source.function,
                    Live(function, self._kinds, self._trace),
                    library=function.__module__.startswith(definitions.__name__),
                    standard=_standard_name(function),
                )
                known[function] = found
            except UnsupportedError as error:
                known[function] = Poison(error.problems[0].message, error.problems[0].advice)
        return known[function]


# what `contextmanager` makes of a function
_MANAGER = contextlib.contextmanager(lambda: iter(())).__code__
_STANDARD = os.path.dirname(os.__file__) + os.sep


def _standard_name(function: FunctionType) -> str:
    """The name of a function of the standard library; empty for every other."""
    module, file = str(function.__module__), function.__code__.co_filename
    known = module.partition(".")[0] in sys.stdlib_module_names
    stands = known and file.startswith((_STANDARD, "<frozen"))
    return f"{module}.{function.__name__}" if stands else ""


def literal_slot(found: Any) -> Slot:
    return TupleSlot(tuple(map(literal_slot, found))) if type(found) is tuple else constant(found)


def _dotted(found: Any, name: str) -> str:
    own = getattr(found, "__name__", name)
    for module in (np, math, builtins, np.linalg, operator, functools):
        if vars(module).get(own) is found:
            return f"{module.__name__}.{own}"
    for part in _SCIPY:  # where the user has imported it, under any name
        for public in (own, getattr(found, "name", own), name):
            if getattr(sys.modules.get(part), str(public), None) is found:
                return f"{part}.{public}"
        for public, held in vars(sys.modules.get(part, math)).items():
            if held is found:  # an object that does not know its name
                return f"{part}.{public}"
    return f"{getattr(found, '__module__', '?')}.{own}"
