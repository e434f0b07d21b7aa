"""Enums of a file that is read and never run."""

from __future__ import annotations

import ast
import enum
from typing import Any

from codegen.frontend.classes import Class
from codegen.frontend.slots import Poison, Slot
from codegen.ir.graph import constant

_KINDS: dict[str, Any] = {
    "enum.Enum": enum.Enum,
    "enum.IntEnum": enum.IntEnum,
    "enum.StrEnum": getattr(enum, "StrEnum", None),
}
_MIXED = {"builtins.int": int, "builtins.str": str, "builtins.float": float}


def static_enum(node: ast.ClassDef, bases: list[str]) -> Slot | None:
    """An enum whose members are literals; None where the class is none. bases: dotted names."""
    kinds = [_KINDS[name] for name in bases if _KINDS.get(name) is not None]
    if not kinds:
        return None
    mixed = [_MIXED[name] for name in bases if name in _MIXED]
    members: dict[str, Any] = {}
    for statement in node.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # the docstring
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return _refused(node)
        (target,) = statement.targets
        try:
            found = ast.literal_eval(statement.value)
        except ValueError:
            return _refused(node)
        if not isinstance(target, ast.Name) or target.id.startswith("_"):
            return _refused(node)
        members[target.id] = found
    if len(kinds) + len(mixed) != len(bases) or len(mixed) > 1 or node.decorator_list:
        return _refused(node)
    options = {"type": mixed[0]} if mixed else {}
    made = kinds[0](node.name, members, **options)

    def own(name: str) -> Slot | None:
        return constant(made.__members__[name]) if name in made.__members__ else None

    return Class(made, node.name, own)


def _refused(node: ast.ClassDef) -> Poison:
    return Poison(
        f"the enum {node.name!r} holds more than members that are literals",
        "Write `NAME = 1` for each member, and functions outside of it.",
    )
