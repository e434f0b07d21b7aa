"""Matrices of scipy.sparse: what is read of them. Nothing is stored into one."""

from __future__ import annotations

from codegen.frontend.slots import Method, Ref, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.sparse import Sparse
from codegen.ir.types import is_number

_ELEMENTWISE = (
    "Make a matrix of new entries: csr_array((f(A.data), A.indices, A.indptr), shape=A.shape)"
    " with the last three from outside."
)
_SHARED = "the stored entries are the matrix's own"


def sparse_operation(t: Tracer, name: str, x: Value, y: Value) -> Slot:
    """A @ x, x @ A; A * x, which for the older kind is the same; A * 2."""
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
    if name == "mul" and (is_number(x.type) or is_number(y.type)):
        return _emitted(t, "sparse_scale", x, y, via="operator.mul")
    t.refuse(
        "CG042",
        f"`{name}` with a sparse matrix",
        "Multiply it by vectors, matrices (`@`) and numbers; add the products.",
    )


def _of_two(t: Tracer, name: str, x: Value, y: Value) -> Slot:
    """A @ B, A + B, A - B; A * B of the older kind."""
    assert isinstance(x.type, Sparse)
    if name == "matmul" or (name == "mul" and x.type.matrix):
        return _emitted(t, "sparse_product", x, y, via="operator.matmul")
    if name in ("add", "sub"):
        return _emitted(t, f"sparse_{name}", x, y, via=f"operator.{name}")
    t.refuse("CG042", f"`{name}` of two sparse matrices", _ELEMENTWISE)


def sparse_negative(t: Tracer, x: Value) -> Slot:
    """-A."""
    return _emitted(t, "sparse_scale", constant(-1), x, via="operator.mul")


def _emitted(t: Tracer, name: str, *ins: Value, **attrs: object) -> Slot:
    try:
        return t.slot(t.emit(name, *ins, **attrs))
    except TypeError as error:
        t.refuse("CG042", str(error))


def sparse_attribute(t: Tracer, value: Value, name: str) -> Slot:
    assert isinstance(value.type, Sparse)
    if name == "shape":
        return TupleSlot(tuple(t.emit("shape", value, axis=axis) for axis in (0, 1)))
    if name == "ndim":
        return constant(2)
    if name == "dtype" and value.type.dtype is not None:
        return constant(value.type.dtype)
    if name == "nnz":
        return _emitted(t, "sparse_nnz", value)
    if name == "T":
        return _emitted(t, "sparse_transpose", value)
    if name == "data":
        slot = _emitted(t, "sparse_data", value)
        assert isinstance(slot, Ref)
        t.state.freeze(slot.address, _SHARED)
        return slot
    return Method(value, name)


def sparse_method(
    t: Tracer, value: Value, name: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    match name, [t.value(slot) for slot in args]:
        case "dot", [other] if not kwargs and isinstance(other.type, Sparse):
            return _emitted(t, "sparse_product", value, other, via="operator.matmul")
        case "dot", [other] if not kwargs and not is_number(other.type):
            return _emitted(t, "sparse_matmul", value, other, via="operator.matmul")
        case "transpose", [] if not kwargs:
            return _emitted(t, "sparse_transpose", value)
        case ("tocsr" | "tocsc" | "tocoo"), [] if not kwargs:
            if name.removeprefix("to") == getattr(value.type, "format", None):
                return value
            return _emitted(t, f"sparse_{name}", value)
        case ("toarray" | "sum"), [] if not kwargs:
            return _emitted(t, f"sparse_{name}", value)
    if name == "multiply":
        t.refuse("CG043", "`.multiply()` of a sparse matrix", _ELEMENTWISE)
    t.refuse(
        "CG043",
        f"`.{name}()` of a sparse matrix, or in this form, is not supported",
        "Use `@`, `.T`, `.dot`, `.data`, `.toarray()`, `.sum()` and scipy.sparse.linalg.spsolve.",
    )
