"""Source-to-source backpropagation: reads a plain Python/NumPy function, writes its gradient as
readable code.

The public names, loaded when they are first used: importing this package costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from codegen.api import backprop, explain_memory, grad, value_and_grad, vjp
    from codegen.errors import CodegenError, InternalError, UnsupportedError

__version__ = "0.1.0"

__all__ = [
    "CodegenError",
    "InternalError",
    "UnsupportedError",
    "__version__",
    "backprop",
    "explain_memory",
    "grad",
    "value_and_grad",
    "vjp",
]

_HOMES = {
    **dict.fromkeys(("backprop", "explain_memory", "grad", "value_and_grad", "vjp"), "codegen.api"),
    **dict.fromkeys(("CodegenError", "InternalError", "UnsupportedError"), "codegen.errors"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
