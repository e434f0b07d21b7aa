"""The door of the interpreter."""

from __future__ import annotations

import copy
import inspect
import math
import pickle
import statistics
import subprocess
import sys
import types

import numpy as np
import pytest

from codegen import UnsupportedError, backprop, grad, value_and_grad, vjp
from codegen.infer.declared import parse_at, type_of_annotation
from codegen.ir.notation import show_type
from codegen.runtime.specialise import key_of, overlapping, type_of
from tests.numeric import assert_close, identical, numeric_gradient

SCALE = 2.0
VECTOR = np.array([1.0, 2.0])


@backprop
def product(x, y):
    """The product."""
    return x * y


def typed(x: float, y: float) -> float:
    return math.exp(x) * y


def layer(W, X):
    D = W.dot(X)
    return D


def scaled(x):
    return SCALE * x


def weighed(x):
    return np.sum(VECTOR * x)


def with_options(x, /, y=2.0, *rest, power=2, **more):
    total = x**power + y
    for item in rest:
        total = total + item * x
    return total


def doubles_in_place(a, b):
    a *= 2
    return np.sum(a * b)


def by_name(params, x):
    return np.sum(params["W"] @ x + params["b"])


# ---- the decorator


def test_the_textbook_call():
    assert product(3, -4) == -12
    assert product.grad(3, -4) == (-4.0, 3.0)
    assert all(type(d) is float for d in product.grad(3, -4))
    value, gradient = product.value_and_grad(3, -4)
    assert identical(value, -12) and gradient == (-4.0, 3.0)


def test_the_function_stays_what_it_was():
    assert product.__name__ == "product"
    assert product.__doc__ == "The product."
    assert str(inspect.signature(product)) == "(x, y)"
    assert inspect.getsource(product).startswith("@backprop")
    assert pickle.loads(pickle.dumps(product)) is product
    assert product.__code__.co_varnames == ("x", "y")
    with pytest.raises(AttributeError):
        _ = product.missing


def test_source_is_static_and_does_not_change():
    before = product.source
    product.grad(np.ones(3), 2.0, np.ones(3))
    assert product.source is before or product.source == before
    assert "def product_value_and_grad(x, y" in before
    names: dict = {}
    exec(before, names)
    assert names["product_value_and_grad"](3.0, -4.0)[1] == (-4.0, 3.0)


def test_source_for_is_specialised():
    text = product.source_for(3.0, 4.0)
    assert "unbroadcast" not in text
    assert "def product_value_and_grad" in text


def test_broadcasting_is_undone():
    dx, dy = product.grad(np.ones((2, 3)), 2.0, dproduct=np.ones((2, 3)))
    assert dx.shape == (2, 3) and dy == 6.0


# ---- grad and value_and_grad


def test_wrt():
    assert grad(typed)(0.0, 3.0) == 3.0
    assert grad(typed, 1)(0.0, 3.0) == 1.0
    assert grad(typed, -1)(0.0, 3.0) == 1.0
    assert grad(typed, "y")(0.0, 3.0) == 1.0
    assert grad(typed, ("y", 0))(0.0, 3.0) == (1.0, 3.0)
    assert grad(typed, (0,))(0.0, 3.0) == (3.0,)
    assert value_and_grad(typed, (0,))(0.0, 3.0) == (3.0, (3.0,))
    assert value_and_grad(typed)(0.0, 3.0) == (3.0, 3.0)
    assert grad(product)(3, -4) == -4.0


@pytest.mark.parametrize("wrt", ["z", 2, -3, (0, 0), (0, "x")])
def test_wrong_parameter(wrt):
    with pytest.raises(ValueError):
        grad(typed, wrt)(0.0, 3.0)


@pytest.mark.parametrize("wrt", [1.0, None, (), True, ("x", None)])
def test_wrt_of_a_wrong_type(wrt):
    with pytest.raises(TypeError):
        grad(typed, wrt)


