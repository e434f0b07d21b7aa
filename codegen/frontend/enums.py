"""Members of enums: constants of the frontend, which never enter the graph."""

from __future__ import annotations

from enum import Enum, EnumMeta
from typing import Any

from codegen.frontend.classes import Class
from codegen.frontend.known import UNKNOWN, known, slot_of_known
from codegen.frontend.objects import construct
from codegen.frontend.reads import is_literal
from codegen.frontend.slots import Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant


def member_attribute(t: Tracer, member: Enum, name: str) -> Slot:
    """member.value, member.name."""
    found = getattr(member, name) if name in ("name", "value") else None
    if name not in ("name", "value") or not is_literal(found):
        t.refuse(
            "CG017",
            f"`{name}` of a member of an enum is not read",
            "Use `.name` or `.value`, which is a number or text, or a function of the member.",
        )
    return slot_of_known(found)


def members_of(slot: Slot) -> TupleSlot | None:
    """The members of an enum class, in order; None for anything else."""
    kind = enum_of(slot)
    return None if kind is None else TupleSlot(tuple(map(constant, kind)))


def enum_of(slot: Slot) -> Any:
    """The enum that a slot is, else None."""
    kind = slot.identity if isinstance(slot, Class) else None
    return kind if isinstance(kind, EnumMeta) else None


def member_of(t: Tracer, kind: Any, slot: Slot, by_name: bool) -> Slot:
    """Kind(value), Kind["NAME"]."""
    found = known(slot)
    if found is UNKNOWN:
        t.refuse(
            "CG024", "which member of an enum is meant is not known before the run", "Use `if`."
        )
    try:
        return constant(kind[found] if by_name else kind(found))
    except (KeyError, ValueError) as error:
        t.refuse("CG020", f"there is no such member: {error}", "Name one that there is.")


def is_member(slot: Slot) -> bool:
    return isinstance(slot, Value) and isinstance(slot.const, Enum)


def construct_or_find(t: Tracer, cls: Class, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """cls(...): a new object, or a member of an enum."""
    kind = enum_of(cls)
    if kind is None:
        return construct(t, cls, args, kwargs)
    if len(args) != 1 or kwargs:
        t.refuse("CG042", "an enum is made in the function", "Define it outside.")
    return member_of(t, kind, args[0], by_name=False)
