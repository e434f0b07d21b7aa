"""Constructs that write to arrays."""

from __future__ import annotations

from tests.random_programs.mixed import MATRICES, VECTORS, Mixed, construct
from tests.random_programs.programs import M34, SHAPES, V3, V4

OPERATORS = ("=", "+=", "-=", "*=", "/=", "**=")


def right(m: Mixed, op: str, kind: str = "float") -> str:
    """What may stand on the right of that operator."""
    if op == "**=":
        return "2"
    if op in ("*=", "/="):
        return m.factor()
    return m.value() if kind == "float" else m.values(kind)


def operator(m: Mixed) -> str:
    return m.rng.choice(OPERATORS if not m.loops else OPERATORS[:-1])


@construct("store: element")
def _(m: Mixed) -> None:
    kind = m.vector()
    name, op = m.written(kind), operator(m)
    m.line(f"{name}[{m.index(SHAPES[kind][0])}] {op} {right(m, op)}")


@construct("store: element of a matrix")
def _(m: Mixed) -> None:
    kind = m.matrix()
    name, op = m.written(kind), operator(m)
    rows, columns = SHAPES[kind]
    place = m.rng.choice(("{}, {}", "{}][{}")).format(m.index(rows), m.index(columns))
    m.line(f"{name}[{place}] {op} {right(m, op)}")


@construct("store: constant over an active element")
def _(m: Mixed) -> None:
    kind = m.vector()
    m.line(f"{m.written(kind)}[{m.index(SHAPES[kind][0])}] = {m.constant()}")


@construct("store: slice")
def _(m: Mixed) -> None:
    name, op = m.written(V4), operator(m)
    where = m.rng.choice(("1:", ":-1", ":3", "-3:"))
    m.line(f"{name}[{where}] {op} {right(m, op, m.rng.choice(('float', V3)))}")


@construct("store: slice with a step")
def _(m: Mixed) -> None:
    kind = m.vector()
    name, op = m.written(kind), operator(m)
    m.line(f"{name}[{m.rng.choice(('::2', '::-1', '1::2', '-1:0:-1'))}] {op} {right(m, op)}")


@construct("store: slice of a matrix")
def _(m: Mixed) -> None:
    name, op = m.written(M34), operator(m)
    place, kind = m.rng.choice(
        ((f"{m.index(3)}", V4), (f":, {m.index(4)}", V3), ("1:, :-1", V3), (":, 1:", V3))
    )
    m.line(f"{name}[{place}] {op} {right(m, op, m.rng.choice(('float', kind)))}")


@construct("store: mask")
def _(m: Mixed) -> None:
    kind = m.rng.choice((*VECTORS, *MATRICES))
    name, op = m.written(kind), operator(m)
    m.line(
        f"{name}[{m.rng.choice((name, m.values(kind)))} > {m.plain_value()}] {op} {right(m, op)}"
    )


@construct("store: mask, values taken by it")
def _(m: Mixed) -> None:
    kind = m.rng.choice((*VECTORS, *MATRICES))
    name = m.written(kind)
    mask = m.define("mask", f"{name} < {m.plain_value()}")
    m.line(f"{name}[{mask}] {m.rng.choice(('=', '+=', '*='))} {m.values(kind)}[{mask}]")


@construct("store: list of indices")
def _(m: Mixed) -> None:
    kind = m.vector()
    name, op = m.written(kind), operator(m)
    places = m.rng.choice(("[0, 2]", "np.array([2, 1])", "np.arange(2)"))
    m.line(f"{name}[{places}] {op} {right(m, op)}")


@construct("store: repeated indices")
def _(m: Mixed) -> None:
    kind = m.vector()
    name, op = m.written(kind), operator(m)
    m.line(
        f"{name}[{m.rng.choice(('[0, 0, 2]', '[1, 1, 1]', '[2, 0, 2]'))}] {op} {right(m, op, V3)}"
    )


@construct("store: ellipsis, new axis")
def _(m: Mixed) -> None:
    name = m.written(M34)
    op = operator(m)
    way = m.rng.randrange(3)
    if way == 0:
        m.line(f"{name}[..., {m.index(4)}] {op} {right(m, op, V3)}")
    elif way == 1:
        m.line(f"{name}[...] {op} {right(m, op)}")
    else:
        vector = m.written(V3)
        m.line(f"{name} = {name} + {vector}[..., None] * {m.value()}")
        m.bind(name, M34)


