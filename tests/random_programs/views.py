"""Constructs in which an array has several names."""

from __future__ import annotations

from tests.random_programs.mixed import Mixed, construct
from tests.random_programs.programs import M34, M43, SHAPES, V3, V4
from tests.random_programs.stores import operator, right


def write(m: Mixed, name: str, kind: str) -> None:
    """Write to an array in one of the ways."""
    op = operator(m)
    shape = SHAPES[kind]
    way = m.rng.randrange(3)
    if way == 0:
        places = ", ".join(m.index(length) for length in shape)
        m.line(f"{name}[{places}] {op} {right(m, op)}")
    elif way == 1:
        m.line(f"{name}[1:] {op} {right(m, op)}")
    else:
        op = m.rng.choice(("+=", "*=", "-="))
        m.line(f"{name} {op} {right(m, op)}")


def viewed(m: Mixed, base: str, view: str, kind: str) -> None:
    """Bind a view, and write to it, to its base, or to both."""
    name = m.define(kind, view)
    who = m.rng.randrange(3)
    if who != 1:
        write(m, name, kind)
    if who != 0:
        write(m, base, m.kinds[base])


@construct("alias: second name")
def _(m: Mixed) -> None:
    kind = m.rng.choice((V3, V4, M34))
    base = m.written(kind)
    viewed(m, base, base, kind)


@construct("view: slice")
def _(m: Mixed) -> None:
    base = m.written(V4)
    viewed(m, base, f"{base}[{m.rng.choice(('1:', ':-1', ':3'))}]", V3)


@construct("view: reversed")
def _(m: Mixed) -> None:
    kind = m.vector()
    base = m.written(kind)
    viewed(m, base, f"{base}[::-1]", kind)


@construct("view: row")
def _(m: Mixed) -> None:
    base = m.written(M34)
    viewed(m, base, f"{base}[{m.index(3)}]", V4)


@construct("view: column")
def _(m: Mixed) -> None:
    base = m.written(M34)
    viewed(m, base, f"{base}[:, {m.index(4)}]", V3)


@construct("view: transpose")
def _(m: Mixed) -> None:
    kind = m.matrix()
    base = m.written(kind)
    viewed(m, base, f"{base}.T", M43 if kind == M34 else M34)


@construct("view: reshape")
def _(m: Mixed) -> None:
    base = m.define(M34, m.rng.choice(("np.zeros((3, 4))", f"{m.values(M34)}.copy()")))
    viewed(m, base, f"{base}.reshape({m.rng.choice(('4, 3', '(4, 3)', '4, -1'))})", M43)


@construct("view: ravel")
def _(m: Mixed) -> None:
    base = m.define(M34, f"np.zeros((3, 4)) + {m.values(V4)}")
    flat = m.define("v12", f"{base}.ravel()")
    m.line(f"{flat}[{m.index(12)}] = {m.value()}")
    m.line(f"{flat} *= {m.factor()}")


@construct("view: of a view")
def _(m: Mixed) -> None:
    base = m.written(M34)
    view = m.define(M34, f"{base}[::-1]")
    viewed(m, base, f"{view}[{m.index(3)}][1:]", V3)


@construct("view: two of one base")
def _(m: Mixed) -> None:
    base = m.written(V4)
    one, other = m.define(V3, f"{base}[1:]"), m.define(V3, f"{base}[:-1]")
    write(m, one, V3)
    write(m, other, V3)
    m.line(f"{one} {m.rng.choice(('+=', '*='))} 0.5 * {other}")


@construct("view: rows by iteration")
def _(m: Mixed) -> None:
    base, row = m.written(M34), m.fresh()
    m.line(f"for {row} in {base}:")
    m.loops += 1
    m.inside(f"{row}[{m.index(4)}] {m.rng.choice(('=', '+='))} {row}[0] * {m.plain_value(0)}")
    m.inside(f"{row} *= 0.9")
    m.loops -= 1


@construct("view: asarray")
def _(m: Mixed) -> None:
    kind = m.vector()
    base = m.written(kind)
    viewed(m, base, f"np.asarray({base})", kind)


@construct("alias: written by a helper")
def _(m: Mixed) -> None:
    kind = m.vector()
    base = m.written(kind)
    m.line(f"bump({base}, {m.index(SHAPES[kind][0])}, {m.value()})")
    name = m.define(kind, f"scaled({base}, {m.factor()})")
    write(m, name, kind)


@construct("alias: arrays swapped")
def _(m: Mixed) -> None:
    kind = m.vector()
    one, other = m.define(kind, m.owned(kind)), m.define(kind, m.owned(kind))
    index = m.fresh()
    m.line(f"for {index} in range({m.rng.choice(('3', 'n', '2'))}):")
    m.inside(f"{one}[1:] = np.sin({other}[:-1]) * 0.5 + {other}[1:]")
    m.inside(f"{one}, {other} = {other}, {one}")
