"""scipy.sparse: functions that make a matrix and bring it into a format, and factors."""

from __future__ import annotations

from codegen.frontend.output import library_op
from codegen.frontend.slots import FixedList, Named, Partial, Ref, Slot, TupleSlot
from codegen.frontend.sparse import sparse_method
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.ops import SPELLINGS
from codegen.ir.sparse import Sparse

_DIAGONALS = {"diags": 3, "diags_array": 9}  # where `format` stands among the arguments
_BLOCKS = ("bmat", "block_array", "hstack", "vstack", "block_diag", "tril", "triu", "kron")


def _diagonals(name: str, place: int):  # type: ignore[no-untyped-def]
    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        """Diagonals first, then the format: a change of format leaves zeros out."""
        kwargs = dict(kwargs)
        form = kwargs.pop("format", args[place] if len(args) > place else constant(None))
        given = [*args[:place], *args[place + 1 :]]
        slot = library_op(t, f"make_{name}", f"scipy.sparse.{name}", given, kwargs)
        wanted = t.value(form).const
        if wanted in (None, "dia"):
            return slot
        return sparse_method(t, t.value(slot), "asformat", [form], {})

    return run


def _blocks(name: str):  # type: ignore[no-untyped-def]
    dotted = f"scipy.sparse.{name}"

    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        """Of diagonals SciPy makes coordinates."""
        args = [_spread(t, slot) for slot in args]
        return library_op(t, SPELLINGS[dotted], dotted, args, kwargs)

    return run


def _spread(t: Tracer, slot: Slot) -> Slot:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(entry, FixedList):
        return t.state.allocate(FixedList(tuple(_spread(t, item) for item in entry.items)))
    if isinstance(slot, TupleSlot):
        return TupleSlot(tuple(_spread(t, item) for item in slot.items))
    if isinstance(slot, Value) and isinstance(slot.type, Sparse) and slot.type.format == "dia":
        return sparse_method(t, slot, "tocoo", [], {})
    return slot


def _factors(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """splu(A): the factors, which go with the matrix."""
    if len(args) != 1 or kwargs or not isinstance(args[0], Value):
        t.refuse("CG042", "scipy.sparse.linalg.splu with options", "Leave the options out.")
    factors = library_op(t, "splu", "scipy.sparse.linalg.splu", args, {})
    return Partial(Named("scipy.sparse.linalg.splu"), (factors, args[0]), ())


def _factorized(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """factorized(A) is splu(A).solve."""
    found = _factors(t, args, kwargs)
    assert isinstance(found, Partial)
    return Partial(Named("scipy.sparse.linalg.SuperLU.solve"), found.args, ())


def _norm(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """SciPy adds up first, in the matrix itself, what stands twice in one place."""
    if args and isinstance(args[0], Value) and isinstance(args[0].type, Sparse):
        args = [t.emit("without_duplicates", args[0]), *args[1:]]
    return library_op(t, "sparse_norm", "scipy.sparse.linalg.norm", args, kwargs)


def solve_by(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """splu(A).solve(b, trans): of the factors, the matrix and the right side."""
    factors, matrix, *rest = args
    names = dict(zip(("rhs", "trans"), rest, strict=False)) | kwargs
    trans = {"trans": names["trans"]} if "trans" in names else {}
    return library_op(t, "solved_by", "helpers.solved_by", [factors, matrix, names["rhs"]], trans)


SPARSE_MAKERS = {
    **{f"scipy.sparse.{name}": _diagonals(name, place) for name, place in _DIAGONALS.items()},
    **{f"scipy.sparse.{name}": _blocks(name) for name in _BLOCKS},
    "scipy.sparse.linalg.norm": _norm,
    "scipy.sparse.linalg.splu": _factors,
    "scipy.sparse.linalg.factorized": _factorized,
    "scipy.sparse.linalg.SuperLU.solve": solve_by,
}
