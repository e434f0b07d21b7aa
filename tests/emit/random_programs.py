"""Random programs on numbers and lists: few names, many versions, every form of control flow."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import codegen.rules  # noqa: F401
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import (
    BREAK,
    FINISHED,
    NEXT,
    RETURN,
    Graph,
    Index,
    Leaf,
    Node,
    Origin,
    Parameter,
    Region,
    Value,
    constant,
)
from codegen.ir.types import BOOL, FLOAT, INT, ListOf, NoneType

FLOATS = ListOf(FLOAT)
NAMES = ("x", "y", "t", "dx", "out", "sum", None, None, None)


class Programs:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.prints = self.random.random() < 0.3
        self.raises = self.random.random() < 0.3

    def graph(self) -> Graph:
        x, y, xs = Value(FLOAT, "x"), Value(FLOAT, "y"), Value(FLOATS, "xs")
        with building(Builder([x, y, xs], Origin("line"))) as builder:
            known = [x, y]
            lists = [xs]
            self.statements(known, lists, 3, self.random.randint(3, 10))
            builder.backward = self.random.random() < 0.5
            self.statements(known, lists, 2, self.random.randint(0, 6))
            results = [self.pick(known) for _ in range(self.random.randint(1, 4))]
            if self.random.random() < 0.5:
                results.append(self.random.choice(lists[1:] or [emit("make_list", x)]))
        params = tuple(Parameter(v, str(v.name)) for v in (x, y, xs))
        leaves = tuple(Leaf(k) for k in range(len(results)))
        output = Node(
            "tuple", (leaves[0], Node("dict", leaves[1:], tuple("abcd")[: len(leaves) - 1]))
        )
        return Graph("f", params, builder.region(results), output)

    def pick(self, known: list[Value]) -> Value:
        if self.random.random() < 0.1:
            return constant(self.random.choice([0.0, -1.5, 2.0]))
        recent = known[-4:] if self.random.random() < 0.6 else known
        return self.random.choice(recent)

    def name(self) -> str | None:
        return self.random.choice(NAMES)

    def statements(self, known: list[Value], lists: list[Value], depth: int, count: int) -> None:
        kinds: list[Callable[..., None]] = [self.arithmetic] * 5 + [self.lists] * 2 + [self.choice]
        if depth:
            kinds += [self.branch, self.branch, self.counted, self.counted, self.uncounted]
        for _ in range(count):
            self.random.choice(kinds)(known, lists, depth)

    def arithmetic(self, known: list[Value], lists: list[Value], depth: int) -> None:
        kind = self.random.randrange(8 if self.raises else 7)
        a, b = self.pick(known), self.pick(known)
        if kind < 3:
            known.append(emit(self.random.choice(["add", "sub", "mul"]), a, b, hint=self.name()))
        elif kind == 3:
            known.append(emit("neg", a, hint=self.name()))
        elif kind == 4:
            known.append(emit("accumulate", a, b, path=(), hint=self.name()))
        elif kind == 5:
            known.append(emit("tanh", a, via="math.tanh", hint=self.name()))
        elif kind == 6 and self.prints:
            emit_op("print", [a, b], types=())
        elif kind == 7:
            known.append(emit("div", a, b, hint=self.name()))

    def lists(self, known: list[Value], lists: list[Value], depth: int) -> None:
        kind = self.random.randrange(5)
        xs = self.random.choice(lists)
        if kind == 0:
            known.append(emit("getitem", xs, path=(Index((0,)),), hint=self.name()))
        elif kind == 1:
            items = [self.pick(known) for _ in range(self.random.randint(1, 3))]
            lists.append(
                emit_op(
                    "make_list", items, types=(FLOATS,), hint=self.random.choice(["xs", "ys"])
                ).out
            )
        elif kind == 2 and len(lists) > 1:
            lists[lists.index(xs)] = emit("append", xs, self.pick(known), hint=xs.name)
        elif kind == 3:
            path = (Index((0,)),)
            new = emit(
                "update", xs, self.pick(known), path=path, hint=self.random.choice(["xs", None])
            )
            lists.append(new)
        else:
            at = (Index((-1,)),)
            lists.append(emit("accumulate", xs, self.pick(known), path=at, hint="ys"))

    def condition(self, known: list[Value]) -> Value:
        return emit(self.random.choice(["lt", "gt", "le"]), self.pick(known), self.pick(known))

    def choice(self, known: list[Value], lists: list[Value], depth: int) -> None:
        test = self.condition(known)
        form = self.random.choice(["ternary", "and", "or"])

        def side() -> Region:
            with building(Builder((), Origin("line"))) as builder:
                inner = list(known)
                for _ in range(self.random.randint(0, 2)):
                    inner.append(emit("mul", self.pick(inner), self.pick(inner)))
                if form != "ternary":
                    inner.append(self.condition(inner))
                result = inner[-1]
            return builder.region([result])

        then, otherwise = side(), side()
        if form == "and":
            otherwise = Region((), (), (test,))
        elif form == "or":
            then = Region((), (), (test,))
        t = FLOAT if form == "ternary" else BOOL
        op = emit_op(
            "if", [test], {"form": form}, types=(t,), regions=(then, otherwise), hint=self.name()
        )
        if form == "ternary":
            known.append(op.out)
        else:
            known.append(emit("float", op.out) if self.random.random() < 0.5 else op.out * 1.0)

    def block(
        self, params: list[Value], known: list[Value], lists: list[Value], depth: int, results: Any
    ) -> Region:
        from codegen.ir.build import current

        outer = current()
        with building(Builder(params, outer.origin, outer.backward)) as builder:
            inner, their = [*known, *(p for p in params if p.type in (FLOAT, INT))], list(lists)
            self.statements(inner, their, depth - 1, self.random.randint(0, 3))
            found = results(inner, their)
        return builder.region(found)

    def branch(self, known: list[Value], lists: list[Value], depth: int) -> None:
        count = self.random.randint(0, 3)
        test = self.condition(known)
        sides = tuple(
            self.block([], known, lists, depth, lambda k, _: [self.pick(k) for _ in range(count)])
            for _ in range(2)
        )
        op = emit_op("if", [test], types=(FLOAT,) * count, regions=sides)
        self.named(op.outs)
        known += op.outs

    def named(self, values: Any) -> None:
        for value in values:
            value.name = self.name()

    def counted(self, known: list[Value], lists: list[Value], depth: int) -> None:
        inits = [self.pick(known) for _ in range(self.random.randint(0, 3))]
        params = [Value(INT, self.random.choice(["i", None])), *(Value(FLOAT) for _ in inits)]
        self.named(params[1:])
        exits = self.random.random() < 0.5
        region = self.block(
            params, known, lists, depth, self.round(len(inits), exits, depth, params)
        )
        forward = self.random.random() < 0.6
        stop = self.random.randint(0, 3)
        attrs: dict[str, Any] = {"start": 0, "stop": stop, "step": 1}
        if not forward:
            attrs = {"start": stop - 1, "stop": -1, "step": -1}
        self.finish(inits, attrs, exits, region, known)

    def round(self, count: int, exits: bool, depth: int, params: list[Value]) -> Any:
        """What a round yields: next carries, after a nest of `if`s that may leave."""

        def results(inner: list[Value], lists: list[Value]) -> list[Value]:
            carries = [p for p in params if p.type == FLOAT]

            def final(known: list[Value]) -> list[Value]:
                if self.random.random() < 0.3:
                    return self.random.sample(carries, count)
                return [self.pick(known) for _ in range(count)]

            if not exits:
                return final(inner)

            def decide(known: list[Value], level: int) -> list[Value]:
                if level == 0 or self.random.random() < 0.3:
                    return [
                        constant(self.random.choice([NEXT, NEXT, BREAK, RETURN])),
                        *final(known),
                    ]
                test = self.condition(known)
                sides = tuple(
                    self.block([], known, lists, 1, lambda k, _: decide(k, level - 1))
                    for _ in range(2)
                )
                op = emit_op("if", [test], types=(INT, *(FLOAT,) * count), regions=sides)
                self.named(op.outs[1:])
                return list(op.outs)

            return decide(inner, 2)

        return results

    def finish(
        self,
        inits: list[Value],
        attrs: dict[str, Any],
        exits: bool,
        region: Region,
        known: list[Value],
    ) -> None:
        if exits:
            attrs["exits"] = True
        types = (*((INT,) if exits else ()), *(FLOAT for _ in inits))
        op = emit_op("loop", inits, attrs, types=types, regions=(region,))
        outs = op.outs[1:] if exits else op.outs
        self.named(outs)
        known += outs
        if exits and self.random.random() < 0.3:
            test = emit("eq", op.outs[0], RETURN)
            known.append(test * 1.0)

    def uncounted(self, known: list[Value], lists: list[Value], depth: int) -> None:
        inits = [self.pick(known) for _ in range(self.random.randint(0, 2))]
        counter = Value(INT, "n")
        params = [counter, *(Value(FLOAT) for _ in inits)]
        self.named(params[1:])
        count = len(inits)
        bound = self.random.randint(0, 3)

        def results(inner: list[Value], their: list[Value]) -> list[Value]:
            test = emit("lt", counter, bound)
            after = emit("add", counter, 1, hint="n")

            def stay(known: list[Value], _: list[Value]) -> list[Value]:
                found = self.round(count, True, depth, params)(known, their)
                return [found[0], after, *found[1:]]

            going = self.block([], inner, their, depth, stay)
            same = self.random.random() < 0.7
            carries = params[1:] if same else [self.pick(inner) for _ in range(count)]
            gone = Region((), (), (constant(FINISHED), counter, *carries))
            op = emit_op("if", [test], types=(INT, INT, *(FLOAT,) * count), regions=(going, gone))
            self.named(op.outs[2:])
            return list(op.outs)

        silent = self.random.random() < 0.6
        before, self.statements = self.statements, (lambda *_: None) if silent else self.statements  # type: ignore[method-assign]
        try:
            from codegen.ir.build import current

            outer = current()
            with building(Builder(params, outer.origin, outer.backward)) as builder:
                inner = [*known, *params[1:]]
                self.statements(inner, list(lists), depth - 1, 1)
                self.statements = before  # type: ignore[method-assign]
                found = results(inner, list(lists))
            region = builder.region(found)
        finally:
            self.statements = before  # type: ignore[method-assign]
        op = emit_op(
            "loop",
            [constant(0), *inits],
            {"exits": True},
            types=(INT, INT, *(FLOAT for _ in inits)),
            regions=(region,),
        )
        self.named(op.outs[2:])
        known += op.outs[2:]


assert NoneType
