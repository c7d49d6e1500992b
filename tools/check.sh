#!/bin/sh
# Style, types, the house's walls, documentation. Every part runs, so that one run shows all there is to mend.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
failed=0

part() {
    name=$1
    shift
    output=$("$@" 2>&1)
    code=$?
    if [ "$code" -eq 0 ]; then
        echo "   $name: good"
    else
        printf '%s\n' "$output"
        echo "   $name: exit code $code" >&2
        failed=1
    fi
}

part "ruff check" "$bin/ruff" check --quiet .
part "ruff format" "$bin/ruff" format --check --quiet .
part "import-linter" "$bin/lint-imports" --no-cache
part "mypy" "$bin/mypy"
part "docs" "$bin/python" -m tools.pages --check
exit "$failed"
