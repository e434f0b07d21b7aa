"""Gradient modules from files, as `codegen grad` writes them: nothing is imported."""

from __future__ import annotations

import ast
import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from codegen.emit.kernels import emit_kernel_module
from codegen.emit.module import Header, emit_module, format_text
from codegen.emit.pieces import emit_pieces_module
from codegen.errors import Problem, Span, UnsupportedError
from codegen.frontend.files import Static
from codegen.frontend.source import Source
from codegen.infer.declared import Declared, parse_at
from codegen.ir.graph import MISSING
from codegen.optimize.kernels.kernel import Kernel
from codegen.runtime.collection import uncollected
from codegen.runtime.memory import explained
from codegen.runtime.stages import Derivation, Watch, derive
from codegen.runtime.static import canonical_hash, static_source
from codegen.runtime.wrt import Wrt


@dataclass(frozen=True)
class Target:
    """One gradient module: which function of which file, and the options that shape the text."""

    file: str
    function: str
    wrt: tuple[str, ...] = ()
    at: str = ""
    mode: str = "joint"
    target: str = "numpy"
    optimize: int = 1

    @property
    def chosen(self) -> Wrt:
        """What is differentiated: one name asks for a bare gradient, several for a tuple."""
        return self.wrt[0] if len(self.wrt) == 1 else self.wrt or None

    def command(self) -> str:
        """The command that prints the module."""
        words = ["codegen", "grad", f"{shown_path(self.file)}:{self.function}"]
        if self.wrt:
            words += ["--wrt", ",".join(self.wrt)]
        if self.at:
            words += ["--at", self.at]
        if self.mode != "joint":
            words += ["--mode", self.mode]
        if self.target != "numpy":
            words += ["--target", self.target]
        if self.optimize != 1:
            words += ["--optimize", str(self.optimize)]
        return shlex.join(words)


def shown_path(file: str) -> str:
    """A file as headers name it: relative to the project's root, never absolute."""
    if file == "-" or file.startswith("<"):
        return "-"
    path = Path(os.path.abspath(file))
    root = project_root(path)
    try:
        return PurePath(path).relative_to(root).as_posix()
    except ValueError:
        return path.name


def project_root(path: Path) -> Path:
    """The nearest folder above that holds a pyproject.toml, else the file's own."""
    for folder in path.parents:
        if (folder / "pyproject.toml").is_file():
            return folder
    return path.parent


def module_text(target: Target, text: str, watch: Watch | None = None) -> str:
    """The text of a gradient module, black-formatted, from the text of the user's file.

    Raises UnsupportedError where the exact gradient cannot be promised, or the options do not fit
    the function.
    """
    source = static_source(text, target.file, target.function)
    with uncollected():
        derivation = _derived(target, text, source, watch)
        header = Header(command=target.command(), digest=canonical_hash(source.text))
        return format_text(derived_text(derivation, header))


def memory_text(target: Target, text: str) -> str:
    """What the backward part of the module keeps, for a reader. Raises UnsupportedError."""
    source = static_source(text, target.file, target.function)
    with uncollected():
        return explained(_derived(replace(target, mode="joint"), text, source), live=False)


def _derived(target: Target, text: str, source: Source, watch: Watch | None = None) -> Derivation:
    declared = parse_at(target.at) if target.at else {}
    _check_names(declared, source)
    types = {name: said.type for name, said in declared.items()}
    values = {name: said.value for name, said in declared.items() if said.value is not MISSING}
    environment = Static(text, target.file)
    return derive(
        source,
        environment,
        types,
        target.chosen,
        target.mode,
        watch,
        values,
        target.target,
        target.optimize,
    )


def derived_text(derivation: Derivation, header: Header | None) -> str:
    """The text of what was derived, not formatted. Where no kernel could be made, a NumPy module
    says why."""
    kernel = derivation.kernel
    if isinstance(kernel, Kernel):
        (joint,) = derivation.graphs
        return emit_kernel_module(joint, kernel, header)
    if kernel is not None and header is None:
        (joint,) = derivation.graphs
        return emit_pieces_module(joint, kernel)
    text = emit_module(derivation.graphs, header)
    if kernel is not None:  # a file is for arguments of all types, and pieces are not
        return f"{text}\n\n# not compiled: {', '.join(kernel.rest)}\n"
    return f"{text}\n\n# not compiled: {derivation.unfit}\n" if derivation.unfit else text


def _check_names(declared: dict[str, Declared], source: Source) -> None:
    """A name in --at that is no parameter would leave some parameter without its type."""
    (definition,) = ast.parse(source.text).body
    assert isinstance(definition, ast.FunctionDef)
    arguments = definition.args
    starred = [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
    names = [
        a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *starred)
    ]
    if unknown := [name for name in declared if name not in names]:
        span = Span(
            source.file, source.first_line, lines=source.file_lines, first_line=source.first_line
        )
        message = f"--at: {source.name} has no parameter {', '.join(unknown)}"
        raise UnsupportedError(
            Problem("CG901", message, f"Its parameters: {', '.join(names) or 'none'}.", span)
        )
