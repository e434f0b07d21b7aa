"""The joint graphs of the listings, typed by hand as reverse mode and the passes leave them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import codegen.ir.core
import codegen.rules  # noqa: F401
from codegen.ir.build import Builder, building, current, emit, emit_op
from codegen.ir.graph import (
    BREAK,
    FINISHED,
    NEXT,
    Graph,
    Index,
    Key,
    Leaf,
    Node,
    Origin,
    Parameter,
    Region,
    Slice,
    Value,
    constant,
)
from codegen.ir.types import FLOAT, INT, DictOf, ListOf, Symbol, Type, array_of

N, D, K, C, T = (Symbol(name, not_one=True) for name in "ndkct")
F = "float64"


@contextmanager
def line(text: str, backward: bool = False) -> Iterator[None]:
    """Ops in this block come from the user's statement `text`."""
    builder = current()
    before = builder.origin, builder.backward
    builder.origin, builder.backward = (Origin(text) if text else None), backward
    yield
    builder.origin, builder.backward = before


def back(text: str) -> Any:
    return line(text, backward=True)


def named(value: Value, name: str) -> Value:
    value.name = name
    return value


def joint(
    name: str,
    types: dict[str, Type],
    body: Callable[..., tuple[Value, ...]],
    wrt: str | None = None,
    gradient: Any = None,
) -> Graph:
    """`name`_value_and_grad, whose body returns the value and then the gradients."""
    values = [Value(t, each) for each, t in types.items()]
    seed = Value(FLOAT, f"d{name}")
    with building(Builder([*values, seed])) as builder:
        results = body(*values, seed)
    params = [Parameter(value, str(value.name)) for value in values]
    params.append(Parameter(seed, f"d{name}", default="1.0"))
    leaves: Any = tuple(Leaf(k) for k in range(1, len(results)))
    tree = gradient or (leaves[0] if len(leaves) == 1 else Node("tuple", leaves))
    doc = f"Value of `{name}` and its gradient with respect to {wrt}, scaled by `d{name}`."
    output = Node("tuple", (Leaf(0), tree))
    return Graph(
        f"{name}_value_and_grad", tuple(params), builder.region(results), output, docstring=doc
    )


def region(params: list[Value], body: Callable[..., Any], backward: bool = False) -> Region:
    with building(Builder(params, backward=backward)) as builder:
        results = body(*params)
    return builder.region(results)


def item(base: Value, *index: Any, hint: str | None = None) -> Value:
    return emit("getitem", base, path=(Index(index),), hint=hint)


def accumulate(base: Value, value: Value, *index: Any, store: bool = True, **attrs: Any) -> Value:
    attrs["path"] = (Index(index),) if index else ()
    if store:
        attrs["store"] = True
    return emit("accumulate", base, value, hint=base.name, **attrs)


def staged() -> Graph:
    def body(x: Value, y: Value, df: Value) -> tuple[Value, ...]:
        def sigmoid(v: Value) -> Value:
            return 1.0 / (1 + emit("exp", -v, via="math.exp"))

        with line("sigy = 1.0 / (1 + math.exp(-y))"):
            sigy = named(sigmoid(y), "sigy")
        with line("num = x + sigy"):
            num = named(x + sigy, "num")
        with line("sigx = 1.0 / (1 + math.exp(-x))"):
            sigx = named(sigmoid(x), "sigx")
        with line("xpy = x + y"):
            xpy = named(x + y, "xpy")
        with line("xpysqr = xpy**2"):
            xpysqr = named(xpy**2, "xpysqr")
        with line("den = sigx + xpysqr"):
            den = named(sigx + xpysqr, "den")
        with line("invden = 1.0 / den"):
            invden = named(1.0 / den, "invden")
        with line("return num * invden"):
            out = num * invden
        with back("num * invden"):
            dnum = named(df * invden, "dnum")
            dinvden = named(df * num, "dinvden")
        with back("invden = 1.0 / den"):
            dden = named(-dinvden * invden**2, "dden")
        with back("xpysqr = xpy**2"):
            dxpy = named(dden * 2 * xpy, "dxpy")
        with back("sigx = 1.0 / (1 + math.exp(-x))"):
            first = dden * (1 - sigx) * sigx
            dx = emit("accumulate", dxpy, first, path=(), hint="dx")
        with back("num = x + sigy"):
            dx = emit("accumulate", dx, dnum, path=(), hint="dx")
        with back("sigy = 1.0 / (1 + math.exp(-y))"):
            dy = emit("accumulate", dxpy, dnum * (1 - sigy) * sigy, path=(), hint="dy")
        return out, dx, dy

    return joint("f", {"x": FLOAT, "y": FLOAT}, body, "(x, y)")


