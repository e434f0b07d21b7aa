"""Calls in the user's spelling, or in the one that a person would choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.emit.syntax import ATOM, INFIX, UNARY, Text, call, infix, negative
from codegen.errors import InternalError
from codegen.ir.graph import Op, Value
from codegen.ir.ops import REGISTRY, SPELLINGS, Row
from codegen.ir.types import Array, ListFixed, ListOf, Scalar, TupleOf, is_complex

if TYPE_CHECKING:
    from codegen.emit.expressions import Expressions

_BITWISE = {"bitand": "bitwise_and", "bitor": "bitwise_or", "bitxor": "bitwise_xor"}
_BITWISE |= {"shl": "left_shift", "shr": "right_shift"}
# options that a person writes with their name
_KEYWORDS = frozenset(
    {
        "axis",
        "keepdims",
        "ddof",
        "dtype",
        "initial",
        "where",
        "indexing",
        "out",
        "equal_nan",
        "rtol",
        "atol",
    }
)
_PROPERTIES = frozenset(
    {
        "T",
        "real",
        "imag",
        "shape",
        "size",
        "ndim",
        "flat",
        "mT",
        "itemsize",
        "nbytes",
        "data",
        "nnz",
        "indices",
        "indptr",
        "row",
        "col",
    }
)
# reductions and rearrangements that read best as methods of an array
_METHODS = frozenset(
    {"sum", "mean", "max", "min", "prod", "reshape", "ravel", "astype", "transpose", "swapaxes",
    "std", "var",
     "argmax", "argmin", "cumsum", "any", "all", "tolist", "squeeze", "flatten",
     "real", "imag", "conj"}
)  # fmt: skip


def spelled(text: Expressions, op: Op) -> Text:
    """An operator, a function or a method call."""
    via = op.attrs.get("via") or chosen(op)
    module, _, name = via.rpartition(".")
    if module == "operator":
        return _operator(text, op)
    if module in ("numpy.ndarray", "builtins.list", "scipy.sparse.csr_array"):
        return _method(text, op, name)
    function = text.scope.function(via)
    return call(function, _arguments(text, op, list(op.ins), by_position=module == "math"))


def chosen(op: Op) -> str:
    """The spelling of an op that a rule made: operator, math for Python numbers, method, NumPy."""
    row = REGISTRY.get(op.name)
    if op.name in INFIX and not (row and row.spellings):  # `in`, `is`: operators alone
        return f"operator.{op.name}"
    if row is None or not row.spellings:
        raise InternalError(f"{op.name!r} has no spelling")
    by_module: dict[str, str] = {}
    for spelling in row.spellings:
        by_module.setdefault(spelling.rpartition(".")[0], spelling)
    if "operator" in by_module and (op.name in INFIX or op.name in _BITWISE or op.name in _PREFIX):
        return by_module["operator"]
    if "builtins" in by_module and op.name in ("abs", "round", "float", "int", "bool"):
        return by_module["builtins"]
    if op.ins and all(isinstance(v.type, Scalar) for v in op.ins):
        functions = "cmath" if any(is_complex(v.type) for v in op.ins) else "math"
        if functions in by_module:
            return by_module[functions]
        if op.name in _OF_NUMBERS:
            return f"numpy.ndarray.{_OF_NUMBERS[op.name]}"
    first = op.ins[0].type if op.ins else None
    surely = isinstance(first, Array) and not first.generic
    if op.backward and isinstance(first, Array) and first.shape == ():
        surely = False  # a seed of 1.0 is a Python number
    if surely and op.name in _OF_NUMBERS and isinstance(first, Array) and first.shape == ():
        return f"numpy.ndarray.{_OF_NUMBERS[op.name]}"  # Python's numbers have it, too
    if surely and op.name in _METHODS and "numpy.ndarray" in by_module:
        if op.name == "transpose" and not op.attrs.get("axes"):
            return "numpy.ndarray.T"
        return f"numpy.ndarray.{op.name}"
    for module in ("numpy", "builtins"):
        if module in by_module:
            return by_module[module]
    numpy_first = [s for s in row.spellings if s.startswith("numpy.") and ".ndarray." not in s]
    return (numpy_first or list(row.spellings))[0]


# what Python's numbers have too, by their names for it
_OF_NUMBERS = {"real": "real", "imag": "imag", "conj": "conjugate"}
_PREFIX = {"neg": "-", "pos": "+", "invert": "~"}


def _operator(text: Expressions, op: Op) -> Text:
    if op.name in _PREFIX:
        x = text(op.ins[0])
        if op.name == "neg":
            return negative(x, exact=not op.backward)
        return Text(_PREFIX[op.name] + x.at(UNARY), UNARY)
    name = _BITWISE.get(op.name, op.name)
    if name not in INFIX:  # as in `A @ x`, with A sparse
        name = SPELLINGS.get(op.attrs.get("via", ""), name)
    if name in INFIX:
        return infix(name, text(op.ins[0]), text(op.ins[1]))
    if op.name == "abs":
        return call(text.scope.builtin("abs"), [text(op.ins[0])])
    return call(text.scope.function(op.attrs["via"]), [text(v) for v in op.ins])


def _method(text: Expressions, op: Op, name: str) -> Text:
    base = text(op.ins[0]).at(ATOM)
    if name in _PROPERTIES:
        return Text(f"{base}.{name}")
    shape = op.attrs.get("shape" if name == "reshape" else "axes")
    if name in ("reshape", "transpose") and isinstance(shape, tuple):
        given = [text.static(part) for part in shape or ((),)]
        rest = {k: v for k, v in op.attrs.items() if k not in ("shape", "axes", "via")}
        return call(f"{base}.{name}", [*given, *(f"{k}={text.static(v)}" for k, v in rest.items())])
    arguments = _arguments(
        text, op, list(op.ins), by_position=name in ("swapaxes", "astype", "repeat")
    )
    return call(f"{base}.{name}", arguments[1:])


def _arguments(text: Expressions, op: Op, ins: list[Value], by_position: bool = False) -> list[str]:
    """Arguments in the order of the call; from the first one that is left out, by keyword."""
    row = REGISTRY[op.name]
    options = {k: v for k, v in op.attrs.items() if k not in ("via", "store", "effect")}
    named = all(spelling.startswith("scipy.") for spelling in row.spellings)
    named |= op.attrs.get("via") == "numpy.linalg.tensordot"  # which takes `axes` by its name alone
    found: list[str] = []
    gap = False
    for name in row.positional or (*row.operands, *row.options):
        bare = name.lstrip("*")
        starred = f"*{bare}" in row.operands
        if starred and ins:
            found += _sequence(text, ins, spread=name.startswith("*") and bool(row.positional))
            ins = []
        elif bare in row.operands:
            if ins and _left_out(row, bare, ins[0]):
                ins.pop(0)
                gap = True
            elif ins:
                shown = text(ins.pop(0))
                found.append(f"{bare}={shown}" if gap else shown.text)
        elif bare in options:
            item = options.pop(bare)
            shown = dtype_text(text, item) if bare == "dtype" else text.static(item)
            if gap or named or (bare in _KEYWORDS and not by_position):
                found.append(f"{bare}={shown}")
                gap = True
            else:
                found.append(shown.text)
        else:
            gap = True
    found += [text(v).text for v in ins]
    for name, item in options.items():
        shown = dtype_text(text, item) if name == "dtype" else text.static(item)
        found.append(f"{name}={shown}")
    return found


def _left_out(row: Row, name: str, x: Value) -> bool:
    """Whether an operand is what the function takes where it is not given."""
    default = row.defaults.get(name)
    return (
        name in row.defaults
        and x.is_const
        and x.const == default
        and type(x.const) is type(default)
    )


def _sequence(text: Expressions, ins: list[Value], spread: bool) -> list[str]:
    """np.stack([a, b]); one operand that is itself the sequence stands alone."""
    if spread:
        return [text(v).text for v in ins]
    if len(ins) == 1 and isinstance(ins[0].type, ListOf | ListFixed | TupleOf | Array):
        return [text(ins[0]).text]
    return ["[" + ", ".join(text(v).text for v in ins) + "]"]


def dtype_text(text: Expressions, item: Any) -> Text:
    """A dtype by name: np.float64, bool."""
    if isinstance(item, Value):
        return text(item)
    if not isinstance(item, str):
        return text.static(item)
    if text.scope.counting:  # a compiler knows the types of NumPy
        item = {"float": "float64", "int": "int64", "complex": "complex128"}.get(item, item)
        return Text(f"{text.scope.numpy()}.{'bool_' if item == 'bool' else item}")
    if item in ("bool", "float", "int", "complex"):
        return Text(text.scope.builtin(item))
    return Text(f"{text.scope.numpy()}.{item}")
