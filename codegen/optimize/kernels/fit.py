"""What a kernel can hold: numbers, arrays of known dtype and rank, and the ops below."""

from __future__ import annotations

from codegen.ir.graph import NEXT, Graph, Index, Op, Slice, Value, walk
from codegen.ir.types import Array, ListOf, NoneType, Scalar, Type, Undefined
from codegen.optimize.kernels.extents import lengths

DTYPES = frozenset({"float64", "int64", "bool"})

# element-wise functions that mean the same for numbers of a kernel as for those of NumPy
ELEMENTWISE = frozenset(
    "neg pos add sub mul div pow floordiv mod abs sign exp expm1 log log2 log10 log1p sqrt cbrt "
    "square reciprocal sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh arcsinh arccosh "
    "arctanh hypot copysign floor ceil trunc rint isnan isinf isfinite maximum minimum fmax fmin "
    "logical_and logical_or logical_not deg2rad rad2deg erf erfc lgamma gamma exp2 where "
    "lt le gt ge eq ne int64 greater lesser python_max python_min".split()
)
# what is made or read of whole arrays
_ARRAYS = frozenset(
    "asarray empty zeros ones full zeros_like array_zeros_like array_ones_like copy arange size "
    "sum matmul dot outer transpose reshape ravel expand_dims full_like argmax argmin".split()
)
_CONTROL = frozenset(
    "if loop getitem update accumulate append pop make_list len shape not assert raise finite "
    "whole divisor inside plus exponential logarithm hyperbolic require".split()
)
_HOLDS = ELEMENTWISE | _ARRAYS | _CONTROL


# what a compiler knows of numbers alone, or of arrays without options
_OF_NUMBERS = frozenset("where int64 sum argmax argmin gamma lgamma erf erfc".split())


class Unfit(Exception):
    """What keeps a function from being a kernel, in words."""


def check(graph: Graph) -> None:
    """Unfit where a kernel cannot hold the graph."""
    for parameter in graph.params:
        _check_type(parameter.value.type, parameter.name)
    for op in walk(graph.body):
        if op.name not in _HOLDS:
            raise Unfit(f"`{op.name}` has no compiled form")
        if op.name == "loop" and "start" not in op.attrs and not _leaves_first(op):
            raise Unfit("a `while` loop that is left with other values than a round began with")
        for region in op.regions:
            for value in region.params:
                _check_type(value.type, "a loop")
        for value in op.outs:
            _check_type(value.type, f"`{op.name}`")
        _check_operands(op)


def _leaves_first(loop: Op) -> bool:
    """Whether an uncounted loop is left before it has new values: Numba (0.68) compiles a variable
    that is assigned anew just before `break` to a wrong value, or to an endless loop."""
    (body,) = loop.regions
    code, *results = body.results
    test = next((op for op in body.ops if code in op.outs), None)
    if test is None or test.name != "if":
        return False
    for branch in test.regions:
        found = dict(zip(test.outs, branch.results, strict=True))
        if not found[code].is_const:
            return False
        ends = [found.get(result, result) for result in results]
        if found[code].const != NEXT and ends != list(body.params):
            return False
    return True


def _check_type(t: Type, where: str) -> None:
    if not _is_typed(t):
        raise Unfit(f"the type of {where} is not one of a kernel")


def _is_typed(t: Type) -> bool:
    match t:
        case Scalar(kind):
            return kind != "complex"
        case Array(dtype, shape, _, generic):
            return dtype in DTYPES and shape is not None and not generic and _has_rank(t)
        case ListOf(item):
            return _is_typed(item) and (isinstance(item, Scalar) or not getattr(item, "shape", ()))
        case NoneType():
            return False
    return isinstance(t, Undefined)


def _has_rank(t: Array) -> bool:
    return t.scalar or bool(t.shape)  # an array without axes is neither number nor array


def _check_operands(op: Op) -> None:
    arrays = [v for v in (*op.ins, *op.outs) if isinstance(v.type, Array) and not v.type.scalar]
    if arrays and op.name in (
        "where",
        "int64",
        "sum",
        "argmax",
        "argmin",
        "gamma",
        "lgamma",
        "erf",
        "erfc",
    ):
        options = set(op.attrs) - {"via", "axis"}
        if op.name != "sum" or options:
            raise Unfit(f"`{op.name}` of arrays with options has no compiled form")
    if op.name in ("matmul", "dot") and any(len(lengths(v)) != 2 for v in (*op.ins, op.out)):
        raise Unfit(f"`{op.name}` of other than matrices and vectors has no compiled form")
    if op.name == "expand_dims" and not lengths(op.ins[0]):
        raise Unfit("a number with axes")
    if op.name == "asarray" and (len(op.attrs) > 1 or not arrays):
        raise Unfit("`asarray` of something else has no compiled form")
    if op.name in ("getitem", "update", "accumulate"):
        _check_path(op)
    if op.name == "pow" and all(getattr(v.type, "kind", "") == "int" for v in op.ins):
        exponent = op.ins[1].const
        if not isinstance(exponent, int) or exponent < 0:
            raise Unfit("a power of integers")
    if op.name == "log" and len(op.ins) > 1 or op.name == "hypot" and len(op.ins) != 2:
        raise Unfit(f"`{op.name}` of several numbers has no compiled form")
    if any(
        isinstance(v.type, Scalar) and v.type.kind not in ("int", "float", "bool") for v in op.ins
    ):
        raise Unfit("complex numbers")


def _check_path(op: Op) -> None:
    path = op.attrs["path"]
    if not path:
        return
    base = op.ins[0].type
    if len(path) != 1 or not isinstance(path[0], Index):
        raise Unfit("a subscript of a subscript")
    items = path[0].items
    if isinstance(base, ListOf) and (len(items) != 1 or isinstance(items[0], Slice)):
        raise Unfit("a slice of a list")
    if op.attrs.get("repeated"):
        raise Unfit("indices that may repeat")
    for item in items:
        if isinstance(item, Value) and not isinstance(item.type, Scalar):
            if not (isinstance(item.type, Array) and item.type.scalar):
                raise Unfit("a subscript that is an array")
