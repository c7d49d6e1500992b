"""Flips single bits at random in a casebook's files, a great many, and asks whether it would be noticed.

A flip is **detected** where ``knell verify`` has a finding, or the file cannot be opened and one clear line says so. It is **without
effect** where everything that is read of the file is the same as before: every row of every table and what the database says of its
tables, all received bytes, every key. Of the write-ahead log that a killed writer left beside the ledger a third: the ledger is as it
was some moments before (**taken back**), as after any kill, and the next command brings it up to its log. Anything else is missed, and
so is an error that is not one clear line.

    python soak/flips.py [--flips 1000000] [--short] [--seed 1] [--seconds S] [--figures build/soak/flips.json]

The casebooks are small, so that a bit is likely to matter, and lie in memory. Checked is by the very code of ``knell verify``, part by
part: bytes and keyring by the functions that read them, log and ledger by the audit, up to its first finding.
"""

import os
import random
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knell.records.errors import KnellError
from soak import command
from soak.flip_parts import Part, make_parts

SHORT = 1200
SHARES = {
    "log": 0.4, "bytes": 0.3, "keyring": 0.15, "ledger": 0.08, "encrypted keyring": 0.03, "encrypted ledger": 0.02,
    "newest checkpoint": 0.01, "log's leftover journal": 0.008, "ledger's leftover journal": 0.002,
}  # fmt: skip
"""How the flips are shared out."""
MOST_SHOWN = 50


def main() -> int:
    """Runs the flips and returns 0 where none was missed."""
    parser = command.parser_of("random single-bit flips in a casebook's files", command.Number("flips", 1_000_000, SHORT))
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--parts", default=",".join(SHARES), help="only these")
    return command.run(
        parser,
        lambda asked, folder: flip_often(folder, asked.flips, asked.seed, asked.seconds, asked.parts.split(",")),
        lambda figures: not figures["missed"],
    )


def flip_often(folder: Path, flips: int, seed: int, seconds: float, kinds: Sequence[str]) -> dict[str, Any]:
    """The loop. What it counts, for each kind of file: flips by what came of them, flips a second."""
    parts = make_parts(folder)
    figures: dict[str, Any] = {"flips": 0, "missed": []}
    whole = sum(SHARES[kind] for kind in kinds)
    for kind in kinds:
        share = SHARES[kind] / whole
        part, chance, begun = parts[kind](), random.Random(f"{seed}/{kind}"), time.monotonic()
        before, sizes = {path: part.dump(path) for path in part.paths}, [path.stat().st_size for path in part.paths]
        came: Counter[str] = Counter()
        for _ in range(round(flips * share)):
            path = chance.choices(part.paths, sizes)[0]
            at = chance.randrange(sizes[part.paths.index(path)] * 8)
            what = flip_once(part, path, at, before[path])
            came[what] += 1
            if what not in ("detected", "without effect", "taken back"):
                figures["missed"].append(f"{kind}: {path.name}, byte {at // 8}, bit {at % 8}: {what}")
            if time.monotonic() - begun > seconds * share:
                break
        took = time.monotonic() - begun
        figures[kind] = {"flips": came.total(), **dict(sorted(came.items())), "bytes": sum(sizes), "a_second": round(came.total() / took)}
        figures["flips"] += came.total()
    return figures | {"missed": figures["missed"][:MOST_SHOWN], "missed_count": len(figures["missed"])}


def flip_once(part: Part, path: Path, at: int, before: bytes) -> str:
    """What came of one flip, which is taken back."""
    with path.open("r+b", buffering=0) as file:
        was = os.pread(file.fileno(), 1, at // 8)
        os.pwrite(file.fileno(), bytes([was[0] ^ 1 << at % 8]), at // 8)
        try:
            now = _dump(part, path)
            if now == before:
                return "without effect"
            if part.find(path):
                return "detected"
            return "taken back" if now in part.earlier else "changes what is read, and is not detected"
        except Exception as error:  # noqa: BLE001  what is no clear line is what is looked for
            return f"no clear line: {type(error).__name__}: {error}"
        finally:
            os.pwrite(file.fileno(), was, at // 8)


def _dump(part: Part, path: Path) -> bytes | None:
    """Everything that is read, or ``None`` where it cannot be: then that has to be found."""
    from sqlcipher3 import dbapi2

    try:
        return part.dump(path)
    except (KnellError, sqlite3.Error, dbapi2.Error, UnicodeDecodeError):
        return None


if __name__ == "__main__":
    sys.exit(main())