def test_annotated_numbers_give_the_emitted_function_itself():
    assert isinstance(grad(typed), types.FunctionType)
    assert grad(typed).__name__ == "typed_grad"
    assert value_and_grad(typed).__name__ == "typed_value_and_grad"
    assert "def typed_grad" in inspect.getsource(grad(typed))


def test_wrong_argument_counts():
    for call in (
        lambda: product.grad(1),
        lambda: product.grad(),
        lambda: product.grad(1, 2, 3, 4),
        lambda: product.grad(1, z=2),
        lambda: product.grad(1, 2, x=1),
        lambda: grad(typed)(1.0),
    ):
        with pytest.raises(TypeError):
            call()


def test_keywords_and_defaults():
    assert product.grad(y=-4, x=3) == (-4.0, 3.0)
    assert grad(with_options)(3.0) == 6.0
    assert grad(with_options, "y")(3.0, y=1.0) == 1.0
    assert grad(with_options)(3.0, 1.0, 5.0, 7.0, power=3) == 27.0 + 12.0


def test_containers():
    params = {"W": np.arange(6.0).reshape(2, 3), "b": np.ones(2)}
    x = np.array([1.0, 2.0, 3.0])
    gradient = grad(by_name)(params, x)
    assert_close(gradient, numeric_gradient(by_name, (params, x), 0, 1.0))
    assert list(gradient) == ["W", "b"]


def test_dtype_follows_the_argument():
    square = lambda x: np.sum(x * x)  # noqa: E731
    assert grad(square)(np.ones(3, np.float32)).dtype == np.float32
    assert grad(square)(np.arange(3)).dtype == np.float64
    assert grad(square)(np.arange(3)).tolist() == [0.0, 2.0, 4.0]


def test_read_only_and_strided_arguments():
    x = np.arange(12.0).reshape(3, 4)[:, ::2]
    x.flags.writeable = False
    assert_close(grad(by_square)(x), 2 * x)


def by_square(x):
    return np.sum(x**2)


EPSILON = np.finfo(float).eps
WEIGHT = np.float64(2.5)
SWITCH = np.True_


def test_lambdas_and_closures():
    factor = 3.0
    pair = [lambda x: x * factor, lambda x: x * x]
    assert grad(pair[0])(2.0) == 3.0
    assert grad(pair[1])(2.0) == 4.0
    derivative = grad(pair[0])
    assert derivative(2.0) == 3.0
    factor = 5.0
    assert derivative(2.0) == 5.0


def test_globals_are_read_at_call_time(monkeypatch):
    derivative = grad(scaled)
    assert derivative(1.0) == 2.0
    monkeypatch.setitem(globals(), "SCALE", 7.0)
    assert derivative(1.0) == 7.0
    monkeypatch.setitem(globals(), "SCALE", np.array([1.0, 2.0]))
    assert_close(derivative(np.ones(2), dscaled=np.ones(2)), np.array([1.0, 2.0]))


def weighed_above(x):
    return np.sum(x * WEIGHT + EPSILON) if SWITCH else np.sum(x)


@pytest.mark.parametrize("weight", [np.float64(2.5), np.float32(1.5), np.int64(3)])
def test_numpy_numbers_are_read_as_arrays_are(monkeypatch, weight):
    monkeypatch.setitem(globals(), "WEIGHT", weight)
    x = np.ones(3, np.float32)
    derivative = value_and_grad(weighed_above)
    value, dx = derivative(x)
    assert value == weighed_above(x) and value.dtype == weighed_above(x).dtype
    assert dx.dtype == np.float32 and dx.tolist() == [weight] * 3
    monkeypatch.setitem(globals(), "WEIGHT", 2 * weight)
    assert derivative(x)[1].tolist() == [2 * weight] * 3
    monkeypatch.setitem(globals(), "SWITCH", np.False_)
    assert derivative(x)[1].tolist() == [1.0] * 3


