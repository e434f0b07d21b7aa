"""Matrices of scipy.sparse: what is read of them. Nothing is stored into one."""

from __future__ import annotations

from typing import Any

from codegen.frontend.slots import Method, Ref, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit
from codegen.ir.graph import Value, constant
from codegen.ir.sparse import Sparse
from codegen.ir.types import is_number

_ELEMENTWISE = (
    "Make a matrix of new entries: csr_array((f(A.data), A.indices, A.indptr), shape=A.shape)"
    " with the last three from outside."
)
_SHARED = "the stored entries are the matrix's own"
# functions that are 0 at 0: a matrix has them as methods, by its entries
_MAPPED = frozenset(
    "sin tan arcsin arctan sinh tanh arcsinh arctanh expm1 log1p sqrt deg2rad rad2deg"
    " floor ceil rint sign trunc".split()
)


def sparse_operation(t: Tracer, name: str, x: Value, y: Value) -> Slot:
    """A @ x, x @ A; A * x, which for the older kind is the same; A * 2, A / 2, A + B, A**2."""
    if isinstance(x.type, Sparse) and isinstance(y.type, Sparse):
        return _of_two(t, name, x, y)
    product = name == "matmul"
    if name == "mul":
        product = any(
            isinstance(one.type, Sparse) and one.type.matrix and not is_number(other.type)
            for one, other in ((x, y), (y, x))
        )
    if product:
        return _emitted(t, "sparse_matmul", x, y, via="operator.matmul")
    number = is_number(x.type) or is_number(y.type)
    left = isinstance(x.type, Sparse)
    via = f"operator.{name}"
    match name:
        case "mul":
            return _emitted(t, "sparse_scale" if number else "sparse_times", x, y, via=via)
        case "truediv" if left:
            return _emitted(t, "sparse_divide" if number else "sparse_over", x, y, via=via)
        case "pow" if left and number and isinstance(x.type, Sparse) and not x.type.matrix:
            return _power(t, x, y)
        case "add" | "sub" if not number:
            return _emitted(t, f"sparse_{name}_dense", x, y, via=via)
    t.refuse(
        "CG042",
        f"`{name}` with a sparse matrix",
        "Multiply it by vectors, matrices (`@`) and numbers; add the products.",
    )


def _of_two(t: Tracer, name: str, x: Value, y: Value) -> Slot:
    """A @ B, A + B, A - B; A * B, which for the older kind is the product."""
    assert isinstance(x.type, Sparse) and isinstance(y.type, Sparse)
    if name == "matmul" or (name == "mul" and x.type.matrix):
        return _emitted(t, "sparse_product", x, y, via="operator.matmul")
    if name in ("add", "sub"):
        return _emitted(t, f"sparse_{name}", x, y, via=f"operator.{name}")
    if name == "mul" and not y.type.matrix:
        return _emitted(t, "sparse_multiply", x, y, via="operator.mul")
    t.refuse("CG042", f"`{name}` of two sparse matrices", _ELEMENTWISE)


def sparse_negative(t: Tracer, x: Value) -> Slot:
    """-A."""
    return _emitted(t, "sparse_scale", constant(-1), x, via="operator.mul")


def _emitted(t: Tracer, name: str, *ins: Value, **attrs: Any) -> Slot:
    try:
        return t.slot(emit(name, *ins, **attrs))
    except TypeError as error:
        message, _, advice = str(error).partition(": ")
        t.refuse("CG042", message, advice)


def _mapped(t: Tracer, x: Value, name: str, *rest: Value, **attrs: Any) -> Slot:
    """A matrix of the same pattern: SciPy adds up first what stands twice in one place."""
    assert isinstance(x.type, Sparse)
    single = x if x.type.format == "dia" else t.emit("without_duplicates", x)
    entries = t.emit("sparse_stored", single)
    return _emitted(t, "with_data", single, t.emit(name, entries, *rest, **attrs))


def _power(t: Tracer, x: Value, exponent: Value) -> Slot:
    """A.power(n): of the stored entries, so that an exponent of 0 is refused."""
    power = exponent.const
    if not isinstance(power, int | float) or power <= 0:
        t.refuse("CG043", "a power of a sparse matrix without a positive number", _ELEMENTWISE)
    return _mapped(t, x, "pow", exponent, via="operator.pow")


def sparse_absolute(t: Tracer, x: Value) -> Slot:
    """abs(A)."""
    return _mapped(t, x, "abs", via="numpy.abs")


