"""The door of the shell: `codegen grad`, `codegen ir`, `codegen rules`, `codegen sync`.

What reads and writes code is imported where it is used: `--help` and mistakes are answered at once.
"""

from __future__ import annotations

import difflib
import io
import sys
import tokenize
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from codegen import __version__
from codegen.errors import CodegenError, InternalError, UnsupportedError

OK, DRIFT, USER_ERROR, INTERNAL = 0, 1, 2, 123

_EPILOG = "Exit codes: 0 done, 1 a file on disk differs, 2 an error of yours, 123 a bug of codegen."


@click.group(
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="codegen")
def cli() -> None:
    """Write the gradient of a plain Python/NumPy function as readable code.

    The source is read and never imported or executed. The emitted module needs numpy (or only
    math), not codegen.
    """


class _Command(click.Command):
    """A command to which `-:f` is a target, not an option."""

    def parse_args(self, context: click.Context, words: list[str]) -> list[str]:
        targets = [word for word in words if word.startswith("-:")]
        others = [word for word in words if not word.startswith("-:")]
        return super().parse_args(context, [*others, "--", *targets] if targets else words)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is derived."""
    options = [
        click.argument("target", metavar="FILE.py:FUNC"),
        click.option(
            "--wrt",
            metavar="NAMES",
            help="Parameters to differentiate, as x,y. Default: all that lead to the result, but "
            "for those annotated int, bool or str.",
        ),
        click.option(
            "--at",
            metavar="TYPES",
            default="",
            help="A value or a type per parameter: x=3.0,u=f64[n],W=f64[d,k],params={W1:f64[d,k]}. "
            "A repeated letter is one length.",
        ),
        click.option(
            "--mode",
            type=click.Choice(["joint", "split"]),
            default="joint",
            help="joint: f_value_and_grad(...). split: f_forward(...) and f_backward(dout, cache).",
        ),
        click.option(
            "--target",
            "language",
            type=click.Choice(["numpy", "numba"]),
            default="numpy",
            help="numba: loops and element-wise code in a compiled kernel, where one can be made.",
        ),
        click.option(
            "--optimize",
            type=click.Choice(["0", "1", "2"]),
            default="1",
            help="Of what NumPy runs. 0: the chain rule line by line. 1 (default): as a person "
            "would write it. 2: results may lie in memory of the forward part.",
        ),
    ]

    for option in reversed(options):
        command = option(command)
    return command


@cli.command(cls=_Command, epilog=_EPILOG)
@_options
@click.option(
    "--explain-memory",
    is_flag=True,
    help="Print what the backward part keeps: its size, and the lines that make and need it.",
)
@click.option("-o", "--output", metavar="OUT", help="Write the module here instead of printing it.")
@click.option(
    "--check", is_flag=True, help="Write nothing; exit with 1 if OUT is not what would be written."
)
@click.option("--diff", is_flag=True, help="Print how OUT would change; write nothing.")
def grad(
    explain_memory: bool, output: str | None, check: bool, diff: bool, **described: Any
) -> None:
    """Write the module that computes the value and the gradient of FUNC.

    FUNC may be nested: `model.py:outer.inner`, `model.py:Class.method`. FILE may be - for standard
    input: `codegen grad -:f < model.py`.

    \b
    codegen grad model.py:loss
    codegen grad model.py:loss --wrt W,b --at "W=f64[d,k],b=f64[k],x=f64[n,d]" -o loss_grad.py
    codegen grad model.py:loss --wrt W,b -o loss_grad.py --check
    """
    from codegen.runtime.modules import memory_text, module_text

    if explain_memory:
        if check or diff or output is not None:
            raise click.UsageError("--explain-memory prints, and writes no module.")
        click.echo(memory_text(*_read(**described)), nl=False)
        return
    if (check or diff) and output is None:
        raise click.UsageError("--check and --diff compare with a file: name it with -o.")
    target, text = _read(**described)
    emitted = module_text(target, text)
    if output is None:
        click.echo(emitted, nl=False)
        return
    sys.exit(_deliver(emitted, Path(output), check, diff))


def _deliver(emitted: str, output: Path, check: bool, diff: bool) -> int:
    """Write, compare or show; the exit code."""
    old = output.read_text(encoding="utf-8") if output.is_file() else ""
    if diff:
        lines = difflib.unified_diff(
            old.splitlines(keepends=True),
            emitted.splitlines(keepends=True),
            str(output),
            f"{output} (new)",
        )
        click.echo("".join(lines), nl=False)
    if check:
        if old != emitted:
            click.echo(f"{output} would change", err=True)
        return OK if old == emitted else DRIFT
    if diff:
        return OK
    if old == emitted:
        click.echo(f"{output} is fresh", err=True)
        return OK
    if old.strip() and not old.startswith("# @generated"):
        raise click.UsageError(
            f"{output} was not written by codegen: it is left as it is. Delete it, or name another."
        )
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(emitted, encoding="utf-8", newline="\n")
    except OSError as error:
        raise click.UsageError(f"cannot write {output}: {error.strerror}") from error
    click.echo(f"wrote {output}", err=True)
    return OK


def _read(
    target: str, wrt: str | None, at: str, mode: str, language: str, optimize: str
) -> tuple[Any, str]:
    """The target that the arguments describe, and the text of its file."""
    from codegen.runtime.modules import Target

    file, colon, function = target.rpartition(":")
    if not colon or not file or not function:
        raise click.UsageError(f"{target!r} is not FILE.py:FUNC, as in model.py:loss.")
    names = tuple(name.strip() for name in wrt.split(",") if name.strip()) if wrt else ()
    if wrt is not None and not names:
        raise click.UsageError("--wrt names no parameter.")
    if mode == "split" and language != "numpy":
        raise click.UsageError("--mode split is for --target numpy.")
    described = Target(file, function, names, at, mode, language, int(optimize))
    return described, _text_of(file)


def _text_of(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"cannot read {file}: {error.strerror}") from error
    return decode(data, file)


def decode(data: bytes, file: str) -> str:
    """The text of a Python file, by its own coding line, with `\\n` at the ends of lines."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise click.UsageError(f"cannot decode {file}: {error}") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


