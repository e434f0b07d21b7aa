"""`isinstance`: of which class a number, a container or an object is.

A type stands for more than one class where paths were joined: what is a float to the gradient may
be a Python integer at run time. Where that would change the answer, it has to be certain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from codegen.frontend.classes import Class
from codegen.frontend.introspection import is_instance_of_class
from codegen.frontend.objects import class_of
from codegen.frontend.rows import emit_row
from codegen.frontend.slots import Dict, FixedList, Named, Ref, SliceSlot, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.build import Builder, current
from codegen.ir.graph import Field, Key, Op, Value, constant
from codegen.ir.types import Array, ListOf, NoneType, Scalar, Str, Type, is_complex

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]

_NARROWER = {  # what a number of one kind may be, after joins
    "bool": ("bool",),
    "int": ("int", "bool"),
    "float": ("float", "int", "bool"),
    "complex": ("complex", "float", "int", "bool"),
}
_PYTHON = {"float", "int", "bool", "complex", "str", "list", "tuple", "dict", "slice"}
_NUMPY = {"numpy.ndarray", "numpy.floating", "numpy.integer", "numpy.generic"}
_NO_NUMBERS = ("str", "list", "tuple", "dict", "slice")
_ARITHMETIC = frozenset("add sub mul neg pos abs".split())


def isinstance_(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """isinstance(x, classes)."""
    slot, wanted = args
    classes = wanted.items if isinstance(wanted, TupleSlot) else (wanted,)
    verdicts = {_is_any(t, slot, classes, kind) for kind in _kinds(t, slot)}
    if len(verdicts) == 1 and (verdict := verdicts.pop()) is not None:
        return constant(verdict)
    t.refuse(
        "CG016",
        "the answer of `isinstance` is not known before the run",
        "Annotate the parameter, compare its `ndim` or `shape`, or give it one type on every path.",
    )


def _kinds(t: Tracer, slot: Slot) -> list[Type | None]:
    """The types that a number may have at run time; None: the slot tells by itself."""
    if not isinstance(slot, Value):
        return [None]
    if slot in t.state.optional:
        return [slot.type, NoneType()]
    if isinstance(slot.type, Scalar) and not _is_certain(t, slot):
        return [Scalar(kind) for kind in _NARROWER[slot.type.kind]]
    if isinstance(slot.type, Array) and slot.type.scalar and is_complex(slot.type):
        return [slot.type, Scalar("float"), Scalar("int"), Array("float64", (), scalar=True)]
    return [slot.type]


def _is_any(t: Tracer, slot: Slot, classes: tuple[Slot, ...], kind: Type | None) -> bool | None:
    found = [
        (
            is_instance_of_class(t, slot, each)
            if isinstance(each, Class)
            else _is_a(t, slot, each.dotted if isinstance(each, Named) else "", kind)
        )
        for each in classes
    ]
    return True if any(found) else None if None in found else False


def _is_a(t: Tracer, slot: Slot, name: str, kind: Type | None) -> bool | None:
    """Whether a slot is an instance; None where types do not tell."""
    wanted = name.removeprefix("builtins.")
    if wanted not in _PYTHON | _NUMPY:
        return None
    if class_of(t, slot) is not None and not isinstance(slot, TupleSlot):
        return False
    if isinstance(slot, TupleSlot | SliceSlot):
        return wanted == ("tuple" if isinstance(slot, TupleSlot) else "slice")
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList | Dict):
            return wanted == ("list" if isinstance(entry, FixedList) else "dict")
    match kind or t.value(slot).type:
        case Scalar("bool"):
            return wanted in ("bool", "int")
        case Scalar(word):
            return wanted == word
        case Str():
            return wanted == "str"
        case NoneType():
            return False
        case ListOf():
            return wanted == "list"
        case Array(generic=True):
            return False if wanted in _NO_NUMBERS else None
        case Array(dtype=None, scalar=True):
            return False if wanted in (*_NO_NUMBERS, "numpy.ndarray") else None
        case Array(dtype=str() as dtype, scalar=True):
            if wanted == "numpy.floating":
                return dtype.startswith("float")
            if wanted == "numpy.integer":
                return dtype.startswith(("int", "uint"))
            if wanted == "numpy.generic":
                return True
            return (wanted, dtype) in (("float", "float64"), ("complex", "complex128"))
        case Array():
            return wanted == "numpy.ndarray"
    return None


def _is_certain(t: Tracer, value: Value) -> bool:
    """Whether a Python number is of the kind that its type names, and not of a narrower one."""
    if value.is_const or value in t.live:
        return True
    op = _maker(value)
    if op is None:
        return False
    via = str(op.attrs.get("via", ""))
    if op.name == "getitem" and all(isinstance(step, Field | Key) for step in op.attrs["path"]):
        return op.ins[0] in t.live
    if op.name == "getitem":
        source = _maker(op.ins[0])
        return source is not None and source.name == "tolist"  # an array has one dtype
    if op.name == "if":
        place = op.outs.index(value)
        return all(_is_certain(t, region.results[place]) for region in op.regions)
    if op.name in ("div", "float", "int", "len", "bool") or via.startswith("math."):
        return op.name != "div" or value.type == Scalar("float")
    if op.name in _ARITHMETIC:
        kinds = [_is_certain(t, part) for part in op.ins if part.type == value.type]
        return all(kinds) if value.type != Scalar("float") else any(kinds)
    return False


def _maker(value: Value) -> Op | None:
    """The op that made a value, in one of the regions that are being traced or of their
    branches."""
    builder: Builder | None = current()
    while builder is not None:
        found = _among(builder.ops, value)
        if found is not None:
            return found
        builder = builder.outer
    return None


def _among(ops: Sequence[Op], value: Value) -> Op | None:
    for op in reversed(ops):
        if value in op.outs:
            return op
        if op.name == "if":
            for region in op.regions:
                found = _among(region.ops, value)
                if found is not None:
                    return found
    return None


def _asks_complex(name: str) -> Special:
    """np.iscomplexobj, np.isrealobj: asked before the run of what is certainly real."""

    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        kind = t.value(args[0]).type
        real = isinstance(kind, Scalar) or (isinstance(kind, Array) and kind.dtype is not None)
        if real and not is_complex(kind):
            return constant(name == "isrealobj")
        return emit_row(t, name, f"numpy.{name}", args, kwargs)

    return run


def _is_scalar(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.isscalar: of Python's numbers and text, and of NumPy's numbers, which are no arrays."""
    slot = args[0]
    kind = t.value(slot).type if isinstance(slot, Value | Ref) else None
    if isinstance(kind, Array) and (kind.generic or kind.rank is None):
        t.refuse("CG016", "whether this is a scalar is not known before the run")
    number = isinstance(kind, Array) and kind.scalar
    return constant(number or isinstance(kind, Scalar | Str))


KINDS: dict[str, Special] = {
    "builtins.isinstance": isinstance_,
    "numpy.isscalar": _is_scalar,
    "numpy.iscomplexobj": _asks_complex("iscomplexobj"),
    "numpy.isrealobj": _asks_complex("isrealobj"),
}