def two_layer_net() -> Graph:
    params_type = DictOf(
        ("W1", "b1", "W2", "b2"),
        (array_of(F, D, K), array_of(F, K), array_of(F, K, C), array_of(F, C)),
    )

    def body(params: Value, X: Value, y: Value, dloss: Value) -> tuple[Value, ...]:
        def param(key: str) -> Value:
            return emit("getitem", params, path=(Key(key),))

        with line('h = np.maximum(X @ params["W1"] + params["b1"], 0.0)'):
            pre = X @ param("W1") + param("b1")
            h = emit("maximum", pre, 0.0, via="numpy.maximum", hint="h")
        with line('scores = h @ params["W2"] + params["b2"]'):
            W2 = param("W2")
            scores = named(h @ W2 + param("b2"), "scores")
        with line("scores = scores - scores.max(axis=1, keepdims=True)"):
            tops = emit("max", scores, axis=1, keepdims=True, via="numpy.ndarray.max")
            scores = named(scores - tops, "scores")
        with line("logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))"):
            exps = emit("exp", scores, via="numpy.exp")
            sums = emit("sum", exps, axis=1, keepdims=True, via="numpy.ndarray.sum")
            logp = named(scores - emit("log", sums, via="numpy.log"), "logp")
        with line("return -logp[np.arange(len(y)), y].mean()"):
            rows = emit_op(
                "arange", [emit("len", y)], {"via": "numpy.arange"}, types=(array_of("int64", N),)
            ).out
            picked = item(logp, rows, y)
            out = -emit("mean", picked, via="numpy.ndarray.mean")
        with back("-logp[np.arange(len(y)), y].mean()"):
            dlogp = emit("zeros_like", logp, hint="dlogp")
            g = -dloss / emit("len", y)
            dlogp = emit("update", dlogp, g, path=(Index((rows, y)),), store=True, hint="dlogp")
        with back("logp = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))"):
            total = emit("sum", dlogp, axis=1, keepdims=True)
            dscores = named(dlogp - exps / sums * total, "dscores")
        with back('scores = h @ params["W2"] + params["b2"]'):
            dW2 = named(emit("transpose", h) @ dscores, "dW2")
            db2 = emit("sum", dscores, axis=0, hint="db2")
            dh = named(dscores @ emit("transpose", W2), "dh")
        with back('h = np.maximum(X @ params["W1"] + params["b1"], 0.0)'):
            dpre = named(dh * (pre >= 0.0), "dpre")
            dW1 = named(emit("transpose", X) @ dpre, "dW1")
            db1 = emit("sum", dpre, axis=0, hint="db1")
        return out, dW1, db1, dW2, db2

    gradient = Node("dict", tuple(Leaf(k) for k in (1, 2, 3, 4)), ("W1", "b1", "W2", "b2"))
    types: dict[str, Type] = {
        "params": params_type,
        "X": array_of(F, N, D),
        "y": array_of("int64", N),
    }
    return joint("loss", types, body, "params", gradient)


