"""The SSA graph: values, operations, regions.

A graph is pure: an update of an array is an op that yields a new value (the in-place pass decides
late which updates are stores). Control flow is structured: `if` and `loop` are ops with regions.
Order in a region is the order of evaluation, and no pass swaps two impure ops.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from codegen.errors import Span
from codegen.ir.standing import Surrounding
from codegen.ir.types import Type, Undefined, type_of_constant


class _Missing:
    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


class Value:
    """One SSA value. Compared by identity.

    name: a hint, the user's variable or a noun; None for a nameless subexpression.
    const: the literal, for a value that no op defines (it may be used anywhere); else MISSING.
    """

    __slots__ = ("type", "name", "const")

    def __init__(self, type: Type, name: str | None = None, const: object = MISSING) -> None:
        self.type = type
        self.name = name
        self.const = const

    @property
    def is_const(self) -> bool:
        return self.const is not MISSING

    # Operators emit an op into the current builder, so that a rule reads as mathematics:
    # `1 - y**2`. Equality stays identity: a rule that compares for equality says so in words.

    def __add__(self, other: Operand) -> Value:
        return _infix("add", self, other)

    def __radd__(self, other: Operand) -> Value:
        return _infix("add", other, self)

    def __sub__(self, other: Operand) -> Value:
        return _infix("sub", self, other)

    def __rsub__(self, other: Operand) -> Value:
        return _infix("sub", other, self)

    def __mul__(self, other: Operand) -> Value:
        return _infix("mul", self, other)

    def __rmul__(self, other: Operand) -> Value:
        return _infix("mul", other, self)

    def __truediv__(self, other: Operand) -> Value:
        return _infix("div", self, other)

    def __rtruediv__(self, other: Operand) -> Value:
        return _infix("div", other, self)

    def __floordiv__(self, other: Operand) -> Value:
        return _infix("floordiv", self, other)

    def __pow__(self, other: Operand) -> Value:
        return _infix("pow", self, other)

    def __rpow__(self, other: Operand) -> Value:
        return _infix("pow", other, self)

    def __matmul__(self, other: Operand) -> Value:
        return _infix("matmul", self, other)

    def __neg__(self) -> Value:
        return _infix("neg", self)

    def __lt__(self, other: Operand) -> Value:
        return _infix("lt", self, other)

    def __le__(self, other: Operand) -> Value:
        return _infix("le", self, other)

    def __gt__(self, other: Operand) -> Value:
        return _infix("gt", self, other)

    def __ge__(self, other: Operand) -> Value:
        return _infix("ge", self, other)

    def __repr__(self) -> str:
        return (
            f"<{self.const!r}>"
            if self.is_const
            else f"<{self.name or 'value'} {id(self) & 0xFFFF:x}>"
        )


Operand = Value | int | float | complex


def _infix(name: str, *operands: Operand) -> Value:
    """Emit an operator; the builder stands above the graph, hence the late import."""
    from codegen.ir.build import emit

    return emit(name, *operands)


def constant(value: object) -> Value:
    """A literal as a value: a number, a string, None."""
    return Value(type_of_constant(value), None, value)


def undefined() -> Value:
    """The value of a name that is not bound on this path."""
    return Value(Undefined(), None, UNDEFINED)


class _Undefined:
    def __repr__(self) -> str:
        return "UNDEFINED"


# the const of a value that is not bound on this path; its type is Undefined()
UNDEFINED = _Undefined()

# What a round of a loop with exits yields first: go on, or leave at once because of ...
NEXT, BREAK, RETURN, FINISHED = 0, 1, 2, 3  # FINISHED: the condition of a `while` is false


@dataclass(frozen=True)
class Slice:
    """A slice in a subscript; each part is a Value, a literal int or None."""

    start: Any = None
    stop: Any = None
    step: Any = None


@dataclass(frozen=True)
class Index:
    """A path step `[...]` on an array or list: a tuple of Value | int | None | Ellipsis | Slice."""

    items: tuple[Any, ...]


@dataclass(frozen=True)
class Key:
    """A path step into a container of known structure: a dict key, or a position in a tuple or
    fixed list."""

    key: Any


@dataclass(frozen=True)
class Field:
    """A path step to an attribute of an object."""

    name: str


@dataclass(frozen=True)
class ViewOp:
    """A path step that re-arranges an array without copying: transpose, reshape, swapaxes, ..."""

    op: str
    attrs: tuple[tuple[str, Any], ...] = ()


Step = Index | Key | Field | ViewOp
Path = tuple[Step, ...]


@dataclass(frozen=True)
class Origin:
    """The user's statement that an op comes from: its text on one line, where it stands, and what
    it stands in (the outermost first)."""

    text: str
    span: Span | None = field(default=None, compare=False)
    comments: tuple[str, ...] = field(default=(), compare=False)
    contexts: tuple[Surrounding, ...] = field(default=(), compare=False)


@dataclass(frozen=True, eq=False)
class Op:
    """One operation. `ins` are the operands that may carry derivatives; `attrs` holds the static
    arguments, as nested tuples in which Values may stand (run-time axis lengths, indices): these
    are never active. `backward` marks what reverse mode added; `origin` is then the statement whose
    adjoint it computes."""

    name: str
    ins: tuple[Value, ...]
    outs: tuple[Value, ...]
    attrs: Mapping[str, Any] = field(default_factory=dict)
    regions: tuple[Region, ...] = ()
    origin: Origin | None = None
    backward: bool = False

    @property
    def out(self) -> Value:
        (value,) = self.outs
        return value

    def operands(self) -> tuple[Value, ...]:
        """Every value that the op reads itself, constants too; what its regions capture is not
        among them."""
        found = self.ins
        for item in self.attrs.values():
            if item.__class__ not in _WITHOUT_VALUES:
                found = (*found, *values_in(item))
        return found

    def with_(self, **changes: Any) -> Op:
        """The op with other fields (`dataclasses.replace` takes three times as long)."""
        return Op(**{**self.__dict__, **changes})


@dataclass(frozen=True, eq=False)
class Region:
    """A block: parameters, ops in order, results. It may use values of the regions around it."""

    params: tuple[Value, ...] = ()
    ops: tuple[Op, ...] = ()
    results: tuple[Value, ...] = ()


@dataclass(frozen=True, eq=False)
class Parameter:
    """A parameter of the function: its value (composite arguments are one value), and how it is
    passed."""

    value: Value
    name: str
    # "plain", "keyword" (keyword-only), "args" (*args), "kwargs" (**kwargs), "outside" (a global)
    kind: str = "plain"
    default: str | None = None  # source text of the default
    annotation: str | None = None
    fixed: Any = MISSING  # the value that the graph was made for, where one had to be known
    parts: tuple[tuple[Path, Any], ...] = ()  # likewise, of what stands in an argument


@dataclass(frozen=True, eq=False)
class Graph:
    """One function.

    results of `body`: the leaves of what the function returns, then the final value of each mutated
        argument.
    output: the structure of the returned value, a tree of Nodes in which `Leaf(k)` is
        body.results[k].
    effects: (index of the parameter, index into body.results) for every argument that f mutates.
    """

    name: str
    params: tuple[Parameter, ...]
    body: Region
    output: Any
    effects: tuple[tuple[int, int], ...] = ()
    callees: tuple[Graph, ...] = ()
    docstring: str | None = None


@dataclass(frozen=True)
class Leaf:
    """A leaf of an output tree: position in the region's results."""

    index: int


