"""Constructs of lists, tuples, dicts, comprehensions and generator expressions."""

from __future__ import annotations

from tests.random_programs.mixed import Mixed, construct
from tests.random_programs.programs import V3, V4


@construct("list: append, extend, insert")
def _(m: Mixed) -> None:
    name, value = m.list_name(), m.value()
    m.line(
        m.rng.choice(
            (
                f"{name}.append({value})",
                f"{name}.extend([{value}, {m.plain_value(0)}])",
                f"{name} += [{value}]",
                f"{name}.insert(0, {value})",
            )
        )
    )


@construct("list: insert in the middle")
def _(m: Mixed) -> None:
    m.line(f"{m.list_name()}.insert(1, {m.value()})")


@construct("list: pop")
def _(m: Mixed) -> None:
    name = m.list_name()
    m.line(f"{name}.append({m.value()})")
    m.define("float", f"{name}.pop({m.rng.choice(('', '0', '-1'))}) * {m.plain_value(0)}")


@construct("list: assignment to an item")
def _(m: Mixed) -> None:
    name = m.list_name()
    m.line(f"{name}[{m.list_index(name)}] {m.rng.choice(('=', '+=', '-='))} {m.value()}")


@construct("list: slice")
def _(m: Mixed) -> None:
    name = m.list_name()
    m.define("list", f"{name}[{m.rng.choice((':', ':1', '::-1', ':2'))}] + [{m.value()}]")


@construct("list: slice replaced")
def _(m: Mixed) -> None:
    m.line(f"{m.list_name()}[:1] = [{m.value()}, {m.plain_value(0)}]")


@construct("list: concatenation, multiplication")
def _(m: Mixed) -> None:
    name = m.list_name()
    m.define("list", m.rng.choice((f"{name}[:2] + [{m.value()}]", f"[{m.value()}] * 3")))


@construct("list: second name")
def _(m: Mixed) -> None:
    name = m.list_name()
    other = m.define("list", name)
    m.line(f"{m.rng.choice((name, other))}[0] = {m.value()}")
    if not m.loops:
        m.line(f"{m.rng.choice((name, other))}.append({m.value()})")


@construct("list: of arrays")
def _(m: Mixed) -> None:
    kind = m.vector()
    rows = m.define("arrays", f"[{m.owned(kind)}, {m.owned(kind)}]")
    m.line(f"{rows}[{m.rng.choice('01')}][{m.index(3)}] {m.rng.choice(('=', '+='))} {m.value()}")
    m.line(f"{rows}.append({m.values(kind)} * 0.5)")
    m.define("float", f"sum(np.sum(w * w) for w in {rows})")


@construct("list: of lists")
def _(m: Mixed) -> None:
    rows = m.define("lists", f"[[{m.value()}, {m.plain_value(0)}], [0.5, {m.plain_value(0)}]]")
    m.line(f"{rows}[{m.rng.choice('01')}][{m.rng.choice('01')}] = {m.value()}")
    m.define("float", f"sum(v * v for row in {rows} for v in row)")


@construct("in, not in")
def _(m: Mixed) -> None:
    name = m.number_name()
    m.line(f"if {m.integer()} {m.rng.choice(('in', 'not in'))} (1, 2):")
    m.inside(f"{name} = {m.value()}")
    m.shared.discard(name)


@construct("set of keys")
def _(m: Mixed) -> None:
    keys = m.define("keys", '{"a", "w"}')
    m.define("float", f'{m.value()} if "a" in {keys} else {m.constant()}')


def dict_name(m: Mixed) -> str:
    found = [n for n in m.names("dict") if n not in m.shared]
    if found and m.chance(0.7):
        return m.rng.choice(found)
    return m.define("dict", f'{{"a": {m.value()}, "w": {m.owned(V4)}}}')


@construct("dict: items assigned")
def _(m: Mixed) -> None:
    name = dict_name(m)
    m.line(f'{name}["a"] {m.rng.choice(("=", "+=", "-="))} {m.value()}')
    m.line(f'{name}["w"][{m.index(4)}] {m.rng.choice(("=", "+="))} {m.value()}')


@construct("dict: new key")
def _(m: Mixed) -> None:
    name = dict_name(m)
    m.line(f'{name}["c"] = {m.value()}')
    m.define("float", f'{name}["c"] * {name}["a"]')


@construct("dict: .items, .keys, .values")
def _(m: Mixed) -> None:
    name, key, value = dict_name(m), m.fresh(), m.fresh()
    total = m.define("float", "0.0")
    way = m.rng.randrange(3)
    if way == 0:
        m.line(f"for {key}, {value} in {name}.items():")
        m.inside(f"{total} += np.sum({value}) * 0.5")
    elif way == 1:
        m.line(f"for {key} in {name}.keys():")
        m.inside(f"{total} = {total} + np.sum({name}[{key}] * {name}[{key}])")
    else:
        m.line(f"for {value} in {name}.values():")
        m.inside(f"{total} -= np.sum(np.sin({value}))")


