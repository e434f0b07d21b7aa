"""Random programs of the tiny language: nested branches, loops, early exits, arrays, lists, swaps.

Values stay small (sin, tanh, factors below one) and every `while` counts its rounds, so that
differences are precise and programs end.
"""

from __future__ import annotations

import random


class Writer:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.floats = ["x", "y"]
        self.arrays = ["a"]
        self.counters: list[str] = []
        self.loops = 0
        self.made = 0

    def source(self) -> str:
        lines = ["def f(a, x, y):", "    b = a * x", "    rs = [x, y * y]"]
        self.arrays.append("b")
        for name in ("p", "q"):
            lines.append(f"    {name} = {self.number()}")
            self.floats.append(name)
        lines += self.block(1, 3, False)
        lines.append(f"    return {self.number()} + sum({self.array()}) + {self.number()} * rs[0]")
        return "\n".join(lines) + "\n"

    def number(self) -> str:
        choose = self.random.random()
        x, y = self.random.choice(self.floats), self.random.choice(self.floats)
        if choose < 0.2:
            return f"sin({x} * {y} + {self.random.choice(['0.3', '1.1', y])})"
        if choose < 0.4:
            return f"({x} * {y} - 0.4 * {x})"
        if choose < 0.5:
            return f"tanh({x}) / (1.5 + {y} * {y})"
        if choose < 0.65:
            return f"{self.random.choice(self.arrays)}[{self.index()}] * {y}"
        if choose < 0.75:
            return f"sum({self.array()}) * 0.3"
        if choose < 0.8:
            return "rs[-1] * 0.7"
        if choose < 0.9:
            return f"(0.6 * {x} + 0.2 * {y})"
        return self.random.choice(
            [x, "0.5", f"0.1 * {self.counters[-1]}" if self.counters else "0.8"]
        )

    def array(self) -> str:
        a, b = self.random.choice(self.arrays), self.random.choice(self.arrays)
        x = self.random.choice(self.floats)
        return self.random.choice(
            [a, f"sin({a})", f"tanh({a} * {b})", f"{a} * {x}", f"(0.5 * {a} + 0.4 * {b})"]
        )

    def index(self) -> str:
        if self.counters and self.random.random() < 0.6:
            i = self.random.choice(self.counters)
            return self.random.choice([f"{i} % 4", f"({i} + 1) % 4", f"-1 - {i} % 3"])
        return str(self.random.randrange(-4, 4))

    def condition(self) -> str:
        if self.counters and self.random.random() < 0.3:
            return f"{self.random.choice(self.counters)} {self.random.choice(['>', '==', '<='])} 1"
        sign, bound = self.random.choice("><"), self.random.choice(["0.1", "0.3", "-0.2"])
        return f"{self.number()} {sign} {bound}"

    def block(self, depth: int, budget: int, in_loop: bool) -> list[str]:
        lines: list[str] = []
        indent = "    " * depth
        for _ in range(self.random.randint(1, 3)):
            choose = self.random.random()
            if choose < 0.2 and budget:
                lines += [
                    indent + f"if {self.condition()}:",
                    *self.block(depth + 1, budget - 1, in_loop),
                ]
                if self.random.random() < 0.5:
                    lines += [indent + "else:", *self.block(depth + 1, budget - 1, in_loop)]
            elif choose < 0.4 and budget:
                lines += self.loop(depth, budget)
            elif choose < 0.48 and in_loop and budget:
                leave = self.random.choice(["break", "continue", f"return {self.number()}"])
                lines.append(indent + f"if {self.condition()}:")
                if self.random.random() < 0.5:
                    lines += [indent + "    " + line for line in self.simple()]
                lines.append(indent + "    " + leave)
            else:
                lines += [indent + line for line in self.simple()]
        if not budget and in_loop and self.random.random() < 0.2:
            lines.append(indent + self.random.choice(["break", "continue"]))
        return lines

    def loop(self, depth: int, budget: int) -> list[str]:
        indent = "    " * depth
        self.loops += 1
        name = "ijklmn"[len(self.counters) % 6] + str(self.loops)
        if self.random.random() < 0.6:
            ends = self.random.choice(["3", "4", "0", "1, 4", "4, -1, -2", "2, 1", "1, 6, 2"])
            head = [indent + f"for {name} in range({ends}):"]
            first: list[str] = []
        else:
            head = [indent + f"{name} = 0"]
            head += [indent + f"while {name} < {self.random.choice(['3', '4', '0'])}:"]
            first = [indent + f"    {name} = {name} + 1"]
        self.counters.append(name)
        body = self.block(depth + 1, budget - 1, True)
        self.counters.pop()
        return [*head, *first, *body]

    def simple(self) -> list[str]:
        choose = self.random.random()
        if choose < 0.4:
            return [f"{self.random.choice(['p', 'q', 'x', 'y'])} = {self.number()}"]
        if choose < 0.5:
            x, y = self.random.sample(["p", "q", "x", "y"], 2)
            return [f"{x}, {y} = {y}, {self.number()}"]
        if choose < 0.6:
            return [f"{self.random.choice('ab')} = {self.array()} * 1.0"]
        if choose < 0.65:
            return [f"a, b = b, {self.array()} * 1.0"]
        if choose < 0.75:
            return [f"{self.random.choice('ab')}[{self.index()}] = {self.number()}"]
        if choose < 0.8:
            name = self.random.choice("ab")
            return [f"{name}[{self.index()}] += {self.number()}"]
        if choose < 0.86:
            c, x = self.random.choice("ab"), self.random.choice(self.floats)
            return [f"{c}[1:3] = {self.random.choice([f'{c}[:2] * {x}', x, f'sin({c}[2:])'])}"]
        if choose < 0.94:
            return [f"rs.append({self.number()})"]
        return ["if len(rs) > 2:", f"    {self.random.choice('pq')} = rs.pop()"]


def program(seed: int) -> str:
    return Writer(seed).source()
