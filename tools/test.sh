#!/usr/bin/env bash
# Makes or reuses .venv with every test extra and runs the whole suite on all cores. Arguments go to pytest (-n 0: one
# process, as --pdb needs it).
set -euo pipefail
cd "$(dirname "$0")/.."
source tools/environment.sh test
exec .venv/bin/python -m pytest -n auto "$@"
