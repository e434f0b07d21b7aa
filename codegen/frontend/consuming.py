"""Functions that take the items of an iterable: any, all, map, filter, reduce, sum, max, min."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from codegen.frontend.branches import branch, nothing
from codegen.frontend.defined import definition
from codegen.frontend.dispatch import apply
from codegen.frontend.gathering import Holder, as_list, folded, gather, over, sequence, spread
from codegen.frontend.generators import is_lazy
from codegen.frontend.operators import check_truth, choose
from codegen.frontend.ordering import extreme, has_tuples, run_time_members
from codegen.frontend.rows import emit_row
from codegen.frontend.slots import (
    Dict,
    FixedList,
    Iteration,
    Named,
    Range,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import ListOf

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]


def _known(value: Value) -> Slot:
    return value


def _any_all(name: str) -> Special:
    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        args = [sequence(t, args[0])]
        if is_lazy(t, args[0]):
            return apply(t, definition(f"builtins.{name}"), args, {})
        if isinstance(args[0], Ref) and not isinstance(
            t.state.heap[args[0].address], FixedList | Dict
        ):
            listed = t.value(args[0])
            array = t.emit("array", listed) if isinstance(listed.type, ListOf) else listed
            return t.emit("bool", t.emit(name, array, via=f"numpy.{name}"), via="builtins.bool")
        form = "and" if name == "all" else "or"
        result: Value | None = None
        for item in reversed(spread(t, args[0])):
            value = t.emit("bool", t.value(item), via="builtins.bool")
            if result is None:
                result = value
            else:
                ways = (partial(_known, result), partial(_known, value))
                chosen = choose(t, value, *(ways if form == "and" else ways[::-1]), form=form)
                result = t.value(chosen)
        return constant(name == "all") if result is None else result

    return run


def _map(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    source = args[1] if len(args) == 2 else Iteration("zip", tuple(args[1:]))

    def item(slot: Slot) -> Slot:
        return apply(t, args[0], [slot] if len(args) == 2 else list(spread(t, slot)), {})

    return gather(t, source, item)


def _filter(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """The items of which a function says yes; None: those that count as true."""
    test, source = args
    holder = Holder(t)

    def one(item: Slot) -> None:
        none = isinstance(test, Value) and test.is_const and test.const is None
        answer = t.value(item if none else apply(t, test, [item], {}))
        check_truth(t, answer)
        branch(t, answer, lambda: holder.add(item), nothing)

    over(t, source, one, holder)
    return holder.taken()


def _reduce(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    function, source, *initial = args

    def step(total: Slot, item: Slot) -> Slot:
        return apply(t, function, [total, item], {})

    return folded(t, source, initial[0] if initial else None, step)


def _sequence_first(name: str) -> Special:
    """sum, max and min: a lazy argument is gathered first."""

    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        if len(args) == 1 and not kwargs and name != "python_sum":
            args = [run_time_members(t, args[0])]
        if len(args) == 1 or name == "python_sum":
            args = [sequence(t, args[0]), *args[1:]]
        if "default" in kwargs and name != "python_sum":
            return _with_default(t, run, args, kwargs)
        if "key" in kwargs and name != "python_sum":
            return extreme(t, name.removeprefix("python_"), args, kwargs)
        if args and (isinstance(args[0], Iteration | Range) or is_lazy(t, args[0])):
            args = [as_list(t, args[0]), *args[1:]]
        if len(args) == 1 and name in ("python_max", "python_min"):
            items = args[0]
            if isinstance(items, Ref | TupleSlot) and has_tuples(t, items):
                return extreme(t, name.removeprefix("python_"), args, kwargs)
            if isinstance(items, TupleSlot):
                args = list(items.items) if len(items.items) > 1 else args
        if name != "python_sum" and any(isinstance(arg, TupleSlot) for arg in args):
            return extreme(t, name.removeprefix("python_"), args, kwargs)
        return emit_row(t, name, f"builtins.{name.removeprefix('python_')}", args, kwargs)

    return run


def _with_default(t: Tracer, call: Special, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """max(items, default=0.0): what it gives of nothing."""
    others = {key: slot for key, slot in kwargs.items() if key != "default"}
    items = as_list(t, args[0])
    length = t.value(apply(t, Named("builtins.len"), [items], {}))
    held = t.held_names
    name = t.hold(items)
    found = choose(
        t,
        constant(bool(length.const)) if length.is_const else t.emit("gt", length, constant(0)),
        lambda: call(t, [t.held(name)], others),
        lambda: kwargs["default"],
        "ternary",
    )
    t.drop_held(held)
    return found


CONSUMERS: dict[str, Special] = {
    "builtins.any": _any_all("any"),
    "builtins.all": _any_all("all"),
    "builtins.map": _map,
    "builtins.filter": _filter,
    "builtins.sum": _sequence_first("python_sum"),
    "builtins.max": _sequence_first("python_max"),
    "builtins.min": _sequence_first("python_min"),
    "functools.reduce": _reduce,
}
