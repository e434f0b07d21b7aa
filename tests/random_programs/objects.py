"""Constructs of objects: dataclasses, NamedTuples, plain classes."""

from __future__ import annotations

from tests.random_programs.mixed import Mixed, construct
from tests.random_programs.programs import V4


def layer_name(m: Mixed) -> str:
    found = m.name("layer")
    if found and m.chance(0.7):
        return found
    return m.define("layer", f"Layer({m.owned(V4)}, {m.value()})")


@construct("object: attribute read")
def _(m: Mixed) -> None:
    name = layer_name(m)
    m.define("float", f"{name}.bias * np.sum({name}.weight) * {m.value()}")


@construct("object: attribute assigned")
def _(m: Mixed) -> None:
    name = layer_name(m)
    m.line(f"{name}.bias {m.rng.choice(('=', '+=', '-='))} {m.value()}")


@construct("object: array attribute written")
def _(m: Mixed) -> None:
    name = layer_name(m)
    m.line(f"{name}.weight[{m.index(4)}] {m.rng.choice(('=', '+='))} {m.value()}")
    m.line(f"{name}.weight {m.rng.choice(('*=', '+='))} {m.factor()} - 0.5")


@construct("object: method, __call__, property")
def _(m: Mixed) -> None:
    name = layer_name(m)
    text = m.rng.choice((f"np.sum({name}({m.value()}))", f"{name}.size", f"{name}.shift(0.5).bias"))
    m.define("float", text)


@construct("object: method that writes")
def _(m: Mixed) -> None:
    name = layer_name(m)
    m.line(f"{name}.{m.rng.choice(('shift', 'damp'))}({m.factor()})")


@construct("object: second name")
def _(m: Mixed) -> None:
    name = layer_name(m)
    other = m.define("layer", name)
    m.line(f"{other}.bias = {m.value()}")
    m.define("float", f"{name}.bias * {other}.bias")


@construct("object: of a plain class")
def _(m: Mixed) -> None:
    name = m.define("tally", f"Tally({m.value()}{m.rng.choice(('', ', rate=0.25'))})")
    index = m.fresh()
    m.line(f"for {index} in range({m.rng.choice(('2', '3', 'n'))}):")
    m.inside(f"{name}.add({m.plain_value(0)} * ({index} + 1))")
    m.define(
        "float", m.rng.choice((f"{name}.mean", f"{name}.add({m.value()})", f"sum({name}.seen)"))
    )


@construct("object: list of layers")
def _(m: Mixed) -> None:
    layers, h, one = m.fresh(), m.fresh(), m.fresh()
    m.line(f"{layers} = [Layer({m.owned(V4)}, {m.value()}), Layer({m.owned(V4)}, 0.5)]")
    m.line(f"{h} = {m.values(V4)}")
    m.line(f"for {one} in {layers}:")
    m.inside(f"{h} = {one}({h})")
    m.bind(h, V4)


@construct("object: NamedTuple")
def _(m: Mixed) -> None:
    found = m.name("point")
    name = found if found and m.chance(0.6) else m.define("point", f"Point({m.value()}, 0.5)")
    way = m.rng.randrange(3)
    if way == 0:
        m.define("float", f"{name}.norm() * {name}.x")
    elif way == 1:
        other = m.define("point", f"{name}._replace(x={m.value()})")
        m.define("float", f"{other}.x * {other}[1]")
    else:
        one, two = m.fresh(), m.fresh()
        m.line(f"{one}, {two} = {name}")
        m.bind(one, "float")
        m.bind(two, "float")


@construct("object: dataclasses.replace")
def _(m: Mixed) -> None:
    name = layer_name(m)
    m.define("layer", f"dataclasses.replace({name}, bias={m.value()})")
