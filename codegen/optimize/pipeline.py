"""The passes, in order: BEFORE reverse on the user's function, AFTER it on the joint graph."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from codegen.ir.graph import Graph
from codegen.optimize.accumulations import ACCUMULATIONS
from codegen.optimize.ahead import slopes_ahead
from codegen.optimize.algebra import ALGEBRA
from codegen.optimize.assumed import check_lists
from codegen.optimize.batching import batched
from codegen.optimize.branch_sums import added_in_branches
from codegen.optimize.common import merge
from codegen.optimize.complements import COMPLEMENTS
from codegen.optimize.contractions import CONTRACTIONS
from codegen.optimize.deadcode import eliminate
from codegen.optimize.exits import one_question, plain_rounds_end
from codegen.optimize.first_writes import first_writes
from codegen.optimize.handlers import handled_in_place
from codegen.optimize.histories import in_arrays
from codegen.optimize.hoisting import hoisted
from codegen.optimize.inplace import inplace
from codegen.optimize.reassociate import dead_factors_first
from codegen.optimize.rebuild import invariant
from codegen.optimize.returns import early_returns
from codegen.optimize.rewrite import rewrite
from codegen.optimize.rounds import plain_rounds
from codegen.optimize.scatters import SCATTERS
from codegen.optimize.shapes import read_arguments
from codegen.optimize.stacked import rows_in_place
from codegen.optimize.sums import SUMS
from codegen.optimize.vectorise import vectorised
from codegen.transform.bound import shapes_bound

Pass = tuple[str, Callable[[Graph], Graph]]


def algebra(graph: Graph) -> Graph:
    """The rows of `accumulations`, `scatters`, `sums`, `complements` and `algebra`, until none
    fits."""
    return rewrite(graph, (*ACCUMULATIONS, *SCATTERS, *SUMS, *COMPLEMENTS, *ALGEBRA))


def contractions(graph: Graph) -> Graph:
    """Sums of products without the products."""
    return rewrite(graph, CONTRACTIONS)


BEFORE: tuple[Pass, ...] = (
    ("exits", plain_rounds_end),
    ("handlers", handled_in_place),
    ("deadcode", eliminate),
)

CLEAN: tuple[Pass, ...] = (
    ("invariant", invariant),
    ("deadcode", eliminate),
    ("questions", one_question),
    ("common", merge),
    ("algebra", algebra),
    ("batching", batched),
    ("vectorise", vectorised),
    ("contractions", contractions),
    ("algebra", algebra),
    ("stacked", rows_in_place),
    ("common", merge),
    ("lengths", read_arguments),
    ("hoisting", hoisted),
    ("ahead", slopes_ahead),
    ("histories", in_arrays),
    ("common", merge),
    ("rounds", plain_rounds),
    ("branches", added_in_branches),
    ("invariant", invariant),
    ("deadcode", eliminate),
    ("bound", shapes_bound),
    ("assumed", check_lists),
)

AFTER: tuple[Pass, ...] = (
    ("questions", one_question),
    ("returns", early_returns),
    *CLEAN,
    ("reassociate", dead_factors_first),
    ("first writes", first_writes),
    ("inplace", inplace),
)

# the chain rule as it stands: what nobody needs is left out, and what may be unbound is settled
_PLAIN = frozenset({"invariant", "deadcode", "bound", "assumed", "inplace"})

# what pays because NumPy makes an array for every operation; a kernel has loops of its own
_FOR_NUMPY = frozenset(
    {"vectorise", "contractions", "ahead", "histories", "reassociate", "first writes"}
)

Watch = Callable[[str, Graph], None]


def prepare(graph: Graph, watch: Watch | None = None) -> Graph:
    """What is done before reverse."""
    return _through(BEFORE, graph, watch)


def clean(joint: Graph, watch: Watch | None = None, level: int = 1) -> Graph:
    """What is done after reverse, before stores are decided: the graph stays pure."""
    return _through(_of_level(CLEAN, level), joint, watch)


def optimize(joint: Graph, watch: Watch | None = None, level: int = 1) -> Graph:
    """Everything that is done after reverse. watch(name, graph) sees the graph after every pass."""
    return _through(_of_level(AFTER, level), joint, watch)


def stores_decided(graph: Graph, level: int = 1) -> Graph:
    """The last pass alone, for the halves of what `clean` leaves."""
    return inplace(graph, any_memory=level == 2)


def _of_level(passes: tuple[Pass, ...], level: int) -> tuple[Pass, ...]:
    """0: `_PLAIN` alone; 1: all; 2: all, and memory of the forward part is used again too."""
    found = []
    for name, transform in passes:
        if name == "inplace":
            transform = partial(stores_decided, level=level)
        if level > 0 or name in _PLAIN:
            found.append((name, transform))
    return tuple(found)


def undecided(joint: Graph, watch: Watch | None = None) -> Graph:
    """As `optimize`, but the graph stays pure: what a kernel is made of."""
    passes = tuple(each for each in AFTER[:-1] if each[0] not in _FOR_NUMPY)
    return _through(passes, joint, watch)


def _through(passes: tuple[Pass, ...], graph: Graph, watch: Watch | None) -> Graph:
    for name, transform in passes:
        graph = transform(graph)
        if watch is not None:
            watch(name, graph)
    return graph
