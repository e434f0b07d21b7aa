"""The joint graph: f itself, and its gradient behind it."""

from __future__ import annotations

from codegen.infer.activity import output_leaves
from codegen.ir.graph import Graph, Leaf, Node, Parameter, Region


def joined(graph: Graph, seed: Parameter, body: Region) -> Graph:
    """Value first, then the gradient, then the final values of the arguments that f mutates."""
    results, gradients = graph.body.results, body.results
    at = {index: position for position, index in enumerate(output_leaves(graph.output))}
    values = tuple(results[index] for index in at)
    tree = _renumbered(graph.output, at)
    leaves = tuple(Leaf(len(values) + k) for k in range(len(gradients)))
    gradient = leaves[0] if len(leaves) == 1 else Node("tuple", leaves)
    first = len(values) + len(gradients)
    return Graph(
        name=f"{graph.name}_value_and_grad",
        params=(*graph.params, seed),
        body=Region(
            (*graph.body.params, seed.value),
            body.ops,
            (*values, *gradients, *(results[index] for _, index in graph.effects)),
        ),
        output=Node("tuple", (tree, gradient)),
        effects=tuple((position, first + k) for k, (position, _) in enumerate(graph.effects)),
        docstring=graph.docstring,
    )


def _renumbered(tree: object, at: dict[int, int]) -> object:
    if isinstance(tree, Leaf):
        return Leaf(at[tree.index])
    if isinstance(tree, Node):
        return Node(tree.kind, tuple(_renumbered(item, at) for item in tree.items), tree.keys)
    return tree
