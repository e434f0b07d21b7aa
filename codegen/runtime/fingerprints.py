"""What tells one generation from another, as text that means the same in every process.

None stands for what cannot be told with certainty: nothing that depends on it is kept on disk.
"""

from __future__ import annotations

import linecache
import platform
import sys
from collections.abc import Iterator
from enum import Enum
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import numpy as np

from codegen import __version__
from codegen.frontend.reads import MISSING, function_behind, is_literal

_LIBRARIES = frozenset("numpy scipy math cmath builtins operator functools copy".split())
_KINDS = frozenset((bool, int, float, complex, str, type(None)))
_NUMERIC = "biufc"


def of_engine() -> str:
    """Of what generates: versions, and every source and template of codegen."""
    found = sha256()
    versions = (
        __version__,
        sys.version,
        sys.flags.optimize,
        sys.platform,
        platform.machine(),
        np.__version__,
        _version("scipy"),
    )
    found.update(repr(versions).encode())
    for file in sources():
        found.update(file.read_bytes())
    return found.hexdigest()


def _version(package: str) -> str | None:
    """Of what is installed, whether it is loaded or not."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def sources() -> list[Path]:
    """The files that decide about emitted text, in a fixed order."""
    package = Path(__file__).resolve().parent.parent
    templates = package / "templates"
    if not templates.is_dir():  # a checkout keeps them beside the package
        templates = package.parent / "templates"
    files = [*package.rglob("*.py"), *templates.rglob("*.py"), *templates.rglob("*.jinja")]
    return sorted(files)


def of_function(function: FunctionType) -> str | None:
    """Of bytecode, source lines and annotations; None where there is no source."""
    code = function.__code__
    lines = linecache.getlines(code.co_filename, function.__globals__)
    text = lines[code.co_firstlineno - 1 : _last_line(code)]
    if not text:
        return None
    annotations = [(name, _annotation(said)) for name, said in function.__annotations__.items()]
    parts = (_of_code(code), "".join(text), annotations)
    return sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _annotation(said: Any) -> str:
    return said if isinstance(said, str) else f"<{said!r}>"


def _last_line(code: CodeType) -> int:
    lines = [line for _, _, line in code.co_lines() if line is not None]
    return max([*lines, *(_last_line(inner) for inner in _inner(code))], default=0)


def _inner(code: CodeType) -> Iterator[CodeType]:
    return (constant for constant in code.co_consts if isinstance(constant, CodeType))


def _of_code(code: CodeType) -> tuple[Any, ...]:
    return (
        code.co_code,
        getattr(code, "co_exceptiontable", b""),
        code.co_name,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags),
        tuple(map(_of_constant, code.co_consts)),
    )


def _of_constant(constant: Any) -> Any:
    if isinstance(constant, CodeType):
        return _of_code(constant)
    if isinstance(constant, frozenset):  # in an order of its own in every process
        return "frozenset", sorted(repr(_of_constant(item)) for item in constant)
    if isinstance(constant, tuple):
        return tuple(map(_of_constant, constant))
    return repr(constant)


def of_value(found: Any) -> str | None:
    """Of what a name stands for, as far as the frontend looks at it."""
    if found is MISSING:
        return "missing"
    if is_literal(found):
        return f"literal {_typed(found)}"
    if isinstance(found, ModuleType):
        return f"module {found.__name__}"
    behind = function_behind(found)
    named = _library_name(behind)
    if named is not None:
        return f"library {named}"
    if is_helper(behind):
        source = of_function(behind)
        return None if source is None else f"function {behind.__module__} {source}"
    return None


def is_helper(found: Any) -> bool:
    """A function of the user's own, which is read as the one that calls it is."""
    return isinstance(found, FunctionType) and _top(found.__module__) not in _LIBRARIES


def _typed(literal: Any) -> str:
    if isinstance(literal, Enum):
        kind = type(literal)
        return f"{kind.__module__}.{kind.__qualname__} {literal.name} {_typed(literal.value)}"
    if type(literal) is tuple:
        return f"({','.join(map(_typed, literal))})"
    return f"{type(literal).__name__} {literal!r}"


def _top(module: Any) -> str:
    return str(module).partition(".")[0]


def _library_name(found: Any) -> str | None:
    """The name under which a library holds the object; None for what is no part of one."""
    name = getattr(found, "__qualname__", None) or getattr(found, "__name__", None)
    if not isinstance(name, str):
        return None
    modules = [getattr(found, "__module__", None)]
    if isinstance(found, np.ufunc):  # a ufunc does not always say where it stands
        modules = ["numpy", "scipy.special"]
    for module in modules:
        if _top(module) in _LIBRARIES and _part_of(sys.modules.get(str(module)), name) is found:
            return f"{module}.{name}"
    return None


def _part_of(holder: Any, path: str) -> Any:
    for part in path.split("."):
        holder = getattr(holder, part, None)
    return holder


def of_kind(key: Any) -> str | None:
    """Of a key as `specialise.key_of` makes them."""
    if isinstance(key, type):
        return key.__name__ if key in _KINDS else None
    if isinstance(key, np.dtype):
        return f"dtype {key.str}" if key.kind in _NUMERIC else None
    if type(key) in _KINDS:
        return f"{type(key).__name__} {key!r}"
    if type(key) is tuple:
        parts = [of_kind(part) for part in key]
        known = [part for part in parts if part is not None]
        return f"({','.join(known)})" if len(known) == len(parts) else None
    return None