@cli.command(cls=_Command, epilog=_EPILOG)
@_options
@click.option(
    "--after",
    metavar="PASS",
    help="The stage to show: trace, reverse, one of the passes, optimize. Default: all of them.",
)
def ir(after: str | None, **described: Any) -> None:
    """Print the graph of FUNC after each stage, as three-address Python.

    A line is `y = operation(operands)  # type`; `via` is how FUNC itself spells it. A nested
    function is a branch, or a round of a loop. Comments name the line of FUNC that is computed
    (`from:`) or undone (`backward of:`).

    \b
    codegen ir model.py:loss
    codegen ir model.py:loss --at "W=f64[d,k],b=f64[k],x=f64[n,d]" --after reverse
    """
    from codegen.ir.text import show
    from codegen.runtime.modules import module_text

    target, text = _read(**described)
    stages: list[tuple[str, str]] = []
    try:
        module_text(target, text, lambda stage, graph: stages.append((stage, show(graph))))
    except UnsupportedError:
        if not stages or (after is not None and after not in dict(stages)):
            raise
    if after is not None:
        if after not in dict(stages):
            raise click.UsageError(f"there is no stage {after!r}: {', '.join(dict(stages))}.")
        click.echo(dict(stages)[after])  # a pass may run several times: as the last run leaves it
        return
    before = ""
    for stage, shown in stages:
        click.echo(f"# after {stage}{'' if shown != before else ': the same'}")
        if shown != before:
            click.echo(shown)
        before = shown


@cli.command(epilog=_EPILOG)
@click.argument("name", required=False)
def rules(name: str | None) -> None:
    """Print the rule of a function, as np.tanh, or of all: from g, the cotangent of y, to dx."""
    from codegen.runtime.rulebook import entries, listing, named

    found = list(entries()) if name is None else named(name)
    if not found:
        raise click.UsageError(f"{name!r} is no function that codegen knows.")
    click.echo(listing(found), nl=False)


@cli.command(epilog=_EPILOG)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit with 1 if a module is not what would be written.",
)
@click.option("--diff", is_flag=True, help="Print how the modules would change; write nothing.")
@click.option(
    "--config",
    metavar="FILE",
    default="pyproject.toml",
    show_default=True,
    help="The file that lists the targets.",
)
def sync(check: bool, diff: bool, config: str) -> None:
    """Write every gradient module that pyproject.toml lists.

    \b
    [[tool.codegen.targets]]
    source = "model.py:loss"
    output = "generated/loss_grad.py"
    wrt = ["params"]              # wrt, at, mode, target, optimize: as options of grad
    at = "X=f64[n,d],y=i64[n]"
    mode = "joint"
    """
    from codegen.runtime.modules import module_text

    worst = OK
    for described, output in _targets(Path(config)):
        text = _text_of(described.file)
        worst = max(worst, _deliver(module_text(described, text), output, check, diff))
    if worst and check:
        click.echo("run: codegen sync", err=True)
    sys.exit(worst)


def _targets(config: Path) -> list[tuple[Any, Path]]:
    from codegen.runtime.configuration import ConfigurationError, read_targets

    try:
        return read_targets(config)
    except ConfigurationError as error:
        raise click.UsageError(str(error)) from error


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the program; always leaves through SystemExit."""
    try:
        cli.main(arguments, prog_name="codegen", standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        click.echo("aborted", err=True)
        sys.exit(USER_ERROR)
    except click.ClickException as error:
        error.show()
        sys.exit(USER_ERROR)
    except InternalError as error:
        _report_bug(error)
    except CodegenError as error:
        click.echo(str(error), err=True)
        sys.exit(USER_ERROR)
    except Exception as error:
        _report_bug(error)
    sys.exit(OK)


def _report_bug(error: BaseException) -> NoReturn:
    traceback.print_exception(error)
    click.echo(
        "This is a bug of codegen, not of your program: please report it with the function.",
        err=True,
    )
    sys.exit(INTERNAL)
