"""Lists, tuples, dicts, nested: as arguments, locals and results."""

# ruff: noqa: B007

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np


class Layer(NamedTuple):
    W: np.ndarray
    b: np.ndarray


@dataclass
class Model:
    W: np.ndarray
    scale: float


def neuron_lists(w, x):
    dot = w[0] * x[0] + w[1] * x[1] + w[2]
    return 1.0 / (1 + math.exp(-dot))


def dict_argument(params, x):
    return np.sum(np.tanh(params["W"] @ x + params["b"]) ** 2)


def dict_of_scalars(params):
    return params["a"] * params["b"] + params["a"] ** 2


def nested_dict(params):
    return params["outer"]["x"] * params["outer"]["y"] + params["bias"]


def dict_of_lists(params):
    s = 0.0
    for v in params["values"]:
        s += v * params["scale"]
    return s


def list_of_dicts(layers, x):
    h = x
    for layer in layers:
        h = np.tanh(layer["W"] @ h + layer["b"])
    return np.sum(h**2)


def list_of_tuples(layers, x):
    h = x
    for W, b in layers:
        h = np.tanh(W @ h + b)
    return np.sum(h)


def tuple_argument(pair):
    a, b = pair
    return a * b + a


def nested_tuple(state):
    (a, b), c = state
    return a * b * c + a


def list_of_arrays(arrays):
    s = 0.0
    for a in arrays:
        s += np.sum(a**2)
    return s + arrays[0][0] * arrays[-1][1]


def list_of_lists(table):
    s = 0.0
    for row in table:
        t = 1.0
        for v in row:
            t *= v
        s += t
    return s


def ragged(table):
    s = 0.0
    for i, row in enumerate(table):
        for v in row:
            s += v ** (i + 1)
    return s


def tuple_result(x, y):
    return x * y, x + y, math.sin(x)


def dict_result(x, y):
    return {"sum": x + y, "product": x * y}


def nested_result(x):
    return {"values": [x, x * x], "pair": (x**3, {"deep": math.exp(x)})}


def list_result(values):
    out = []
    for v in values:
        out.append(v * v)
    return out


def comprehension_result(values, k):
    return [v * k for v in values]


def array_and_scalar_result(x):
    y = np.tanh(x)
    return y, np.sum(y)


def local_dict(x):
    d = {"a": x, "b": x * x}
    d["c"] = d["a"] * d["b"]
    d["a"] += 1
    return d["a"] * d["c"]


def local_dict_of_arrays(x):
    cache = {}
    cache["h"] = np.tanh(x)
    cache["g"] = cache["h"] * x
    return np.sum(cache["h"] * cache["g"])


def local_list(x):
    values = [x, x * 2]
    values.append(values[0] * values[1])
    values[0] = 3.0
    values.extend([x, x**2])
    return sum(values) * values[-1]


def list_methods(x):
    values = [x, x * 2, x * 3]
    last = values.pop()
    values.insert(0, last * x)
    first = values.pop(0)
    return first * values[0] + len(values) * x


def list_concatenation(x, y):
    values = [x, y] + [x * y]
    values = values * 2
    return sum(values) + values[3] ** 2


def list_repeat_then_write(x):
    values = [0.0] * 4
    for i in range(4):
        values[i] = x * i
    return values[1] * values[3]


def shared_rows(x):
    rows = [np.zeros(3)] * 3
    rows[0][0] = x
    return rows[1][0] * rows[2][0]


