"""f-strings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.emit.syntax import TERNARY, Text, call, quoted
from codegen.ir.graph import Op

if TYPE_CHECKING:
    from codegen.emit.expressions import Expressions


def formatted(text: Expressions, op: Op) -> Text:
    """An f-string; `str.format` where an expression inside would need the f-string's own quotes."""
    parts = [(part, None) if isinstance(part, str) else ("", part) for part in op.attrs["template"]]
    shown = [text(v) for v in op.ins]
    if any(set("\"\\{}'\n!:") & set(item.text) for item in shown):
        template = "".join(
            _escaped(part) if spec is None else "{" + _specification(spec) + "}"
            for part, spec in parts
        )
        order = [shown[spec[0]] for _, spec in parts if spec is not None]
        return call(f"{quoted(template)}.format", order)
    body = "".join(
        (
            _escaped(part)
            if spec is None
            else "{" + shown[spec[0]].at(TERNARY) + _specification(spec) + "}"
        )
        for part, spec in parts
    )
    return Text("f" + quoted(body))


def _escaped(part: str) -> str:
    return part.replace("{", "{{").replace("}", "}}")


def _specification(part: tuple[Any, Any, Any]) -> str:
    _, conversion, spec = part
    if isinstance(conversion, int):
        conversion = chr(conversion) if conversion > 0 else None
    shown = f"!{conversion.removeprefix('!')}" if conversion else ""
    return shown + (f":{spec}" if spec else "")
