"""check_rule: one line tests an op. Its value, type and cotangents, on typed, untyped and float32
operands.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

import codegen.rules  # noqa: F401  (fills the registry)
from codegen.frontend.binding import bind
from codegen.infer.samples import resolve
from codegen.ir.build import Builder, building, emit_op
from codegen.ir.graph import Graph, Leaf, Node, Parameter, Region, Value, constant
from codegen.ir.ops import REGISTRY, SPELLINGS, name_of_call
from codegen.ir.results import tangent_type
from codegen.ir.run import run
from codegen.ir.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    GENERIC,
    INT,
    Array,
    Length,
    ListFixed,
    ListOf,
    Scalar,
    Symbol,
    TupleOf,
    Type,
    new_facts,
)

EMITTED: set[str] = set()  # the ops that rules have emitted so far


class Static:
    """An argument that is written as a literal in the source, not passed at run time."""

    def __init__(self, value: Any) -> None:
        self.value = value


def check_rule(
    spelling: str,
    *args: Any,
    inactive: tuple[int, ...] = (),
    modes: tuple[str, ...] = ("typed", "fixed", "generic", "narrow"),
    eps: float = 1e-6,
    **options: Any,
) -> None:
    """Check an op against the function that it is and against central differences.

    Floats, float arrays and lists of them are run-time operands (not differentiated where their
    position is `inactive`); other arguments and all options are literals.
    """
    for mode in modes:
        given = args
        if mode == "generic" and not any(isinstance(x, float | np.ndarray) for x in args):
            continue
        if mode == "narrow":
            given = tuple(_narrow(x) if _is_float64(x) else x for x in args)
            if not any(map(_is_float64, args)):
                continue
        _check(spelling, given, options, inactive, mode, eps)


def _is_float64(x: Any) -> bool:
    return isinstance(x, np.ndarray) and x.dtype in (np.float64, np.complex128)


def _narrow(x: Any) -> Any:
    return x.astype(np.float32 if x.dtype == np.float64 else np.complex64)


def pull(
    spelling: str, args: tuple[Any, ...], options: dict[str, Any], g: Any, integers: bool = False
) -> list[Any]:
    """The cotangents that a rule gives, of the operands that have one, in order."""
    with new_facts():
        builder = Builder()
        bound = [Value(type_of(x, "typed")) if is_operand(x) else _literal(x) for x in args]
        with building(builder):
            row = REGISTRY[name_of_call(SPELLINGS[spelling], options)]
            ins, attrs = bind(row, spelling, bound, options)
            op = emit_op(row.name, ins, attrs)
            seed = Value(tangent_type(op.out.type), "g")
            active = frozenset(
                ins.index(p)
                for p, x in zip(bound, args, strict=True)
                if isinstance(p, Value) and not p.is_const and p in ins and (integers or _floats(x))
            )
            assert row.pullback is not None
            found = row.pullback(op, (seed,), active)
    params = [p for p in bound if isinstance(p, Value) and not p.is_const]
    values = [x for p, x in zip(bound, args, strict=True) if p in params]
    order = sorted(found)
    results: list[Any] = _run([*params, seed], builder, [found[k] for k in order], [*values, g])
    return results


def type_of(x: Any, mode: str) -> Type:
    match x:
        case bool() | np.bool_():
            return BOOL
        case np.generic():
            return Array(x.dtype.name, (), scalar=True)
        case complex():
            return GENERIC if mode == "generic" else COMPLEX
        case float() | int():
            plain = FLOAT if isinstance(x, float) else INT
            return GENERIC if mode == "generic" else plain
        case np.ndarray() if mode == "generic":
            return GENERIC
        case np.ndarray():
            return Array(x.dtype.name, tuple(_length(n) for n in x.shape))
        case list() if mode == "fixed":
            return ListFixed(tuple(type_of(item, mode) for item in x))
        case list():
            return ListOf(type_of(x[0], "typed")) if x else ListOf(FLOAT)
        case tuple():
            return TupleOf(tuple(type_of(item, mode) for item in x))
    raise TypeError(type(x))


def _length(n: int) -> Length:
    return Length.of(n if n < 2 else Symbol(f"n{n}", not_one=True))


def is_operand(x: Any) -> bool:
    if isinstance(x, list):
        return bool(x) and all(is_operand(item) for item in x)
    if isinstance(x, tuple):  # as (c, lower): an array and what it is
        return any(isinstance(item, np.ndarray) for item in x)
    return isinstance(x, float | complex | np.inexact | np.ndarray)


def _check(
    spelling: str,
    args: tuple[Any, ...],
    options: dict[str, Any],
    inactive: tuple[int, ...],
    mode: str,
    eps: float,
) -> None:
    rtol = 1e-4 if mode == "narrow" else max(2e-6, 4 * eps)
    label = f"{spelling} [{mode}]"
    with new_facts():
        builder = Builder()
        params = [
            Value(type_of(x, mode), f"x{k}") if is_operand(x) else None for k, x in enumerate(args)
        ]
        literals = [x.value if isinstance(x, Static) else x for x in args]
        bound = [
            (p if p is not None else _literal(x)) for p, x in zip(params, literals, strict=True)
        ]
        masks = {
            k: Value(type_of(x, "typed"), k)
            for k, x in options.items()
            if isinstance(x, np.ndarray)
        }
        row = REGISTRY[name_of_call(SPELLINGS[spelling], options)]
        with building(builder):
            try:
                ins, attrs = bind(row, spelling, bound, options | masks)
                op = emit_op(row.name, ins, attrs)
                y = op.out
                g = Value(tangent_type(y.type), "g")
                active = {
                    ins.index(p): k
                    for k, p in enumerate(params)
                    if p is not None and k not in inactive and p in ins and _floats(args[k])
                }
                found = {}
                if row.pullback is not None and active:
                    found = row.pullback(op, (g,), frozenset(active))
            except TypeError:
                if mode == "generic" and row.name in NEEDS_RANK:
                    return
                raise
        EMITTED.update(emitted.name for emitted in builder.ops if emitted is not op)
    values = [literal for literal, p in zip(literals, params, strict=True) if p is not None]
    values += [options[k] for k in masks]
    operands = [*(p for p in params if p is not None), *masks.values()]
    expected = _call(spelling, literals, options)
    out = _run(operands, builder, [y], values)[0]
    assert _same(out, expected), f"{label}: value {out!r} is not {expected!r}"
    assert fits(out, y.type), f"{label}: {out!r} is no {y.type}"
    if not active:
        return
    seed = _random_like(expected)
    order = sorted(set(found) & set(active))
    cotangents = _run([*operands, g], builder, [found[k] for k in order], [*values, seed])
    by_position = dict(zip(order, cotangents, strict=True))
    for position, k in active.items():
        x = literals[k]
        wide = [_wide(x) for x in literals] if mode == "narrow" else literals
        slope = _numeric(spelling, wide, options, k, seed, eps)
        dx = by_position.get(position)
        if dx is None:
            assert np.allclose(_flat(slope), 0, atol=1e-5), f"{label}: no cotangent of {k}: {slope}"
            continue
        assert _same_structure(dx, x, mode), f"{label}: cotangent {dx!r} of {x!r}"
        assert np.allclose(
            _flat(_conjugate(dx)), _flat(slope), rtol=rtol, atol=rtol
        ), f"{label}: cotangent of argument {k}: {dx!r}, differences say {slope!r}"
        if isinstance(x, np.ndarray) and mode != "generic":
            assert np.asarray(dx).dtype == x.dtype, f"{label}: {np.asarray(dx).dtype}"


# Rules that refuse operands of unknown rank, on purpose
NEEDS_RANK = set(
    "inner tensordot norm linspace tolist take_along_axis trace diag hstack vstack column_stack"
    " ptp max min inv solve repeat tile".split()
)


def _literal(x: Any) -> Any:
    if isinstance(x, list | tuple):
        return type(x)(_literal(item) for item in x)
    return constant(x)


def _call(spelling: str, args: list[Any], options: dict[str, Any]) -> Any:
    return resolve(spelling)(*args, **options)


def _run(params: list[Value], builder: Builder, results: list[Value], values: list[Any]) -> Any:
    graph = Graph(
        "sample",
        tuple(Parameter(p, f"p{k}") for k, p in enumerate(params)),
        Region(tuple(params), tuple(builder.ops), tuple(results)),
        Node("list", tuple(Leaf(k) for k in range(len(results)))),
    )
    wanted = _needed(graph)
    return run(wanted, *values).output


def _needed(graph: Graph) -> Graph:
    """Only the ops that the results need (the value is checked before there is a seed)."""
    from dataclasses import replace

    need = set(graph.body.results)
    kept = []
    for op in reversed(graph.body.ops):
        if need & set(op.outs):
            kept.append(op)
            need |= set(op.operands())
    return replace(graph, body=replace(graph.body, ops=tuple(reversed(kept))))


def fits(x: Any, t: Type) -> bool:
    """The run-time value is of the inferred type."""
    match t:
        case Scalar(kind):
            return type(x).__name__ == kind or (kind == "float" and type(x) is int)
        case Array(dtype, shape, scalar):
            if dtype is not None and np.asarray(x).dtype.name != dtype:
                return False
            if shape is None:
                return True
            if scalar != isinstance(x, np.generic) and not (shape == () and not scalar):
                return False
            return len(shape) == np.ndim(x) and all(
                n.known is None or n.known == m for n, m in zip(shape, np.shape(x), strict=True)
            )
    return True


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, list | tuple) and type(a) is type(b) and len(a) == len(b):
        return all(_same(x, y) for x, y in zip(a, b, strict=True))
    return type(a) is type(b) and np.array_equal(a, b, equal_nan=True)


def _floats(x: Any) -> bool:
    if isinstance(x, list):
        return all(_floats(item) for item in x)
    if isinstance(x, tuple):
        return any(_floats(item) for item in x)
    return isinstance(x, float | complex) or (
        isinstance(x, np.ndarray | np.generic) and x.dtype.kind in "fc"
    )


_generator = np.random.default_rng(7)


def _random_like(y: Any) -> Any:
    if isinstance(y, list | tuple):
        return (list if isinstance(y, list) else tuple)(map(_random_like, y))
    if np.iscomplexobj(y):
        parts = _generator.uniform(0.5, 1.5, (2, *np.shape(y)))
        drawn = parts[0] + 1j * parts[1]
        return complex(drawn) if np.ndim(y) == 0 else drawn.astype(np.asarray(y).dtype)
    if np.ndim(y) == 0:
        return float(_generator.uniform(0.5, 1.5))
    return _generator.uniform(0.5, 1.5, np.shape(y)).astype(np.asarray(y).dtype)


def _wide(x: Any) -> Any:
    wide = {np.dtype(np.float32): float, np.dtype(np.complex64): complex}
    return x.astype(wide.get(x.dtype, x.dtype)) if isinstance(x, np.ndarray) else x


def _flat(x: Any) -> Any:
    """All numbers; of complex ones the real and the imaginary parts."""
    if isinstance(x, list | tuple):
        return np.concatenate([_flat(item) for item in x]) if x else np.zeros(0)
    if np.iscomplexobj(x):
        return np.stack([np.real(x), np.imag(x)], axis=-1).ravel()
    return np.ravel(np.asarray(x, float))


def _conjugate(x: Any) -> Any:
    """df/dx and df/dy are the parts of the conjugate of a cotangent."""
    if isinstance(x, list | tuple):
        return type(x)(map(_conjugate, x))
    return np.conj(x) if np.iscomplexobj(x) else x


def _positions(x: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(x, list | tuple):
        for k, item in enumerate(x):
            yield from _positions(item, (*path, k))
    elif isinstance(x, np.ndarray) and x.ndim:
        for index in np.ndindex(x.shape):
            yield (*path, index)
    else:
        yield path


def _moved(x: Any, path: tuple[Any, ...], step: float) -> Any:
    if isinstance(x, bool) or (isinstance(x, np.ndarray) and x.dtype.kind == "i"):
        return x
    if not path:
        return type(x)(x + step) if not isinstance(x, np.ndarray) else np.asarray(x + step, x.dtype)
    if isinstance(x, list | tuple):
        return type(x)(
            _moved(item, path[1:], step) if k == path[0] else item for k, item in enumerate(x)
        )
    x = x.copy()
    x[path[0]] += step
    return x


def _numeric(
    spelling: str, args: list[Any], options: dict[str, Any], k: int, seed: Any, eps: float
) -> list[float]:
    """Central differences of <seed, f>, one per element of argument k, two where it is complex."""
    slopes = []
    weights = _flat(_conjugate(seed))
    for path in _positions(args[k]):
        for direction in (1, 1j) if _holds_complex(args[k]) else (1,):
            ends = []
            for step in (eps * direction, -eps * direction):
                moved = [_moved(x, path, step) if j == k else x for j, x in enumerate(args)]
                ends.append(np.sum(weights * _flat(_call(spelling, moved, options))))
            slopes.append((ends[0] - ends[1]) / (2 * eps))
    return slopes


def _holds_complex(x: Any) -> bool:
    return any(map(_holds_complex, x)) if isinstance(x, list | tuple) else np.iscomplexobj(x)


def _same_structure(dx: Any, x: Any, mode: str) -> bool:
    if isinstance(x, list | tuple):
        return (
            isinstance(dx, list | tuple)
            and len(dx) == len(x)
            and all(_same_structure(a, b, mode) for a, b in zip(dx, x, strict=True))
        )
    if np.ndim(x) == 0:
        return np.ndim(dx) == 0
    return np.shape(dx) == np.shape(x)