def grows_in_loop(x, n: int):
    states = [x]
    for i in range(n):
        states.append(states[-1] * x + states[0])
    return states[-1] * states[n // 2]


def stack_of_one_array(h, k):
    hs = []
    h = h.copy()
    for _ in range(3):
        h += k
        hs.append(h)
    return np.sum(np.stack(hs) ** 2)


def queue(x):
    pending = [x, x * 2]
    total = 0.0
    while pending:
        v = pending.pop()
        total += v * v
        if v < 3:
            pending.append(v * 2)
    return total


def list_of_states(x, W):
    hs = [x]
    for t in range(3):
        hs.append(np.tanh(W @ hs[t]))
    s = 0.0
    for h in hs:
        s += h.sum()
    return s + hs[1] @ hs[3]


def named_tuple(layer, x):
    return np.sum(np.tanh(layer.W @ x + layer.b))


def named_tuples_in_list(layers, x):
    for layer in layers:
        x = np.tanh(layer.W @ x + layer.b)
    return np.sum(x)


def dataclass_argument(model, x):
    return model.scale * np.sum((model.W @ x) ** 2)


def zip_of_dict_values(params, weights):
    s = 0.0
    for value, weight in zip(params.values(), weights):
        s += weight * value**2
    return s


def dict_get(params):
    return params.get("a") * params.get("b", 2.0)


def enumerate_dict(params):
    s = 0.0
    for i, (key, value) in enumerate(params.items()):
        s += value ** (i + 1)
    return s


def membership_of_key(params, x):
    if "b" in params:
        x = x + params["b"]
    return x * params["W"]


def tuple_in_loop(x):
    state = (x, 1.0)
    for _ in range(3):
        a, b = state
        state = (a * b, a + b)
    return state[0] * state[1]


def dict_in_loop(x):
    state = {"p": x, "v": 1.0}
    for _ in range(3):
        state = {"p": state["p"] + 0.1 * state["v"], "v": state["v"] - 0.1 * state["p"]}
    return state["p"] * state["v"]


def dict_updated_in_loop(x):
    state = {"p": x, "v": 1.0}
    for _ in range(3):
        state["p"] += 0.1 * state["v"]
        state["v"] -= 0.1 * state["p"]
    return state["p"] * state["v"]


def swapped_elements(values):
    values = list(values)
    values[0], values[1] = values[1], values[0]
    return values[0] * 2 + values[1] ** 2


def sum_of_list_attribute(params):
    return sum(params["list"]) * len(params["list"])


def mixed_tree(tree):
    s = tree["scale"]
    for array, (a, b) in tree["items"]:
        s = s * np.sum(array) + a * b
    return s


def list_of_pairs_result(x):
    return [(x, x * 2), (x**2, 1.0)]


def min_max_of_list(values):
    return max(values) * min(values) + sum(values) / len(values)


def sorted_values(values):
    ordered = sorted(values)
    return ordered[0] * 2 + ordered[-1] * 3


def map_and_lambda(values):
    return sum(map(lambda v: v * v, values))


def unpack_array(x):
    a, b, c = x
    return a * b + c


def unpack_call_result(x):
    def both(v):
        return v * v, v + 1

    p, q = both(x)
    return p / q


X = np.array([0.5, -1.2, 0.7])
W = np.array([[0.1, 0.2, -0.3], [0.4, -0.5, 0.6], [0.7, 0.8, 0.9]])
B = np.array([0.1, -0.2, 0.3])


def part_beside_a_parameter_of_that_name(x, x_0):
    n = len(x_0)
    return np.sum(x[0][:n] ** 2) + np.sum(x[0][n:] ** 3) * np.sum(x[1]) + np.sum(x_0)


def parts_with_like_names(p):
    n = len(p["a_0"])
    return np.sum(p["a"][0][:n] ** 2) + np.sum(p["a"][0][n:] ** 3) + np.sum(p["a_0"])


CASES = [
    (neuron_lists, ([2.0, -3.0, -3.0], [-1.0, -2.0])),
    (neuron_lists, ([2, -3, -3], [-1, -2])),
    (dict_argument, ({"W": W, "b": B}, X)),
    (dict_of_scalars, ({"a": 1.5, "b": -0.5},)),
    (dict_of_scalars, ({"b": 1.5, "a": -0.5, "unused": 2.0},)),
    (nested_dict, ({"outer": {"x": 1.5, "y": 2.5}, "bias": 0.5},)),
    (dict_of_lists, ({"values": [0.5, 1.5], "scale": 2.0},)),
    (list_of_dicts, ([{"W": W, "b": B}, {"W": W.T.copy(), "b": -B}], X)),
    (list_of_tuples, ([(W, B), (W * 0.5, -B)], X)),
    (tuple_argument, ((1.5, -0.5),)),
    (nested_tuple, (((1.5, -0.5), 2.0),)),
    (list_of_arrays, ([X, W, B],)),
    (list_of_arrays, ([X, X * 2, B],)),
    (list_of_lists, ([[0.5, 1.5], [2.5, -0.5]],)),
    (ragged, ([[0.5, 1.5], [2.5], []],)),
    (tuple_result, (1.5, -0.5)),
    (dict_result, (1.5, -0.5)),
    (nested_result, (0.7,)),
    (list_result, ([0.5, 1.5],)),
    (comprehension_result, ([0.5, 1.5], 2.0)),
    (array_and_scalar_result, (X,)),
    (local_dict, (1.5,)),
    (local_dict_of_arrays, (X,)),
    (local_list, (1.5,)),
    (list_methods, (1.5,)),
    (list_concatenation, (1.5, -0.5)),
    (list_repeat_then_write, (1.5,)),
    (shared_rows, (1.5,)),
    (grows_in_loop, (1.1, 4)),
    (grows_in_loop, (1.1, 0)),
    (stack_of_one_array, (X, 0.7)),
    (queue, (1.1,)),
    (list_of_states, (X, W)),
    (named_tuple, (Layer(W, B), X)),
    (named_tuples_in_list, ([Layer(W, B), Layer(-W, B)], X)),
    (dataclass_argument, (Model(W, 1.5), X)),
    (zip_of_dict_values, ({"a": 1.5, "b": -0.5}, [0.3, 0.7])),
    (dict_get, ({"a": 1.5, "b": -0.5},)),
    (dict_get, ({"a": 1.5},)),
    (enumerate_dict, ({"a": 1.5, "b": -0.5},)),
    (membership_of_key, ({"W": 1.5, "b": -0.5}, 2.0)),
    (membership_of_key, ({"W": 1.5}, 2.0)),
    (tuple_in_loop, (1.5,)),
    (dict_in_loop, (1.5,)),
    (dict_updated_in_loop, (1.5,)),
    (swapped_elements, ([0.5, 1.5],)),
    (sum_of_list_attribute, ({"list": [0.5, 1.5]},)),
    (mixed_tree, ({"scale": 1.5, "items": [(X, (0.5, 1.5)), (W, (2.5, -0.5))]},)),
    (list_of_pairs_result, (1.5,)),
    (min_max_of_list, ([0.5, 2.5, -1.0],)),
    (sorted_values, ([0.5, 2.5, -1.0],)),
    (map_and_lambda, ([0.5, 2.5],)),
    (unpack_array, (X,)),
    (unpack_array, ([0.5, 1.5, 2.5],)),
    (unpack_call_result, (1.5,)),
    (
        part_beside_a_parameter_of_that_name,
        ((np.array([0.5, -1.0, 2.0]), np.array([0.3, 0.7])), np.array([1.5, 0.5])),
    ),
    (
        parts_with_like_names,
        ({"a": (np.array([0.5, -1.0, 2.0]),), "a_0": np.array([1.5, 0.5])},),
    ),
]
