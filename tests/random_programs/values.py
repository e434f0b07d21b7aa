"""Constructs of other statements, and of casts."""

from __future__ import annotations

from tests.random_programs.mixed import BLOCKS, Mixed, construct
from tests.random_programs.programs import SHAPES, V3, V4


@construct("with np.errstate", BLOCKS)
def _(m: Mixed) -> None:
    m.line("with np.errstate(divide='ignore', invalid='ignore'):")
    m.block(m.several(2))


@construct("try, finally", BLOCKS)
def _(m: Mixed) -> None:
    m.line("try:")
    m.block(m.several(2))
    m.line("finally:")
    m.inside("pass")


@construct("try, except")
def _(m: Mixed) -> None:
    name = m.define("float", "0.0")
    m.line("try:")
    m.inside(f"{name} = {m.value()}")
    m.line(f"except {m.rng.choice(('ValueError', '(ValueError, ZeroDivisionError)'))}:")
    m.inside("raise")


@construct("match")
def _(m: Mixed) -> None:
    name = m.number_name()
    m.line(f"match {m.integer()}:")
    m.inside(f"case {m.rng.choice('01')}:")
    m.inside(f"    {name} = {m.value()}")
    m.inside("case _:")
    m.inside(f"    {name} = {name} * 0.5")
    m.shared.discard(name)


@construct("del")
def _(m: Mixed) -> None:
    name = m.define("float", m.value())
    other = m.define("float", f"{name} * {name}")
    m.line(f"del {name}")
    del m.kinds[name]
    m.line(f"{other} += 0.5")


@construct("global read")
def _(m: Mixed) -> None:
    m.define("float", m.rng.choice((f"RATE * {m.value()}", f"TABLE[{m.index(3)}] * {m.value()}")))


@construct("isinstance, len, shape")
def _(m: Mixed) -> None:
    kind = m.vector()
    array = m.name(kind) or "x"
    test = m.rng.choice((f"isinstance({array}, float)", f"len({array}) > 3", f"{array}.ndim == 1"))
    m.define("float", f"{m.value()} if {test} else {m.plain_value(0)}")


@construct("strings")
def _(m: Mixed) -> None:
    word = m.define("text", m.rng.choice(('"mean"', 'f"me{0}n"', 'f"{n}"')))
    m.define("float", f'{m.value()} if {word} == "mean" else {m.plain_value(0)}')


@construct("raise on a branch")
def _(m: Mixed) -> None:
    m.line(f"if {m.plain_value()} > 100.0:")
    m.inside(f'raise ValueError(f"too large: {{{m.number_name()}}}")')


@construct("assert")
def _(m: Mixed) -> None:
    m.line(f'assert {m.plain_value()} < 1e6, "too large"')


@construct("lambda")
def _(m: Mixed) -> None:
    g, v = m.fresh(), m.fresh()
    m.line(f"{g} = lambda {v}, k=2.0: {v} * k + {m.plain_value(0)}")
    m.define("float", f"{g}({m.value()}) - {g}({m.value()}, 0.5)")


@construct("None until it is set")
def _(m: Mixed) -> None:
    best, v = m.fresh(), m.fresh()
    m.line(f"{best} = None")
    m.line(f"for {v} in {m.name(m.rng.choice(('list', V3, V4))) or 'x'}:")
    m.inside(f"if {best} is None or {v} > {best}:")
    m.inside(f"    {best} = {v}")
    m.bind(best, "float")


@construct("condition and else, chained")
def _(m: Mixed) -> None:
    low = m.plain_value(0)
    m.define("float", f"{m.value()} if {low} < {m.plain_value(0)} < 1.5 else {m.plain_value()}")


@construct("loop with break, continue, else", BLOCKS)
def _(m: Mixed) -> None:
    name, index, total = m.written(V4), m.fresh(), m.define("float", "0.0")
    m.line(f"for {index} in range(4):")
    m.inside(f"if {name}[{index}] > {m.plain_value(0)}:")
    m.inside(f"    {m.rng.choice(('break', 'continue'))}")
    m.inside(f"{total} += {name}[{index}] * {m.plain_value(0)}")
    m.line("else:")
    m.inside(f"{total} = {total} * 0.5")


@construct("cast: float")
def _(m: Mixed) -> None:
    m.define("float", f"float({m.value()}) * {m.value()}")


@construct("cast: np.float64")
def _(m: Mixed) -> None:
    m.define("float", f"np.float64({m.value()}) * {m.value()}")


@construct("cast: .item()")
def _(m: Mixed) -> None:
    kind = m.vector()
    base = m.name(kind) or m.define(kind, m.values(kind))
    m.define("float", f"{base}[{m.index(SHAPES[kind][0])}].item() * {base}.sum().item()")


@construct("cast: np.asarray, np.array, .copy()")
def _(m: Mixed) -> None:
    kind = m.vector()
    text = m.rng.choice(("np.asarray({}) * 1.0", "np.array({})", "{}.copy()", "np.copy({})"))
    m.define(kind, text.format(m.values(kind)))


@construct("cast: .astype(np.float32)")
def _(m: Mixed) -> None:
    kind = m.vector()
    m.define(kind, f"{m.values(kind)}.astype(np.float32).astype(float)")


@construct("cast: .astype(float)")
def _(m: Mixed) -> None:
    kind = m.vector()
    m.define(kind, f"{m.values(kind)}.astype(float)")


@construct("inactive: int")
def _(m: Mixed) -> None:
    m.define("float", f"int({m.value()}) * {m.plain_value()}")


@construct("inactive: argmax, argsort")
def _(m: Mixed) -> None:
    kind = m.vector()
    base = m.name(kind) or m.define(kind, m.values(kind))
    way = m.rng.choice((f"np.argmax({base})", f"np.argmin({base})", f"np.argsort({base})[0]"))
    m.define("float", f"{base}[{way}] * {m.value()}")


@construct("inactive: comparison")
def _(m: Mixed) -> None:
    kind = m.vector()
    base = m.name(kind) or m.define(kind, m.values(kind))
    m.define("float", f"np.sum({base} > {m.plain_value(0)}) * {m.value()}")
