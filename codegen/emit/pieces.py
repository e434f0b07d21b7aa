"""A module of a function in pieces: the kernels, the NumPy form, and the function that calls the
kernels and does in NumPy what none of them holds.
"""

from __future__ import annotations

import textwrap

from codegen.emit.function import print_function
from codegen.emit.kernels import attempt, render, undocumented
from codegen.ir.graph import Graph
from codegen.optimize.kernels.pieces import Pieces


def emit_pieces_module(joint: Graph, pieces: Pieces) -> str:
    """joint: the function in NumPy, as it is printed without kernels. Text that is compiled at
    once, for arguments of known types; it is not formatted."""

    def driver(signature: str, plain: str, back: str) -> str:
        others = {kernel.graph.name: kernel.graph for kernel in pieces.kernels}
        printed = print_function(pieces.driver, others)
        _, _, rest = printed.text.rstrip("\n").partition("\n")
        return "\n".join(
            [
                f"def {joint.name}({signature}):",
                f'    """{joint.docstring or ""}"""',
                f"    # in NumPy: {', '.join(pieces.rest)}",
                *attempt(
                    [*others], textwrap.indent(undocumented(rest), "    "), f"{plain}({back})"
                ),
            ]
        )

    needs = print_function(
        pieces.driver, {kernel.graph.name: kernel.graph for kernel in pieces.kernels}
    ).needs
    return render(joint, pieces.kernels, None, driver, needs)
