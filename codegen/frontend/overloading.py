"""Operators and functions of Python that a user's class defines: `__add__`, `__len__`, `__eq__`."""

from __future__ import annotations

from codegen.frontend.classes import Class
from codegen.frontend.dispatch import apply
from codegen.frontend.objects import class_of, special
from codegen.frontend.run_time_sets import as_run_time_set, is_run_time_set
from codegen.frontend.slots import Function, Named, Partial, Ref, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import Array

_WORDS = {"and_": "and", "or_": "or"}
_REFLECTED = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "eq": "eq", "ne": "ne"}
_NOT_HERE = "builtins.NotImplemented"


def overloaded(t: Tracer, name: str, left: Slot, right: Slot) -> Slot | None:
    """left (op) right where one of the two is an object; None where neither is."""
    if is_run_time_set(t, right):
        left = as_run_time_set(t, left)
    mine, theirs = class_of(t, left), class_of(t, right)
    if mine is None and theirs is None:
        return None
    word = _WORDS.get(name, name)
    reflected = f"__{_REFLECTED[name]}__" if name in _REFLECTED else f"__r{word}__"
    ways = [(left, f"__{word}__", right), (right, reflected, left)]
    if mine is not None and theirs is not None and mine != theirs and theirs.derives(mine):
        if _function(theirs.find(reflected)) is not _function(mine.find(reflected)):
            ways.reverse()
    elif mine is None and isinstance(left, Ref | Value):
        _check_left(t, left, theirs)
    tried = False
    if mine == theirs and name not in _REFLECTED:
        ways = ways[:1]  # Python asks the class of both once
    for receiver, method, other in ways:
        found = special(t, receiver, method)
        if found is None:
            continue
        tried = True
        result = apply(t, found, [other], {})
        if not (isinstance(result, Named) and result.dotted == _NOT_HERE):
            return result
    if name in ("eq", "ne"):
        return _by_default(t, name, left, right, tried)
    if (mine is None or mine.kind == "namedtuple") and (
        theirs is None or theirs.kind == "namedtuple"
    ):
        return None  # tuples
    cls = mine or theirs
    assert cls is not None
    t.refuse("CG014", f"{cls.name} has no `__{word}__` for this", "Write a method for it.")


def _check_left(t: Tracer, left: Slot, theirs: Class | None) -> None:
    """NumPy applies an operator to an object element by element, unless its class objects."""
    if theirs is not None and theirs.kind == "namedtuple":
        return
    if isinstance(t.value(left).type, Array):
        t.refuse(
            "CG014",
            "an array or NumPy number stands on the left of an object of your class",
            "Write the object on the left, or `float(...)` of a number.",
        )


def _function(slot: Slot | None) -> object:
    return slot.node if isinstance(slot, Function) else slot


def _by_default(t: Tracer, name: str, left: Slot, right: Slot, tried: bool) -> Slot | None:
    """`==` of objects without `__eq__`: that of a dataclass, or whether they are one."""
    mine, theirs = class_of(t, left), class_of(t, right)
    if mine is not None and mine.kind == "namedtuple":
        return None
    if tried or (mine is not None and any(each.makes_eq for each in mine.order)):
        t.refuse("CG016", "objects are compared", "Compare their attributes.")
    same = same_object(t, left, right)
    if same is None or (mine is None and theirs is None):
        t.refuse("CG016", "objects are compared", "Compare their attributes.")
    return constant(same == (name == "eq"))


def same_object(t: Tracer, left: Slot, right: Slot) -> bool | None:
    """Whether two slots are one object, None where that is not known: an object of the caller's
    may come in under two names."""
    if not isinstance(left, Ref) or not isinstance(right, Ref):
        return False if isinstance(left, Ref) or isinstance(right, Ref) else None
    if left == right:
        return True
    for ref in (left, right):
        if ref.address in t.state.frozen or ref.address in t.state.borrowed:
            return None
    return False


def truth(t: Tracer, slot: Slot) -> Slot | None:
    """bool(slot) as an object defines it; None where it is no object."""
    cls = class_of(t, slot)
    if cls is None or cls.kind == "namedtuple":
        return None
    for name in ("__bool__", "__len__"):
        method = special(t, slot, name)
        if method is not None:
            return apply(t, method, [], {})
    return constant(True)


def converted(t: Tracer, slot: Slot, name: str) -> Slot | None:
    """float(slot), len(slot), abs(slot) and others of which the class has a method."""
    method = special(t, slot, name)
    return None if method is None else apply(t, method, [], {})


def is_callable(t: Tracer, slot: Slot) -> bool:
    return isinstance(slot, Function | Named | Partial | Class) or (
        special(t, slot, "__call__") is not None
    )