@dataclass(frozen=True)
class Node:
    """An inner node of an output tree. kind: "tuple", "list" or "dict"; keys for a dict."""

    kind: str
    items: tuple[Any, ...]
    keys: tuple[Any, ...] = ()


_WITHOUT_VALUES = frozenset({str, int, float, bool, type(None)})  # most of what attrs hold


def values_in(item: Any) -> Iterator[Value]:
    """The Values in a nest of tuples, steps and slices."""
    if isinstance(item, Value):
        yield item
    elif isinstance(item, tuple):
        for part in item:
            yield from values_in(part)
    elif isinstance(item, Slice):
        yield from values_in((item.start, item.stop, item.step))
    elif isinstance(item, Index):
        yield from values_in(item.items)
    elif isinstance(item, ViewOp):
        yield from values_in(item.attrs)


def map_values(item: Any, change: Callable[[Value], Any]) -> Any:
    """The nest with every Value replaced by change(value)."""
    if item.__class__ in _WITHOUT_VALUES:
        return item
    if isinstance(item, Value):
        return change(item)
    if isinstance(item, tuple):
        return tuple(map_values(part, change) for part in item)
    if isinstance(item, Slice):
        return Slice(*(map_values(part, change) for part in (item.start, item.stop, item.step)))
    if isinstance(item, Index):
        return Index(map_values(item.items, change))
    if isinstance(item, ViewOp):
        return ViewOp(item.op, map_values(item.attrs, change))
    return item


def substitute_op(op: Op, mapping: Mapping[Value, Value]) -> Op:
    """The op with every operand (also inside its regions) replaced; its own results are kept."""
    if not mapping:
        return op

    def change(value: Value) -> Value:
        return mapping.get(value, value)

    return op.with_(
        ins=tuple(change(value) for value in op.ins),
        attrs={key: map_values(item, change) for key, item in op.attrs.items()},
        regions=tuple(substitute(region, mapping) for region in op.regions),
    )


def substitute(region: Region, mapping: Mapping[Value, Value]) -> Region:
    """The region with captured values replaced."""
    return Region(
        region.params,
        tuple(substitute_op(op, mapping) for op in region.ops),
        tuple(mapping.get(value, value) for value in region.results),
    )


def walk(region: Region) -> Iterator[Op]:
    """Every op of the region and of the regions inside it, in order."""
    for op in region.ops:
        yield op
        for inner in op.regions:
            yield from walk(inner)


def defined_in(region: Region) -> set[Value]:
    """The values that the region or a region inside it defines."""
    found = set(region.params)
    for op in region.ops:
        found.update(op.outs)
        for inner in op.regions:
            found |= defined_in(inner)
    return found


def captures(region: Region) -> dict[Value, None]:
    """The values of outer regions that the region uses, in order of first use. Constants are not
    captured."""
    defined: set[Value] = set(region.params)
    found: dict[Value, None] = {}

    def use(values: Iterable[Value]) -> None:
        for value in values:
            if value not in defined and not value.is_const:
                found.setdefault(value)

    for op in region.ops:
        use(op.operands())
        for inner in op.regions:
            use(captures(inner))
        defined.update(op.outs)
    use(region.results)
    return found


def reads(op: Op) -> Iterator[Value]:
    """Every value that evaluating the op needs from outside it: operands and captures of its
    regions."""
    yield from op.operands()
    for region in op.regions:
        yield from captures(region)


def carries_of(loop: Op) -> Iterator[tuple[Value, Value, Value, Value]]:
    """(initial value, parameter, next value, final value) of everything that a loop carries."""
    (region,) = loop.regions
    params = region.params[1:] if "start" in loop.attrs else region.params
    skip = 1 if loop.attrs.get("exits") else 0
    return iter(zip(loop.ins, params, region.results[skip:], loop.outs[skip:], strict=True))
