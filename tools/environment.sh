# Sourced: makes .venv, or reuses it, with this checkout installed; the argument is an extra ("test") or nothing.
extra="${1:+[$1]}"
stamp=".venv/.installed-${1:-plain}"
if [ ! -x .venv/bin/python ]; then
    python="${PYTHON:-python3}"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' || {
        echo "codegen needs Python 3.10 or later; $python is $("$python" --version 2>&1)" >&2
        exit 2
    }
    "$python" -m venv .venv
fi
# installed anew only where the requirements changed
if ! cmp -s pyproject.toml "$stamp"; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --editable ".$extra"
    cp pyproject.toml "$stamp"
fi
