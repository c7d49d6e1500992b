"""Flips single bits at random in a casebook's files, a great many, and asks whether it would be noticed.

A flip is **detected** where ``knell verify`` has a finding, or the file cannot be opened and one clear line says so. It is **without
effect** where everything that is read of the file is the same as before: every row of every table and what the database says of its
tables, all received bytes, every key. Anything else is missed, and so is an error that is not one clear line.

    python soak/flips.py [--flips 1000000] [--short] [--seed 1] [--seconds S] [--figures build/soak/flips.json]

The casebook is small, so that a bit is likely to matter, and lies in memory. Checked is by the very code of ``knell verify``, part by part:
bytes and keyring by the functions that read them, log and ledger by the audit, up to its first finding.
"""

import os
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from knell.evidence.audit import Audited, audit
from knell.evidence.blobs import Blobs, hash_pieces
from knell.evidence.entries import hashes_of
from knell.evidence.faults import disk_faults
from knell.evidence.keyring import open_keyring
from knell.evidence.log import Log
from knell.evidence.openings import Openings
from knell.evidence.shelf import FolderShelf
from knell.evidence.sqlite import SqliteSession, open_file
from knell.evidence.store import Store, open_store
from knell.flows.verify import check_ledger
from knell.records.errors import KnellError
from soak import command
from soak.kill import in_child, knell

SHORT = 800
SHARES = {"log": 0.35, "bytes": 0.3, "keyring": 0.2, "ledger": 0.15}
"""How the flips are shared out."""
WORDS = "Shelling in Jableh\n\nAt least 12 people were killed in shelling of Jableh on 6 March 2025, police said.\n"


class Part(NamedTuple):
    """Files of one kind. ``find``: whether something is found, or an error is told in a line. ``dump``: everything that is read."""

    paths: tuple[Path, ...]
    find: Callable[[Path], bool]
    dump: Callable[[Path], bytes]


def main() -> int:
    """Runs the flips and returns 0 where none was missed."""
    parser = command.parser_of("random single-bit flips in a casebook's files", command.Number("flips", 1_000_000, SHORT))
    parser.add_argument("--seconds", type=float, help="stop after so many")
    parser.add_argument("--parts", default=",".join(SHARES), help="only these")
    return command.run(
        parser,
        lambda asked, folder: flip_often(folder, asked.flips, random.Random(asked.seed), asked.seconds, asked.parts.split(",")),
        lambda figures: not figures["missed"],
    )


def flip_often(folder: Path, flips: int, chance: random.Random, seconds: float | None, kinds: list[str]) -> dict[str, Any]:
    """The loop. What it counts, for each kind of file: flips, those detected, those without effect, flips a second."""
    casebook = lay_casebook(folder)
    figures: dict[str, Any] = {"flips": 0, "missed": []}
    whole = sum(SHARES[kind] for kind in kinds)
    for kind in kinds:
        part, begun = parts_of(casebook)[kind], time.monotonic()
        before = {path: part.dump(path) for path in part.paths}
        counts = {"flips": 0, "detected": 0, "without_effect": 0}
        for _ in range(round(flips * SHARES[kind] / whole)):
            path = chance.choices(part.paths, [path.stat().st_size for path in part.paths])[0] if len(part.paths) > 1 else part.paths[0]
            at = chance.randrange(path.stat().st_size * 8)
            came = flip_once(part, path, at, before[path])
            counts["flips"] += 1
            if came in counts:
                counts[came] += 1
            else:
                figures["missed"].append(f"{path.name}, byte {at // 8}, bit {at % 8}: {came}")
            if seconds is not None and time.monotonic() - begun > seconds * SHARES[kind] / whole:
                break
        took = time.monotonic() - begun
        figures[kind] = counts | {"bytes": sum(path.stat().st_size for path in part.paths), "a_second": round(counts["flips"] / took)}
        figures["flips"] += counts["flips"]
    return figures


