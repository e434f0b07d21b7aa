"""Tests generate anew: no text from an earlier run is on their way."""

import os

os.environ["CODEGEN_CACHE_DIR"] = "off"
