"""Which values are read, by content, after a point of a graph that is being rewritten.

As `codegen.optimize.liveness`, with one difference: an op that only wants the shape of an array
does not read it, since a store changes no shape. So `np.zeros_like(u)` does not keep an old
version of u alive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from codegen.ir.graph import Op, Region, Value
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array


def content_operands(op: Op) -> Iterator[Value]:
    """The operands whose contents the op reads."""
    row = REGISTRY.get(op.name)
    if row is None or not row.shape_only:
        yield from op.operands()
        return
    for k, value in enumerate(op.ins):
        name = row.operands[min(k, len(row.operands) - 1)].lstrip("*")
        if name not in row.shape_only or not isinstance(value.type, Array):
            yield value
    yield from op.with_(ins=()).operands()


class Reads:
    """The last position at which a region reads each value; the result position is len(ops)."""

    def __init__(self, region: Region, cache: dict[Region, Reads]) -> None:
        self.last: dict[Value, int] = {}
        defined = set(region.params)
        for at, op in enumerate(region.ops):
            self._read(content_operands(op), at)
            for inner in op.regions:
                if inner not in cache:
                    cache[inner] = Reads(inner, cache)
                self._read(cache[inner].captured, at)
            defined.update(op.outs)
        self._read(region.results, len(region.ops))
        free = tuple(value for value in self.last if value not in defined)
        self.captured: tuple[Value, ...] = free

    def _read(self, values: Iterable[Value], at: int) -> None:
        for value in values:
            if not value.is_const:
                self.last[value] = at


class Frame:
    """A region that is being walked; `at` is the position of the op under way."""

    def __init__(self, reads: Reads, parent: Frame | None = None, loop: bool = False) -> None:
        self.reads = reads
        self.parent = parent
        self.again = frozenset(reads.captured) if loop else frozenset()  # what the next round reads
        self.at = -1

    def live(self, value: Value) -> bool:
        """May the value's content be read after the op under way?"""
        frame: Frame | None = self
        while frame is not None:
            if frame.reads.last.get(value, -1) > frame.at or value in frame.again:
                return True
            frame = frame.parent
        return False

    def reads_now(self, value: Value) -> bool:
        """Does the op under way, or a region of it, read the value's content?"""
        return self.reads.last.get(value, -1) == self.at
