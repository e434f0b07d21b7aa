"""Constructs of functions: closures, arguments, recursion, decorators."""

from __future__ import annotations

from tests.random_programs.mixed import Mixed, construct
from tests.random_programs.programs import M34, SHAPES, V4


def parameter(m: Mixed) -> str:
    """A name for the parameter of a function: no other has it."""
    return m.fresh()


@construct("closure: read when it is called")
def _(m: Mixed) -> None:
    free, g, v = m.define("float", m.value()), m.fresh(), parameter(m)
    m.line(f"def {g}({v}):")
    m.inside(f"return {v} * {free} + {m.plain_value(0)}")
    before = m.define("float", f"{g}({m.value()})")
    m.line(f"{free} = {m.value()} + {before}")
    m.define("float", f"{g}({m.value()})")


@construct("closure: writes to a captured array")
def _(m: Mixed) -> None:
    kind = m.vector()
    free, g, v = m.written(kind), m.fresh(), parameter(m)
    m.line(f"def {g}({v}):")
    m.inside(f"{free}[{m.index(SHAPES[kind][0])}] = {v} * 0.5")
    m.inside(f"return np.sum({free})")
    m.define("float", f"{g}({m.value()}) + {g}({m.value()})")


@construct("closure: of the variable of a loop")
def _(m: Mixed) -> None:
    functions, k, v = m.fresh(), m.fresh(), parameter(m)
    default = m.rng.choice(("", f", {k}={k}"))
    m.line(f"{functions} = []")
    m.line(f"for {k} in range(3):")
    m.inside(f"{functions}.append(lambda {v}{default}: {v} * ({k} + 0.5))")
    m.define("float", f"{functions}[0]({m.value()}) + {functions}[2]({m.value()})")


@construct("nonlocal")
def _(m: Mixed) -> None:
    total, g, v = m.define("float", m.value()), m.fresh(), parameter(m)
    m.line(f"def {g}({v}):")
    m.inside(f"nonlocal {total}")
    m.inside(f"{total} = {total} * 0.5 + {v}")
    if m.chance(0.5):
        index = m.fresh()
        m.line(f"for {index} in range(3):")
        m.inside(f"{g}({m.plain_value(0)} * {index})")
    else:
        m.line(f"{g}({m.value()})")
        m.line(f"{g}({m.value()})")


@construct("nested function with statements")
def _(m: Mixed) -> None:
    g, v, w = m.fresh(), parameter(m), m.fresh()
    m.line(f"def {g}({v}):")
    m.inside(f"{w} = {v} * {m.plain_value(0)}")
    m.inside(f"if {w} > {m.constant()}:")
    m.inside(f"    return {w} * {v}")
    m.inside(f"return {m.plain_value(0)} - {w}")
    m.define("float", f"{g}({m.value()}) * {g}({m.value()})")


@construct("function as an argument")
def _(m: Mixed) -> None:
    v = parameter(m)
    function = m.rng.choice(("math.sin", "bent", "clamp", f"lambda {v}: {v} * {m.plain_value(0)}"))
    m.define("float", f"twice({function}, {m.value()})")


@construct("functools.partial")
def _(m: Mixed) -> None:
    g = m.fresh()
    given = m.rng.choice((f"k={m.value()}", f"factor={m.value()}"))
    m.line(f"{g} = functools.partial(plus, {given})")
    m.define("float", f"{g}({m.value()}) * {g}({m.value()})")


@construct("recursion")
def _(m: Mixed) -> None:
    m.define("float", f"fold({m.rng.choice(('2', 'n', '3'))}, {m.value()})")


@construct("recursion: mutual")
def _(m: Mixed) -> None:
    m.define("float", f"is_even({m.rng.choice(('2', 'n', '3'))}, {m.value()})")


@construct("decorator that returns its function")
def _(m: Mixed) -> None:
    m.define("float", f"softened({m.value()})")


@construct("decorator that wraps")
def _(m: Mixed) -> None:
    m.define("float", f"reach({m.value()}, {m.value()})")


@construct("default and keyword arguments")
def _(m: Mixed) -> None:
    given = m.rng.choice(("", f", {m.value()}", f", k={m.value()}", f", factor={m.value()}"))
    m.define("float", f"plus({m.value()}{given})")


@construct("*args, **kwargs")
def _(m: Mixed) -> None:
    rest = m.rng.choice(("", f", {m.value()}", f", {m.value()}, {m.value()}"))
    named = m.rng.choice(("", f", p={m.value()}", f", p={m.value()}, q=0.5"))
    m.define("float", f"joined({m.value()}{rest}{named})")


@construct("early return from nested loops")
def _(m: Mixed) -> None:
    m.define("float", f"first_above({m.name(M34) or m.values(M34)}, {m.value()})")


@construct("early return of f from nested loops")
def _(m: Mixed) -> object:
    if m.returns != "float":
        return False
    i, j, base = m.fresh(), m.fresh(), m.name(M34) or m.define(M34, m.values(M34))
    m.line(f"for {i} in range(3):")
    m.inside(f"for {j} in range(4):")
    m.inside(f"    if {base}[{i}, {j}] > {m.plain_value(0)} + 1.0:")
    m.inside(f"        return {base}[{i}, {j}] * {m.plain_value()}")
    return None


@construct("helper that returns a view")
def _(m: Mixed) -> None:
    g, v = m.fresh(), parameter(m)
    base = m.written(V4)
    m.line(f"def {g}({v}):")
    m.inside(f"return {v}[1:]")
    view = m.define("v3", f"{g}({base})")
    m.line(f"{view}[0] = {m.value()}")


@construct("function that returns a function")
def _(m: Mixed) -> None:
    make, inner, k, v = m.fresh(), m.fresh(), m.fresh(), parameter(m)
    m.line(f"def {make}({k}):")
    m.inside(f"def {inner}({v}):")
    m.inside(f"    return {v} * {k} + 0.1")
    m.inside(f"return {inner}")
    m.define("float", f"{make}({m.value()})({m.value()})")
