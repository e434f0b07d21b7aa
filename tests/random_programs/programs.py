"""Random programs, as source text: what people write, put together by chance.

`program(seed)` gives a module with a function `f` and the arguments of one call. Every array has a
known shape, every index is in range, and what is assigned in a loop stays bounded, so that nearly
every program runs.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

HEADER = """import math

import numpy as np


def bent(v):
    return v / (1.0 + v * v)


def scaled(w, k):
    w *= k
    return w


def bump(w, i, k):
    w[i] += k


def pair(p, q):
    return p * q, np.sin(p) - q


def fold(k, v):
    if k <= 0:
        return v
    return fold(k - 1, math.sin(v) + 0.1 * k)


def clamp(v):
    if v > 1.5:
        return 1.5
    if v < -1.5:
        return -1.5
    return v


def total(ws):
    s = 0.0
    for w in ws:
        s += w * w
    return s
"""

V3, V4, M34, M43 = "v3", "v4", "m34", "m43"
SHAPES = {V3: (3,), V4: (4,), M34: (3, 4), M43: (4, 3)}
KINDS = ("float", "int", V3, V4, M34, M43, "list")


@dataclass(frozen=True)
class Program:
    """A module with a function `f`, and the arguments of one call."""

    text: str
    args: tuple[Any, ...]


@dataclass
class Writer:
    """The program under way: names in scope and their kinds, and the depth of nesting."""

    rng: random.Random
    size: int
    lines: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    indices: list[str] = field(default_factory=list)  # loop indices: never assigned
    shared: set[str] = field(default_factory=set)  # arguments: stored into rarely
    depth: int = 0
    loops: int = 0  # loops around
    breakable: bool = False
    used: int = 0
    returns: str = "float"
    plain: bool = False  # no store, no aliasing: names from branches only

    # -------------------------------------------------------------------------------- helpers

    def pick(self, *ways: Callable[[], Any]) -> Any:
        return self.rng.choice(ways)()

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def names(self, kind: str) -> list[str]:
        found = [name for name, k in self.kinds.items() if k == kind]
        return found + (self.indices if kind == "int" else [])

    def name(self, kind: str) -> str | None:
        found = self.names(kind)
        return self.rng.choice(found) if found else None

    def local(self, kind: str) -> str | None:
        """A name that may be stored into."""
        found = [n for n in self.names(kind) if n not in self.indices]
        found = [n for n in found if n not in self.shared or self.chance(0.1)]
        return self.rng.choice(found) if found else None

    def fresh(self) -> str:
        self.used += 1
        return f"{self.rng.choice('abcdeghpqrstuvwz')}{self.used}"

    def line(self, text: str) -> None:
        self.lines.append("    " * (self.depth + 1) + text)

    def constant(self) -> str:
        return str(round(self.rng.uniform(-1.5, 1.5), 2))

    # -------------------------------------------------------------------------------- expressions

    def expression(self, kind: str, deep: int = 2) -> str:
        if kind == "float":
            return self.number(deep)
        if kind == "int":
            return self.integer()
        if kind == "list":
            return self.listed(deep)
        return self.array(kind, deep)

    def integer(self) -> str:
        found = self.name("int")
        if found and self.chance(0.7):
            return found
        if self.chance(0.3) and (xs := self.name("list")):
            return f"len({xs})"
        return str(self.rng.randrange(4))

    def index(self, length: int) -> str:
        """An index in range."""
        found = self.name("int")
        if found and self.chance(0.6):
            return (
                f"({found} + {self.rng.randrange(3)}) % {length}"
                if self.chance(0.5)
                else f"{found} % {length}"
            )
        return str(self.rng.randrange(-length, length))

    def list_index(self, xs: str) -> str:
        found = self.name("int")
        if found and self.chance(0.6):
            return f"{found} % len({xs})"
        return self.rng.choice(("0", "-1"))

    def element(self) -> str | None:
        kind = self.rng.choice((V3, V4, M34, M43, "list"))
        name = self.name(kind)
        if name is None:
            return None
        if kind == "list":
            return f"{name}[{self.list_index(name)}]"
        places = [self.index(length) for length in SHAPES[kind]]
        if len(places) == 2 and self.chance(0.3):
            return f"{name}[{places[0]}][{places[1]}]"
        return f"{name}[{', '.join(places)}]"

    def number(self, deep: int) -> str:
        if deep <= 0 or self.chance(0.25):
            choices = [self.name("float"), self.element(), self.name("float")]
            found = [c for c in choices if c]
            return self.rng.choice(found) if found and self.chance(0.85) else self.constant()
        inner = lambda: self.number(deep - 1)  # noqa: E731
        vector = lambda: self.array(self.rng.choice((V3, V4)), deep - 1)  # noqa: E731
        matrix = lambda: self.array(self.rng.choice((M34, M43)), deep - 1)  # noqa: E731

        def dot() -> str:
            kind = self.rng.choice((V3, V4))
            one, other = self.array(kind, deep - 1), self.array(kind, deep - 1)
            return self.rng.choice((f"np.dot({one}, {other})", f"({one}) @ ({other})"))

        def generator() -> str:
            xs = self.name(self.rng.choice(("list", V3, V4)))
            return f"sum(w * {inner()} for w in {xs})" if xs else inner()

        def walrus() -> str:
            name = self.fresh()
            text = f"({name} := {inner()}) * {name}"
            return f"({text})"

        return self.pick(
            lambda: f"({inner()} + {inner()})",
            lambda: f"({inner()} - {inner()})",
            lambda: f"{inner()} * {inner()}",
            lambda: f"{inner()} / (1.0 + {self.square(deep)})",
            lambda: f"np.{self.rng.choice(('sin', 'tanh', 'cos', 'arctan'))}({inner()})",
            lambda: f"math.{self.rng.choice(('sin', 'tanh', 'cos', 'atan'))}({inner()})",
            lambda: f"math.exp(-abs({inner()}))",
            lambda: f"{self.rng.choice(('max', 'min'))}({inner()}, {inner()})",
            lambda: f"np.{self.rng.choice(('sum', 'mean', 'max', 'min'))}({vector()})",
            lambda: f"np.{self.rng.choice(('sum', 'mean'))}({matrix()})",
            dot,
            generator,
            lambda: f"sum({xs})" if (xs := self.name("list")) else inner(),
            lambda: f"total({xs})" if (xs := self.name(self.rng.choice(("list", V3)))) else inner(),
            lambda: f"{self.rng.choice(('bent', 'clamp'))}({inner()})",
            lambda: f"fold({self.rng.randrange(3)}, {inner()})",
            lambda: f"({inner()} if {self.test(deep - 1)} else {inner()})",
            lambda: f"{self.integer()} * {inner()}",
            lambda: f"({inner()}) ** 2",
            walrus if not self.plain else inner,
            lambda: f"pair({inner()}, {inner()})[{self.rng.randrange(2)}]",
        )

    def square(self, deep: int) -> str:
        inner = self.number(min(deep - 1, 0))
        return f"{inner} * {inner}"

    def test(self, deep: int = 1) -> str:
        inner = lambda: self.number(deep - 1)  # noqa: E731
        compare = lambda: self.rng.choice(("<", ">", "<=", ">="))  # noqa: E731
        tests: list[Callable[[], str]] = [
            lambda: f"{inner()} {compare()} {inner()}",
            lambda: f"{inner()} {compare()} {inner()}",
            lambda: f"{self.constant()} < {inner()} < 1.0",
            lambda: f"{self.integer()} % 2 == {self.rng.randrange(2)}",
            lambda: f"{self.integer()} in (1, 2)",
        ]
        if deep > 0:
            tests += [
                lambda: f"{self.test(deep - 1)} and {self.test(deep - 1)}",
                lambda: f"({self.test(deep - 1)} or {self.test(deep - 1)})",
                lambda: f"not {self.test(deep - 1)}",
            ]
        return str(self.rng.choice(tests)())

    def array(self, kind: str, deep: int) -> str:
        shape = SHAPES[kind]
        found = self.name(kind)
        if deep <= 0 or self.chance(0.3):
            if found and self.chance(0.9):
                return found
            return self.rng.choice(
                (f"np.zeros({shape})", f"np.ones({shape})", f"np.full({shape}, 0.5)")
            )
        inner = lambda: self.array(kind, deep - 1)  # noqa: E731
        number = lambda: self.number(deep - 1)  # noqa: E731
        ways: list[Callable[[], str]] = [
            lambda: f"({inner()} + {inner()})",
            lambda: f"({inner()} - {number()})",
            lambda: f"{inner()} * {number()}",
            lambda: f"{inner()} * {inner()}",
            lambda: f"{inner()} / (1.0 + {number()} ** 2)",
            lambda: f"np.{self.rng.choice(('sin', 'tanh', 'cos'))}({inner()})",
            lambda: f"np.where({inner()} > {number()}, {inner()}, {inner()})",
            lambda: f"np.maximum({inner()}, {number()})",
            lambda: f"np.clip({inner()}, -1.0, 1.0)",
        ]
        if found:
            ways += [
                lambda: f"{found}.copy()",
                lambda: f"{found}[::-1]",
                lambda: f"np.zeros_like({found})",
            ]
        if len(shape) == 1:
            rows = M34 if kind == V4 else M43
            columns = M43 if kind == V4 else M34
            other = V3 if kind == V4 else V4
            items = ", ".join(number() for _ in range(shape[0])) if self.chance(0.2) else ""
            row, column = self.name(rows), self.name(columns)
            if items:
                ways.append(lambda: f"np.array([{items}])")
            if row:
                ways += [
                    lambda: f"{row}[{self.index(SHAPES[rows][0])}]",
                    lambda: f"{row}.sum(axis=0)",
                ]
            if column:
                ways += [
                    lambda: f"{column}[:, {self.index(SHAPES[columns][1])}]",
                    lambda: f"{column} @ {self.array(other, deep - 1)}",
                ]
            ways.append(lambda: f"np.array([{number()} * w for w in {self.array(kind, 0)}])")
        else:
            turned = M43 if kind == M34 else M34
            left, right = (V3, V4) if kind == M34 else (V4, V3)
            ways += [
                lambda: f"({self.array(turned, deep - 1)}).T",
                lambda: f"np.outer({self.array(left, deep - 1)}, {self.array(right, deep - 1)})",
                lambda: f"({inner()} + {self.array(right, deep - 1)})",
            ]
        return str(self.rng.choice(ways)())

    def listed(self, deep: int) -> str:
        found = self.name("list")
        ways: list[Callable[[], str]] = [
            lambda: "["
            + ", ".join(self.number(deep - 1) for _ in range(self.rng.randrange(1, 4)))
            + "]",
            lambda: (
                f"[w * {self.number(deep - 1)} "
                f"for w in {self.array(self.rng.choice((V3, V4)), 0)}]"
            ),
            lambda: f"[{self.number(deep - 1)} for k in range(3)]",
            lambda: f"[{self.number(0)}] * 3",
        ]
        if found:
            ways += [
                lambda: f"{found}[:]",
                lambda: f"list({found})",
                lambda: f"[{self.number(deep - 1)} + w for w in {found}]",
                lambda: f"[w for w in {found} if w > {self.constant()}] + [{self.number(0)}]",
                lambda: (
                    f"{found} + [{self.number(deep - 1)}]" if not self.loops else f"{found}[:3]"
                ),
            ]
        return str(self.rng.choice(ways)())

    # -------------------------------------------------------------------------------- statements

    def bounded(self, kind: str) -> str:
        """A value to assign: in a loop nothing may grow without bound."""
        text = self.expression(kind)
        if kind in ("int", "list"):
            return text
        if self.loops:
            return (
                f"np.{self.rng.choice(('sin', 'tanh'))}({text})"
                if kind != "float" or self.chance(0.5)
                else f"math.tanh({text})"
            )
        return text

    def block(self, count: int) -> None:
        start, kinds = len(self.lines), dict(self.kinds)
        self.depth += 1
        for _ in range(count):
            if self.statement():
                break
        if len(self.lines) == start:
            self.line("pass")
        self.depth -= 1
        self.kinds = kinds

    def statement(self) -> bool:
        """Write one statement; True where nothing after it is reached."""
        ways = [self.assign] * 5 + [self.augment] * 3 + [self.store] * 4 + [self.on_list] * 2
        ways += [self.unpack, self.alias, self.call, self.view]
        if self.depth < 3 and self.size > 0:
            ways += [self.branch] * 3 + [self.loop] * 3 + [self.while_loop]
        if self.depth == 0:
            ways += [self.inner_function]
        if self.chance(0.03):
            ways = [self.speak]
        if self.depth > 0 and self.chance(0.06):
            ways = [self.leave]
        self.size -= 1
        return bool(self.rng.choice(ways)())

    def kind(self) -> str:
        return self.rng.choice(("float", "float", "float", "int", V3, V4, M34, M43, "list"))

    def target(self, kind: str) -> str:
        """A name to bind: an old one of that kind, or a new one."""
        found = [n for n in self.names(kind) if n not in self.indices]
        if found and self.chance(0.6 if self.depth else 0.3):
            return self.rng.choice(found)
        name = self.fresh()
        return name

    def bind(self, name: str, kind: str) -> None:
        self.kinds[name] = kind
        self.shared.discard(name)

    def assign(self) -> None:
        kind = self.kind()
        text = self.bounded(kind) if kind != "int" else f"({self.integer()} + 1) % 5"
        name = self.target(kind)
        self.line(f"{name} = {text}")
        self.bind(name, kind)

    def augment(self) -> None:
        kind = self.rng.choice(("float", "float", V3, V4, M34))
        name = self.local(kind)
        if name is None:
            return self.assign()
        op = self.rng.choice(("+=", "+=", "-=", "*=", "/="))
        text = self.expression(kind) if self.chance(0.6) else self.number(2)
        if op in ("*=", "/="):
            text = f"(1.1 + np.sin({text}))" if not self.loops else f"(1.0 + 0.1 * np.sin({text}))"
        elif self.loops:
            text = f"np.tanh({text})"
        self.line(f"{name} {op} {text}")
        return None

    def store(self) -> None:
        kind = self.rng.choice((V3, V4, M34, M43))
        name = self.local(kind)
        if name is None or self.plain:
            return self.assign()
        shape = SHAPES[kind]
        wrap = "np.tanh({})" if self.loops else "{}"
        op = self.rng.choice(("=", "=", "+=", "-=", "*="))
        if op == "*=":
            wrap = "(1.0 + 0.1 * np.sin({}))"
        if len(shape) == 1:
            way = self.rng.randrange(5)
            if way < 3:
                self.line(f"{name}[{self.index(shape[0])}] {op} {wrap.format(self.number(2))}")
            elif way == 3:
                self.line(f"{name}[1:] {op} {wrap.format(f'{self.array(kind, 1)}[:-1]')}")
            else:
                self.line(f"{name}[:] {op} {wrap.format(self.array(kind, 2))}")
            return None
        rows, columns = shape
        way = self.rng.randrange(5)
        inner, outer = (V4, V3) if columns == 4 else (V3, V4)
        if way == 0:
            self.line(f"{name}[{self.index(rows)}] {op} {wrap.format(self.array(inner, 2))}")
        elif way == 1:
            self.line(f"{name}[:, {self.index(columns)}] {op} {wrap.format(self.array(outer, 2))}")
        elif way == 2:
            self.line(f"{name}[1:, :-1] {op} {wrap.format(self.number(2))}")
        elif way == 3:
            self.line(
                f"{name}[{self.index(rows)}][{self.index(columns)}] {op} "
                f"{wrap.format(self.number(2))}"
            )
        else:
            places = f"{self.index(rows)}, {self.index(columns)}"
            self.line(f"{name}[{places}] {op} {wrap.format(self.number(2))}")
        return None

    def on_list(self) -> None:
        name = self.local("list")
        if name is None or self.plain or name in self.shared:
            text = self.listed(2)
            name = self.target("list")
            self.line(f"{name} = {text}")
            return self.bind(name, "list")
        value = f"np.tanh({self.number(2)})"
        self.pick(
            lambda: self.line(f"{name}.append({value})"),
            lambda: self.line(f"{name}.append({value})"),
            lambda: self.line(f"{name}[{self.list_index(name)}] = {value}"),
            lambda: self.line(f"{name}[{self.list_index(name)}] += {value}"),
            lambda: self.line(f"if len({name}) > 1:") or self.line(f"    {name}.pop()"),
            lambda: self.line(f"{name}.insert(0, {value})"),
            lambda: self.line(f"{name}.extend([{value}, {self.number(0)}])"),
            lambda: self.line(f"{name} += [{value}]"),
        )
        return None

    def unpack(self) -> None:
        kind = self.rng.choice(("float", "float", V3, V4))
        found = [n for n in self.names(kind) if n not in self.indices]
        if len(found) > 1 and self.chance(0.6):
            one, other = self.rng.sample(found, 2)
            if kind == "float" or (one not in self.shared and other not in self.shared):
                self.line(f"{one}, {other} = {other}, {one}")
                return
        first, second = self.bounded(kind), self.bounded("float")
        name, scalar = self.target(kind), self.target("float")
        if name != scalar:
            self.line(f"{name}, {scalar} = {first}, {second}")
            self.bind(name, kind)
            self.bind(scalar, "float")

    def alias(self) -> None:
        kind = self.rng.choice((V3, V4, M34, M43, "list"))
        name = self.local(kind)
        if name is None or (self.depth and self.chance(0.7)):
            return self.assign()
        new = self.fresh()
        self.line(f"{new} = {name}")
        self.bind(new, kind)
        return None

    def view(self) -> None:
        kind = self.rng.choice((M34, M43))
        name = self.local(kind)
        if name is None:
            return self.assign()
        rows, columns = SHAPES[kind]
        row, column = (V4, V3) if columns == 4 else (V3, V4)
        new = self.fresh()
        way = self.rng.randrange(4)
        if way == 0:
            self.line(f"{new} = {name}[{self.index(rows)}]")
            self.bind(new, row)
        elif way == 1:
            self.line(f"{new} = {name}[:, {self.index(columns)}]")
            self.bind(new, column)
        elif way == 2:
            self.line(f"{new} = {name}.T")
            self.bind(new, M43 if kind == M34 else M34)
        else:
            self.line(f"{new} = {name}[::-1]")
            self.bind(new, kind)
        return None

    def call(self) -> None:
        kind = self.rng.choice((V3, V4))
        name = self.local(kind)
        if name is None or self.chance(0.3):
            first, second = self.bounded("float"), self.number(1)
            one, other = self.target("float"), self.fresh()
            self.line(f"{one}, {other} = pair({first}, {second})")
            self.bind(one, "float")
            self.bind(other, "float")
        elif self.chance(0.5):
            self.line(f"bump({name}, {self.index(SHAPES[kind][0])}, np.tanh({self.number(1)}))")
        else:
            self.line(f"scaled({name}, 1.0 + 0.1 * np.sin({self.number(1)}))")

    def speak(self) -> None:
        found = self.name("float")
        if found and self.chance(0.5):
            self.line(f'print(f"{found} is {{{found}:.3f}}", {self.integer()})')
        else:
            self.line(f"assert {self.number(1)} < 1e9")

    def leave(self) -> bool:
        if self.breakable and self.chance(0.65):
            self.line(self.rng.choice(("break", "continue")))
        else:
            self.line(self.result())
        return True

    def guarded_leave(self) -> None:
        self.line(f"if {self.test()}:")
        if self.chance(0.5):
            self.block(1)
            if self.lines[-1].strip().startswith(("break", "continue", "return")):
                return
        self.depth += 1
        if self.lines[-1].strip() == "pass" and self.lines[-2].strip().startswith("if"):
            self.lines.pop()
        word = self.rng.choice(("break", "break", "continue", "return"))
        self.line(word if word != "return" else self.result())
        self.depth -= 1

    def branch(self) -> None:
        self.line(f"if {self.test()}:")
        self.block(self.rng.randrange(1, 4))
        if self.chance(0.3):
            self.line(f"elif {self.test()}:")
            self.block(self.rng.randrange(1, 3))
        if self.chance(0.6):
            self.line("else:")
            self.block(self.rng.randrange(1, 3))

    def loop(self) -> None:
        index = self.rng.choice("ijklm") + (str(self.used) if self.loops else "")
        if index in self.indices or index in self.kinds:
            index = self.fresh()
        item = self.fresh()
        vector = self.name(self.rng.choice((V3, V4, "list"))) or "[0.5, -0.3]"
        if not self.plain and vector in self.names("list") and self.chance(0.7):
            vector = f"{vector}[:]" if self.chance(0.5) else f"list({vector})"
        elif vector in self.names("list"):
            vector = f"{vector}[:]"
        matrix = self.name(self.rng.choice((M34, M43)))
        header: tuple[str, dict[str, str], list[str]]
        options: list[tuple[str, dict[str, str], list[str]]] = [
            (f"for {index} in range({self.rng.randrange(0, 5)}):", {}, [index]),
            (f"for {index} in range(n):", {}, [index]),
            (f"for {index} in range({self.rng.randrange(2)}, {self.integer()} + 2):", {}, [index]),
            (f"for {index} in range(3, 0, -1):", {}, [index]),
            (f"for {item} in {vector}:", {item: "float"}, []),
            (f"for {index}, {item} in enumerate({vector}):", {item: "float"}, [index]),
            (f"for {item} in reversed({vector}):", {item: "float"}, []),
            (f"for {index} in reversed(range({self.rng.randrange(4)})):", {}, [index]),
        ]
        other, second = self.fresh(), self.name(self.rng.choice((V3, V4, "list")))
        if second and second not in self.names("list"):
            options.append(
                (
                    f"for {item}, {other} in zip({vector}, {second}):",
                    {item: "float", other: "float"},
                    [],
                )
            )
        if matrix:
            row = V4 if self.kinds[matrix] == M34 else V3
            options += [
                (f"for {item} in {matrix}:", {item: row}, []),
                (f"for {index} in range({matrix}.shape[0]):", {}, [index]),
            ]
        header = self.rng.choice(options)
        self.line(header[0])
        self.body(header[1], header[2])

    def body(self, kinds: dict[str, str], indices: list[str]) -> None:
        outer = dict(self.kinds), list(self.indices), self.breakable
        self.kinds |= kinds
        self.indices += indices
        self.loops += 1
        self.breakable = True
        start = len(self.lines)
        if self.chance(0.35):
            self.depth += 1
            self.guarded_leave()
            self.depth -= 1
            start = -1
        self.block(self.rng.randrange(1, 4))
        if start == -1 and self.chance(0.3):
            pass
        self.kinds, self.indices, self.breakable = outer
        self.loops -= 1
        if self.chance(0.12):
            self.line("else:")
            self.block(1)

    def while_loop(self) -> None:
        counter = self.fresh()
        self.line(f"{counter} = 0")
        test = f" and {self.test()}" if self.chance(0.5) else ""
        self.line(f"while {counter} < {self.rng.randrange(4)}{test}:")
        self.depth += 1
        self.line(f"{counter} += 1")
        self.depth -= 1
        self.body({}, [counter])

    def inner_function(self) -> None:
        name, parameter = f"h{self.used}", self.fresh()
        outer = dict(self.kinds)
        self.kinds[parameter] = "float"
        body = self.number(2)
        self.kinds = outer
        if self.chance(0.5):
            self.line(f"def {name}({parameter}):")
            self.line(f"    return {body}")
        else:
            self.line(f"{name} = lambda {parameter}: {body}")
        target = self.fresh()
        self.line(f"{target} = np.tanh({name}({self.number(1)}))")
        self.bind(target, "float")

    def result(self) -> str:
        if self.returns == "float":
            parts = [self.number(2)]
            for kind in (V3, M34, "list", "float"):
                found = self.name(kind)
                if found and self.chance(0.6):
                    parts.append(
                        found
                        if kind == "float"
                        else f"sum({found})" if kind == "list" else f"np.sum({found} * {found})"
                    )
            return "return " + " + ".join(parts)
        if self.returns == "tuple":
            return f"return {self.number(2)}, {self.array(V3, 1)}"
        if self.returns == "dict":
            return f'return {{"a": {self.number(2)}, "b": {self.array(M34, 1)}}}'
        return f"return {self.array(self.returns, 2)}"


PARAMETERS = {"x": V4, "y": V3, "A": M34, "a": "float", "b": "float", "n": "int", "xs": "list"}


def program(seed: int) -> Program:
    """The program of that number."""
    rng = random.Random(seed)
    writer = Writer(rng, size=rng.randrange(4, 14))
    writer.returns = rng.choice(("float",) * 6 + ("tuple", "dict", V3, M34))
    chosen = [name for name in PARAMETERS if name in "an" or rng.random() < 0.6]
    writer.kinds = {name: PARAMETERS[name] for name in chosen}
    writer.shared = set(chosen)
    for name in chosen:
        if PARAMETERS[name] in SHAPES and rng.random() < 0.6:
            writer.line(f"{name} = {name}.copy()")
            writer.shared.discard(name)
        elif PARAMETERS[name] == "list" and rng.random() < 0.6:
            writer.line(f"{name} = list({name})")
            writer.shared.discard(name)
    for _ in range(rng.randrange(2, 7)):
        if writer.size > -4:
            writer.statement()
    writer.line(writer.result())
    text = f"{HEADER}\n\ndef f({', '.join(chosen)}):\n" + "\n".join(writer.lines) + "\n"
    draw = np.random.default_rng(seed)

    def argument(kind: str) -> Any:
        if kind == "float":
            return float(draw.uniform(-1.2, 1.2))
        if kind == "int":
            return int(draw.integers(0, 4))
        if kind == "list":
            return [float(v) for v in draw.uniform(-1.2, 1.2, int(draw.integers(1, 4)))]
        return draw.uniform(-1.2, 1.2, SHAPES[kind])

    return Program(text, tuple(argument(PARAMETERS[name]) for name in chosen))
