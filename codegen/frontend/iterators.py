"""`iter` and `next`."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.branches import branch, nothing
from codegen.frontend.defined import definition
from codegen.frontend.dispatch import apply
from codegen.frontend.gathering import sequence
from codegen.frontend.generators import (
    is_iterator,
    is_lazy,
    iterator,
    remaining,
    run_through,
    take_one,
)
from codegen.frontend.objects import special
from codegen.frontend.operators import compare
from codegen.frontend.slots import Ref, Slot, Unbound
from codegen.frontend.throwing import Thrown, throw
from codegen.frontend.tracer import CODE, Tracer
from codegen.ir.build import emit
from codegen.ir.graph import BREAK, NEXT, constant

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]


def iter_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """iter(items)."""
    if len(args) != 1 or kwargs:
        t.refuse("CG042", "`iter` of a function", "Write a `while` loop.")
    if special(t, args[0], "__next__") is not None:
        return args[0]
    return iterator(t, sequence(t, args[0]))


def next_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """next(iterator), next(iterator, default)."""
    source, *default = args
    method = special(t, source, "__next__")
    if method is not None and not default:
        return apply(t, method, [], {})
    if method is not None:
        source = apply(t, definition("builtins.steps"), [source], {})
    if not isinstance(source, Ref) or not is_lazy(t, source):
        t.refuse("CG042", "`next` of what is no iterator", "Make it one: `iter(xs)`.")
    held = t.held_names
    name = t.hold(default[0] if default else Unbound())
    if is_iterator(t, source):
        _from_iterator(t, source, name)
    else:
        _from_generator(t, source, name, not default)
    found = t.state.names[name]
    t.drop_held(held)
    return t.usable(found, "the next item")


def _stop(t: Tracer) -> None:
    throw(t, Thrown("builtins.StopIteration"))


def _from_iterator(t: Tracer, source: Ref, name: tuple[int, str]) -> None:
    ref = t.hold(source)
    items, place = remaining(t, source)
    raises = isinstance(t.state.names[name], Unbound)

    def take() -> None:
        t.state.names[name] = items.at(place)
        now = t.held(ref)
        assert isinstance(now, Ref)
        take_one(t, now, place)

    more = compare(t, "lt", place, items.count)
    if more.is_const and not more.const and raises:
        t.end("StopIteration", None)
    branch(t, more, take, (lambda: _stop(t)) if raises else nothing)


def _from_generator(t: Tracer, source: Ref, name: tuple[int, str], raises: bool) -> None:
    code = t.state.names.get((t.frame, CODE))

    def take(item: Slot) -> None:
        t.state.names[name] = item
        t.leave(BREAK)

    t.leave(NEXT)
    run_through(t, source, take)
    left = t.code
    t.leave(NEXT)
    if code is not None:
        t.state.names[t.frame, CODE] = code
    if not raises or (left.is_const and left.const == BREAK):
        return
    if left.is_const:
        t.end("StopIteration", None)
    branch(t, emit("eq", left, constant(NEXT)), lambda: _stop(t), nothing)


ITERATORS: dict[str, Special] = {"builtins.iter": iter_of, "builtins.next": next_of}
