"""Emitted text on disk: a second process generates nothing, and nothing stale is ever found."""

import importlib.util
import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from codegen import grad, value_and_grad, vjp
from codegen.runtime import cache, derivative, generation, store

ROOT = Path(__file__).resolve().parent.parent.parent
MODEL = """\
import numpy as np

SCALE = 2.0
WEIGHTS = np.array([1.0, 2.0])


def helper(x):
    return SCALE * abs(x)


def f(x, k):
    return k * np.sum(helper(x) * WEIGHTS)


def along(x, axis):
    return np.sum(np.sum(x**2, axis) ** 2)


def annotated(x: float, y: float):
    return x * y
"""
PROCESS = """\
import sys
import numpy as np
import model
from codegen import grad
print(grad(model.f)(np.ones(2), 3.0).tolist(), grad(model.annotated)(2.0, 3.0))
print("libcst" in sys.modules)
"""
NUMBER = itertools.count()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def generations(monkeypatch):
    """The functions that were generated, by name."""
    made = []
    generate = generation.generate

    def counted(function, *rest):
        made.append(function.__name__)
        return generate(function, *rest)

    monkeypatch.setattr(generation, "generate", counted)
    return made


def loaded(folder, text=MODEL):
    """The module, as a process sees it that has just started."""
    derivative.derivative.cache_clear()
    cache._annotated.cache_clear()
    path = folder / f"stored_model_{next(NUMBER)}" / "model.py"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("model", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def texts(folder):
    return sorted((folder / "cache").glob("*.json"))


def process(folder, **environment):
    return subprocess.Popen(
        [sys.executable, "-c", PROCESS],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def answers(folder, processes):
    """What each process printed: the gradients, and whether the engine was loaded."""
    found = []
    for each in processes:
        out, err = each.communicate(timeout=120)
        assert not err and each.returncode == 0, err
        numbers, engine = out.splitlines()
        assert numbers == "[6.0, 12.0] 3.0"
        found.append(engine == "True")
    return found


def test_processes(folder):
    (folder / "model.py").write_text(MODEL, encoding="utf-8")
    where = {store.VARIABLE: str(folder / "cache")}
    together = [process(folder, **where) for _ in range(3)]
    assert answers(folder, together)[0]
    assert not list((folder / "cache").glob("*.tmp"))
    assert len(texts(folder)) == 2
    assert answers(folder, [process(folder, **where)]) == [False]
    assert answers(folder, [process(folder, **{store.VARIABLE: store.OFF})]) == [True]


def test_the_same_again_is_found(folder, generations):
    x = np.ones(2)
    for _ in range(2):
        model = loaded(folder)
        np.testing.assert_array_equal(grad(model.f)(x, 3.0), [6.0, 12.0])
        value, dk = value_and_grad(model.f, "k")(x, 3.0)
        assert (value, dk) == (18.0, 6.0)
        assert vjp(model.f, x, 3.0)[1](1.0)[1] == 6.0
        assert grad(model.annotated)(2.0, 3.0) == 3.0
    assert generations == ["f", "f", "f", "annotated"]


CHANGES = {
    "a number": ("SCALE = 2.0", "SCALE = 4.0", [12.0, 24.0]),
    "a helper": ("SCALE * abs(x)", "SCALE * abs(x) * x", [12.0, 24.0]),
    "the function": ("k * np.sum", "k * k * np.sum", [18.0, 36.0]),
    "the contents of an array": ("[1.0, 2.0]", "[3.0, 4.0]", [18.0, 24.0]),
    "the kind of an array": ("np.array([1.0, 2.0])", "2.0", [12.0, 12.0]),
    "a builtin's name": ("SCALE = 2.0", "SCALE = 2.0\nabs = np.negative", [-6.0, -12.0]),
    "a type": ("SCALE = 2.0", "SCALE = 2", [6.0, 12.0]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_stale_is_found(folder, change):
    old, new, expected = CHANGES[change]
    x = np.ones(2)
    np.testing.assert_array_equal(grad(loaded(folder).f)(x, 3.0), [6.0, 12.0])
    assert MODEL.count(old) == 1
    found = grad(loaded(folder, MODEL.replace(old, new)).f)(x, 3.0)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(np.signbit(found), np.signbit(expected))


def test_a_module_under_the_same_name(folder):
    text = "import math as m\n\n\ndef f(x):\n    return m.sqrt(x)\n"
    assert grad(loaded(folder, text).f)(4.0) == 0.25
    (folder / "own_sqrt.py").write_text("def sqrt(x):\n    return 3.0 * x\n", encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        found = grad(loaded(folder, text.replace("import math", "import own_sqrt")).f)(4.0)
    finally:
        sys.path.remove(str(folder))
        sys.modules.pop("own_sqrt", None)
    assert found == 3.0


def test_levels_are_kept_apart(folder, generations):
    f = loaded(folder, "def f(x):\n    return ((x - 2.0) ** 2).sum()\n").f
    texts = {grad(f, optimize=level).source_for(np.ones(2)) for level in (0, 1, 2, 1)}
    assert len(generations) == 3
    assert len(texts) > 1


def test_helpers_that_were_one_and_are_two(folder):
    text = (
        "def make(k):\n    def helper(x):\n        return k * x\n    return helper\n\n\n"
        "one = make(2.0)\ntwo = one\n\n\ndef f(x):\n    return one(x) + two(x)\n"
    )
    assert grad(loaded(folder, text).f)(1.0) == 4.0
    assert grad(loaded(folder, text.replace("two = one", "two = make(5.0)")).f)(1.0) == 7.0
    assert grad(loaded(folder, text).f)(1.0) == 4.0


def test_the_value_of_an_axis(folder, generations):
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    for _ in range(2):
        along = loaded(folder).along
        np.testing.assert_array_equal(grad(along)(x, 0), 4 * x * np.sum(x**2, 0))
        np.testing.assert_array_equal(grad(along)(x, 1), 4 * x * np.sum(x**2, 1, keepdims=True))
    assert generations == ["along", "along"]


def test_kinds_of_arguments(folder, generations):
    for _ in range(2):
        g = grad(loaded(folder).f)
        assert g(np.ones(2), 3.0).dtype == np.float64
        assert g(np.ones(2, dtype=np.float32), 3.0).dtype == np.float32
        assert g(np.ones(2), np.float32(3.0)).tolist() == [6.0, 12.0]
    assert generations == ["f", "f", "f"]


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"{}", b"0" * 64 + b"\n[]", b"cut"])
def test_a_broken_file_is_ignored_and_written_anew(folder, generations, damage):
    x = np.ones(2)
    grad(loaded(folder).f)(x, 3.0)
    (file,) = texts(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:-100] if damage == b"cut" else damage)
    np.testing.assert_array_equal(grad(loaded(folder).f)(x, 3.0), [6.0, 12.0])
    assert file.read_bytes() == whole
    assert generations == ["f", "f"]


def test_a_folder_that_cannot_be_written(folder, monkeypatch):
    (folder / "file").write_text("")
    monkeypatch.setenv(store.VARIABLE, str(folder / "file" / "cache"))
    np.testing.assert_array_equal(grad(loaded(folder).f)(np.ones(2), 3.0), [6.0, 12.0])


def test_off(folder, monkeypatch):
    monkeypatch.setenv(store.VARIABLE, store.OFF)
    grad(loaded(folder).f)(np.ones(2), 3.0)
    assert store.folder() is None and not (folder / "cache").exists()


def test_the_folder_is_bounded(folder, monkeypatch):
    monkeypatch.setattr(store, "MAX_BYTES", 4000)
    for k in range(6):
        text = MODEL.replace("k * np.sum", f"{k + 2}.0 * k * np.sum")
        grad(loaded(folder, text).f)(np.ones(2), 3.0)
    assert 1 <= len(texts(folder)) < 6
    assert sum(file.stat().st_size for file in texts(folder)) <= 4000


def test_texts_of_one_request_are_bounded(folder):
    for k in range(store.TEXTS_OF_A_REQUEST + 4):
        text = MODEL.replace("SCALE = 2.0", f"SCALE = {k}.0")
        grad(loaded(folder, text).f)(np.ones(2), 3.0)
    (file,) = texts(folder)
    assert len(store._entries(file)) == store.TEXTS_OF_A_REQUEST