def test_global_arrays_are_read_at_call_time(monkeypatch):
    derivative = grad(weighed)
    assert derivative(np.ones(2)).tolist() == [1.0, 2.0]
    VECTOR[0] = 4.0
    try:
        assert derivative(np.ones(2)).tolist() == [4.0, 2.0]
        monkeypatch.setitem(globals(), "VECTOR", np.array([5.0, 6.0]))
        assert derivative(np.ones(2)).tolist() == [5.0, 6.0]
    finally:
        VECTOR[0] = 1.0


def test_nothing_is_written_into_the_users_module():
    before = set(globals())
    grad(scaled)(1.0)
    assert set(globals()) == before


def test_arguments_that_f_writes_to():
    a, b = np.ones(3), np.arange(3.0)
    assert grad(doubles_in_place)(a, b).tolist() == [0.0, 2.0, 4.0]
    assert a.tolist() == [2.0, 2.0, 2.0]
    with pytest.raises(UnsupportedError, match="share memory"):
        grad(doubles_in_place)(a, a)
    with pytest.raises(UnsupportedError, match="share memory"):
        grad(doubles_in_place)(a[:2], a[1:])


def test_gradients_share_no_memory():
    total = lambda x, y: np.sum(x + y)  # noqa: E731
    dx, dy = grad(total, (0, 1))(np.ones(3), np.ones(3))
    assert not np.shares_memory(dx, dy)


@pytest.mark.parametrize(
    "argument",
    [np.ma.masked_array([1.0]), np.array(["a"]), np.array([None]), type("F", (float,), {})(1.0)],
    ids=["masked", "text", "objects", "subclass of float"],
)
def test_refused_arguments(argument):
    with pytest.raises(UnsupportedError):
        product.grad(argument, 2.0)


@pytest.mark.parametrize(
    "f",
    [len, np.sin, int, types.SimpleNamespace().__init__],
    ids=["builtin", "ufunc", "class", "wrapper"],
)
def test_what_has_no_source(f):
    with pytest.raises(UnsupportedError):
        grad(f)


def test_not_a_function():
    with pytest.raises(TypeError):
        grad(3)


def test_an_edited_file_is_noticed(tmp_path, monkeypatch):
    path = tmp_path / "edited_model.py"
    path.write_text("def f(x):\n    return x * 2\n")
    monkeypatch.syspath_prepend(tmp_path)
    import edited_model

    path.write_text("def f(x):\n    return x * 333\n")
    with pytest.raises(UnsupportedError, match="has changed"):
        grad(edited_model.f)(1.0)
    path.write_text("# moved down\n\n\ndef f(x):\n    return x * 2\n")
    assert grad(edited_model.f)(1.0) == 2.0


# ---- vjp


def test_vjp():
    random = np.random.default_rng(0)
    W, X, dD = random.normal(size=(2, 3)), random.normal(size=(3, 4)), random.normal(size=(2, 4))
    D, pullback = vjp(layer, W, X)
    assert identical(D, W.dot(X))
    for _ in range(2):
        dW, dX = pullback(dD)
        assert_close(dW, dD @ X.T)
        assert_close(dX, W.T @ dD)


def test_vjp_has_an_entry_for_every_argument():
    def power(x, name, n: int):
        return x**n

    out, pullback = vjp(power, 3.0, "cube", 3)
    assert out == 27.0
    assert pullback(2.0) == (54.0, None, None)


def by_square_elements(x):
    return x**2


def starred(x, *rest, scale=1.0):
    return scale * x * sum(rest)


def above(x, limit, name, n):
    return x * x if x > limit else x


SLOPES = np.array([2.0, 3.0])


class Pair:
    def __init__(self, first, second):
        self.first, self.second = first, second


def of_everything(pair, arrays, x):
    y = SLOPES * pair.first * arrays[0] ** 2
    return {"y": np.exp(y) * x**2, "z": arrays[1] * pair.second**2}


