"""From the arguments of a call to the operands and attrs of an op.

Arguments are values, or nested tuples and lists of values and constants where the source wrote a
display. What a row does not know (out=, where=, casting=) is a TypeError whose message names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from codegen.ir.build import as_value, emit_op
from codegen.ir.graph import Slice, Value
from codegen.ir.ops import Row
from codegen.ir.types import Opaque

# Names of NumPy's parameters -> names in the rows, tried where a row has no parameter of that name.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("a", "arr", "array", "ary", "m", "object", "obj", "v", "x1", "number"), ("x",)
    ),
    "A": ("x",),
    "x2": ("y",),
    "newshape": ("shape",),
    "min": ("a_min",),
    "max": ("a_max",),
    "N": ("sides",),
    "ndigits": ("decimals",),
    "iterable": ("items",),
    "tup": ("arrays",),
}
_DTYPES: Mapping[str, str] = {
    "float": "float64",
    "double": "float64",
    "int": "int64",
    "bool": "bool",
    "bool_": "bool",
    "complex": "complex128",
}
# Arguments that choose nothing of what a graph describes, with the values for which that is so
_HARMLESS: Mapping[str, tuple[Any, ...]] = {
    "order": ("C", "K", None),
    "subok": (True, False),
    "device": (None, "cpu"),
    "sorter": (None,),
    "dtype": (None,),
    "out": (None,),
    "where": (True,),
    "offset": (0,),
    "axis1": (0,),
    "axis2": (1,),
    "mode": ("raise",),
    "strict": (False,),
    "casting": ("no", "equiv", "safe", "same_kind"),
    "kind": ("introselect",),
    "overwrite_a": (False,),
    "overwrite_ab": (False,),
    "overwrite_b": (False,),
    "overwrite_input": (False,),
    "output": (None,),
    "zi": (None,),
}
# Options that are run-time values as well as literals
_RUN_TIME = frozenset(
    "shape shift num indices reps sections times decimals k repeats pad_width".split()
)


# The same, of the functions of one module
_SIZES = frozenset({"n", "s"})
_LENGTHS = {"numpy.fft": _SIZES, "scipy.fft": _SIZES, "numpy": frozenset({"m"})}


class NeedsLiteral(TypeError):
    """An argument decides about types, so that its value must be known at generation."""

    def __init__(self, message: str, value: Value) -> None:
        super().__init__(message)
        self.value = value


def bind(
    row: Row, spelling: str, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> tuple[tuple[Value, ...], dict[str, Any]]:
    """(ins, attrs) of the op that a call means; for a method, args[0] is the receiver.

    attrs["via"] is the spelling; an attr that equals its default is absent. TypeError for what is
    not supported.
    """
    given = _by_name(row, spelling, list(args), kwargs)
    ins: list[Value] = []
    for operand in row.operands:
        name = operand.lstrip("*")
        if name in given:
            argument = given.pop(name)
            ins += (
                _several(row, operand, argument)
                if operand.startswith("*")
                else [as_operand(argument)]
            )
        elif not operand.startswith("*"):
            ins.append(as_value(row.defaults.get(name)))
    if row.operands and not ins and not row.operands[0].startswith("*"):
        raise TypeError(f"`{_short(spelling)}` without its first argument")
    if ins and ins[0].const is None:
        raise TypeError(f"`{_short(spelling)}` of None, or without its first argument")
    attrs: dict[str, Any] = {"via": spelling}
    for name, argument in sorted(given.items(), key=lambda item: item[0] == "casting"):
        if name in row.options:
            static = _static(spelling, name, argument)
            if isinstance(static, Value) or static != row.options[name]:
                attrs[name] = static
        elif not _harmless(row, name, argument) and not _casts(name, argument, attrs):
            raise TypeError(f"`{_short(spelling)}` with the argument `{name}` is not supported")
    _require(row, spelling, attrs)
    return tuple(ins), attrs


def _short(spelling: str) -> str:
    return spelling.replace("numpy.ndarray.", ".").replace("numpy.", "np.").replace("builtins.", "")


def _require(row: Row, spelling: str, attrs: Mapping[str, Any]) -> None:
    """Options that have no meaningful default."""
    for name in (
        "shape",
        "indices",
        "repeats",
        "reps",
        "sections",
        "subscripts",
        "shift",
        "axis1",
        "axis2",
        "source",
        "destination",
    ):
        if row.options.get(name, "") is None and name not in attrs:
            raise TypeError(f"`{_short(spelling)}` without `{name}`")
    if row.name in ("expand_dims", "astype") and len(attrs) == 1:
        raise TypeError(f"`{_short(spelling)}` without its second argument")


def _by_name(row: Row, spelling: str, args: list[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    order = list(row.positional or (*row.operands, *row.options))
    given: dict[str, Any] = {}
    for place in order:
        if not args:
            break
        name = place.lstrip("*")
        if place.startswith("*") and row.positional:
            given[name], args = _rest(row, name, args), []
        else:
            given[name] = args.pop(0)
    if args:
        raise TypeError(f"`{_short(spelling)}` with {len(args)} more arguments than it takes")
    known = {name.lstrip("*") for name in (*order, *row.operands, *row.options)}
    for name, argument in kwargs.items():
        for candidate in (name, *_ALIASES.get(name, ())):
            if candidate in known:
                name = candidate
                break
        if name in given:
            raise TypeError(f"`{_short(spelling)}` with two values for `{name}`")
        operand = (
            f"*{name}" in row.operands and bool(row.positional) and f"*{name}" in row.positional
        )
        given[name] = [argument] if operand else argument
    return given


def _rest(row: Row, name: str, args: list[Any]) -> Any:
    """All that is left: the operands of max(a, b), or a shape given as reshape(2, 3) or
    reshape((2, 3)).
    """
    if f"*{name}" in row.operands:
        return args
    return args[0] if len(args) == 1 else tuple(args)


def _several(row: Row, operand: str, argument: Any) -> list[Value]:
    """The operands under one starred name."""
    if operand in row.positional:
        return [as_operand(item) for item in argument]
    if isinstance(argument, list | tuple) and len(argument) > 1:
        return [as_operand(item) for item in argument]
    return [as_operand(argument)]


def as_operand(argument: Any) -> Value:
    """A value; a display of values becomes a list or tuple op."""
    if isinstance(argument, list):
        return emit_op("make_list", [as_operand(item) for item in argument], {"fixed": True}).out
    if isinstance(argument, tuple):
        return emit_op("make_tuple", [as_operand(item) for item in argument]).out
    if isinstance(argument, Slice):
        raise TypeError("a slice as an argument")
    return as_value(argument)


def _harmless(row: Row, name: str, argument: Any) -> bool:
    const = argument.const if isinstance(argument, Value) else argument
    if name == "copy":  # what may be a view is one unless it is told to copy
        return const is (None if row.view else True)
    return any(const is each or const == each for each in _HARMLESS.get(name, ()))


def _casts(name: str, argument: Any, attrs: Mapping[str, Any]) -> bool:
    """casting="unsafe" where nothing is cut to an integer."""
    const = argument.const if isinstance(argument, Value) else argument
    dtype = attrs.get("dtype")
    kept = dtype is None or str(dtype).startswith(("float", "complex"))
    return name == "casting" and const == "unsafe" and kept


def _static(spelling: str, name: str, argument: Any) -> Any:
    """An option as an attr: a Python constant, or a run-time value where that makes sense."""
    if name == "dtype":
        return dtype_name(spelling, argument)
    if name in ("indices", "where") and argument is not True:
        return as_operand(argument)
    if isinstance(argument, list | tuple):
        return tuple(_static(spelling, name, item) for item in argument)
    if not isinstance(argument, Value):
        return argument
    if argument.is_const:
        return argument.const
    if name in _RUN_TIME or name in _LENGTHS.get(spelling.rpartition(".")[0], ()):
        return argument
    message = f"`{name}` of `{_short(spelling)}` must be a literal, not a run-time value"
    raise NeedsLiteral(message, argument)


def dtype_name(spelling: str, argument: Any) -> str | None:
    """The name of a dtype as it is given: a class of Python or NumPy, text, a dtype."""
    const = argument.const if isinstance(argument, Value) and argument.is_const else argument
    if const is None:
        return None
    if isinstance(const, Value) and isinstance(const.type, Opaque):
        const = const.type.name
    if isinstance(const, type):
        const = const.__name__
    if isinstance(const, str):
        name = const.rpartition(".")[2]
        name = _DTYPES.get(name, name)
        try:
            return str(np.dtype(name).name)
        except TypeError:
            pass
    elif isinstance(const, np.dtype):
        return str(const.name)
    raise TypeError(f"`dtype` of `{_short(spelling)}` must be written out, as in dtype=np.float64")
