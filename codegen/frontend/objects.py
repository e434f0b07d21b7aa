"""Objects: their attributes, read and written, and what a class makes when it is called.

An object is a cell whose slots hold what names hold, so that two names of one object see each
other's writes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from codegen.frontend.classes import Attribute, Class, Descriptor, Super
from codegen.frontend.dispatch import apply
from codegen.frontend.held import stored
from codegen.frontend.slots import (
    Dict,
    Function,
    Method,
    Object,
    Partial,
    Poison,
    Ref,
    Slot,
    TupleSlot,
    Unbound,
)
from codegen.frontend.throwing import is_caught
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import constant

Keywords = dict[str, Slot]


def class_of(t: Tracer, slot: Slot) -> Class | None:
    """The class of an object of a user's class."""
    if isinstance(slot, TupleSlot):
        return slot.cls
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        return entry.cls if isinstance(entry, Object) else None
    return None


def objects_in(t: Tracer, slots: Iterable[Slot]) -> set[Slot]:
    """The objects that are passed, themselves or in a tuple."""
    return {
        part
        for slot in slots
        for part in (slot.items if isinstance(slot, TupleSlot) else (slot,))
        if class_of(t, part) is not None
    }


# ---------------------------------------------------------------- reading


def object_attribute(t: Tracer, base: Slot, cls: Class, name: str) -> Slot:
    """base.name, of an object."""
    found = found_attribute(t, base, cls, name)
    if found is None:
        if not t.loops and is_caught(t, "builtins.AttributeError"):
            t.end("AttributeError", f"{cls.name!r} object has no attribute {name!r}")
        t.refuse(
            "CG017",
            f"an object of the class {cls.name} has no attribute `{name}` here",
            "Set it in `__init__`, or on every path before it is read.",
        )
    return t.usable(found, f"{cls.name}.{name}")


def found_attribute(t: Tracer, base: Slot, cls: Class, name: str) -> Slot | None:
    if cls.refusal:
        t.refuse("CG017", cls.refusal, "Write a plain class, or a dataclass.")
    if name == "__class__":
        return cls
    if cls.kind == "namedtuple" and name in ("_replace", "_asdict", "index", "count"):
        return Method(base, name)
    if cls.kind == "namedtuple" and name == "_fields":
        return class_attribute(t, cls, name)
    member = cls.find(name)
    if isinstance(member, Descriptor) and member.kind == "property":
        return _got(t, member, base, name)
    own = _own(t, base, cls, name)
    if isinstance(member, Descriptor) and member.kind == "cached_property":
        if own is None:
            own = _got(t, member, base, name)
            store_attribute(t, base, name, own)
        return own
    if own is not None or member is None:
        return own
    if isinstance(member, Descriptor) and member.kind == "slot":
        return None
    return bound(t, member, base, cls)


def _got(t: Tracer, member: Descriptor, base: Slot, name: str) -> Slot:
    if member.function is None:
        t.refuse("CG017", f"the property `{name}` cannot be read")
    return apply(t, t.usable(member.function, name), [base], {})


def _own(t: Tracer, base: Slot, cls: Class, name: str) -> Slot | None:
    """What the object itself holds."""
    if isinstance(base, TupleSlot):
        names = [each.name for each in cls.fields]
        return base.items[names.index(name)] if name in names else None
    assert isinstance(base, Ref)
    entry = t.state.heap[base.address]
    assert isinstance(entry, Object)
    found = entry.get(name)
    return None if isinstance(found, Unbound) else found


def bound(t: Tracer, member: Slot, base: Slot, cls: Class) -> Slot:
    """A member of the class as it is read from an object: functions become methods."""
    if isinstance(member, Function):
        return Partial(member, (base,), ())
    if isinstance(member, Descriptor):
        return class_member(t, member, cls)
    return member


def class_member(t: Tracer, member: Slot, cls: Class) -> Slot:
    """A member as it is read from the class itself."""
    if not isinstance(member, Descriptor):
        return member
    assert member.kind != "slot"
    function = t.usable(member.function or Unbound(), cls.name)
    if member.kind == "staticmethod":
        return function
    if member.kind == "classmethod":
        return Partial(function, (cls,), ())
    t.refuse("CG017", f"a {member.kind} of the class {cls.name} is read from the class")


def class_attribute(t: Tracer, cls: Class, name: str) -> Slot:
    """cls.name."""
    if name in ("__name__", "__qualname__"):
        return constant(cls.name)
    if cls.kind == "namedtuple" and name in ("_fields", "_make"):
        if name == "_fields":
            return TupleSlot(tuple(constant(each.name) for each in cls.fields))
        return Partial(Descriptor("make"), (cls,), ())
    member = cls.find(name)
    if member is None or (isinstance(member, Descriptor) and member.kind == "slot"):
        t.refuse("CG017", f"the class {cls.name} has no attribute `{name}`")
    return class_member(t, t.usable(member, f"{cls.name}.{name}"), cls)


