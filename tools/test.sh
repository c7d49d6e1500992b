#!/bin/sh
# Everything a change has to pass, each part timed; the first that fails ends the run with its exit code.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin

part() {
    name=$1
    shift
    echo "== $name"
    begun=$(date +%s)
    "$@"
    code=$?
    if [ "$code" -ne 0 ]; then
        echo "== $name: FAILED (exit code $code)" >&2
        exit "$code"
    fi
    echo "== $name: passed in $(($(date +%s) - begun)) s"
}

part "check" tools/check.sh
part "tests" "$bin/python" -m pytest -n "${WORKERS:-2}" -m "not soak" --durations=5
part "gate, short form" "$bin/python" -m tools.gate --short
part "bench, short form" "$bin/python" -m tools.bench --short
part "bench of the log, short form" "$bin/python" -m tools.bench_log --short
tools/missing.sh
echo "== make test: passed"
