"""What lists are asked for: where an item is, how often."""

from __future__ import annotations

from codegen.ir.types import INT
from codegen.rules.kinds import nondiff

# spelled as methods of the list by the frontend; `position` is the one that rules use
nondiff(
    "list_index",
    ("items", "value"),
    spellings="builtins.tuple.index",
    result=lambda ins, attrs: INT,
    noun="place",
    raises=True,
)
nondiff(
    "list_count",
    ("items", "value"),
    spellings="builtins.tuple.count",
    result=lambda ins, attrs: INT,
    noun="count",
    raises=True,
)