def super_attribute(t: Tracer, base: Super, name: str) -> Slot:
    """super().name."""
    receiver = base.receiver
    cls = receiver if isinstance(receiver, Class) else class_of(t, receiver)
    assert cls is not None
    member = cls.find(name, after=base.after)
    if member is None:
        if name == "__init__":
            return Partial(Descriptor("inherited"), (base,), ())
        t.refuse("CG017", f"`super()` has no attribute `{name}` here")
    if isinstance(receiver, Class):
        return class_member(t, member, receiver)
    if isinstance(member, Descriptor) and member.kind == "property":
        return _got(t, member, receiver, name)
    return bound(t, t.usable(member, name), receiver, cls)


# ---------------------------------------------------------------- writing


def set_attribute(t: Tracer, base: Slot, name: str, slot: Slot) -> None:
    """base.name = slot."""
    cls = class_of(t, base)
    if cls is None:
        t.refuse(
            "CG032",
            f"assigning to the attribute `{name}` of this is not supported",
            "Assign to a name, to an item of a list or array, or to an attribute of an object of "
            "your own class.",
        )
    if cls.refusal:
        t.refuse("CG017", cls.refusal, "Write a plain class, or a dataclass.")
    member = cls.find(name)
    if isinstance(member, Descriptor) and member.kind == "property":
        if member.setter is None:
            t.refuse("CG032", f"the property `{name}` of {cls.name} has no setter", "Write one.")
        apply(t, t.usable(member.setter, name), [base, slot], {})
        return
    if isinstance(base, TupleSlot) or any(each.frozen for each in cls.order):
        t.refuse(
            "CG032",
            f"an attribute of {cls.name} is set, which Python does not allow",
            "Make a new object: `dataclasses.replace(obj, ...)`, `obj._replace(...)`.",
        )
    if cls.closed and not isinstance(member, Descriptor):
        t.refuse("CG032", f"{cls.name} has no slot `{name}`", "Name it in `__slots__`.")
    store_attribute(t, base, name, slot)


def store_attribute(t: Tracer, base: Slot, name: str, slot: Slot) -> None:
    """The attribute in the object itself, whatever the class says about setting it."""
    assert isinstance(base, Ref)
    entry = t.state.heap[base.address]
    assert isinstance(entry, Object)
    if entry.get(name) == slot and not isinstance(slot, Unbound):
        return
    why = t.state.frozen.get(base.address)
    if why is not None:
        t.refuse("CG030", f"this object may not be changed: {why}", "Change a copy of it.")
    why = t.state.borrowed.get(base.address)
    if why:
        if not isinstance(slot, Poison) and stored(t, base, name, slot):
            return
        t.refuse("CG031", why, "Build a new object and store that.")
    if isinstance(slot, Poison):
        t.usable(slot, name)
    t.state.heap[base.address] = entry.with_(name, slot)


# ---------------------------------------------------------------- making


def construct(t: Tracer, cls: Class, args: list[Slot], kwargs: Keywords) -> Slot:
    """cls(*args, **kwargs)."""
    if cls.refusal:
        t.refuse("CG017", cls.refusal, "Write a plain class, or a dataclass.")
    if cls.kind == "namedtuple":
        given = taken(t, cls, args, kwargs)
        return TupleSlot(tuple(given[each.name] for each in cls.fields), cls)
    ref = t.state.allocate(Object(cls, (), ()))
    t.pending.append(ref)  # its class may join paths while it is made
    initialise(t, ref, cls, None, args, kwargs)
    return ref


def initialise(
    t: Tracer, ref: Ref, cls: Class, after: Class | None, args: list[Slot], kwargs: Keywords
) -> None:
    """`__init__` of the first class that has one, of those that follow `after`."""
    order = cls.order[cls.order.index(after) + 1 :] if after is not None else cls.order
    for each in order:
        found = each.own("__init__")
        if found is not None:
            apply(t, t.usable(found, f"{each.name}.__init__"), [ref, *args], kwargs)
            return
        if each.makes_init:
            _fill(t, ref, cls, each, taken(t, each, args, kwargs))
            return
    if args or kwargs:
        t.refuse("CG045", f"{cls.name}() takes no arguments")


