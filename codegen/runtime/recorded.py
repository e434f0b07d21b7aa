"""Reads as text, and what that text stands for in another process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from codegen.frontend.reads import OutsideRead, Read, Reads, find, function_behind
from codegen.runtime import fingerprints
from codegen.runtime.specialise import key_of

_ITSELF = -1


def described_reads(
    reads: Reads, function: FunctionType, is_certain: Callable[[FunctionType], bool]
) -> dict[str, Any] | None:
    """The reads of a generation as text; None where something cannot be told with certainty.

    An owner is -1 for the function itself, the number of the read that gave a helper, or the name
    of a module. `first` is the number under which the helper was read first: two names of one
    helper must be two names of one helper again.
    """
    numbers: dict[Any, int] = {function: _ITSELF}
    names = []
    for number, read in enumerate(reads.names):
        owner = _described_owner(read.owner, numbers)
        value = fingerprints.of_value(read.value)
        behind = function_behind(read.value)
        first = numbers.setdefault(behind, number) if fingerprints.is_helper(behind) else None
        if owner is None or value is None:
            return None
        names.append({"owner": owner, "name": read.name, "value": value, "first": first})
    outside = []
    for wanted in reads.outside:
        owner, kind = _described_owner(wanted.owner, numbers), fingerprints.of_kind(wanted.key)
        if owner is None or kind is None:
            return None
        parameter = wanted.parameter
        outside.append({"owner": owner, "name": wanted.name, "parameter": parameter, "kind": kind})
    if not all(map(is_certain, numbers)):
        return None
    return {"names": names, "outside": outside}


def _described_owner(owner: Any, numbers: dict[Any, int]) -> int | str | None:
    if isinstance(owner, ModuleType):
        return owner.__name__
    return numbers.get(owner) if isinstance(owner, FunctionType) else None


def restored_reads(described: dict[str, Any], function: FunctionType) -> Reads | None:
    """The same reads here; None where one of them gives another thing."""
    helpers: dict[int, Any] = {_ITSELF: function}
    names = []
    for said in described["names"]:
        owner = _owner(said["owner"], helpers)
        found = find(owner, said["name"])
        if fingerprints.of_value(found) != said["value"]:
            return None
        if said["first"] is not None:
            helper = helpers.setdefault(said["first"], function_behind(found))
            if helper is not function_behind(found):
                return None
        names.append(Read(owner, said["name"], found))
    outside = []
    for said in described["outside"]:
        owner = _owner(said["owner"], helpers)
        key = key_of(find(owner, said["name"]))
        if fingerprints.of_kind(key) != said["kind"]:
            return None
        outside.append(OutsideRead(owner, said["name"], said["parameter"], key))
    return Reads(tuple(names), tuple(outside))


def _owner(said: int | str, helpers: dict[int, Any]) -> Any:
    return sys.modules.get(said) if isinstance(said, str) else helpers[said]