def test_a_pullback_does_not_see_what_is_written_after_the_call():
    x, a, b, c = np.array([0.5, -0.2]), np.array([0.1, 0.2]), np.array([0.3, 0.1]), np.ones(2)
    pair, arrays = Pair(a, b), [c, x[::-1]]
    out, pullback = vjp(of_everything, pair, arrays, x)
    seed = {"y": np.ones(2), "z": np.array([1.0, 2.0])}
    expected = copy.deepcopy(pullback(seed))
    for array in (x, a, b, c, out["y"], out["z"]):
        array[...] = 7.0
    pair.first, arrays[0], arrays[1], slopes = None, None, None, SLOPES.copy()
    SLOPES[:] = 0
    try:
        np.testing.assert_equal(pullback(seed), expected)
    finally:
        SLOPES[:] = slopes


def test_vjp_of_what_does_not_lead_to_the_result():
    _, pullback = vjp(above, 3.0, 2.0, "name", 7)
    assert pullback(1.0) == (6.0, 0.0, None, None)
    _, pullback = vjp(above, np.float64(3.0), np.array(2.0), None, np.arange(3))
    dx, dlimit, *others = pullback(1.0)
    assert (dx, float(dlimit), others) == (6.0, 0.0, [None, None])
    out, pullback = vjp(lambda n: 3, "text")
    assert (out, pullback(1.0)) == (3, (None,))


def test_ravel_is_no_view_of_an_array_out_of_order():
    def product(x, y):
        z = y.ravel()
        z[1] = x[1]
        return (x * y).sum()

    x = np.arange(3.0)
    dx, dy = grad(product, (0, 1))(x, x + 2)
    np.testing.assert_array_equal(dx, [2, 2, 4])
    np.testing.assert_array_equal(dy, [0, 0, 2])
    with pytest.raises(AssertionError, match="does not lie in order"):
        grad(product, (0, 1))(x, np.arange(6.0)[::2])


def test_vjp_of_a_function_without_a_result():
    def nothing(x):
        x * 2

    with pytest.raises(UnsupportedError, match="holds no number"):
        vjp(nothing, np.ones(3))


def test_vjp_holds_keywords_and_defaults_fixed():
    shifted = lambda x, y, shift=0.5: x * y + shift  # noqa: E731
    assert vjp(shifted, 2.0, 3.0)[1](1.0) == (3.0, 2.0)
    assert vjp(shifted, 2.0, y=3.0)[1](1.0) == (3.0,)
    assert vjp(shifted, 2.0, 3.0, 1.0)[1](1.0) == (3.0, 2.0, 1.0)


def test_star_arguments():
    assert vjp(starred, 2.0, 3.0, 4.0, scale=10.0)[1](1.0) == (70.0, 20.0, 20.0)
    assert grad(starred)(2.0, 3.0, 4.0) == 7.0
    assert grad(starred, (0, -1))(2.0, 3.0, 4.0) == (7.0, 2.0)
    assert grad(starred, ("rest", 1))(2.0, 3.0, 4.0) == ((2.0, 2.0), 2.0)
    assert value_and_grad(starred, 2)(2.0, 3.0, 4.0) == (14.0, 2.0)
    assert backprop(starred).grad(2.0, 3.0, 4.0) == (7.0, (2.0, 2.0), 14.0)
    with pytest.raises(ValueError, match="out of range"):
        grad(starred, 3)(2.0, 3.0, 4.0)
    with pytest.raises(UnsupportedError, match="collects is not known"):
        _ = backprop(starred).source


def test_a_cotangent_is_checked():
    _, pullback = vjp(by_square_elements, np.ones(3))
    with pytest.raises(ValueError, match=r"shape \(3,\), not \(4,\)"):
        pullback(np.ones(4))
    _, pullback = vjp(lambda x: {"a": (x, 2 * x)}, 1.0)
    for wrong in (1.0, {"b": (1.0, 1.0)}, {"a": (1.0,)}, {"a": (1.0, np.ones(2))}):
        with pytest.raises(ValueError, match="cotangent"):
            pullback(wrong)
    assert pullback({"a": [1.0, 1.0]}) == (3.0,)


