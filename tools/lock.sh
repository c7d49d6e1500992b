#!/bin/sh
# Writes requirements/lock.txt from pyproject.toml: every package pinned, each of its published files by hash, and no address.
#
# One lock holds for every Python from 3.11 on and every platform (--universal). UPGRADE=1 takes the newest versions; without
# it the pins that still fit are kept. A machine's own settings are left out, or its files and addresses would get into the lock.
set -eu
cd "$(dirname "$0")/.."
unset PIP_FIND_LINKS PIP_INDEX_URL PIP_EXTRA_INDEX_URL PIP_TRUSTED_HOST PIP_NO_INDEX 2>/dev/null || true

trap 'rm -rf .lock' EXIT
"${PYTHON:-python3}" -m venv --clear .lock
.lock/bin/python -m pip --disable-pip-version-check --isolated install --quiet uv
upgrade=
[ -n "${UPGRADE:-}" ] && upgrade=--upgrade
.lock/bin/uv pip compile --quiet $upgrade --no-config --universal --python-version 3.11 --extra dev --generate-hashes \
    --strip-extras --no-emit-index-url --no-emit-find-links --annotation-style line --custom-compile-command "make lock" \
    --output-file requirements/lock.txt pyproject.toml
if grep -nE '://|^-' requirements/lock.txt; then
    echo "lock: the lines above name an address or an option; a lock holds names, versions and hashes only" >&2
    exit 1
fi
echo "requirements/lock.txt: $(grep -c '==' requirements/lock.txt) packages"
