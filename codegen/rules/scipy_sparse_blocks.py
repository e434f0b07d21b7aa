"""scipy.sparse: matrices of diagonals, of blocks, identities, triangles, Kronecker products."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import lengths_of
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.integers import length_of
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    Length,
    ListFixed,
    NoneType,
    TupleOf,
    Type,
    fresh_length,
    is_number,
)
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import part_of, shape_of
from codegen.rules.scipy_sparse import dtype_of, sparse
from codegen.rules.scipy_sparse_entries import by_terms, read_entries
from codegen.rules.scipy_sparse_making import dtype_name

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
Rule = Callable[..., Any]
FORMATS = ("csr", "csc", "coo", "dia")


def _format(attrs: Attrs, usual: str) -> str:
    form = attrs.get("format") or usual
    if form not in FORMATS:
        raise TypeError(f"a sparse matrix of the format {form!r}: csr, csc and coo are read")
    return str(form)


# Identities: nothing to differentiate


def _identity(matrix: bool) -> Callable[[Ins, Attrs], Type]:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        rows = length_of(ins[0])
        columns = rows if len(ins) < 2 or ins[1].const is None else length_of(ins[1])
        dtype = dtype_name(attrs.get("dtype")) or "float64"
        return Sparse(_format(attrs, "dia"), dtype, (rows, columns), fresh_length(), matrix)

    return infer


for _name, _matrix in (("eye", True), ("eye_array", False)):
    nondiff(
        f"sparse_{_name}",
        ("m", "n"),
        options={"k": 0, "dtype": None, "format": None},
        positional=("m", "n", "k", "dtype", "format"),
        spellings=f"scipy.sparse.{_name}",
        result=_identity(_matrix),
    )
nondiff(
    "sparse_identity",
    ("n",),
    options={"dtype": None, "format": None},
    positional=("n", "dtype", "format"),
    spellings="scipy.sparse.identity",
    result=_identity(True),
)

# Diagonals


def _diagonals(parts: Value, offsets: Any) -> list[tuple[Any, ...]]:
    """The way to every diagonal: a vector is a single one."""
    kind = parts.type
    numbers = isinstance(kind, ListFixed | TupleOf) and all(map(is_number, kind.items))
    if isinstance(kind, ListFixed | TupleOf) and (isinstance(offsets, tuple) or not numbers):
        return [(k,) for k in range(len(kind.items))]
    if isinstance(kind, Array) and kind.rank == 1:
        return [()]
    raise TypeError("scipy.sparse.diags of anything but a vector or a display of them")


def _offsets(attrs: Attrs) -> tuple[int, ...]:
    offsets = attrs.get("offsets", 0)
    found = offsets if isinstance(offsets, tuple) else (offsets,)
    if not all(type(each) is int for each in found):
        raise TypeError("scipy.sparse.diags with offsets from the run: write the numbers")
    return found


def _of_diagonals(matrix: bool) -> Callable[[Ins, Attrs], Type]:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        kind = ins[0].type
        paths, offsets = _diagonals(ins[0], attrs.get("offsets", 0)), _offsets(attrs)
        assert isinstance(kind, ListFixed | TupleOf | Array)
        vectors = [kind if not path else kind.items[path[0]] for path in paths]  # type: ignore
        if len(vectors) != len(offsets):
            raise TypeError("scipy.sparse.diags with more or fewer offsets than diagonals")
        types = [array_type(each) for each in vectors]
        shape = lengths_of(attrs["shape"]) if attrs.get("shape") else None
        if shape is None:
            first = types[0].shape
            if first is None or len(first) > 1:
                raise TypeError("scipy.sparse.diags of something that is no vector")
            size = (first[0] if first else Length.of(1)) + Length.of(abs(offsets[0]))
            shape = (size, size)
        dtype = dtype_name(attrs.get("dtype")) or dtype_of(*(each.dtype for each in types))
        if matrix and dtype is not None and not dtype.startswith(("float", "complex")):
            dtype = "float64"
        return Sparse("dia", dtype, (shape[0], shape[1]), fresh_length(), matrix)

    return infer


def _of_diagonal(g: Value, y: Value, parts: Value, offsets: Any = 0, **options: Any) -> Value:
    found = [
        emit("of_diagonal", g, y, k, part_of(parts, path[0]) if path else parts)
        for k, path in enumerate(_diagonals(parts, offsets))
    ]
    return found[0] if isinstance(parts.type, Array) else _like(parts, found)


for _name, _matrix, _order in (
    ("diags", True, ("diagonals", "offsets", "shape", "format", "dtype")),
    ("diags_array", False, ("diagonals",)),
):
    pullback(
        f"make_{_name}",
        ("diagonals",),
        options={"offsets": 0, "shape": (), "dtype": None},
        positional=tuple(each for each in _order if each != "format"),
        spellings=f"scipy.sparse.{_name}",
        result=_of_diagonals(_matrix),
        rule=_of_diagonal,
        structured=True,
        raises=True,
    )


def _part_type(ins: Ins, attrs: Attrs) -> Type:
    like, dtype = ins[3].type, array_type(ins[0].type).dtype
    return (
        Array(dtype, (), scalar=True) if is_number(like) else replace(array_type(like), dtype=dtype)
    )


linear(
    "of_diagonal",
    ("values", "c", "k", "like"),
    spellings="helpers.of_diagonal",
    result=_part_type,
    transpose={"values": lambda g, values, c, k, like: emit("in_diagonal", g, c, k)},
)
linear(
    "in_diagonal",
    ("part", "c", "k"),
    spellings="helpers.in_diagonal",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, (sparse(ins[1]).stored,)),
    transpose={"part": lambda g, part, c, k: emit("of_diagonal", g, c, k, part)},
)

# Blocks


def _arranged(name: str, items: Callable[[Any], list[Any]], parts: Any) -> list[list[Any]]:
    """The blocks, or their types, as they stand in the whole; None for zeros."""
    if name in ("bmat", "block_array"):
        return [items(row) for row in items(parts)]
    blocks = items(parts)
    if name in ("hstack", "vstack"):
        return [blocks] if name == "hstack" else [[block] for block in blocks]
    count = range(len(blocks))
    return [[block if k == place else None for k in count] for place, block in enumerate(blocks)]


def _types_in(parts: Type) -> list[Any]:
    if not isinstance(parts, ListFixed | TupleOf):
        raise TypeError("blocks that are no display of sparse matrices")
    for each in parts.items:
        if not isinstance(each, Sparse | NoneType | ListFixed | TupleOf):
            raise TypeError("a block that is no sparse matrix: csr_array(block)")
    return [None if isinstance(each, NoneType) else each for each in parts.items]


def _values_in(parts: Value) -> list[Any]:
    return [
        None if each is None else part_of(parts, k) for k, each in enumerate(_types_in(parts.type))
    ]


def _first(blocks: Any) -> Any:
    """One that tells how high a row of blocks is, or how wide a column."""
    found = next((block for block in blocks if block is not None), None)
    if found is None:
        raise TypeError("a row or a column of blocks that are all None")
    return found


def _sum_of(lengths: list[Length]) -> Length:
    total = Length.of(0)
    for length in lengths:
        total = total + length
    return total


def _blocks_type(name: str, ins: Ins, attrs: Attrs) -> Type:
    grid = _arranged(name, _types_in, ins[0].type)
    blocks: list[Sparse] = [block for row in grid for block in row if block is not None]
    if not all(isinstance(block, Sparse) for block in blocks):
        raise TypeError(f"scipy.sparse.{name} of blocks in lists of another depth")
    rows = _sum_of([_first(row).shape[0] for row in grid])
    columns = _sum_of([_first(column).shape[1] for column in zip(*grid, strict=True)])
    full = name != "block_diag" and len(blocks) == sum(map(len, grid))
    formats = {block.format for block in blocks}
    usual = blocks[0].format if full and formats in ({"csr"}, {"csc"}) else "coo"
    if usual != attrs.get("format", usual):
        usual = "coo"
    matrix = name != "block_array" and all(block.matrix for block in blocks)
    dtype = dtype_name(attrs.get("dtype")) or dtype_of(*(block.dtype for block in blocks))
    return Sparse(_format(attrs, usual), dtype, (rows, columns), fresh_length(), matrix)


def _of_blocks(name: str, g: Value, y: Value, parts: Value, **options: Any) -> Value:
    grid = _arranged(name, _values_in, parts)
    down = _starts([_first(row) for row in grid], 0)
    across = _starts([_first(column) for column in zip(*grid, strict=True)], 1)
    found = {
        (i, j): read_entries(g, y, block, down[i], across[j])
        for i, row in enumerate(grid)
        for j, block in enumerate(row)
        if block is not None
    }
    if name in ("bmat", "block_array"):
        rows = [
            _like(row, [found.get((i, j), constant(None)) for j in range(len(grid[i]))])
            for i, row in enumerate(_values_in(parts))
        ]
        return _like(parts, rows)
    return _like(parts, [found[key] for key in sorted(found)])


def _starts(extents: list[Value], axis: int) -> list[Value]:
    starts = [constant(0)]
    for block in extents[:-1]:
        length = shape_of(block, axis)
        starts.append(length if starts[-1].is_const else starts[-1] + length)
    return starts


def _like(parts: Value, items: list[Value]) -> Value:
    if isinstance(parts.type, TupleOf):
        return emit("make_tuple", *items)
    return emit_op("make_list", items, {"fixed": True}).out


for _name in ("bmat", "block_array", "hstack", "vstack", "block_diag"):
    pullback(
        f"make_{_name}",
        ("blocks",),
        options={"format": None, "dtype": None},
        spellings=f"scipy.sparse.{_name}",
        result=partial(_blocks_type, _name),
        rule=partial(_of_blocks, _name),
        structured=True,
        raises=True,
    )

# Triangles and Kronecker products


def _triangle_type(ins: Ins, attrs: Attrs) -> Type:
    return replace(sparse(ins[0]), format=_format(attrs, "coo"), stored=fresh_length())


for _name in ("tril", "triu"):
    pullback(
        f"sparse_{_name}",
        ("a",),
        options={"k": 0, "format": None},
        positional=("a", "k", "format"),
        spellings=f"scipy.sparse.{_name}",
        result=_triangle_type,
        rule=lambda g, y, a, **options: read_entries(g, y, a),
    )


def _kron_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), sparse(ins[1])
    if attrs.get("format") not in ("csr", "csc", "coo"):
        raise TypeError("scipy.sparse.kron without a format: format='csr'")
    shape, dtype = (fresh_length(), fresh_length()), dtype_of(a.dtype, b.dtype)
    return Sparse(_format(attrs, "coo"), dtype, shape, fresh_length(), a.matrix and b.matrix)


pullback(
    "sparse_kron",
    ("a", "b"),
    options={"format": None},
    positional=("a", "b", "format"),
    spellings="scipy.sparse.kron",
    result=_kron_type,
    rule=lambda g, y, a, b, **options: by_terms(g, y, a, b, "kron_entries"),
    raises=True,
)
