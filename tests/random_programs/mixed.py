"""Random programs that mix the constructs of Python: stores, views, containers, functions, objects.

`mixed(rng)` writes a program with any source of choices: `random.Random(seed)`, or the `Random` of
hypothesis, whose choices shrink (`tests/random_programs/test_mixed.py`). What can be chosen is a
table, CONSTRUCTS; the files `stores`, `views`, `containers`, `functions`, `iteration`, `objects`
and `values` fill it. A construct is a function that writes statements with the names in scope and
binds new ones.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.random_programs import things
from tests.random_programs.programs import (
    HEADER,
    M34,
    M43,
    PARAMETERS,
    SHAPES,
    V3,
    V4,
    Program,
    Writer,
)

VECTORS, MATRICES = (V3, V4), (M34, M43)
IMPORTS = """import dataclasses
import functools
import itertools
from collections import defaultdict, deque
"""
THINGS = """
from tests.random_programs.things import *  # noqa: F403

RATE = 0.7
TABLE = [0.5, -0.25, 1.5]
"""


@dataclass(frozen=True)
class Mixture(Program):
    """A program, and the names of the constructs that it is made of."""

    constructs: tuple[str, ...] = ()


@dataclass
class Mixed(Writer):
    """The program under way, and the constructs that it has so far."""

    constructs: set[str] = field(default_factory=set)
    names_of_blocks: tuple[str, ...] = ()
    names_of_constructs: tuple[str, ...] = ()

    def chance(self, p: float) -> bool:
        """Yes with that probability; the choice that shrinks to nothing is no."""
        return self.rng.randrange(100) >= round(100 - 100 * p)

    def constant(self) -> str:
        return str((self.rng.randrange(300) - 150) / 100)

    def several(self, most: int) -> int:
        return 1 + self.rng.randrange(most)

    # -------------------------------------------------------------------------------- values

    def value(self, deep: int = 1) -> str:
        """A number to store: in a loop nothing may grow without bound."""
        text = self.number(deep)
        return f"np.tanh({text})" if self.loops else text

    def plain_value(self, deep: int = 1) -> str:
        """A number without a name bound on the way: for the inside of functions."""
        outer, self.plain = self.plain, True
        text = self.number(deep)
        self.plain = outer
        return text

    def values(self, kind: str, deep: int = 1) -> str:
        """An array to store."""
        outer, self.plain = self.plain, True
        text = self.array(kind, deep)
        self.plain = outer
        return f"np.tanh({text})" if self.loops else f"({text})"

    def factor(self) -> str:
        """A number near one, to multiply or divide by."""
        return f"({1.0 if self.loops else 1.1} + 0.1 * np.sin({self.number(1)}))"

    def vector(self) -> str:
        return self.rng.choice(VECTORS)

    def matrix(self) -> str:
        return self.rng.choice(MATRICES)

    def written(self, kind: str) -> str:
        """The name of an array that may be written to; where there is none, a new one."""
        found = self.local(kind)
        if found is not None and self.chance(0.8):
            return found
        name = self.fresh()
        self.line(f"{name} = {self.owned(kind)}")
        self.bind(name, kind)
        return name

    def owned(self, kind: str) -> str:
        """An array that nothing else holds."""
        found = self.name(kind)
        if found is not None and self.chance(0.6):
            return self.rng.choice((f"{found}.copy()", f"{found} * 1.0", f"np.array({found})"))
        return self.rng.choice((f"np.zeros({SHAPES[kind]})", f"{self.values(kind)} + 0.0"))

    def list_name(self) -> str:
        """The name of a list of numbers that may be changed, not empty."""
        found = [n for n in self.names("list") if n not in self.shared]
        if found and self.chance(0.7):
            return self.rng.choice(found)
        name = self.fresh()
        items = ", ".join(self.value() for _ in range(1 + self.several(2)))
        self.line(f"{name} = [{items}]")
        self.bind(name, "list")
        return name

    def number_name(self) -> str:
        """The name of a number that may be rebound."""
        found = [n for n in self.names("float") if n not in self.indices]
        if found and self.chance(0.8):
            return self.rng.choice(found)
        return self.define("float", self.value())

    def define(self, kind: str, text: str) -> str:
        """Bind a new name."""
        name = self.fresh()
        self.line(f"{name} = {text}")
        self.bind(name, kind)
        return name

    def inside(self, text: str) -> None:
        """A line of the block that the line before has opened."""
        self.depth += 1
        self.line(text)
        self.depth -= 1

    # -------------------------------------------------------------------------------- statements

    def statement(self) -> bool:
        self.size -= 1
        if self.depth < 2 and self.size > 0 and self.names_of_blocks and self.chance(0.25):
            name = self.rng.choice(self.names_of_blocks)
            self.constructs.add(name)
            return bool(BLOCKS[name](self))
        if self.depth > 0 and self.chance(0.05):
            self.constructs.add("leave a block early")
            return self.leave()
        for _ in range(4):
            name = self.rng.choice(self.names_of_constructs)
            if CONSTRUCTS[name](self) is not False:
                self.constructs.add(name)
                return False
        self.assign()
        return False


Construct = Callable[[Mixed], Any]
CONSTRUCTS: dict[str, Construct] = {}
BLOCKS: dict[str, Construct] = {
    "branch": Mixed.branch,
    "for loop": Mixed.loop,
    "while loop": Mixed.while_loop,
}


def construct(name: str, table: dict[str, Construct] = CONSTRUCTS) -> Callable[[Construct], None]:
    """Enter a construct into the table. It returns False where it has written nothing."""

    def enter(write: Construct) -> None:
        assert name not in table, name
        table[name] = write

    return enter


CONSTRUCTS |= {
    "assignment": Mixed.assign,
    "swap or unpack": Mixed.unpack,
    "call of a helper": Mixed.call,
    "assert or print": Mixed.speak,
    "inner function": lambda m: m.inner_function() if m.depth == 0 else False,
}

MORE_PARAMETERS = {**PARAMETERS, "d": "dict", "point": "point", "layer": "layer"}


def mixed(rng: random.Random, names: Collection[str] | None = None) -> Mixture:
    """A program made of the choices of rng, of the constructs of those names (default: all)."""
    writer = Mixed(rng, size=8)
    writer.names_of_blocks = tuple(n for n in BLOCKS if names is None or n in names)
    writer.names_of_constructs = tuple(n for n in CONSTRUCTS if names is None or n in names)
    writer.returns = rng.choice(("float",) * 6 + ("tuple", "dict", V3, M34))
    chosen = ["a", "n", "x"]
    rare = ("point", "layer")
    others = [p for p in MORE_PARAMETERS if p not in chosen and (names is None or p not in rare)]
    chosen += [p for p in others if writer.chance(0.1 if p in rare else 0.3)]
    writer.kinds = {name: MORE_PARAMETERS[name] for name in chosen}
    writer.shared = set(chosen)
    writer.constructs |= {f"parameter: {MORE_PARAMETERS[p]}" for p in chosen if p in rare}
    for name in chosen:
        if MORE_PARAMETERS[name] in SHAPES and not writer.chance(0.4):
            writer.line(f"{name} = {name}.copy()")
            writer.shared.discard(name)
    for _ in range(1 + rng.randrange(6)):
        if writer.size > -4:
            writer.statement()
    writer.line(final(writer))
    draw = np.random.default_rng(rng.randrange(1000))
    head = IMPORTS + HEADER.replace("import numpy as np\n", "import numpy as np\n" + THINGS, 1)
    text = f"{head}\n\ndef f({', '.join(chosen)}):\n" + "\n".join(writer.lines) + "\n"
    args = tuple(argument(MORE_PARAMETERS[name], draw) for name in chosen)
    return Mixture(text, args, tuple(sorted(writer.constructs)))


def final(writer: Mixed) -> str:
    """The last return: something of everything that is in scope at the end."""
    parts = []
    for name, kind in list(writer.kinds.items())[-6:]:
        if kind in SHAPES:
            parts.append(f"np.sum({name} * {name})")
        elif kind in ENDS:
            parts.append(ENDS[kind].format(name))
    if writer.returns == "float":
        return "return " + " + ".join([*parts, writer.number(1)])
    total = " + ".join(parts) or "a * 1.0"
    if writer.returns == "tuple":
        return f"return {total}, {writer.array(V3, 1)}"
    if writer.returns == "dict":
        return f'return {{"a": {total}, "b": {writer.array(M34, 1)}}}'
    return f"return {writer.array(writer.returns, 1)} * ({total})"


ENDS = {
    "float": "{}",
    "list": "sum({})",
    "dict": "{0}['a'] * np.sum({0}['w'])",
    "point": "{0}.x * {0}.y",
    "layer": "np.sum({0}.weight) * {0}.bias",
    "tally": "{0}.total",
}


def argument(kind: str, draw: np.random.Generator) -> Any:
    if kind == "float":
        return float(draw.uniform(-1.2, 1.2))
    if kind == "int":
        return int(draw.integers(0, 4))
    if kind == "list":
        return [float(v) for v in draw.uniform(-1.2, 1.2, int(draw.integers(1, 4)))]
    if kind == "dict":
        return {"a": float(draw.uniform(-1, 1)), "w": draw.uniform(-1.2, 1.2, 4)}
    if kind == "point":
        return things.Point(*map(float, draw.uniform(-1, 1, 2)))
    if kind == "layer":
        return things.Layer(draw.uniform(-1, 1, 4), float(draw.uniform(-1, 1)))
    return draw.uniform(-1.2, 1.2, SHAPES[kind])