@construct("dict: .get, dict(...)")
def _(m: Mixed) -> None:
    name = dict_name(m)
    other = m.define("dict", m.rng.choice((f"dict({name})", f"{{**{name}}}", f"{name}.copy()")))
    m.line(f'{other}["a"] = {m.value()}')
    m.define("float", f'{name}.get("a", 0.0) + {other}.get("z", {m.plain_value(0)})')


@construct("comprehension: with a condition")
def _(m: Mixed) -> None:
    source = m.name(m.rng.choice(("list", V3, V4))) or "x"
    m.define("list", f"[v * {m.plain_value()} for v in {source} if v > {m.constant()}] + [0.5]")


@construct("comprehension: nested")
def _(m: Mixed) -> None:
    text = f"[[v * k * {m.plain_value(0)} for v in x] for k in range(1, 3)]"
    rows = m.define("lists", text)
    m.define("float", f"sum([v for row in {rows} for v in row])")


@construct("comprehension: dict")
def _(m: Mixed) -> None:
    name = m.define("numbers", f'{{k: {m.plain_value()} for k in ("a", "b")}}')
    m.line(f'{name}["a"] *= {m.factor()}')
    m.define("float", f"sum(v * v for v in {name}.values())")


@construct("comprehension: enumerate, zip")
def _(m: Mixed) -> None:
    text = m.rng.choice(("(k + 1) * v for k, v in enumerate(x)", "v * w for v, w in zip(x, x[1:])"))
    m.define("list", f"[{text}]")


@construct("generator in sum, max, min")
def _(m: Mixed) -> None:
    source = m.name(m.rng.choice(("list", V3, V4))) or "x"
    word = m.rng.choice(("sum", "max", "min"))
    m.define("float", f"{word}(v * {m.plain_value()} for v in {source})")


@construct("generator in all, any")
def _(m: Mixed) -> None:
    name = m.number_name()
    source = m.name(m.rng.choice(("list", V3, V4))) or "x"
    m.line(f"if {m.rng.choice(('all', 'any'))}(v > {m.constant()} for v in {source}):")
    m.inside(f"{name} = {m.value()}")
    m.shared.discard(name)


@construct("sorted")
def _(m: Mixed) -> None:
    name = m.list_name()
    key = m.rng.choice(("", ", reverse=True", ", key=lambda v: -v", ", key=abs"))
    m.define("list", f"sorted({name}{key})")


@construct("map, filter")
def _(m: Mixed) -> None:
    name = m.list_name()
    text = m.rng.choice(
        (
            f"list(map(lambda v: v * {m.plain_value(0)}, {name}))",
            f"list(filter(lambda v: v > {m.constant()}, {name})) + [{m.value()}]",
            f"list(map(math.sin, {name}))",
        )
    )
    m.define("list", text)


@construct("star: in an assignment")
def _(m: Mixed) -> None:
    first, rest = m.fresh(), m.fresh()
    m.line(f"{first}, *{rest} = {m.value()}, {m.plain_value(0)}, {m.plain_value(0)}")
    m.bind(first, "float")
    m.bind(rest, "list")


@construct("star: in a call")
def _(m: Mixed) -> None:
    pair = m.define("pair", f"({m.value()}, {m.plain_value(0)})")
    m.define("float", f"sum(pair(*{pair}))")


@construct("tuple: nested, indexed")
def _(m: Mixed) -> None:
    pair = m.define("pair", f"({m.value()}, ({m.plain_value(0)}, {m.owned(V3)}))")
    m.line(f"{pair}[1][1][{m.index(3)}] = {m.value()}")
    m.define("float", f"{pair}[0] * np.sum({pair}[1][1]) + {pair}[1][0]")


@construct("np.array of computed numbers")
def _(m: Mixed) -> None:
    m.define(V3, f"np.array([{m.value()}, x[0] * 2, {m.plain_value(0)}])")


@construct("np.stack of a list")
def _(m: Mixed) -> None:
    rows = m.define("arrays", "[]")
    index = m.fresh()
    m.line(f"for {index} in range(3):")
    m.inside(f"{rows}.append({m.values(V4)} * ({index} + 0.5))")
    m.define("m34", m.rng.choice((f"np.stack({rows})", f"np.array({rows})")))


@construct("one array many times in a list")
def _(m: Mixed) -> None:
    state, states, index = m.define(V4, m.owned(V4)), m.define("arrays", "[]"), m.fresh()
    m.line(f"for {index} in range(3):")
    m.inside(f"{state} {m.rng.choice(('+=', '*='))} 0.5 + 0.1 * {index}")
    m.inside(f"{states}.append({m.rng.choice((state, f'{state}.copy()'))})")
    m.define("m34", f"np.stack({states})")
