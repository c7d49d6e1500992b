#!/bin/sh
# Says which checks could not run because a part of the system is absent. Never a silent pass.
cd "$(dirname "$0")/.."
found=
for name in chromium chromium-browser google-chrome firefox; do
    command -v "$name" >/dev/null 2>&1 && found=$name
done
[ -n "$found" ] || echo "NOT RUN: the pages in a browser (no chromium, chrome or firefox here)"
command -v postgres >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 ||
    echo "NOT RUN: the log in PostgreSQL (no server installed here)"
.venv/bin/python -c "import psycopg" 2>/dev/null || echo "NOT RUN: the log in PostgreSQL (psycopg is not installed: knell[postgres])"
.venv/bin/python -c "import boto3, moto" 2>/dev/null || echo "NOT RUN: bytes in a bucket (boto3 or moto is not installed: knell[s3])"
command -v ffmpeg >/dev/null 2>&1 && command -v ffprobe >/dev/null 2>&1 || echo "NOT RUN: film and sound as exhibits (no ffmpeg here)"
.venv/bin/python -c "import pdqhash" 2>/dev/null || echo "NOT RUN: footage used before (pdqhash is not installed: knell[footage])"
command -v strace >/dev/null 2>&1 || echo "NOT RUN: disk errors and power cuts (no strace here)"
command -v openssl >/dev/null 2>&1 || echo "NOT RUN: time stamps of outside authorities (no openssl here)"
exit 0
