"""Classes of the user's: constants of the frontend, as functions and modules are.

What a class holds is found by name when it is needed, in the live class or in the text of a file
(`live_classes`, `static_classes`); what an object of it holds is an entry of the heap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from codegen.ir.records import Record

if TYPE_CHECKING:
    from codegen.frontend.slots import Slot


@dataclass(frozen=True)
class Descriptor:
    """A member of a class that is no plain function. kind: "property", "cached_property",
    "staticmethod", "classmethod", "slot" (an attribute named in `__slots__`)."""

    kind: str
    function: Slot | None = None
    setter: Slot | None = None


@dataclass(frozen=True)
class Attribute:
    """An attribute of a dataclass or NamedTuple, as the generated `__init__` takes it."""

    name: str
    default: Slot | None = None
    factory: Slot | None = None
    taken: bool = True  # a parameter of __init__
    keyword: bool = False  # by keyword only
    kept: bool = True  # an attribute of the object; not so for an InitVar
    compared: bool = True
    annotation: str | None = None


@dataclass(frozen=True)
class Class:
    """A class. Two are one where their identities are equal.

    kind: "plain", "dataclass" or "namedtuple". own: what the class itself defines under a name, not
    what it inherits. fields: of the dataclass or named tuple. makes_init, makes_eq: `__init__` and
    `__eq__` are those of a dataclass. refusal: why objects of it are not supported, in words.
    """

    identity: Any
    name: str = field(compare=False)
    own: Callable[[str], Slot | None] = field(compare=False, repr=False)
    bases: tuple[Class, ...] = field(default=(), compare=False, repr=False)  # after itself
    kind: str = field(default="plain", compare=False)
    fields: tuple[Attribute, ...] = field(default=(), compare=False, repr=False)
    makes_init: bool = field(default=False, compare=False)
    makes_eq: bool = field(default=False, compare=False)
    frozen: bool = field(default=False, compare=False)
    closed: bool = field(default=False, compare=False)  # __slots__ alone: no other attributes
    refusal: str = field(default="", compare=False)

    @property
    def order(self) -> tuple[Class, ...]:
        """The classes in which a name is looked up, in order."""
        return (self, *self.bases)

    def find(self, name: str, after: Class | None = None) -> Slot | None:
        """What the class defines or inherits under a name. after: only what follows that class."""
        order = self.order
        start = order.index(after) + 1 if after is not None else 0
        for cls in order[start:]:
            found = cls.own(name)
            if found is not None:
                return found
        return None

    def record(self, form: str) -> Record:
        return Record(self.name, form, self.identity)

    def derives(self, other: Class) -> bool:
        return other in self.order


@dataclass(frozen=True)
class Super:
    """`super()`: the receiver, seen from behind the class whose method asks."""

    after: Class
    receiver: Slot
