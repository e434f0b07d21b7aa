"""Members of enums: constants, keys, arguments."""

import enum

import numpy as np

X = np.array([0.3, -1.2, 0.7, 2.0])


class Mode(enum.Enum):
    SUM = "sum"
    PROD = "prod"


class Level(enum.IntEnum):
    LOW = 1
    HIGH = 3


class Text(str, enum.Enum):
    A = "a"
    B = "b"


DEFAULT = Mode.PROD


def enum_global(x):
    if DEFAULT is Mode.PROD:
        return np.prod(x)
    return np.sum(x)


def enum_helper(x):
    def run(v, mode):
        if mode == Mode.SUM:
            return np.sum(v)
        if mode is Mode.PROD:
            return np.prod(v)
        raise ValueError(mode)

    return run(x, Mode.SUM) * run(x, DEFAULT)


def enum_by_value(x):
    return np.sum(x) if Mode("sum") is Mode.SUM else x[0]


def enum_by_name(x):
    return np.sum(x) ** 2 if Mode["PROD"] == Mode.PROD else x[0]


def enum_table(x):
    table = {Mode.SUM: np.sum, Mode.PROD: np.prod}
    s = 0.0
    for m in Mode:
        s += table[m](x) ** 2
    return s


def enum_int_math(x):
    return x[Level.HIGH] * Level.LOW + Level.HIGH * x[0] ** Level.HIGH


def enum_int_compare(x):
    return x[0] ** 2 if Level.HIGH > Level.LOW and Level.HIGH == 3 else x[1]


def enum_text(x):
    d = {"a": x[0], "b": x[1]}
    return d[Text.A] * d[Text.B.value] ** 2


def enum_set(x):
    ok = {Mode.SUM}
    return x[0] ** 2 if Mode.SUM in ok and Mode.PROD not in ok else x[1]


def enum_tuple(x):
    return x[0] ** 2 if Mode.SUM in (Mode.SUM, Mode.PROD) else x[1]


def enum_len(x):
    return len(Mode) * x[0] ** 2


def enum_print(x):
    print(Mode.SUM, f"{Mode.PROD} {Level.LOW}")
    return x[0] ** 2


def enum_list(x):
    s = 0.0
    for m in [Mode.SUM, Mode.PROD, Mode.SUM]:
        s += np.sum(x) if m is Mode.SUM else np.prod(x)
    return s * s


def enum_fkey(x):
    d = {f"{m.name}_w": x[k] for k, m in enumerate(Mode)}
    return d["SUM_w"] * d["PROD_w"] ** 2


def enum_match_text(x):
    m = Mode.PROD
    match m:
        case Mode.SUM:
            return np.sum(x)
        case Mode.PROD | Mode.SUM:
            return np.prod(x)
    return x[0]


class Cfg:
    mode = Mode.SUM


def enum_class_attr(x):
    return np.sum(x) ** 2 if Cfg.mode is Mode.SUM else x[0]


class Net:
    def __init__(self, w, mode):
        self.w = w
        self.mode = mode

    def __call__(self, v):
        return self.w * v if self.mode is Mode.PROD else self.w + v


def enum_attr(x):
    return Net(x[0], Mode.PROD)(x[1]) + Net(x[2], Mode.SUM)(x[3])


def enum_argument(x, mode):
    return np.sum(x) if mode is Mode.SUM else np.prod(x)


CASES = [
    (enum_argument, (X, Mode.SUM), (0,)),
    (enum_argument, (X, Mode.PROD), (0,)),
    (enum_global, (X,)),
    (enum_helper, (X,)),
    (enum_by_value, (X,)),
    (enum_by_name, (X,)),
    (enum_table, (X,)),
    (enum_int_math, (X,)),
    (enum_int_compare, (X,)),
    (enum_text, (X,)),
    (enum_set, (X,)),
    (enum_tuple, (X,)),
    (enum_len, (X,)),
    (enum_print, (X,)),
    (enum_list, (X,)),
    (enum_fkey, (X,)),
    (enum_match_text, (X,)),
    (enum_class_attr, (X,)),
    (enum_attr, (X,)),
]