@construct("augment: array under its name")
def _(m: Mixed) -> None:
    kind = m.rng.choice((*VECTORS, *MATRICES))
    name, op = m.written(kind), m.rng.choice(("+=", "-=", "*=", "/="))
    m.line(f"{name} {op} {right(m, op, m.rng.choice(('float', kind)))}")


@construct("augment: number")
def _(m: Mixed) -> None:
    name, op = m.number_name(), operator(m)
    m.line(f"{name} {op} {right(m, op)}")
    m.shared.discard(name)


@construct("np.add.at")
def _(m: Mixed) -> None:
    kind = m.vector()
    name = m.written(kind)
    places = m.rng.choice(("[0, 0, 2]", "np.array([1, 1, 0])"))
    m.line(f"np.add.at({name}, {places}, {m.rng.choice((m.value(), m.values(V3)))})")


@construct("np.put_along_axis")
def _(m: Mixed) -> None:
    name = m.written(M34)
    places = m.rng.choice(("np.array([[0], [1], [3]])", f"np.argmax({name}, axis=1)[:, None]"))
    m.line(f"np.put_along_axis({name}, {places}, {m.value()}, axis=1)")


@construct("np.copyto")
def _(m: Mixed) -> None:
    kind = m.rng.choice((*VECTORS, *MATRICES))
    name = m.written(kind)
    m.line(f"np.copyto({name}, {m.values(kind)})")


@construct("out=")
def _(m: Mixed) -> None:
    kind = m.rng.choice((*VECTORS, *MATRICES))
    name = m.written(kind)
    way = m.rng.randrange(3)
    if way == 0:
        m.line(f"np.{m.rng.choice(('sin', 'tanh'))}({name}, out={name})")
    elif way == 1:
        m.line(f"np.multiply({m.values(kind)}, {m.value()}, out={name})")
    else:
        m.line(f"np.add({name}, {m.values(kind)}, out={name})")


@construct(".fill")
def _(m: Mixed) -> None:
    m.line(f"{m.written(m.rng.choice((*VECTORS, *MATRICES)))}.fill({m.value()})")


@construct(".sort")
def _(m: Mixed) -> None:
    m.line(f"{m.written(m.vector())}.sort()")


@construct("swap of elements")
def _(m: Mixed) -> None:
    kind = m.vector()
    name = m.written(kind)
    i, j = m.index(SHAPES[kind][0]), m.index(SHAPES[kind][0])
    m.line(f"{name}[{i}], {name}[{j}] = {name}[{j}], {name}[{i}]")


@construct("swap of rows")
def _(m: Mixed) -> None:
    m.line(f"{m.written(M34)}[[0, 2]] = {m.name(M34)}[[2, 0]]")


@construct("read beside a call that writes")
def _(m: Mixed) -> None:
    name = m.written(m.vector())
    call = f"scaled({name}, {m.factor()})[0]"
    m.define("float", f"{name}[0] - {call} * {name}[1]" if m.chance(0.5) else f"{call} + {name}[2]")


@construct("update that depends on itself")
def _(m: Mixed) -> None:
    name = m.written(m.vector())
    op = m.rng.choice(("+=", "-=", "="))
    m.line(f"{name}[1:] {op} {name}[:-1]{'' if not m.loops else ' * 0.5'}")


@construct("output filled in a loop")
def _(m: Mixed) -> None:
    kind = m.vector()
    length = SHAPES[kind][0]
    source = m.name(kind) or m.define(kind, m.values(kind))
    value = m.plain_value()  # read before: what an empty array holds is nothing to compare
    name = m.define(kind, f"np.{m.rng.choice(('zeros', 'empty'))}({length})")
    index = m.fresh()
    m.line(f"for {index} in range({length}):")
    m.inside(f"{name}[{index}] = {source}[{index}] * {value}")


@construct("buffer used again in every round")
def _(m: Mixed) -> None:
    kind = m.vector()
    source = m.name(kind) or m.define(kind, m.values(kind))
    buffer = m.define(kind, f"np.zeros({SHAPES[kind][0]})")
    total, index = m.define("float", "0.0"), m.fresh()
    m.line(f"for {index} in range(3):")
    m.inside(f"{buffer}[:] = {m.rng.choice((f'{index} + 1', m.plain_value()))} * {source}")
    m.inside(f"{total} += np.sum({buffer} * {source} * {source})")


@construct("element carried through a loop")
def _(m: Mixed) -> None:
    kind = m.vector()
    name, index = m.written(kind), m.fresh()
    m.line(f"for {index} in range(1, {SHAPES[kind][0]}):")
    m.inside(f"{name}[{index}] = {name}[{index}] + np.sin({name}[{index} - 1])")