def heat() -> Graph:
    step = "u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])"

    def body(u: Value, k: Value, steps: Value, dheat: Value) -> tuple[Value, ...]:
        with line("u = u.copy()"):
            u = emit("copy", u, via="numpy.ndarray.copy", hint="u")

        def round_(_: Value, u: Value) -> Any:
            with line(step):
                right = item(u, Slice(2))
                lap = right - 2 * item(u, Slice(1, -1)) + item(u, Slice(None, -2))
                return [accumulate(u, k * lap, Slice(1, -1))]

        loop = {"start": 0, "stop": steps, "step": 1}
        body_ = region([Value(INT), Value(u.type, "u")], round_)
        u = emit_op("loop", [u], loop, types=(u.type,), regions=(body_,), hint="u").out
        with line("return np.sum(u**2)"):
            out = emit("sum", u**2, via="numpy.sum")
        with back("np.sum(u**2)"):
            du = named(2 * dheat * u, "du")

        def undo(_: Value, du: Value) -> Any:
            with back(step):
                dlap = named(k * item(du, Slice(1, -1)), "dlap")
                du = accumulate(du, dlap, Slice(2))
                du = accumulate(du, 2 * dlap, Slice(1, -1), negative=True)
                return [accumulate(du, dlap, Slice(None, -2))]

        body_ = region([Value(INT), Value(u.type, "du")], undo, True)
        with back(""):
            du = emit_op("loop", [du], loop, types=(u.type,), regions=(body_,), hint="du").out
        return out, du

    return joint("heat", {"u": array_of(F, N), "k": FLOAT, "steps": INT}, body, "u")


def branch(condition: Value, then: Any, otherwise: Any, types: Any, backward: bool = False) -> Any:
    regions = (region([], then, backward), region([], otherwise, backward))
    return emit_op("if", [condition], types=types, regions=regions)


def newton() -> Graph:
    floats = ListOf(FLOAT)

    def body(a: Value, x: Value, tol: Value, droot: Value) -> tuple[Value, ...]:
        xs = emit_op("make_list", [], types=(floats,), hint="xs").out
        rs = emit_op("make_list", [], types=(floats,), hint="rs").out
        types = (INT, FLOAT, INT, floats, floats)

        def round_(x: Value, n: Value, xs: Value, rs: Value) -> Any:
            def stay() -> Any:
                with line("r = x * x - a"):
                    r = named(x * x - a, "r")

                def go_on() -> Any:
                    grown_x = emit("append", xs, x, store=True, hint="xs")
                    grown_r = emit("append", rs, r, store=True, hint="rs")

                    def above() -> Any:
                        with line("x = x - r / (2 * x)"):
                            return [named(x - r / (2 * x), "x")]

                    def below() -> Any:
                        with line("x = 0.5 * (x + a / x)"):
                            return [named(0.5 * (x + a / x), "x")]

                    new = branch(r > 0, above, below, (FLOAT,)).out
                    new.name = "x"
                    with line("n += 1"):
                        m = named(n + 1, "n")
                    return [constant(NEXT), new, m, grown_x, grown_r]

                small = emit("abs", r, via="builtins.abs") < tol
                return branch(small, lambda: [constant(BREAK), x, n, xs, rs], go_on, types).outs

            return branch(n < 50, stay, lambda: [constant(FINISHED), x, n, xs, rs], types).outs

        params = [Value(FLOAT, "x"), Value(INT, "n"), Value(floats, "xs"), Value(floats, "rs")]
        loop = emit_op(
            "loop",
            [x, constant(0), xs, rs],
            {"exits": True},
            types=types,
            regions=(region(params, round_),),
        )
        for value, name in zip(loop.outs[1:], ("x", "n", "xs", "rs")):
            value.name = name
        _, out, _, xs, rs = loop.outs

        def undo(i: Value, dx: Value, da: Value) -> Any:
            x, r = item(xs, i, hint="x"), item(rs, i, hint="r")
            with back(""):
                test = r > 0

            def above() -> Any:
                with back("x = x - r / (2 * x)"):
                    dr = named(-dx / (2 * x), "dr")
                    return [dr, accumulate(dx, dx * r / (2 * x**2), store=False), da]

            def below() -> Any:
                with back("x = 0.5 * (x + a / x)"):
                    more = accumulate(da, 0.5 * dx / x, store=False)
                    return [constant(0.0), named(0.5 * dx * (1 - a / x**2), "dx"), more]

            joined = branch(test, above, below, (FLOAT,) * 3, True)
            for value, name in zip(joined.outs, ("dr", "dx", "da")):
                value.name = name
            dr, dx, da = joined.outs
            with back("r = x * x - a"):
                dx = accumulate(dx, 2 * dr * x, store=False)
                return [dx, accumulate(da, dr, store=False, negative=True)]

        with back(""):
            start = emit("len", xs) - 1
            params = [Value(INT), Value(FLOAT, "dx"), Value(FLOAT, "da")]
            loop = emit_op(
                "loop",
                [droot, 0.0],
                {"start": start, "stop": -1, "step": -1},
                types=(FLOAT, FLOAT),
                regions=(region(params, undo, True),),
            )
        loop.outs[0].name, loop.outs[1].name = "dx", "da"
        return out, loop.outs[1], loop.outs[0]

    return joint("root", {"a": FLOAT, "x": FLOAT, "tol": FLOAT}, body, "(a, x)")


