#!/bin/sh
# Makes .venv what the lock says, once. Run again it only looks, in some hundredths of a second.
#
# A stamp inside .venv tells what it was made from (the lock, pyproject.toml, the folder, the Python). No stamp: the last
# set-up was interrupted, so .venv is made anew. Another stamp: the packages are brought to the new lock in place.
set -eu
cd "$(dirname "$0")/.."

usable='
import sys
if not (3, 11) <= sys.version_info < (4,):
    sys.exit(1)
import ensurepip, ssl, sqlite3, venv
'

find_python() {
    for name in ${PYTHON:-python3 python3.12 python3.13 python3.11 python3.14 python}; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c "$usable" >/dev/null 2>&1; then
            command -v "$name"
            return
        fi
    done
    echo "knell: no usable Python 3.11 or later among: ${PYTHON:-python3 python3.12 python3.13 python3.11 python3.14 python}" >&2
    echo "knell: install one with its venv, ssl and sqlite3 modules (on Debian and Ubuntu: apt install python3-venv), or name it: make PYTHON=/path/to/python3.11" >&2
    exit 1
}

wanted() {
    pwd -P
    .venv/bin/python -c 'import sys; print(sys.version)'
    cat requirements/lock.txt pyproject.toml tools/setup.sh
}

stamp=.venv/.made-from
if [ -f "$stamp" ] && wanted 2>/dev/null | cmp -s - "$stamp"; then
    exit 0
fi
if [ ! -f "$stamp" ] || ! .venv/bin/python -c "$usable" >/dev/null 2>&1 ||
    [ "$(head -n 1 "$stamp")" != "$(pwd -P)" ]; then
    python=$(find_python)
    echo "== setting up .venv with $("$python" --version) (once; a minute or two)"
    rm -rf .venv
    "$python" -m venv .venv
else
    echo "== bringing .venv to the lock"
    rm -f "$stamp"
fi
pip() { .venv/bin/python -m pip --disable-pip-version-check "$@"; }
# The lock is whole, so nothing is left to resolve (--no-deps: old releases of pip stumble over extras here); `pip check` is the proof.
pip install -qq --no-deps --require-hashes --only-binary :all: --requirement requirements/lock.txt
pip install -qq --no-deps --no-build-isolation --editable .
pip check >.venv/check.txt || { cat .venv/check.txt >&2; exit 1; }
wanted >"$stamp.new"
mv "$stamp.new" "$stamp"