def flip_once(part: Part, path: Path, at: int, before: bytes) -> str:
    """What came of one flip, which is taken back."""
    with path.open("r+b", buffering=0) as file:
        was = os.pread(file.fileno(), 1, at // 8)
        os.pwrite(file.fileno(), bytes([was[0] ^ 1 << at % 8]), at // 8)
        try:
            if _dump(part, path) == before:
                return "without_effect"
            return "detected" if part.find(path) else "changes what is read, and is not detected"
        except Exception as error:  # noqa: BLE001  what is no clear line is what is looked for
            return f"no clear line: {type(error).__name__}: {error}"
        finally:
            os.pwrite(file.fileno(), was, at // 8)


def _dump(part: Part, path: Path) -> bytes | None:
    """Everything that is read, or ``None`` where it cannot be: then that has to be found."""
    try:
        return part.dump(path)
    except (KnellError, sqlite3.Error, UnicodeDecodeError):
        return None


def lay_casebook(folder: Path) -> Path:
    """A casebook of one report and one file that is not one."""
    casebook, report = folder / "book", folder / "report.txt"
    report.write_text(WORDS)
    in_child(lambda: knell("init", "--unencrypted", str(casebook), "--country", "SY"))
    in_child(lambda: knell("add", "--no-progress", "--casebook", str(casebook), str(report)))
    return casebook


def parts_of(casebook: Path) -> dict[str, Part]:
    """The kinds of file there are in a casebook, and how each is checked and read."""
    evidence = casebook / "evidence"
    store = open_store(evidence)
    hashes = {store.key.blob_name(sha256): sha256 for sha256 in _hashes(store)}
    blobs = tuple(sorted(path for path in (evidence / "blobs").rglob("*") if path.is_file()))
    keyring = evidence / "keyring"
    log, ledger = evidence / "log.sqlite", casebook / "ledger.sqlite"
    shelved = Blobs(FolderShelf(evidence), store.keyring)

    def find_in_bytes(path: Path) -> bool:
        try:
            pieces = shelved.stream(hashes[path.name])
            return pieces is None or hash_pieces(pieces)[0] != hashes[path.name]
        except KnellError:
            return True

    def find_in_keyring(path: Path) -> bool:
        try:
            open_keyring(path, None)
        except KnellError:
            return True
        return False

    def find_in_log(path: Path) -> bool:
        try:
            with disk_faults(evidence), closing(open_at_rest(path)) as session:
                one = Log(session)
                audited = Audited(one, shelved, Openings(one, store.keyring, store.casebook), store.key, store.public, store.casebook)
                return next(audit(audited, lambda *told: told), None) is not None or one.about("format") != "2"
        except KnellError:
            return True

    def find_in_ledger(_: Path) -> bool:
        return next(check_ledger(casebook, store), None) is not None

    return {
        "log": Part((log,), find_in_log, dump_database),
        "bytes": Part(blobs, find_in_bytes, lambda path: b"".join(shelved.stream(hashes[path.name]) or ())),
        "keyring": Part((keyring,), find_in_keyring, lambda path: repr(open_keyring(path, None)._keys).encode()),
        "ledger": Part((ledger,), find_in_ledger, dump_database),
    }


_UNREAD = {"django_migrations": "app, name", "sqlite_sequence": "1"}
"""Tables of which Knell reads only these columns: when a migration was run, and the row number to come, mean nothing to it."""


def open_at_rest(path: Path) -> SqliteSession:
    """The log's file as it lies, whatever its header says of a write-ahead log: nothing is written to it."""
    return open_file(path, read_only=True)


def dump_database(path: Path) -> bytes:
    """Every row of every table, and what the database says of itself, as bytes."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        told = [repr(row) for row in database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")]
        for table in tables:
            told.append(table)
            columns = _UNREAD.get(table, "*")
            told += sorted(repr(row) for row in database.execute(f'SELECT {columns} FROM "{table}"'))  # noqa: S608
    return "\n".join(told).encode()


def _hashes(store: Store) -> list[str]:
    return [sha256 for row in store.logged() for sha256 in hashes_of(row.content)]


if __name__ == "__main__":
    sys.exit(main())
