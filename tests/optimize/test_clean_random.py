"""Random backward graphs: every clean-up pass keeps what they compute."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.compare import same
from codegen.ir.graph import Graph, Index, Leaf, Node, Parameter, Region, Slice, Value
from codegen.ir.parse import parse
from codegen.ir.run import run
from codegen.ir.text import show
from codegen.ir.types import FLOAT, INT, Symbol, array_of, is_number, new_facts
from codegen.ir.verify import verify
from codegen.optimize.pipeline import CLEAN
from tests.optimize.checks import agree

N = Symbol("n", not_one=True)
LITERALS = (0, 1, -1, 2, 0.5, 1.0, -2.0, 3)
PATHS = [(), (), (Index((0,)),), (Index((Slice(1, None),)),), (Index((Slice(None, -1),)),)]


class Maker:
    """Blocks of random ops on numbers and on arrays of one length."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def block(self, pool: list[Value], ops: int, depth: int) -> list[Value]:
        pool = list(pool)
        for _ in range(ops):
            pool.append(self.op(pool, depth))
        return pool

    def pick(self, pool: list[Value], number: bool | None = None) -> Any:
        if number is not False and self.random.random() < 0.2:
            return self.random.choice(LITERALS)
        values = [v for v in pool if number is None or is_number(v.type) == number]
        return self.random.choice(values[-6:])

    def op(self, pool: list[Value], depth: int) -> Value:
        kind = self.random.random()
        hint = self.random.choice([None, None, "t"])
        if depth and kind < 0.1:
            return self.branch(pool, depth)
        if depth and kind < 0.2:
            return self.loop(pool, depth)
        if kind < 0.6:
            name = self.random.choice(["add", "sub", "mul", "mul", "mul"])
            return emit(name, self.pick(pool), self.pick(pool), hint=hint)
        if kind < 0.7:
            return emit("neg", self.pick(pool), hint=hint)
        if kind < 0.75:
            below = emit("add", 2.5, emit("pow", self.pick(pool), 2))
            scaled = emit("mul", self.random.choice([2, 4, -3]), below)
            power = emit("pow", scaled, self.random.choice([1, 2]))
            return emit("div", self.pick(pool), power, hint=hint)
        if kind < 0.8:
            return emit("full_like", self.pick(pool, True), self.pick(pool, False))
        if kind < 0.85:
            return emit("zeros_like", self.pick(pool))
        path = self.random.choice(PATHS)
        base = self.pick(pool, None if path == () else False)
        number = is_number(base.type) if isinstance(base, Value) else True
        value = self.pick(pool, True if number or path else None)
        if path and self.random.random() < 0.4:
            cleared = emit("update", base, 0, path=path)
            return emit("accumulate", cleared, value, path=self.random.choice(PATHS))
        name = "update" if path and self.random.random() < 0.5 else "accumulate"
        return emit(name, base, value, path=path, hint=hint)

    def branch(self, pool: list[Value], depth: int) -> Value:
        regions = []
        for _ in range(2):
            with building(Builder(backward=True)) as builder:
                inner = self.block(pool, 3, depth - 1)
                result = self.random.choice([v for v in inner if v.type == FLOAT])
            regions.append(builder.region((result,)))
        condition = emit("gt", self.random.choice([v for v in pool if v.type == FLOAT]), 0.5)
        return emit_op("if", [condition], types=(FLOAT,), regions=tuple(regions)).out

    def loop(self, pool: list[Value], depth: int) -> Value:
        inits = [self.random.choice([v for v in pool if v.type == FLOAT]) for _ in range(2)]
        inits.append(self.random.choice([v for v in pool if v.type == pool[2].type]))
        params = [Value(INT, "i"), *(Value(v.type, "carry") for v in inits)]
        with building(Builder(params, backward=True)) as builder:
            inner = self.block(pool + params[1:], 4, depth - 1)
            results = [
                self.random.choice([p, *(v for v in inner if v.type == p.type)]) for p in params[1:]
            ]
        attrs = {"start": 0, "stop": 2, "step": 1}
        types = tuple(p.type for p in params[1:])
        op = emit_op("loop", inits, attrs, types=types, regions=(builder.region(results),))
        return self.random.choice(op.outs)

    def graph(self) -> Graph:
        values = [Value(FLOAT, "a"), Value(FLOAT, "b"), Value(array_of("float64", N), "x")]
        with building(Builder(values, backward=True)) as builder:
            pool = self.block(values, 14, 2)
        results = tuple(pool[-1:2:-3])
        output = Node("tuple", tuple(Leaf(k) for k in range(len(results))))
        params = tuple(Parameter(value, str(value.name)) for value in values)
        return Graph("f", params, Region(tuple(values), tuple(builder.ops), results), output)


@pytest.mark.parametrize("seed", range(60))
def test_clean(seed):
    with new_facts(), np.errstate(all="ignore"):
        graph = Maker(seed).graph()
        verify(graph)
        args = (0.7, -1.3, np.array([0.4, -0.9, 1.1]))
        expected = run(graph, *args).output
        for name, transform in CLEAN:
            changed = transform(graph)
            verify(changed)
            assert same(parse(show(changed)), changed), name
            found = run(changed, *args).output
            try:
                agree(found, expected)
            except AssertionError as error:
                raise AssertionError(f"{name}\n{show(graph)}\n{show(changed)}") from error
            graph = changed
