"""The seed: the cotangent of the result, the last parameter of every gradient function."""

from __future__ import annotations

from codegen.infer.activity import output_leaves
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Graph, Key, Leaf, Node, Parameter, Value, walk
from codegen.ir.results import tangent_type
from codegen.ir.types import (
    COMPLEX,
    FLOAT,
    Array,
    DictOf,
    ListFixed,
    NoneType,
    Scalar,
    TupleOf,
    Type,
    is_array,
    is_complex,
)
from codegen.transform.adjoints import Adjoints


def seed_parameter(graph: Graph) -> Parameter:
    """`d` + the local that every `return` gives, else `d` + the function's name; 1.0 for a scalar
    result."""
    name = _fresh_name(f"d{_returned_local(graph) or graph.name}", graph)
    t = _seed_type(graph, graph.output)
    if isinstance(t, Array) and t.shape == () and (t.dtype or "float").startswith("float"):
        t = FLOAT  # 1.0 is weak beside an array of another precision
    elif isinstance(t, Array) and t.shape == () and is_complex(t):
        t = COMPLEX
    value = Value(t, name)
    scalar = isinstance(t, Scalar) or (isinstance(t, Array) and (t.shape == () or t.generic))
    scalar = scalar and not is_complex(t)  # no one number stands for its derivative
    last = graph.params[-1].kind if graph.params else "plain"
    keyword = last in ("args", "keyword", "kwargs")
    return Parameter(value, name, "keyword" if keyword else "plain", "1.0" if scalar else None)


def numeric_leaf(t: Type) -> bool:
    """Whether a returned leaf takes a seed: floats, and containers that may hold some."""
    if isinstance(t, Scalar):
        return t.kind in ("int", "float", "complex")
    return tangent_type(t) != NoneType()


def check_seed(graph: Graph, tree: object, seed: Value) -> None:
    """Emit the check that the seed has the shape of the result, where it may be an array: NumPy
    would broadcast another one silently."""
    if isinstance(tree, Leaf):
        value = graph.body.results[tree.index]
        if is_array(value.type) and not (isinstance(value.type, Array) and value.type.shape == ()):
            same = emit("eq", emit("shape", seed), emit("shape", value))
            message = "the seed must have the shape of the result"
            emit_op("assert", (same, message), types=())
    elif isinstance(tree, Node):
        for position, item in enumerate(tree.items):
            key = tree.keys[position] if tree.kind == "dict" else position
            if any(is_array(graph.body.results[k].type) for k in output_leaves(item)):
                check_seed(graph, item, emit("getitem", seed, path=(Key(key),)))


def _seed_type(graph: Graph, tree: object) -> Type:
    if isinstance(tree, Leaf):
        return tangent_type(graph.body.results[tree.index].type)
    if not isinstance(tree, Node):
        return NoneType()
    items = tuple(_seed_type(graph, item) for item in tree.items)
    if tree.kind == "dict":
        return DictOf(tree.keys, items)
    return TupleOf(items) if tree.kind == "tuple" else ListFixed(items)


def _returned_local(graph: Graph) -> str | None:
    """The name of the local, no parameter, that every `return` gives; None where there is none."""
    indices = list(output_leaves(graph.output))
    if len(indices) != 1 or not isinstance(graph.output, Leaf):
        return None
    name = graph.body.results[indices[0]].name
    if name is None or name in {parameter.name for parameter in graph.params}:
        return None
    returned = {op.origin.text for op in walk(graph.body) if op.origin is not None}
    texts = {text for text in returned if text.startswith("return ")}
    return name if texts <= {f"return {name}"} else None


def _fresh_name(name: str, graph: Graph) -> str:
    taken = {parameter.name for parameter in graph.params}
    candidate, number = name, 0
    while candidate in taken:
        number += 1
        candidate = f"{name}_{number}"
    return candidate


def _complex_seed(seed: Value) -> Value:
    """The cotangent of a complex result may be given as real numbers: a store into it would drop
    imaginary parts."""
    t = seed.type
    if isinstance(t, Array) and t.shape != ():
        return emit("asarray", seed, dtype=t.dtype)
    return emit("complex", seed)


def seed_results(graph: Graph, tree: object, seed: Value, adjoints: Adjoints) -> None:
    """The seed has the structure of the result; leaves that are no floats take none."""
    if isinstance(tree, Leaf):
        value = graph.body.results[tree.index]
        if numeric_leaf(value.type):
            adjoints.add(value, _complex_seed(seed) if is_complex(value.type) else seed)
    elif isinstance(tree, Node):
        for position, item in enumerate(tree.items):
            key = tree.keys[position] if tree.kind == "dict" else position
            if any(graph.body.results[k] in adjoints.active for k in output_leaves(item)):
                seed_results(graph, item, emit("getitem", seed, path=(Key(key),)), adjoints)