def sparse_function(
    t: Tracer, dotted: str, x: Value, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    """np.sum(A), np.sqrt(A): a function of NumPy that asks its argument for the method."""
    name = dotted.removeprefix("numpy.")
    if name in ("abs", "absolute", "fabs") and not args and not kwargs:
        return sparse_absolute(t, x)
    if name in ("sum", "mean", "transpose", "diagonal") or name in _MAPPED:
        return sparse_method(t, x, name, args, kwargs)
    t.refuse("CG042", f"np.{name} of a sparse matrix", "Use its methods, `@`, or `.toarray()`.")


def sparse_attribute(t: Tracer, value: Value, name: str) -> Slot:
    assert isinstance(value.type, Sparse)
    if name == "shape":
        return TupleSlot(tuple(t.emit("shape", value, axis=axis) for axis in (0, 1)))
    if name == "ndim":
        return constant(2)
    if name == "dtype" and value.type.dtype is not None:
        return constant(value.type.dtype)
    if name == "format":
        return constant(value.type.format)
    if name == "nnz":
        return _emitted(t, "sparse_nnz", value)
    if name == "T":
        return _emitted(t, "sparse_transpose", value)
    if name == "data" and value.type.format != "dia":
        slot = _emitted(t, "sparse_data", value)
        assert isinstance(slot, Ref)
        t.state.freeze(slot.address, _SHARED)
        return slot
    if name in ("indices", "indptr", "row", "col"):
        slot = _emitted(t, f"sparse_{name}", value)
        assert isinstance(slot, Ref)
        t.state.freeze(slot.address, _SHARED)
        return slot
    return Method(value, name)


def sparse_method(
    t: Tracer, value: Value, name: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    assert isinstance(value.type, Sparse)
    if name in ("sum", "mean") and "axis" in kwargs and not args:
        args, kwargs = [kwargs["axis"]], {k: v for k, v in kwargs.items() if k != "axis"}
    given = [t.value(slot) for slot in args]
    if not kwargs:
        found = _plain_method(t, value, name, given)
        if found is not None:
            return found
    if name in ("diagonal", "trace") and len(args) < 2:
        places = [*given, *(t.value(slot) for slot in kwargs.values())]
        k = places[0].const if places else 0
        if type(k) is int and set(kwargs) <= {"k", "offset"}:
            found = _emitted(t, "sparse_diagonal", value, **({"k": k} if k else {}))
            return found if name == "diagonal" else _emitted(t, "sum", t.value(found))
    t.refuse(
        "CG043",
        f"`.{name}()` of a sparse matrix, or in this form, is not supported",
        "Use `@`, `+`, `.multiply()`, `.T`, `.data`, `.toarray()`, `.sum()` and "
        "scipy.sparse.linalg.spsolve.",
    )


def _plain_method(t: Tracer, value: Value, name: str, given: list[Value]) -> Slot | None:
    assert isinstance(value.type, Sparse)
    match name, given:
        case "dot", [other] if isinstance(other.type, Sparse):
            return _emitted(t, "sparse_product", value, other, via="operator.matmul")
        case "dot", [other] if not is_number(other.type):
            return _emitted(t, "sparse_matmul", value, other, via="operator.matmul")
        case "multiply", [other] if isinstance(other.type, Sparse):
            via = "scipy.sparse.csr_array.multiply"
            return _emitted(t, "sparse_multiply", value, other, via=via)
        case ("dot" | "multiply"), [other] if is_number(other.type):
            return _emitted(t, "sparse_scale", value, other, via="operator.mul")
        case "multiply", [other]:
            return _emitted(t, "sparse_times", value, other)
        case "power", [exponent]:
            return _power(t, value, exponent)
        case ("transpose"), []:
            return _emitted(t, "sparse_transpose", value)
        case ("conj" | "conjugate"), [] if (value.type.dtype or "complex").startswith("float"):
            return value
        case "copy", []:
            return value
        case "astype", [kind]:
            return _mapped(t, value, "astype", dtype=kind.const)
        case ("tocsr" | "tocsc" | "tocoo"), []:
            if name.removeprefix("to") == value.type.format:
                return value
            return _emitted(t, f"sparse_{name}", value)
        case "asformat", [form] if form.const in ("csr", "csc", "coo"):
            return _plain_method(t, value, f"to{form.const}", [])
        case ("toarray" | "sum" | "mean" | "nonzero"), []:
            return _emitted(t, f"sparse_{name}", value)
        case "sum", [axis] if axis.is_const and axis.const is None:
            return _emitted(t, "sparse_sum", value)
        case "sum", [axis]:
            via = "scipy.sparse.csr_array.sum"
            return _emitted(t, "sparse_sum_along", value, axis=axis.const, via=via)
        case "todense", []:
            if value.type.matrix:
                t.refuse("CG043", "`.todense()` of a csr_matrix", "Use `.toarray()`.")
            return _emitted(t, "sparse_toarray", value)
    if name in _MAPPED and not given:
        return _mapped(t, value, name, via=f"numpy.{name}")
    return None
