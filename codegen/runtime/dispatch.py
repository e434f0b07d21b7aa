"""The way of a warm call: one generated function that looks at the arguments and calls the text.

`Derivative` finds the specialisation for any call, in some microseconds. Here what it found is
written down as a chain of conditions over the arguments and over what f reads of its surroundings:

    def f_grad(x, k=k0, *seeds, **others):
        chosen = -1
        try:
            if others or len(seeds) > 1:
                pass
            elif type(x) is ndarray and x.dtype == dtype1 and x.ndim == 1 and 1 not in x.shape ...:
                chosen = 0
        except (LookupError, AttributeError, ValueError, TypeError, ArithmeticError):
            pass
        if chosen == 0:
            return call2(x, k, *seeds)
        return long3(x, k, *seeds, **others)

Where no condition holds, the call goes the long way.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from codegen.frontend.reads import find
from codegen.runtime.cache import Specialised
from codegen.runtime.guards import Names, is_array, of_kind, of_read

_ONLY_BY_PLACE = inspect.Parameter.POSITIONAL_ONLY
_PLAIN = inspect.Parameter.POSITIONAL_OR_KEYWORD
_ONLY_BY_NAME = inspect.Parameter.KEYWORD_ONLY
_STARRED = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)

# what a condition raises where a name is not bound any more, or where items have no sum
_FAILURES = (LookupError, AttributeError, ValueError, TypeError, ArithmeticError)


def dispatcher(
    name: str,
    signature: inspect.Signature,
    served: Sequence[tuple[Sequence[Any], Specialised]],
    long_way: Callable[..., Any],
    check: Callable[[Specialised, dict[str, Any]], None],
) -> Callable[..., Any]:
    """The function that serves these specialisations, each with the keys of its arguments.

    check: raises where arguments share memory; called for a function that writes to one. A function
    with `*rest` or `**others` of its own always goes the long way.
    """
    parameters = list(signature.parameters.values())
    if any(parameter.kind in _STARRED for parameter in parameters):
        return long_way
    names = Names([parameter.name for parameter in parameters])
    made, chosen = names.new("dispatch"), names.new("chosen")
    seeds, others = names.new("seeds"), names.new("others")
    given = [f"{p.name}={p.name}" if p.kind is _ONLY_BY_NAME else p.name for p in parameters]
    passed = ", ".join([*given, f"*{seeds}"])
    one_seed = all(parameter.kind is _PLAIN for parameter in parameters)
    more = f"{names.of(len, 'len')}({seeds}) > 1" if one_seed else seeds
    conditions = [f"if {others} or {more}:", "    pass"]
    calls: list[str] = []
    for number, (keys, each) in enumerate(served):
        tests = [seeds] if each.emitted.needs_seed else []
        for parameter, key in zip(parameters, keys, strict=True):
            tests += of_kind(parameter.name, key, names)
        for fixed, value in each.emitted.fixed:
            tests.append(f"{names.of(repr, 'repr')}({fixed}) == {repr(value)!r}")
        tests += each.emitted.conditions
        tests += [of_read(read, names) for read in each.reads.names]
        calls.append(f"if {chosen} == {number}:")
        if each.emitted.writes and _may_overlap(keys, each):
            named = ", ".join(f"{p.name!r}: {p.name}" for p in parameters)
            calls.append(f"    {names.of(check, 'check')}({names.of(each, 'each')}, {{{named}}})")
        for wanted in each.reads.outside:
            # f reads globals when it is called: the emitted function finds them as its own
            held = names.new("outside")
            place = f"{names.of(find, 'find')}({names.of(wanted.owner, 'owner')}, {wanted.name!r})"
            tests += of_kind(f"({held} := {place})", wanted.key, names, held)
            calls.append(f"    {names.of(each.names, 'names')}[{wanted.parameter!r}] = {held}")
        conditions += [f"elif {' and '.join(tests) or True}:", f"    {chosen} = {number}"]
        calls.append(f"    return {names.of(each.call, 'call')}({passed})")
    lines = [
        f"def {made}({_declared(parameters, names, seeds, others)}):",
        f"    {chosen} = -1",
        "    try:",
        *(f"        {line}" for line in conditions),
        f"    except {names.of(_FAILURES, 'failures')}:",
        "        pass",
        *(f"    {line}" for line in calls),
        f"    return {names.of(long_way, 'long')}({passed}, **{others})",
    ]
    exec("\n".join(lines), names.values)
    dispatch: Callable[..., Any] = names.values[made]
    dispatch.__name__ = dispatch.__qualname__ = name
    return dispatch


def _may_overlap(keys: Sequence[Any], specialised: Specialised) -> bool:
    """Whether there are two things that could share memory: not for one array and numbers."""
    held = [key for key in keys if not isinstance(key, type)]
    held += [wanted.key for wanted in specialised.reads.outside]
    return len(held) > 1 or not all(is_array(key) for key in held)


def _declared(
    parameters: Sequence[inspect.Parameter], names: Names, seeds: str, others: str
) -> str:
    """f's own parameters with their defaults, and what else may be given."""
    words: dict[Any, list[str]] = {_ONLY_BY_PLACE: [], _PLAIN: [], _ONLY_BY_NAME: []}
    for parameter in parameters:
        default = parameter.default
        word = "" if default is parameter.empty else f"={names.of(default, 'default')}"
        words[parameter.kind].append(parameter.name + word)
    slash = ["/"] if words[_ONLY_BY_PLACE] else []
    by_place = [*words[_ONLY_BY_PLACE], *slash, *words[_PLAIN], f"*{seeds}"]
    return ", ".join([*by_place, *words[_ONLY_BY_NAME], f"**{others}"])