def test_a_missing_seed_is_explained():
    with pytest.raises(TypeError, match="needs a seed.*dby_square_elements="):
        grad(by_square_elements)(np.ones(3))
    assert grad(by_square_elements)(np.ones(3), np.ones(3)).tolist() == [2.0, 2.0, 2.0]


class Scaled:
    @backprop
    def loss(self, x):
        return x * x

    @classmethod
    def by_default(cls, x):
        return x


def test_methods():
    scaled = Scaled()
    assert (scaled.loss(3.0), scaled.loss.grad(3.0)) == (9.0, 6.0)
    assert Scaled.loss.value_and_grad(scaled, 3.0) == (9.0, 6.0)
    assert "def loss_value_and_grad(self, x" in scaled.loss.source
    assert grad(scaled.loss)(3.0) == 6.0
    with pytest.raises(UnsupportedError, match="a method of a class, which is no argument"):
        grad(Scaled.by_default)


@pytest.mark.parametrize(
    "f, wrt, message",
    [
        (above, "name", "with respect to name, which is str"),
        (lambda x, limit, name, n: None, 0, "holds no number"),
    ],
    ids=["text", "no result"],
)
def test_what_has_no_derivative(f, wrt, message):
    with pytest.raises(UnsupportedError, match=message):
        grad(f, wrt)(3.0, 2.0, "name", 1)


def test_errors_travel_between_processes():
    with pytest.raises(UnsupportedError) as raised:
        grad(above, "name")(3.0, 2.0, "name", 1)
    again = pickle.loads(pickle.dumps(raised.value))
    assert (str(again), again.problems) == (str(raised.value), raised.value.problems)


FACTORS = np.ones(3)


def scaled_squares(x):
    return np.sum(FACTORS * x**2)


def of_a_function_inside(x):
    def squares(t):
        return np.sum(t**2 * x)

    return grad(squares)(x)[0]


@pytest.mark.parametrize(
    "f, message",
    [
        (lambda x: np.sum(grad(scaled_squares)(x)), "reads FACTORS, is taken in a function"),
        (of_a_function_inside, "inside another is not read"),
        (lambda x: np.sum(vjp(scaled_squares, x)[1](1.0)[0]), "`codegen.vjp` is not a function"),
    ],
)
def test_gradients_inside_of_a_function_that_are_refused(f, message):
    with pytest.raises(UnsupportedError, match=message):
        grad(f)(np.ones(3))


def of_the_standard_library(x):
    return statistics.stdev([x, 2 * x])


def test_what_is_not_read_of_the_standard_library_is_reported_where_it_is_called():
    with pytest.raises(UnsupportedError) as raised:
        grad(of_the_standard_library)(1.5)
    (problem,) = raised.value.problems
    assert problem.message.startswith("`statistics.stdev` is not read, as ")
    assert problem.span.file == __file__
    assert problem.span.line == of_the_standard_library.__code__.co_firstlineno + 1


def test_generated_once():
    assert grad(above) is grad(above)
    assert grad(typed) is grad(typed)
    assert grad(above) is not grad(above, "x")


# ---- specialisation


def test_keys():
    same = [
        (1.0, 2.0),
        (np.ones(3), np.ones(4)),
        ([1.0], [1.0, 2.0]),
        (np.ones((3, 4)), np.ones((4, 3)).T),
        ([1, 2.0], [2.0]),
    ]
    assert all(key_of(a) == key_of(b) for a, b in same)
    different = [
        (1.0, 1),
        (1, True),
        (1.0, np.float64(1.0)),
        (np.ones(3), np.ones(1)),
        (np.ones(3), np.ones((3, 1))),
        (np.ones(3), np.ones(3, np.float32)),
        ({"a": 1.0, "b": 1.0}, {"b": 1.0, "a": 1.0}),
        (None, 1.0),
        ((1.0,), [1.0]),
        ([1.0, None], [1.0, 2.0]),
    ]
    assert all(key_of(a) != key_of(b) for a, b in different)