def _fill(t: Tracer, ref: Ref, cls: Class, maker: Class, given: Keywords) -> None:
    """The `__init__` that a dataclass has been given."""
    rest: list[Slot] = []
    for each in maker.fields:
        slot = given.get(each.name)
        if slot is None:
            slot = _default(t, each)
        if not each.kept:
            rest.append(slot if slot is not None else Unbound())
        elif slot is not None and maker.frozen:
            store_attribute(t, ref, each.name, slot)
        elif slot is not None:
            set_attribute(t, ref, each.name, slot)
    after = cls.find("__post_init__")
    if after is not None:
        apply(t, t.usable(after, "__post_init__"), [ref, *rest], {})


def _default(t: Tracer, field: Attribute) -> Slot | None:
    if field.factory is not None:
        return apply(t, t.usable(field.factory, field.name), [], {})
    return None if field.default is None else t.usable(field.default, field.name)


def taken(t: Tracer, cls: Class, args: list[Slot], kwargs: Keywords) -> Keywords:
    """The arguments of a generated `__init__` by the names of its parameters."""
    places = [each for each in cls.fields if each.taken and not each.keyword]
    named = dict(kwargs)
    if len(args) > len(places):
        t.refuse("CG045", f"{cls.name}() gets {len(args) - len(places)} arguments too many")
    found = {each.name: slot for each, slot in zip(places, args, strict=False)}
    for each in cls.fields:
        if not each.taken:
            continue
        if each.name in named:
            if each.name in found:
                t.refuse("CG045", f"{cls.name}() gets two values for {each.name!r}")
            found[each.name] = named.pop(each.name)
        elif each.name not in found:
            slot = _default(t, each)
            if slot is None:
                t.refuse("CG045", f"{cls.name}() is called without {each.name!r}")
            found[each.name] = slot
    if named:
        t.refuse("CG045", f"{cls.name}() has no parameter {next(iter(named))!r}")
    return found


def replaced(t: Tracer, base: Slot, changes: Keywords) -> Slot:
    """dataclasses.replace(base, **changes), and base._replace(**changes)."""
    cls = class_of(t, base)
    if cls is None or cls.kind == "plain":
        t.refuse("CG042", "`replace` of anything but a dataclass", "Make the object by its class.")
    given: Keywords = {}
    for each in cls.fields:
        if not each.taken:
            if each.name in changes:
                t.refuse("CG045", f"{each.name!r} is no parameter of {cls.name}()")
        elif each.name in changes:
            given[each.name] = changes[each.name]
        elif each.kept:
            given[each.name] = object_attribute(t, base, cls, each.name)
        elif each.default is None:
            t.refuse("CG045", f"`replace` is called without {each.name!r}")
    unknown = [name for name in changes if name not in given]
    if unknown:
        t.refuse("CG045", f"{cls.name}() has no parameter {unknown[0]!r}")
    return construct(t, cls, [], given)


def as_dict(t: Tracer, base: Slot) -> Slot:
    """base._asdict(): the fields of a named tuple as a dict."""
    cls = class_of(t, base)
    assert cls is not None and isinstance(base, TupleSlot)
    return t.state.allocate(Dict(tuple(each.name for each in cls.fields), base.items))


# ---------------------------------------------------------------- calling


def call_object(t: Tracer, base: Any, args: list[Slot], kwargs: Keywords) -> Slot:
    """An object that is called: `__call__` of its class."""
    method = special(t, base, "__call__")
    if method is None:
        t.refuse(
            "CG040",
            "this is not a function",
            "Call a function that is defined in the file, passed in, or imported from NumPy.",
        )
    return apply(t, method, args, kwargs)


def call_descriptor(t: Tracer, callee: Descriptor, args: list[Slot], kwargs: Keywords) -> Slot:
    """What classes do themselves: `object.__init__`, the `__init__` of a base, `_make`."""
    first, *rest = args
    if callee.kind == "inherited":
        assert isinstance(first, Super) and isinstance(first.receiver, Ref)
        cls = class_of(t, first.receiver)
        assert cls is not None
        initialise(t, first.receiver, cls, first.after, rest, kwargs)
        return constant(None)
    t.refuse("CG043", "`_make` is not supported", "Call the class: `Point(*items)`.")


def special(t: Tracer, slot: Slot, name: str) -> Slot | None:
    """A method such as `__add__` of an object, found as Python finds it: in its class."""
    cls = class_of(t, slot)
    member = cls.find(name) if cls is not None else None
    if cls is None or member is None:
        return None
    if cls.refusal:
        t.refuse("CG017", cls.refusal, "Write a plain class, or a dataclass.")
    return bound(t, t.usable(member, f"{cls.name}.{name}"), slot, cls)
