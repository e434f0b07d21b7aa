"""Attributes of modules and values."""

from __future__ import annotations

import cmath
import math
from enum import Enum

from codegen.frontend.classes import Class, Super
from codegen.frontend.enums import member_attribute
from codegen.frontend.methods import array_attribute
from codegen.frontend.objects import class_attribute, class_of, object_attribute, super_attribute
from codegen.frontend.slots import (
    Dict,
    FixedList,
    KeySet,
    Method,
    Named,
    Partial,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
)
from codegen.frontend.sparse import sparse_attribute
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    Scalar,
)

_CONSTANTS: dict[str, object] = {
    "numpy.pi": math.pi, "numpy.e": math.e, "numpy.inf": math.inf, "numpy.nan": math.nan,
    "numpy.newaxis": None, "math.pi": math.pi, "math.e": math.e, "math.tau": math.tau,
    "cmath.pi": math.pi, "cmath.e": math.e, "cmath.tau": math.tau, "cmath.inf": math.inf,
    "cmath.nan": math.nan, "cmath.infj": cmath.infj, "cmath.nanj": cmath.nanj,
    "math.inf": math.inf, "math.nan": math.nan, "numpy.euler_gamma": 0.5772156649015329,
}  # fmt: skip


def library_constant(dotted: str) -> Value | None:
    """A constant of NumPy or math, by its dotted name."""
    return constant(_CONSTANTS[dotted]) if dotted in _CONSTANTS else None


def mangled(t: Tracer, name: str) -> str:
    """A name as it is written in the body of a class: `__x` belongs to that class alone."""
    owner = t.function.owner
    if owner is None or not name.startswith("__") or name.endswith("__"):
        return name
    return f"_{owner.name.lstrip('_')}{name}"


def attribute(t: Tracer, base: Slot, name: str) -> Slot:
    """What `base.name` stands for: a constant, a shape, or a method that is not called yet."""
    if isinstance(base, Named):
        found = t.function.environment.member(base.dotted, name)
        known = library_constant(found.dotted) if isinstance(found, Named) else None
        return known or t.usable(found, f"{base.dotted}.{name}")
    if isinstance(base, Value) and isinstance(base.const, Enum):
        return member_attribute(t, base.const, name)
    cls = class_of(t, base)
    if cls is not None:
        return object_attribute(t, base, cls, name)
    if isinstance(base, Class):
        return class_attribute(t, base, name)
    if isinstance(base, Super):
        return super_attribute(t, base, name)
    if isinstance(base, Ref) and isinstance(t.state.heap[base.address], FixedList | Dict | KeySet):
        return Method(base, name)
    if isinstance(base, Ref | Value):
        value = t.value(base)
        if isinstance(value.type, Sparse):
            return sparse_attribute(t, value, name)
        if isinstance(value.type, Array | Scalar):
            slot = array_attribute(t, base, value, name)
            if slot is not None:
                return slot
        return Method(base, name)
    if isinstance(base, TupleSlot) and name in base.names:
        return base.items[base.names.index(name)]
    if isinstance(base, SliceSlot) and name in ("start", "stop", "step"):
        bound: Value | None = getattr(base, name)
        return constant(None) if bound is None else bound
    if isinstance(base, TupleSlot | Partial):
        return Method(base, name)
    t.refuse("CG017", f"the attribute `{name}` is not supported")