@pytest.mark.parametrize(
    "value, shown",
    [
        (1.0, "float"),
        (np.float32(1), "np.f32"),
        (np.ones((1, 3)), "f64[1, x1]"),
        ([1, 2], "list[int]"),
        ([1.0, "a"], "[float, str]"),
        ({"W": np.ones(2), "n": (1, None)}, "{W: f64[x['W']0], n: (int, None)}"),
    ],
    ids=str,
)
def test_types_of_arguments(value, shown):
    assert show_type(type_of(value, "x")) == shown


def test_overlap():
    z = np.zeros(4)
    assert overlapping({"a": z[:2], "b": z[2:]}) is None
    assert overlapping({"a": z[::2], "b": z[1::2]}) is None
    assert overlapping({"a": z, "b": {"c": [z[1:]]}}) == ("a", "b")
    shared = [1.0]
    assert overlapping({"a": [shared, shared]}) == ("a", "a")


# ---- declared types


def test_the_notation_of_at():
    text = (
        "x=3.0,n=10,u=f64[n],W=f64[d,k],y=i64[n],params={W1:f64[d,k],b1:f64[k]},layers=[{W:f64[d,d]}],"
        "v=f64[n-2, 3],e=f32[...],s=np.f64,t=(float, int),q=[1.0, 2.0],flag=True,none=None,g=number"
    )
    shown = {name: show_type(said.type) for name, said in parse_at(text).items()}
    assert shown == {
        "x": "float",
        "n": "int",
        "u": "f64[n]",
        "W": "f64[d, k]",
        "y": "i64[n]",
        "params": "{W1: f64[d, k], b1: f64[k]}",
        "layers": "list[{W: f64[d, d]}]",
        "v": "f64[n-2, 3]",
        "e": "f32[...]",
        "s": "np.f64",
        "t": "(float, int)",
        "q": "list[float]",
        "flag": "bool",
        "none": "None",
        "g": "number",
    }


@pytest.mark.parametrize(
    "text", ["x", "x=", "x=foo", "x=f64[1.5]", "x=f99[n]", "**x", "x=f64[n", "x={*:1}", "x=1,x=2"]
)
def test_what_at_refuses(text):
    with pytest.raises(UnsupportedError, match="--at"):
        parse_at(text)


@pytest.mark.parametrize(
    "annotation, shown",
    [
        ("float", "float"),
        ("'float'", "float"),
        ("np.ndarray", "?[...]"),
        ("NDArray[np.float32]", "f32[...]"),
        ('Float[Array, "n d"]', "f64[n, d]"),
        ("Float32[np.ndarray, '3 n-1']", "f32[3, n-1]"),
        ('Int[Array, "*batch n"]', "i64[...]"),
        ("list[float]", "list[float]"),
        ("tuple[float, int]", "(float, int)"),
        ("Annotated[float, 'metres']", "float"),
    ],
)
def test_annotations(annotation, shown):
    declared = type_of_annotation(annotation)
    assert declared is not None and show_type(declared) == shown


@pytest.mark.parametrize(
    "annotation", ["dict", "float | None", "tuple[float, ...]", "Model", "a b", None]
)
def test_annotations_that_say_nothing(annotation):
    assert type_of_annotation(annotation) is None


# ---- the package


def test_import_is_cheap():
    code = (
        "import sys, time; start = time.perf_counter(); import codegen;"
        "took = time.perf_counter() - start;"
        "heavy = {'libcst', 'black', 'jinja2', 'click'} & set(sys.modules);"
        "assert not heavy, heavy; assert took < 0.25, took; assert 'grad' in dir(codegen)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_public_names():
    import codegen

    assert all(hasattr(codegen, name) for name in codegen.__all__)
    with pytest.raises(AttributeError):
        _ = codegen.missing
