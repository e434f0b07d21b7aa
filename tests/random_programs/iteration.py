"""Constructs of iteration: generators, iterators, itertools, sets, keys known round by round."""

from __future__ import annotations

from tests.random_programs.mixed import Mixed, construct


@construct("generator: with yield")
def _(m: Mixed) -> None:
    g, v, total = m.fresh(), m.fresh(), m.define("float", m.value())
    name = m.list_name()
    m.line(f"def {g}():")
    m.inside(f"for {v} in {name}:")
    m.inside(f"    yield np.tanh({v}) * {m.plain_value(0)}")
    m.line(f"for {v} in {g}():")
    if m.chance(0.4):
        m.inside(f"if {v} > {m.constant()}:")
        m.inside("    break")
    m.inside(f"{total} = {total} * 0.5 + {v}")


@construct("generator: kept expression")
def _(m: Mixed) -> None:
    g, v, name = m.fresh(), m.fresh(), m.list_name()
    m.line(f"{g} = (np.tanh({v}) * {m.plain_value(0)} for {v} in {name})")
    m.line(f"{name}[0] = {m.value()}")
    m.define("float", f"sum({g})")


@construct("iterator: next, then the rest")
def _(m: Mixed) -> None:
    name = m.list_name()
    it = m.fresh()
    m.line(f"{it} = iter({name})")
    first = m.define("float", f"next({it}) * 0.5")
    m.define("float", f"{first} + sum({it}) * 0.25 + next({it}, {m.plain_value(0)})")


@construct("itertools")
def _(m: Mixed) -> None:
    name, a, b = m.list_name(), m.fresh(), m.fresh()
    text = m.rng.choice(
        (
            f"sum({a} * {b} for {a}, {b} in itertools.combinations({name}, 2))",
            f"sum({a} - {b} for {a}, {b} in itertools.product({name}, (1.0, 0.5)))",
            f"sum(itertools.accumulate({name}))",
            f"sum({a} for {a} in itertools.chain({name}, [0.5]))",
            f"sum({a} for {a} in itertools.islice({name}, 2))",
        )
    )
    m.define("float", f"np.tanh({text})")


@construct("list: reverse, index, count, remove")
def _(m: Mixed) -> None:
    name = m.list_name()
    m.line(f"{name}.append({m.value()})")
    m.line(f"{name}.reverse()")
    place = m.define("float", f"{name}.index({name}[-1]) * 0.1")
    m.line(f"{name}.remove({name}[0])")
    m.line(f"{name}.append({place} + {name}.count({m.plain_value(0)}))")


@construct("dict: keys of a loop")
def _(m: Mixed) -> None:
    d, k = m.fresh(), m.fresh()
    m.line(f"{d} = {{}}")
    m.line(f"for {k} in range(3):")
    m.inside(f'{d}[f"w{{{k}}}"] = {m.plain_value(0)} * {k}')
    m.define("float", f"{d}['w1'] + {d}['w2'] * 0.5")


@construct("defaultdict, deque")
def _(m: Mixed) -> None:
    d, q = m.fresh(), m.fresh()
    m.line(f"{d} = defaultdict(float)")
    m.line(f"{d}['a'] += {m.plain_value(0)}")
    m.line(f"{q} = deque([{d}['a'], {d}['b']], maxlen=2)")
    m.line(f"{q}.append({m.value()})")
    m.define("float", f"{q}.popleft() + {q}[0]")


@construct("set: of places")
def _(m: Mixed) -> None:
    seen, k, name = m.fresh(), m.fresh(), m.list_name()
    total = m.define("float", m.value())
    m.line(f"{seen} = set()")
    m.line(f"for {k} in range(len({name})):")
    m.inside(f"if {k} // 2 in {seen}:")
    m.inside("    continue")
    m.inside(f"{seen}.add({k} // 2)")
    m.inside(f"{total} = {total} * 0.5 + {name}[{k}] * len({seen})")
