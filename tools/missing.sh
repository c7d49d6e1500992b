#!/bin/sh
# Says which checks could not run because a part of the system is absent. Never a silent pass.
cd "$(dirname "$0")/.."
found=
for name in chromium chromium-browser google-chrome firefox; do
    command -v "$name" >/dev/null 2>&1 && found=$name
done
[ -n "$found" ] || echo "NOT RUN: the pages in a browser (no chromium, chrome or firefox here)"
exit 0
