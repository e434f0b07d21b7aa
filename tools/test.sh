#!/usr/bin/env bash
# Makes or reuses .venv with every test extra and runs the whole suite. Arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh test
exec .venv/bin/python -m pytest "$@"
