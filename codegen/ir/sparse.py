"""The type of a sparse matrix."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from codegen.ir.types import Length, Shape


@dataclass(frozen=True)
class Sparse:
    """A matrix of scipy.sparse, which nothing in a function changes. Its cotangent is the vector of
    those of its stored entries, in their order.

    format: "csr", "csc", "coo" or, of diagonals, "dia". matrix: of the older kind, for which `*` is
    a matrix product.
    """

    format: str
    dtype: str | None
    shape: Shape
    stored: Length
    matrix: bool = False

    @property
    def name(self) -> str:
        """The class in scipy.sparse: csr_array, csr_matrix."""
        return f"{self.format}_{'matrix' if self.matrix else 'array'}"

    @property
    def turned(self) -> Sparse:
        """The type of the transpose, which stores the same entries in the same order."""
        other = {"csr": "csc", "csc": "csr"}.get(self.format, self.format)
        return replace(self, format=other, shape=self.shape[::-1])


_KINDS = ("array", "matrix")
SPARSE = tuple(f"{form}_{kind}" for form in ("csr", "csc", "coo") for kind in _KINDS)
NAMES = (*SPARSE, *(f"dia_{kind}" for kind in _KINDS))
