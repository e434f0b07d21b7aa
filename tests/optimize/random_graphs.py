"""Random graphs with aliases, views, branches, loops, swaps, lists and stores into an argument."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import codegen.rules.arithmetic
import codegen.rules.elementwise  # noqa: F401
from codegen.ir.build import Builder, building, emit_op
from codegen.ir.graph import (
    BREAK,
    FINISHED,
    NEXT,
    Graph,
    Index,
    Key,
    Leaf,
    Node,
    Parameter,
    Region,
    Slice,
    Value,
    constant,
    defined_in,
)
from codegen.ir.types import (
    BOOL,
    FLOAT,
    GENERIC,
    INT,
    Array,
    DictOf,
    ListOf,
    TupleOf,
    Type,
    array_of,
)

N = 4
ROW = array_of("float64", N)
SQUARE = array_of("float64", N, N)
ROWS = ListOf(ROW)
PAIR = TupleOf((ROW, ROW))
BOOK = DictOf(("a", "b"), (ROW, SQUARE))
REVERSED = Index((Slice(None, None, -1),))


KINDS: tuple[Type, ...] = (ROW, ROW, ROW, SQUARE, ROWS, PAIR, BOOK, FLOAT)  # one variable each


@dataclass
class Scope:
    """Current values of a few variables, and the current version of the argument that is
    written."""

    variables: list[Value]
    index: Value
    argument: Value | None = None

    def inner(self) -> Scope:
        return Scope(list(self.variables), self.index, self.argument)


class Generator:
    """Programs in which variables are written again and again, so that most of what is made is
    used."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.effect = self.random.random() < 0.4
        self.backward = self.random.random() < 0.5

    def graph(self) -> tuple[Graph, tuple[int, ...]]:
        params = [Value(ROW, "x"), Value(SQUARE, "m"), Value(ROWS, "rows"), Value(BOOK, "book")]
        count = Value(INT, "k")
        argument = self.random.choice(params) if self.effect else None
        with building(Builder([*params, count], backward=self.backward)) as builder:
            scope = Scope(self.first(params), count, argument)
            for _ in range(self.random.randint(2, 6)):
                self.statement(scope, 2)
            used = [k for k, t in enumerate(KINDS) if t != FLOAT]
            results = [
                scope.variables[k] for k in self.random.sample(used, self.random.randint(1, 5))
            ]
            gradients = tuple(range(self.random.randint(0, len(results))))
        leaves = tuple(Leaf(k) for k in range(len(results)))
        effects: tuple[tuple[int, int], ...] = ()
        if argument and scope.argument:
            effects = ((params.index(argument), len(results)),)
            results = [*results, scope.argument]
        parameters = tuple(Parameter(v, str(v.name)) for v in (*params, count))
        graph = Graph("f", parameters, builder.region(results), Node("tuple", leaves), effects)
        return graph, gradients

    def first(self, params: list[Value]) -> list[Value]:
        x, m, rows, book = params
        y = self.made("mul", [x, 0.5], ROW) if self.random.random() < 0.7 else x
        z = self.made("mul", [x, 1.5], ROW)
        square = self.made("mul", [m, 0.5], SQUARE) if self.random.random() < 0.7 else m
        several = self.made("make_list", [z, y], ROWS) if self.random.random() < 0.5 else rows
        pair = self.made("make_tuple", [y, z], PAIR)
        if self.random.random() < 0.5:
            book = self.made("make_dict", [z, square], BOOK, keys=("a", "b"))
        return [
            x,
            y,
            z,
            square,
            several,
            pair,
            book,
            self.made("getitem", [x], FLOAT, path=(Index((1,)),)),
        ]

    def made(self, name: str, ins: list[Value | float], t: Type, **attrs: object) -> Value:
        return emit_op(name, ins, attrs, types=(t,)).out

    def choose(self, t: Type) -> int:
        """A variable of the type."""
        return self.random.choice([k for k, kind in enumerate(KINDS) if kind == t])

    def pick(self, scope: Scope, t: Type) -> Value:
        return scope.variables[self.choose(t)]

    def number(self) -> float:
        return self.random.choice([2.0, 3.0, 5.0])

    def at(self, scope: Scope) -> Index:
        return Index((self.random.choice([0, 1, 3, scope.index]),))

    def path(self, scope: Scope, t: Type, whole: bool) -> tuple[Index, ...]:
        if t == ROW:
            return (
                (self.random.choice([Index((Slice(),)), REVERSED]),) if whole else (self.at(scope),)
            )
        return (self.at(scope),) if self.random.random() < 0.5 else (self.at(scope), REVERSED)

    def statement(self, scope: Scope, depth: int) -> None:
        kinds = [
            self.fresh,
            self.alias,
            self.view,
            self.view,
            self.store,
            self.store,
            self.store,
            self.store,
        ]
        kinds += [self.add, self.add, self.grow, self.nested, self.nested]
        if depth:
            kinds += [self.branch, self.loop, self.loop, self.loop]
        if scope.argument is not None:
            kinds += [self.argument, self.argument]
        self.random.choice(kinds)(scope, depth)

    def fresh(self, scope: Scope, depth: int) -> None:
        k = self.choose(self.random.choice([ROW, ROW, SQUARE]))
        total = self.made("add", [scope.variables[k], self.pick(scope, KINDS[k])], KINDS[k])
        scope.variables[k] = self.made("mul", [total, 0.5], KINDS[k])

    def alias(self, scope: Scope, depth: int) -> None:
        """Two variables swapped, or one value in both."""
        j, k = self.random.sample([0, 1, 2], 2)
        if self.random.random() < 0.5:
            scope.variables[j] = scope.variables[k]
        else:
            scope.variables[j], scope.variables[k] = scope.variables[k], scope.variables[j]

    def view(self, scope: Scope, depth: int) -> None:
        base, path, part = self.random.choice(
            [
                (ROW, (REVERSED,), ROW),
                (SQUARE, (self.at(scope),), ROW),
                (ROWS, (Index((0,)),), ROW),
                (ROWS, (Index((-1,)),), ROW),
                (PAIR, (Key(1),), ROW),
                (BOOK, (Key("a"),), ROW),
                (BOOK, (Key("b"),), SQUARE),
            ]
        )
        value = self.made("getitem", [self.pick(scope, base)], part, path=path)
        scope.variables[self.choose(part)] = value

    def store(self, scope: Scope, depth: int) -> None:
        k = self.choose(self.random.choice([ROW, ROW, SQUARE]))
        single = KINDS[k] == ROW and self.random.random() < 0.5
        value = self.number() if single else self.pick(scope, ROW)
        path = self.path(scope, KINDS[k], not single)
        name = self.random.choice(["update", "accumulate"])
        scope.variables[k] = self.made(name, [scope.variables[k], value], KINDS[k], path=path)

    def add(self, scope: Scope, depth: int) -> None:
        k = self.choose(
            self.random.choice([ROW, ROW, SQUARE, FLOAT, PAIR if self.backward else ROW])
        )
        value = self.pick(scope, KINDS[k])
        scope.variables[k] = self.made("accumulate", [scope.variables[k], value], KINDS[k], path=())

    def grow(self, scope: Scope, depth: int) -> None:
        k = self.choose(ROWS)
        base = scope.variables[k]
        choice = self.random.randrange(6)
        if choice < 3:
            scope.variables[k] = self.made("append", [base, self.pick(scope, ROW)], ROWS)
        elif choice == 3:
            base = self.made("append", [base, self.pick(scope, ROW)], ROWS)
            scope.variables[k], item = emit_op("pop", [base], types=(ROWS, ROW)).outs
            scope.variables[self.choose(ROW)] = item
        elif choice == 4:
            more = self.made("make_list", [self.pick(scope, ROW), self.pick(scope, ROW)], ROWS)
            scope.variables[k] = self.made("extend", [base, more], ROWS)
        else:
            scope.variables[k] = self.made("make_list", [self.pick(scope, ROW)], ROWS)

    def nested(self, scope: Scope, depth: int) -> None:
        t, path, part = self.random.choice(
            [
                (ROWS, (Index((0,)),), ROW),
                (ROWS, (Index((0,)), self.at(scope)), FLOAT),
                (PAIR, (Key(0),), ROW),
                (PAIR, (Key(1), self.at(scope)), FLOAT),
                (BOOK, (Key("a"),), ROW),
                (BOOK, (Key("b"), self.at(scope)), ROW),
                (BOOK, (Key("b"),), SQUARE),
            ]
        )
        name = self.random.choice(["update", "accumulate"])
        k = self.choose(t)
        ins = [scope.variables[k], self.pick(scope, part)]
        scope.variables[k] = self.made(name, ins, t, path=path)

    def argument(self, scope: Scope, depth: int) -> None:
        base = scope.argument
        assert base is not None
        t = base.type
        if t == ROWS:
            path, value = (Index((0,)), self.at(scope)), self.pick(scope, FLOAT)
        elif t == BOOK:
            path, value = (Key("b"), self.at(scope)), self.pick(scope, ROW)
        else:
            path, value = self.path(scope, t, True), self.pick(scope, ROW)
        name = self.random.choice(["update", "accumulate"])
        scope.argument = self.made(name, [base, value], t, path=path, effect=True)
        if t == ROW and self.random.random() < 0.3:
            scope.variables[self.choose(ROW)] = scope.argument

    def condition(self, scope: Scope) -> Value:
        limit = self.random.choice([0.7, 2.5, 6.0])
        row = self.made("getitem", [self.pick(scope, ROW)], FLOAT, path=(Index((2,)),))
        return emit_op("gt", [row, limit], types=(BOOL,)).out

    def branch(self, scope: Scope, depth: int) -> None:
        condition = self.condition(scope)
        changed = sorted(self.random.sample(range(len(KINDS)), self.random.randint(1, 5)))
        regions = []
        for _ in range(2):
            inner = scope.inner()
            with building(Builder((), backward=self.backward)) as builder:
                for _ in range(self.random.randint(0, 3)):
                    self.statement(inner, depth - 1)
            regions.append(builder.region(self.leaving(inner, changed)))
        types = tuple(value.type for value in self.leaving(scope, changed))
        op = emit_op("if", [condition], types=types, regions=tuple(regions))
        self.entered(scope, changed, op.outs)

    def leaving(self, scope: Scope, changed: list[int]) -> list[Value]:
        return [scope.variables[k] for k in changed] + ([scope.argument] if scope.argument else [])

    def entered(self, scope: Scope, changed: list[int], outs: tuple[Value, ...]) -> None:
        for k, value in zip(changed, outs, strict=False):
            scope.variables[k] = value
        if scope.argument:
            scope.argument = outs[-1]

    def loop(self, scope: Scope, depth: int) -> None:
        carried = sorted(self.random.sample(range(len(KINDS)), self.random.randint(1, 6)))
        inits = self.leaving(scope, carried)
        params = tuple(Value(value.type, "carry") for value in inits)
        index = Value(INT, "i")
        inner = scope.inner()
        inner.index = index
        self.entered(inner, carried, params)
        exits = self.random.random() < 0.4
        with building(Builder([index, *params], backward=self.backward)) as builder:
            for _ in range(self.random.randint(1, 4)):
                self.statement(inner, depth - 1)
            results = self.leaving(inner, carried)
            if exits and self.random.random() < 0.5:  # as `while` does: what enters leaves
                results = self.leaves_early(inner, results, params)
            elif exits:
                condition = self.condition(inner)
                regions = (Region((), (), (constant(BREAK),)), Region((), (), (constant(NEXT),)))
                results = [emit_op("if", [condition], types=(INT,), regions=regions).out, *results]
        attrs = {"start": 0, "stop": self.random.choice([0, 1, 2, 3, 3, 4]), "step": 1}
        types = tuple(value.type for value in inits)
        if exits:
            attrs, types = {**attrs, "exits": True}, (INT, *types)
        op = emit_op("loop", inits, attrs, types=types, regions=(builder.region(results),))
        self.entered(scope, carried, op.outs[1:] if exits else op.outs)

    def leaves_early(
        self, inner: Scope, results: list[Value], params: tuple[Value, ...]
    ) -> list[Value]:
        if inner.argument:
            params = (*params[:-1], inner.argument)  # its stores are done, whichever way it goes
        regions = (
            Region((), (), (constant(NEXT), *results)),
            Region((), (), (constant(FINISHED), *params)),
        )
        types = (INT, *(value.type for value in results))
        condition = self.condition(inner)
        return list(emit_op("if", [condition], types=types, regions=regions).outs)


def without_types(graph: Graph) -> Graph:
    """The graph as it is where nothing is known: every array may be a number."""

    def forget(t: Type) -> Type:
        if isinstance(t, Array):
            return GENERIC
        if isinstance(t, ListOf):
            return ListOf(forget(t.item))
        if isinstance(t, TupleOf | DictOf):
            return replace(t, items=tuple(map(forget, t.items)))
        return t

    values = {p.value for p in graph.params} | defined_in(graph.body)
    for value in values:
        value.type = forget(value.type)
    return graph
