"""Python expressions as text with a precedence: parentheses only where they are needed."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

# how strongly an expression binds: the levels of Python's grammar
LAMBDA, TERNARY, OR, AND, NOT, COMPARISON = range(1, 7)
BIT_OR, BIT_XOR, BIT_AND, SHIFT, SUM, PRODUCT, UNARY, POWER, ATOM = range(7, 16)

INFIX: dict[str, tuple[str, int]] = {
    "add": ("+", SUM), "sub": ("-", SUM), "mul": ("*", PRODUCT), "div": ("/", PRODUCT),
    "floordiv": ("//", PRODUCT), "mod": ("%", PRODUCT), "matmul": ("@", PRODUCT), "pow": ("**",
    POWER),
    "lt": ("<", COMPARISON), "le": ("<=", COMPARISON), "gt": (">", COMPARISON), "ge": (">=",
    COMPARISON),
    "eq": ("==", COMPARISON), "ne": ("!=", COMPARISON), "is": ("is", COMPARISON),
    "is_not": ("is not", COMPARISON), "in": ("in", COMPARISON), "not_in": ("not in", COMPARISON),
    "bitwise_and": ("&", BIT_AND), "bitwise_or": ("|", BIT_OR), "bitwise_xor": ("^", BIT_XOR),
    "left_shift": ("<<", SHIFT), "right_shift": (">>", SHIFT),
}  # fmt: skip
SIGN_SYMMETRIC = frozenset({"mul", "div", "matmul"})  # (-a) op b is exactly -(a op b)


@dataclass(frozen=True)
class Text:
    """An expression. negated: the expression of its negative, where the sign is in front and can
    be dropped."""

    text: str
    level: int = ATOM
    negated: Text | None = None

    def at(self, level: int) -> str:
        """The text as an operand that must bind at least as strongly as `level`."""
        return self.text if self.level >= level else f"({self.text})"

    def __str__(self) -> str:
        return self.text


def infix(name: str, left: Text, right: Text) -> Text:
    """`left op right` with the grouping of the graph."""
    sign, level = INFIX[name]
    if level == POWER:
        return Text(f"{left.at(ATOM)}{sign}{right.at(UNARY)}" if _tight(left, right) else
                    f"{left.at(ATOM)} {sign} {right.at(UNARY)}", level)  # fmt: skip
    # comparisons chain: neither side may be one
    text = f"{left.at(level + (level == COMPARISON))} {sign} {right.at(level + 1)}"
    negated = None
    if name in SIGN_SYMMETRIC and left.negated is not None:
        negated = infix(name, left.negated, right)
    return Text(text, level, negated)


def _tight(left: Text, right: Text) -> bool:
    """black's rule: `x**2` is written without spaces where both sides are simple."""
    return (
        left.level == ATOM
        and right.level in (ATOM, UNARY)
        and all(
            side.text.lstrip("-").replace(".", "").replace("_", "").isalnum()
            for side in (left, right)
        )
    )


def negative(x: Text, exact: bool) -> Text:
    """`-x`. exact: keep the grouping `-(a * b)`; else the sign moves to the front, `-a * b`: the
    same bits."""
    if not exact and x.negated is not None:
        return x.negated
    if not exact and x.level == PRODUCT and "//" not in x.text and "%" not in x.text:
        return Text(f"-{x.text}", PRODUCT, x)
    return Text(f"-{x.at(UNARY)}", UNARY, x)


def call(function: str, arguments: Iterable[str | Text]) -> Text:
    return Text(f"{function}({', '.join(map(str, arguments))})")


def literal(item: object) -> Text:
    """The text of a constant: exact for every float, and for NumPy scalars, strings, None and
    nested tuples."""
    if item is None or item is Ellipsis or isinstance(item, bool):
        return Text("..." if item is Ellipsis else repr(item))
    if isinstance(item, np.generic):
        return _numpy_scalar(item)
    if isinstance(item, int):
        return Text(repr(item), UNARY, literal(-item)) if item < 0 else Text(repr(int(item)))
    if isinstance(item, float):
        return _float(item)
    if isinstance(item, complex):
        return _complex(item)
    if isinstance(item, str | bytes):
        return Text(quoted(item))
    if isinstance(item, tuple):
        return tuple_text([literal(part).text for part in item])
    if isinstance(item, list):
        return Text("[" + ", ".join(literal(part).text for part in item) + "]")
    if isinstance(item, dict):
        return Text("{" + ", ".join(f"{literal(k)}: {literal(v)}" for k, v in item.items()) + "}")
    raise TypeError(f"{type(item).__name__} cannot be written as a literal")


def _float(item: float) -> Text:
    if math.isnan(item):
        return call("float", ['"nan"'])
    if math.isinf(item):
        positive = call("float", ['"inf"'])
        return positive if item > 0 else Text(f"-{positive}", UNARY, positive)
    if math.copysign(1.0, item) < 0:
        return Text(repr(item), UNARY, Text(repr(-item)))
    return Text(repr(item))


def _complex(item: complex) -> Text:
    plain = all(math.isfinite(part) for part in (item.real, item.imag))
    if (
        plain
        and math.copysign(1.0, item.real) > 0
        and item.real == 0
        and math.copysign(1.0, item.imag) > 0
    ):
        return Text(repr(item))
    if plain and item.real == 0 and math.copysign(1.0, item.real) < 0 and item.imag < 0:
        return Text(f"-{-item!r}", UNARY, Text(repr(-item)))
    return call("complex", [_float(item.real), _float(item.imag)])


def _numpy_scalar(item: np.generic) -> Text:
    name = item.dtype.name
    if name == "bool":
        return call("np.bool_", [repr(bool(item))])
    return call(f"np.{name}", [literal(item.item())])


def quoted(item: str | bytes) -> str:
    """A string literal, in double quotes where that needs no escape."""
    text = repr(item)
    prefix = "b" if isinstance(item, bytes) else ""
    body = text[len(prefix) + 1 : -1]
    if text.endswith("'") and '"' not in body and "\\'" not in body:
        return f'{prefix}"{body}"'
    return text


def tuple_text(items: list[str]) -> Text:
    return Text(f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})")


def uses_numpy(item: Any) -> bool:
    """Does the literal need `np`?"""
    if isinstance(item, tuple | list):
        return any(map(uses_numpy, item))
    return isinstance(item, np.generic)
