#!/usr/bin/env bash
# Installs codegen into .venv, writes the gradient of a classifier from its plain source, trains it on real digits.
set -euo pipefail
cd "$(dirname "$0")/.."
echo "1. installing into .venv"
source tools/environment.sh
.venv/bin/python -c 'import sklearn' 2>/dev/null ||
    .venv/bin/python -m pip install --quiet --disable-pip-version-check 'scikit-learn>=1.4'
command=(
    codegen grad codegen/examples/digits.py:digits_loss
    --wrt params
    --at 'params={W1:f64[d,k],b1:f64[k],W2:f64[k,c],b2:f64[c]},X=f64[n,d],y=i64[n],decay=float'
    -o build/demo/digits_grad.py
)
echo "2. ${command[*]}"
".venv/bin/${command[0]}" "${command[@]:1}"
echo "3. training on the digits of scikit-learn with build/demo/digits_grad.py"
exec .venv/bin/python tools/train_digits.py build/demo/digits_grad.py
