"""The table of all constructs, filled."""

from tests.random_programs import containers, functions, iteration, objects, stores, values, views
from tests.random_programs.mixed import BLOCKS, CONSTRUCTS

FILLED_BY = (stores, views, containers, functions, iteration, objects, values)
TABLE = {**BLOCKS, **CONSTRUCTS}
