#!/bin/sh
# The main job on one page: a casebook from examples/coast, its incidents, the brief of the main one, then the pages in a browser.
set -eu
cd "$(dirname "$0")/.."
knell=.venv/bin/knell
book=.demo/coast

rm -rf .demo
mkdir -p .demo
echo "== knell init, knell add: a casebook from examples/coast (unencrypted on purpose: public reports, and nobody to ask for a passphrase)"
"$knell" init "$book" --unencrypted --name "The coast, March 2025"
"$knell" add --casebook "$book" examples/coast/inbox/*
echo "== knell incidents"
"$knell" incidents --casebook "$book"
echo "== knell brief"
"$knell" brief --casebook "$book"
if [ "${SERVE:-1}" = 0 ]; then
    echo "== done; serve it with: $knell serve --casebook $book"
    exit 0
fi
echo "== knell serve: the casebook on http://127.0.0.1:8000 (Ctrl-C ends it)"
exec "$knell" serve --casebook "$book"
