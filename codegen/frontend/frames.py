"""The variables of calls that are over: they are kept while a function is left that reads them."""

from __future__ import annotations

from codegen.frontend.slots import (
    Function,
)
from codegen.frontend.state import State
from codegen.frontend.tracer import Tracer


def forget_frames(t: Tracer, state: State) -> None:
    """Drop the variables that no function reads any more."""
    if not t.kept:
        return
    over = t.kept - {t.frame, *t.frames, *t.opened}
    pending = [slot for (frame, _), slot in state.names.items() if frame not in over]
    pending += t.pending
    read: set[int] = set()
    while pending:
        for part in state.parts(pending.pop()):
            if not isinstance(part, Function):
                continue
            for frame in over.intersection(part.frames) - read:
                read.add(frame)
                pending += [slot for (owner, _), slot in state.names.items() if owner == frame]
    gone = over - read
    if any(frame in gone for frame, _ in state.names):
        state.names = {name: slot for name, slot in state.names.items() if name[0] not in gone}
