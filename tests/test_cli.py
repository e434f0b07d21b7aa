"""The door of the shell: options, exit codes, and that the user's file is never run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import codegen.cli
from codegen import InternalError
from codegen.cli import DRIFT, INTERNAL, OK, USER_ERROR, main

MODEL = """\
import math
from pathlib import Path

Path(__file__).with_name("marker").write_text("imported")


def f(x: float, y: float) -> float:
    return math.exp(x) * y


def outer(n: int):
    def inner(x: float) -> float:
        return 2 * x

    return inner


def refused(x: float) -> float:
    return unknown(x)
"""


class Outcome:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def model(tmp_path, monkeypatch):
    path = tmp_path / "model.py"
    path.write_text(MODEL)
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def codegen_(capsys):
    def call(*words: str) -> Outcome:
        with pytest.raises(SystemExit) as left:
            main(list(words))
        captured = capsys.readouterr()
        return Outcome(left.value.code, captured.out, captured.err)

    return call


def loaded(text: str) -> dict:
    names: dict = {}
    exec(text, names)
    return names


def test_prints_a_module_that_runs(model, codegen_):
    outcome = codegen_("grad", "model.py:f")
    assert outcome.code == OK
    assert "codegen grad model.py:f" in outcome.out
    value, (dx, dy) = loaded(outcome.out)["f_value_and_grad"](0.0, 3.0)
    assert (value, dx, dy) == (3.0, 3.0, 1.0)


def test_the_file_is_not_imported(model, codegen_):
    assert codegen_("grad", "model.py:f").code == OK
    assert codegen_("ir", "model.py:f").code == OK
    assert not model.with_name("marker").exists()


def test_wrt_and_mode(model, codegen_):
    value, dy = loaded(codegen_("grad", "model.py:f", "--wrt", "y").out)["f_value_and_grad"](
        0.0, 3.0
    )
    assert dy == 1.0
    names = loaded(codegen_("grad", "model.py:f", "--mode", "split").out)
    out, cache = names["f_forward"](0.0, 3.0)
    assert out == 3.0
    assert names["f_backward"](2.0, cache) == (6.0, 2.0)


def test_memory_is_explained(model, codegen_):
    found = codegen_("grad", "model.py:f", "--explain-memory")
    assert found.code == OK and found.out.endswith("Nothing but numbers.\n")
    wrong = codegen_("grad", "model.py:f", "--explain-memory", "-o", "f_grad.py")
    assert wrong.code == USER_ERROR and not Path("f_grad.py").exists()


def test_a_nested_function_by_its_qualified_name(model, codegen_):
    outcome = codegen_("grad", "model.py:outer.inner")
    assert loaded(outcome.out)["inner_value_and_grad"](3.0) == (6.0, 2.0)


def test_at(model, codegen_, tmp_path):
    (tmp_path / "arrays.py").write_text("def f(W, x):\n    return (W @ x).sum()\n")
    outcome = codegen_("grad", "arrays.py:f", "--at", "W=f64[d,k],x=f64[k]")
    assert outcome.code == OK
    assert "unbroadcast" not in outcome.out


def test_output_check_and_diff(model, codegen_, tmp_path):
    out = tmp_path / "generated" / "f_grad.py"
    words = ("grad", "model.py:f", "-o", str(out))
    assert codegen_(*words, "--check").code == DRIFT
    assert not out.exists()
    assert codegen_(*words).code == OK
    assert out.read_text() == codegen_("grad", "model.py:f").out
    assert codegen_(*words, "--check").code == OK
    out.write_text(out.read_text() + "# edited\n")
    shown = codegen_(*words, "--check", "--diff")
    assert shown.code == DRIFT
    assert "-# edited" in shown.out
    assert codegen_(*words, "--diff").code == OK
    assert out.read_text().endswith("# edited\n")


def test_a_file_of_the_user_is_not_overwritten(model, codegen_):
    outcome = codegen_("grad", "model.py:f", "-o", "model.py")
    assert outcome.code == USER_ERROR and "not written by codegen" in outcome.err
    assert model.read_text() == MODEL


@pytest.mark.parametrize(
    "words",
    [
        ("grad", "model.py:refused"),
        ("grad", "model.py:missing"),
        ("grad", "model.py"),
        ("grad", "absent.py:f"),
        ("grad", "model.py:f", "--wrt", "z"),
        ("grad", "model.py:f", "--at", "x=what"),
        ("grad", "model.py:f", "--at", "z=float"),
        ("grad", "model.py:f", "--check"),
        ("grad", "model.py:f", "--mode", "other"),
        ("ir", "model.py:f", "--after", "nothing"),
        ("sync",),
        ("unknown",),
    ],
    ids=" ".join,
)
def test_errors_of_the_user(model, codegen_, words):
    outcome = codegen_(*words)
    assert outcome.code == USER_ERROR
    assert outcome.out == ""
    assert "Traceback" not in outcome.err


def test_a_refusal_names_file_and_line(model, codegen_):
    assert codegen_("grad", "model.py:refused").err.startswith("model.py:19:12: CG")


def test_a_bug_is_told_apart(model, codegen_, monkeypatch):
    def broken(*args):
        raise InternalError("broken")

    monkeypatch.setattr(codegen.cli, "_read", broken)
    outcome = codegen_("grad", "model.py:f")
    assert outcome.code == INTERNAL
    assert "bug of codegen" in outcome.err


def test_a_file_without_reading_permission_or_text(model, codegen_, tmp_path):
    (tmp_path / "binary.py").write_bytes(b"\xff\xfe\x00")
    assert codegen_("grad", "binary.py:f").code == USER_ERROR
    (tmp_path / "broken.py").write_text("def f(:\n")
    outcome = codegen_("grad", "broken.py:f")
    assert outcome.code == USER_ERROR and "broken.py:1" in outcome.err


def test_ir_shows_a_stage(model, codegen_):
    everything = codegen_("ir", "model.py:f").out
    one = codegen_("ir", "model.py:f", "--after", "trace").out
    assert one.strip() in everything
    assert "exp(x" in one


def test_sync(model, codegen_, tmp_path):
    (tmp_path / "pyproject.toml").write_text(
        '[[tool.codegen.targets]]\nsource = "model.py:f"\noutput = "generated/f_grad.py"\n'
        'wrt = ["x"]\noptimize = 0\n'
    )
    assert codegen_("sync", "--check").code == DRIFT
    assert codegen_("sync").code == OK
    assert codegen_("sync", "--check").code == OK
    same = codegen_("grad", "model.py:f", "--wrt", "x", "--optimize", "0").out
    assert "codegen grad model.py:f --wrt x --optimize 0\n" in same
    assert (tmp_path / "generated" / "f_grad.py").read_text() == same
    (tmp_path / "pyproject.toml").write_text(
        '[[tool.codegen.targets]]\nsource = "model.py"\noutput = "x.py"\n'
    )
    assert codegen_("sync").code == USER_ERROR


def test_rules(codegen_):
    assert (
        codegen_("rules", "np.tanh").out
        == "# np.tanh, math.tanh, cmath.tanh\ndx = g * (1 - y**2)\n"
    )
    assert "db = g" in codegen_("rules", "matmul").out
    assert codegen_("rules", "np.mystery").code == USER_ERROR


def test_help():
    runner = CliRunner()
    for words in ([], ["grad"], ["ir"], ["rules"], ["sync"]):
        outcome = runner.invoke(codegen.cli.cli, [*words, "--help"])
        assert outcome.exit_code == 0
        assert "Exit codes" in outcome.output


def process(
    *words: str, cwd: Path, text: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        input=text,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, **environment},
        check=False,
    )


def test_standard_input_and_module_form(model, tmp_path):
    outcome = process("-m", "codegen", "grad", "-:f", cwd=tmp_path, text=MODEL)
    assert outcome.returncode == OK, outcome.stderr
    assert "codegen grad -:f" in outcome.stdout


def test_the_same_bytes_for_every_hash_seed_and_folder(model, tmp_path):
    texts = {
        process("-m", "codegen", "grad", place, cwd=cwd, PYTHONHASHSEED=seed).stdout
        for place, cwd, seed in (
            ("model.py:f", tmp_path, "1"),
            (f"{model}:f", Path("/"), "2"),
        )
    }
    assert len(texts) == 1
    assert str(tmp_path) not in texts.pop()
