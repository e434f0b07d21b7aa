"""What a type says of the class of an object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Record:
    """The class of an object.

    form: "dataclass", "namedtuple", "plain"; "dict" for one that f makes and puts where the graph
    has to hold it as a value: there it is a dict of its attributes. identity: the class itself.
    constants: attributes whose values belong to the specialisation (text, flags, functions).
    whole: attributes that have no gradient, because the class says that they are integers.
    fields: names of the items of a named tuple. remade: `dataclasses.replace` sets every attribute.
    """

    name: str
    form: str = "plain"
    identity: Any = field(default=None, compare=False)
    constants: tuple[tuple[str, Any], ...] = field(default=(), compare=False)
    whole: frozenset[str] = field(default=frozenset(), compare=False)
    fields: tuple[str, ...] = field(default=(), compare=False)
    remade: bool = field(default=False, compare=False)
