"""Branches and loops as a person writes them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import zip_longest

from codegen.emit.contexts import by_context, ensured, head, mark_of, tail
from codegen.emit.elements import ElementLoop, bounds_text, element_loop, growth, number
from codegen.emit.expressions import condition
from codegen.emit.folding import EXPRESSION_FORMS
from codegen.emit.scope import Scope
from codegen.emit.statements import Statements
from codegen.emit.syntax import COMPARISON
from codegen.emit.writer import INDENT, Writer
from codegen.ir.graph import FINISHED, NEXT, Op, Region, Value, carries_of
from codegen.ir.standing import Contexts, Guard, Surrounding


@dataclass(frozen=True)
class Loop:
    """The loop whose body is being printed: where its carries live, and the flag that says how it
    ended."""

    op: Op
    slots: tuple[Value, ...]
    code: Value | None
    usual: int  # what the flag holds before the loop: an exit with this code need not set it


class Control:
    """Prints regions."""

    def __init__(self, scope: Scope, counts: dict[Value, int], writer: Writer) -> None:
        self.scope = scope
        self.counts = counts
        self.out = writer
        self.plain = Statements(scope, counts, writer)
        self.text = self.plain.text
        self._around: Contexts = ()  # what is printed around the lines at hand
        self._skipped: set[Op] = set()  # read by the head of the loop
        self._grown = growth(scope.graph.body)

    def ops(self, ops: tuple[Op, ...]) -> None:
        self._in_contexts([op for op in ops if not self.is_silent(op)])

    def _in_contexts(self, shown: list[Op]) -> None:
        span = ensured(shown, self._around)
        if span is not None:
            start, middle, end = span
            self._in_contexts(shown[:start])
            for word, part in (("try:", shown[start:middle]), ("finally:", shown[middle:end])):
                with self._standing_in(mark_of(part, self._around)):
                    self._ensured(word, part)
            self._in_contexts(shown[end:])
            return
        for context, group in by_context(shown, self._around):
            if context is None:
                self._statements(group)
                continue
            self.out.line(head(context, self.scope))
            with self.out.block(), self._standing_in(context):
                self._in_contexts(group)
            for line, statement in tail(context, self.scope):
                self.out.line(line)
                with self.out.block():
                    self.out.line(statement)

    def _ensured(self, word: str, part: list[Op]) -> None:
        """The block of a `try` with a `finally`, or of that. Where the block is a `try` with
        handlers, the two are one."""
        kinds = [context for context, _ in by_context(part, self._around)]
        if (
            len(kinds) == 1
            and isinstance(kinds[0], Guard)
            and word == "try:"
            and not ensured(part, self._around)
        ):
            self._in_contexts(part)
            return
        self.out.line(word)
        with self.out.block():
            self._in_contexts(part)

    @contextmanager
    def _standing_in(self, context: Surrounding) -> Iterator[None]:
        self._around = (*self._around, context)
        yield
        self._around = self._around[:-1]

    def _statements(self, shown: list[Op]) -> None:
        measured = self.plain.shapes(shown)
        with_another = {op for group in measured.values() for op in group[1:]}
        for op, following in zip_longest(shown, shown[1:]):
            if op in with_another:
                continue
            self.out.comment_for(op, self.plain.origins(op), _in_group(op, following))
            if op in measured:
                self.plain.lengths(measured[op])
            elif op.name == "if":
                self.branch(op)
            elif op.name == "loop":
                self.loop(op)
            else:
                self.plain.statement(op)

    def is_silent(self, op: Op) -> bool:
        """Printed elsewhere: folded into an expression, or read by the head of a loop."""
        if op in self._skipped:
            return True
        return bool(op.outs) and all(out in self.scope.folds.ops for out in op.outs)

    # Branches

    def branch(self, op: Op) -> None:
        then, otherwise = op.regions
        if op.attrs.get("form") in EXPRESSION_FORMS and self._folds_whole(op):
            self.plain.assignment(op)
            return
        first = self._branch_lines(then, op.outs)
        second = self._branch_lines(otherwise, op.outs)
        test = condition(self.text, op.ins[0], negated=not first and bool(second))
        self.out.line(f"if {test}:")
        if not first:
            first, second = second, []
        self.out.lines += first or [INDENT * (self.out.depth + 1) + "pass"]
        if second:
            self._otherwise(second)

    def _folds_whole(self, op: Op) -> bool:
        return all(
            self.is_silent(inner) and inner.outs for region in op.regions for inner in region.ops
        )

    def _branch_lines(self, region: Region, targets: tuple[Value, ...]) -> list[str]:
        """The lines of a branch, with the moves into the results of the `if`; empty if there are
        none."""
        with self.out.apart() as lines, self.out.nested():
            self.ops(region.ops)
            self.plain.moves(self._wanted(targets, region.results))
        return lines

    def _wanted(
        self, targets: tuple[Value, ...], sources: tuple[Value, ...]
    ) -> list[tuple[Value, Value]]:
        return [
            (target, source)
            for target, source in zip(targets, sources, strict=True)
            if self.counts.get(target)
        ]

    def _otherwise(self, lines: list[str]) -> None:
        """`else:`, or `elif` where the block is one `if`."""
        level = INDENT * (self.out.depth + 1)
        heads = [line[len(level) :] for line in lines if line[len(level) :][:1].strip()]
        if heads[0].startswith("if ") and all(h.startswith(("elif ", "else:")) for h in heads[1:]):
            inner = [line.removeprefix(INDENT) for line in lines]
            self.out.line("el" + inner[0].lstrip())
            self.out.lines += inner[1:]
            return
        self.out.line("else:")
        self.out.lines += lines

    # Loops

    def loop(self, op: Op) -> None:
        (body,) = op.regions
        self.plain.moves((param, init) for init, param, _, _ in carries_of(op))
        exits = bool(op.attrs.get("exits"))
        counted = "start" in op.attrs
        code = op.outs[0] if exits and op.outs[0] in self.scope.flags else None
        usual = NEXT if counted else FINISHED
        if code is not None:
            self.out.line(f"{self.plain.name(code)} = {self.scope.flags[code].of(usual)}")
        slots = tuple(param for _, param, _, _ in carries_of(op))
        frame = Loop(op, slots, code, usual)
        if counted:
            self._counted(op, body, frame, exits)
        else:
            self._uncounted(body, frame)

    def _counted(self, op: Op, body: Region, frame: Loop, exits: bool) -> None:
        elements = element_loop(op, self.text, self.counts, self.scope.folds, self._grown)
        if elements is not None:
            self._skipped |= set(elements.reads)
            self.out.line(self._element_head(elements))
        else:
            index = body.params[0]
            variable = self.plain.name(index) if self.counts.get(index) else "_"
            self.out.line(f"for {variable} in {bounds_text(op, self.text, self.scope)}:")
        with self.out.block():
            if exits:
                self._tail(body, body.results, frame)
            else:
                self.ops(body.ops)
                self.plain.moves(zip(frame.slots, body.results, strict=True))

    def _element_head(self, loop: ElementLoop) -> str:
        names = [self.plain.name(read.out) for read in loop.reads]
        sources = [
            f"{self.scope.builtin('reversed')}({base})" if loop.backward else base
            for base in loop.bases
        ]
        targets, source = ", ".join(names), sources[0]
        if len(sources) > 1:
            source = f"{self.scope.builtin('zip')}({', '.join(sources)})"
        if loop.index is not None:
            targets = (
                f"{self.plain.name(loop.index)}, {f'({targets})' if len(names) > 1 else targets}"
            )
            source = f"{self.scope.builtin('enumerate')}({source})"
        return f"for {targets} in {source}:"

    def _uncounted(self, body: Region, frame: Loop) -> None:
        first = next((op for op in body.ops if not self.is_silent(op)), None)
        if first is not None and self._is_while(first, body, frame):
            self.out.line(f"while {condition(self.text, first.ins[0])}:")
            with self.out.block():
                results = _through(first, 0, body.results)
                self._tail(first.regions[0], results, frame)
            return
        self.out.line("while True:")
        with self.out.block():
            self._tail(body, body.results, frame)

    def _is_while(self, first: Op, body: Region, frame: Loop) -> bool:
        """Does the `if` that opens the body leave, and do nothing else, where its condition is
        false?"""
        if first.name != "if" or first is not body.ops[-1] or body.results[0] not in first.outs:
            return False
        code, *carries = _through(first, 1, body.results)
        if number(code) != FINISHED or not all(map(self.is_silent, first.regions[1].ops)):
            return False
        with self.out.apart() as lines:
            self.plain.moves(zip(frame.slots, carries, strict=True))
        return not lines

    def _tail(self, region: Region, results: tuple[Value, ...], frame: Loop) -> None:
        """The end of a round: the branch that leaves comes first, with `break`, the other one
        goes on below."""
        last = region.ops[-1] if region.ops else None
        if last is None or not _decides(last, results) or self.is_silent(last):
            self.ops(region.ops)
            self._end(results, frame)
            return
        self.ops(region.ops[:-1])
        self.out.comment_for(last, [], False)
        then, otherwise = last.regions
        sides = [(then, _through(last, 0, results)), (otherwise, _through(last, 1, results))]
        test = last.ins[0]
        for side in (0, 1):
            if _always_leaves(*sides[side]):
                self.out.line(f"if {condition(self.text, test, negated=side == 1)}:")
                with self.out.block():
                    self._tail(*sides[side], frame)
                self._tail(*sides[1 - side], frame)
                return
        blocks = []
        for region_, results_ in sides:
            with self.out.apart() as lines, self.out.nested():
                self._tail(region_, results_, frame)
            blocks.append(lines)
        if not any(blocks):
            return
        self.out.line(f"if {condition(self.text, test, negated=not blocks[0])}:")
        self.out.lines += blocks[0] or blocks[1]
        if all(blocks):
            self._otherwise(blocks[1])

    def _end(self, results: tuple[Value, ...], frame: Loop) -> None:
        code, *carries = results
        self.plain.moves(zip(frame.slots, carries, strict=True))
        known = number(code)
        flag = self.scope.flags.get(frame.code) if frame.code is not None else None
        if known is None:
            shown = self.text(code).text
            if frame.code is not None and flag is not None:
                shown = shown if flag.code is None else f"({shown}) == {flag.code}"
                self.out.line(f"{self.plain.name(frame.code)} = {shown}")
            self.out.line(f"if {self.text(code).at(COMPARISON + 1)} != {NEXT}:")
            self.out.line(f"{INDENT}break")
        elif known != NEXT:
            if frame.code is not None and flag is not None:
                if flag.of(known) != flag.of(frame.usual):
                    self.out.line(f"{self.plain.name(frame.code)} = {flag.of(known)}")
            self.out.line("break")


def _in_group(op: Op, following: Op | None) -> bool:
    """Is the statement the backward of the user's statement, and not what only prepares or frames
    it?"""
    if op.name in ("loop", "if") or op.origin is None:
        return False
    if op.name == "zeros_like":
        return following is not None and following.origin == op.origin and following.name != "loop"
    return True


def _decides(op: Op, results: tuple[Value, ...]) -> bool:
    """Does the `if` yield the exit code of the round?"""
    return op.name == "if" and results[0] in op.outs


def _through(op: Op, side: int, results: tuple[Value, ...]) -> tuple[Value, ...]:
    """The results of a region as they are on one side of its last `if`."""
    inner = dict(zip(op.outs, op.regions[side].results, strict=True))
    return tuple(inner.get(value, value) for value in results)


def _always_leaves(region: Region, results: tuple[Value, ...]) -> bool:
    known = number(results[0])
    if known is not None:
        return known != NEXT
    last = region.ops[-1] if region.ops else None
    if last is None or not _decides(last, results):
        return False
    return all(_always_leaves(last.regions[k], _through(last, k, results)) for k in (0, 1))
