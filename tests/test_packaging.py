"""A wheel built from the sdist works in a clean environment outside the checkout; emitted modules
need numpy alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow

SMOKE = """
import math, subprocess, sys
from pathlib import Path
import codegen
from codegen import backprop, grad, value_and_grad, vjp
assert "site-packages" in codegen.__file__, codegen.__file__

@backprop
def f(x, y):
    return x * y

assert f(3, -4) == -12 and f.grad(3, -4) == (-4.0, 3.0)
assert grad(f)(3, -4) == -4.0
out, pullback = vjp(f, 3.0, -4.0)
assert pullback(1.0) == (-4.0, 3.0)
assert "def f_value_and_grad" in f.source

text = "import math\\n\\n\\ndef g(x: float) -> float:\\n    return math.exp(x)\\n"
Path("model.py").write_text(text)
script = Path(sys.executable).with_name("codegen")
subprocess.run([script, "grad", "model.py:g", "-o", "g_grad.py"], check=True)
subprocess.run([script, "grad", "model.py:g", "-o", "g_grad.py", "--check"], check=True)
from g_grad import g_value_and_grad
assert g_value_and_grad(0.0) == (1.0, 1.0)
"""


def run(*words: object, cwd: Path, **environment: str) -> None:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    outcome = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the sdist of the checkout and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


def environment(folder: Path) -> Path:
    """A clean virtual environment: its python."""
    run(sys.executable, "-m", "venv", folder, cwd=folder.parent)
    return folder / "bin" / "python"


def test_one_version():
    import codegen
    from codegen.emit.module import VERSION

    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{VERSION}"\n' in text
    assert codegen.__version__ == VERSION


def test_contents(built):
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "codegen/py.typed" in names
    assert any(name.startswith("codegen/templates/") for name in names)
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        members = archive.getnames()
    assert not any("/tests/" in name or "/.venv/" in name for name in members)
    assert any("/templates/" in name for name in members)


def test_all_three_doors(built, tmp_path):
    python = environment(tmp_path / "venv")
    (wheel,) = built.glob("*.whl")
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        wheel,
        cwd=tmp_path,
    )
    (tmp_path / "smoke.py").write_text(SMOKE)
    run(python, "-W", "error", "smoke.py", cwd=tmp_path)


def test_emitted_modules_need_numpy_alone(tmp_path):
    python = environment(tmp_path / "venv")
    run(
        python,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "numpy>=1.26",
        cwd=tmp_path,
    )
    lines = ["import importlib.util, sys", "modules = {}"]
    for path in sorted((ROOT / "generated").glob("*_grad.py")):
        lines += [
            f"spec = importlib.util.spec_from_file_location({path.stem!r}, {str(path)!r})",
            f"module = modules[{path.stem!r}] = importlib.util.module_from_spec(spec)",
            "spec.loader.exec_module(module)",
        ]
    lines += [
        "from math import isclose",
        "value, (dx, dy) = modules['staged_grad'].staged_value_and_grad(3.0, -4.0)",
        "assert isclose(value, 1.5456448841066441) and isclose(dx, 2.0595697955721652)",
    ]
    lines.append("assert not {'codegen', 'libcst', 'jinja2', 'black', 'click'} & set(sys.modules)")
    (tmp_path / "check.py").write_text("\n".join(lines))
    run(python, "-W", "error", "check.py", cwd=tmp_path)