def rnn() -> Graph:
    vector, states = array_of(F, K), ListOf(array_of(F, K))

    def body(x: Value, W: Value, U: Value, b: Value, target: Value, seed: Value) -> Any:
        with line("h = np.zeros(W.shape[0])"):
            rows = emit("shape", W, axis=0)
            h = emit_op(
                "zeros", [], {"shape": rows, "via": "numpy.zeros"}, types=(vector,), hint="h"
            ).out
            hs = emit("make_list", h, hint="hs")

        def round_(t: Value, h: Value, hs: Value) -> Any:
            with line("h = np.tanh(W @ h + U @ x[t] + b)"):
                h = emit("tanh", W @ h + U @ item(x, t) + b, via="numpy.tanh", hint="h")
            return [h, emit("append", hs, h, store=True, hint="hs")]

        steps = emit("shape", x, axis=0)
        params = [Value(INT, "t"), Value(vector, "h"), Value(states, "hs")]
        loop = emit_op(
            "loop",
            [h, hs],
            {"start": 0, "stop": steps, "step": 1},
            types=(vector, states),
            regions=(region(params, round_),),
        )
        h, hs = loop.outs
        h.name, hs.name = "h", "hs"
        with line("return 0.5 * np.sum((h - target) ** 2)"):
            err = named(h - target, "err")
            out = 0.5 * emit("sum", err**2, via="numpy.sum")
        with back("0.5 * np.sum((h - target) ** 2)"):
            dh = named(seed * err, "dh")
            zeros = [emit("zeros_like", v, hint=f"d{v.name}") for v in (W, U, b)]

        def undo(t: Value, dh: Value, dW: Value, dU: Value, db: Value) -> Any:
            with back("h = np.tanh(W @ h + U @ x[t] + b)"):
                dpre = named(dh * (1 - item(hs, t + 1) ** 2), "dpre")
                dW = accumulate(dW, emit("outer", dpre, item(hs, t)))
                dU = accumulate(dU, emit("outer", dpre, item(x, t)))
                db = accumulate(db, dpre)
                return [named(emit("transpose", W) @ dpre, "dh"), dW, dU, db]

        types = (vector, W.type, U.type, b.type)
        names = ("dh", "dW", "dU", "db")
        params = [Value(INT, "t"), *(Value(t, name) for t, name in zip(types, names))]
        with back(""):
            bounds = {"start": emit("shape", x, axis=0) - 1, "stop": -1, "step": -1}
            regions = (region(params, undo, True),)
            loop = emit_op("loop", [dh, *zeros], bounds, types=types, regions=regions)
        for value, name in zip(loop.outs, names):
            value.name = name
        return out, *loop.outs[1:]

    types: dict[str, Type] = {
        "x": array_of(F, T, D), "W": array_of(F, K, K), "U": array_of(F, K, D),
        "b": vector, "target": vector,
    }  # fmt: skip
    return joint("rnn_loss", types, body, "(W, U, b)")


LISTED = {
    "staged": staged, "two_layer_net": two_layer_net, "heat": heat, "newton": newton, "rnn": rnn,
}  # fmt: skip
