"""Types of graph values: Python scalars, NumPy scalars, arrays with symbolic lengths, containers.

Axis lengths are affine expressions over symbols (`n`, `n-2`); a symbol may be known not to be 1.
`Facts` records which lengths an operation that did not raise has shown to be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from codegen.ir.records import Record
from codegen.ir.sparse import Sparse


@dataclass(frozen=True)
class Symbol:
    """An unknown axis length. Names that start with `?` were made up, others stand for inputs.

    likely: a small number that it is in the first call, which a kernel of its own may be made for.
    """

    name: str
    not_one: bool = False
    likely: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Length:
    """An affine expression over symbols: sum of coefficient * symbol, plus a constant."""

    terms: tuple[tuple[Symbol, int], ...] = ()
    constant: int = 0

    @staticmethod
    def of(source: int | Symbol | Length) -> Length:
        if isinstance(source, Length):
            return source
        if isinstance(source, Symbol):
            return Length(((source, 1),), 0)
        return Length((), source)

    def __add__(self, other: int | Length) -> Length:
        return self._combine(Length.of(other), 1)

    def __sub__(self, other: int | Length) -> Length:
        return self._combine(Length.of(other), -1)

    def __mul__(self, factor: int) -> Length:
        if factor == 0:
            return Length()
        return Length(tuple((s, c * factor) for s, c in self.terms), self.constant * factor)

    def _combine(self, other: Length, sign: int) -> Length:
        terms = dict(self.terms)
        for symbol, coefficient in other.terms:
            terms[symbol] = terms.get(symbol, 0) + sign * coefficient
        kept = sorted(((s, c) for s, c in terms.items() if c), key=lambda item: item[0].name)
        return Length(tuple(kept), self.constant + sign * other.constant)

    @property
    def known(self) -> int | None:
        """The number, where no symbol is left."""
        return None if self.terms else self.constant

    @property
    def symbol(self) -> Symbol | None:
        """The symbol, where the length is nothing but one."""
        if self.constant == 0 and len(self.terms) == 1 and self.terms[0][1] == 1:
            return self.terms[0][0]
        return None

    def __str__(self) -> str:
        parts = [s.name if c == 1 else f"{c}*{s.name}" for s, c in self.terms]
        if self.constant or not parts:
            parts.append(str(self.constant))
        return "+".join(parts).replace("+-", "-")


_fresh = count()


def fresh_length(not_one: bool = False) -> Length:
    """A length about which nothing is known (but perhaps that it is not 1)."""
    return Length.of(Symbol(f"?{next(_fresh)}", not_one))


def lengths_made_up_since_now() -> Callable[[Symbol], bool]:
    """A test for the symbols that `fresh_length` will have made after this call."""
    mark = next(_fresh)
    return lambda symbol: symbol.name[:1] == "?" and int(symbol.name[1:]) > mark


Shape = tuple[Length, ...]


@dataclass(frozen=True)
class Multiple:
    """whole = count * part. made_up: part is no axis of an argument, but whole / count."""

    whole: Symbol
    count: int
    part: Symbol
    made_up: bool = False


class Facts:
    """What is known about lengths while a function is traced: a union-find over symbols."""

    def __init__(self, sizes: Mapping[Symbol, int] | None = None) -> None:
        """sizes: of the axes of real arguments, where the text is made for a call."""
        self._solved: dict[Symbol, Length] = {}
        self.sizes = dict(sizes or {})
        self.supposed: list[Multiple] = []
        self._of_round: dict[Symbol, Length] | None = None
        self._traced: dict[Symbol, Length] | None = None

    def resolve(self, length: Length) -> Length:
        """The length with every solved symbol replaced."""
        result = Length((), length.constant)
        for symbol, coefficient in length.terms:
            solved = self._solved.get(symbol)
            part = self.resolve(solved) if solved is not None else Length.of(symbol)
            result = result + part * coefficient
        return result

    def equal(self, left: Length, right: Length) -> bool:
        return self.resolve(left) == self.resolve(right)

    def certainly_equal(self, left: Length, right: Length) -> bool:
        """Whether f itself, or a call of it, says so: what the backward part shows of lengths in a
        loop holds where the loop has a round."""
        return self.given(self._solved if self._traced is None else self._traced).equal(left, right)

    def given(self, solved: dict[Symbol, Length]) -> Facts:
        """What `remember` gave, to be asked."""
        found = Facts()
        found._solved = solved
        return found

    @contextmanager
    def after_round(self, learned: dict[Symbol, Length]) -> Iterator[None]:
        """A context in which `alike` knows what a round of a loop has shown."""
        self._of_round = learned
        try:
            yield
        finally:
            self._of_round = None

    def alike(self, before: Length, after: Length) -> bool:
        """Whether a length after a round is what it was before: the round was run, so that what
        it needs holds."""
        learned = self._of_round
        return self.equal(before, after) or (
            learned is not None and self.given(learned).equal(before, after)
        )

    def is_one(self, length: Length) -> bool:
        return self.resolve(length).known == 1

    def not_one(self, length: Length) -> bool:
        """Certainly not 1. Note that `n != 1` does not make `n-2 != 1`."""
        resolved = self.resolve(length)
        if resolved.known is not None:
            return resolved.known != 1
        return resolved.symbol is not None and resolved.symbol.not_one

    def not_negative(self, length: Length) -> bool:
        """Certainly not: a sum of lengths of axes of arguments. What is made up may stand for any
        integer."""
        resolved = self.resolve(length)
        return resolved.constant >= 0 and all(
            coefficient > 0 and not symbol.name.startswith("?")
            for symbol, coefficient in resolved.terms
        )

    def unify(self, left: Length, right: Length) -> None:
        """Record that two lengths are equal, because an op that needs it did not raise."""
        left, right = self.resolve(left), self.resolve(right)
        if left == right:
            return
        for one, other in ((left, right), (right, left)):
            symbol = one.symbol
            if symbol is None or any(s == symbol for s, _ in other.terms):
                continue
            target = other.symbol
            if symbol.not_one and target is not None and not target.not_one:
                continue  # the other way round keeps what is known
            self._solved[symbol] = other
            return

    def suppose(self, found: Multiple) -> None:
        """Take a length to be a multiple of another: see `suppositions`."""
        self.supposed.append(found)
        self._solved[found.whole] = Length.of(found.part) * found.count

    def suppose_no_more(self) -> None:
        """f is traced: from here on lengths are taken for what they are known to be."""
        self.sizes = {}
        self._traced = dict(self._solved)

    def remember(self) -> dict[Symbol, Length]:
        """What is known now, for `restore`."""
        return dict(self._solved)

    def restore(self, known: dict[Symbol, Length]) -> None:
        """Forget what was learned since `remember`."""
        supposed = {each.whole: Length.of(each.part) * each.count for each in self.supposed}
        self._solved = {**supposed, **known}

    def learn(self, known: dict[Symbol, Length], passing: Callable[[Symbol], bool]) -> None:
        """Know what was known at `remember`, too, but for what hangs on passing symbols: a length
        that a round of a loop has is not that of the next."""
        inner = self.given(known)
        for symbol in known:
            found = inner.resolve(Length.of(symbol))
            if not passing(symbol) and not any(passing(part) for part, _ in found.terms):
                self.unify(Length.of(symbol), found)


_facts: ContextVar[Facts] = ContextVar("facts")


def facts() -> Facts:
    """The facts of the trace under way; an empty set where there is none."""
    current = _facts.get(None)
    if current is None:
        current = Facts()
        _facts.set(current)
    return current


@contextmanager
def new_facts(sizes: Mapping[Symbol, int] | None = None) -> Iterator[Facts]:
    token = _facts.set(Facts(sizes))
    try:
        yield _facts.get()
    finally:
        _facts.reset(token)


@dataclass(frozen=True)
class Scalar:
    """A Python number (weak under NEP 50). kind: "bool", "int", "float" or "complex"."""

    kind: str


@dataclass(frozen=True)
class Array:
    """An ndarray, or with shape () and `scalar` a NumPy scalar.

    dtype None: unknown. shape None: unknown rank. `generic` says that the value may also be a
    Python or NumPy number (code for parameters without a type): then shape is None.
    """

    dtype: str | None
    shape: Shape | None
    scalar: bool = False
    generic: bool = False

    @property
    def rank(self) -> int | None:
        return None if self.shape is None else len(self.shape)


@dataclass(frozen=True)
class Str:
    pass


@dataclass(frozen=True)
class NoneType:
    pass


@dataclass(frozen=True)
class Undefined:
    """The type of a name that is not bound on some path."""


@dataclass(frozen=True)
class ListOf:
    """A Python list of run-time length with elements of one type."""

    item: Type


@dataclass(frozen=True)
class TupleOf:
    """of: the class of a named tuple."""

    items: tuple[Type, ...]
    of: Record | None = None


@dataclass(frozen=True)
class ListFixed:
    """A Python list whose length and element types are part of the specialisation."""

    items: tuple[Type, ...]


@dataclass(frozen=True)
class DictOf:
    """A dict whose keys, in order, are known; or an object of a class, by its attributes."""

    keys: tuple[Any, ...]
    items: tuple[Type, ...]
    of: Record | None = None


@dataclass(frozen=True)
class Opaque:
    """A value that is handed through and never differentiated: a dtype, a range, a random
    generator."""

    name: str


Container = ListOf | TupleOf | ListFixed | DictOf
Type = Scalar | Array | Sparse | Str | NoneType | Undefined | Opaque | Container

# What a forward function keeps; it may contain itself, where a function calls itself.
CACHE = Opaque("cache")

FLOAT = Scalar("float")
INT = Scalar("int")
BOOL = Scalar("bool")
COMPLEX = Scalar("complex")
GENERIC = Array(None, None, generic=True)
NUMPY_FLOAT = Array("float64", (), scalar=True)


def array_of(dtype: str | None, *shape: int | Symbol | Length) -> Array:
    return Array(dtype, tuple(Length.of(axis) for axis in shape))


def is_number(t: Type) -> bool:
    """A scalar at run time, Python's or NumPy's: immutable, rebound by `+=`."""
    return isinstance(t, Scalar) or (isinstance(t, Array) and t.scalar)


def is_complex(t: Type) -> bool:
    """A complex number or array. What has an unknown dtype is not known to be complex."""
    kind = t.kind if isinstance(t, Scalar) else t.dtype if isinstance(t, Array) else None
    return kind is not None and kind.startswith("complex")


def is_array(t: Type) -> bool:
    """Possibly a mutable ndarray."""
    return isinstance(t, Array) and not t.scalar


def is_mutable(t: Type) -> bool:
    return is_array(t) or isinstance(t, ListOf | ListFixed | DictOf)


def record_of(t: Type) -> Record | None:
    """The class of a type of objects."""
    return t.of if isinstance(t, DictOf | TupleOf) else None


def holds_objects(t: Type) -> bool:
    """Whether a value is an object, or holds one."""
    return record_of(t) is not None or any(map(holds_objects, children(t)))


def children(t: Type) -> tuple[Type, ...]:
    if isinstance(t, Container):
        return (t.item,) if isinstance(t, ListOf) else t.items
    return ()


def map_lengths(t: Type, change: Any) -> Type:
    """The type with every axis length replaced by change(length)."""
    if isinstance(t, Array):
        return t if t.shape is None else replace(t, shape=tuple(map(change, t.shape)))
    if isinstance(t, Sparse):
        return replace(t, shape=tuple(map(change, t.shape)), stored=change(t.stored))
    if isinstance(t, ListOf):
        return ListOf(map_lengths(t.item, change))
    if isinstance(t, TupleOf | ListFixed | DictOf):
        return replace(t, items=tuple(map_lengths(item, change) for item in t.items))
    return t


def type_of_constant(value: object) -> Type:
    """The type of a literal."""
    for python, t in ((bool, BOOL), (int, INT), (float, FLOAT), (complex, COMPLEX), (str, Str())):
        if type(value) is python:
            return t
    if value is None:
        return NoneType()
    return Opaque(type(value).__name__)
