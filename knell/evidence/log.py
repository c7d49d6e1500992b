"""The log's tables in SQLite: entries that are only ever added, and beside them what opens them, sealed.

WAL with ``synchronous=FULL``: a commit is on the disk before it is acknowledged. The entries' table refuses change and removal.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from .entries import Entry
from .tree import leaf_hash

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
  position INTEGER PRIMARY KEY,
  leaf BLOB NOT NULL UNIQUE CHECK (typeof(leaf) = 'blob' AND length(leaf) = 32),
  bytes BLOB NOT NULL CHECK (typeof(bytes) = 'blob')
);
CREATE TABLE opening (
  position INTEGER NOT NULL REFERENCES entry (position),
  field TEXT NOT NULL CHECK (typeof(field) = 'text'),
  sealed BLOB NOT NULL CHECK (typeof(sealed) = 'blob'),
  PRIMARY KEY (position, field)
) WITHOUT ROWID;
CREATE TABLE rests_on (
  name TEXT NOT NULL,
  position INTEGER NOT NULL REFERENCES entry (position),
  PRIMARY KEY (name, position)
) WITHOUT ROWID;
CREATE INDEX rests_on_position ON rests_on (position);
CREATE TABLE blob_key (name TEXT NOT NULL, key BLOB NOT NULL CHECK (length(key) = 8), PRIMARY KEY (name, key)) WITHOUT ROWID;
CREATE TABLE doomed (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE doomed_key (key BLOB PRIMARY KEY CHECK (length(key) = 8)) WITHOUT ROWID;
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry BEGIN SELECT RAISE(ABORT, 'an entry is final'); END;
CREATE TRIGGER entry_stays BEFORE DELETE ON entry BEGIN SELECT RAISE(ABORT, 'an entry stays'); END;
"""
FORMAT = "2"
"""From 2 on openings are sealed."""


class Row(NamedTuple):
    """A log entry as it lies on the disk: its bytes and their leaf hash."""

    position: int
    leaf: bytes
    bytes: bytes


class Sealed(NamedTuple):
    """An opening as it lies on the disk."""

    field: str
    sealed: bytes


class Log:
    """The tables of one log. Knows SQLite and nothing of blobs, locks or clocks. Transactions are the caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def about(self, name: str) -> str | None:
        """A fact about the log: its format, its casebook."""
        row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def begin(self) -> None:
        """Starts the one writing transaction."""
        self._db.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Makes it durable. Only after this may anything be acknowledged."""
        self._db.execute("COMMIT")

    def roll_back(self) -> None:
        """Takes the transaction back, if SQLite has not done so itself (as it does on a full disk)."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def length(self) -> int:
        """How many entries there are; the next position."""
        return int(self._db.execute("SELECT coalesce(max(position) + 1, 0) FROM entry").fetchone()[0])

    def add(self, position: int, entry_bytes: bytes, openings: Sequence[Sealed], names: Iterable[str] = ()) -> bytes:
        """Adds an entry and its sealed openings inside the caller's transaction; returns its leaf hash.

        ``names``: the keyed names of the bytes it rests on.
        """
        leaf = leaf_hash(entry_bytes)
        self._db.execute("INSERT INTO entry VALUES (?, ?, ?)", (position, leaf, entry_bytes))
        self._db.executemany("INSERT INTO opening VALUES (?, ?, ?)", [(position, o.field, o.sealed) for o in openings])
        self._db.executemany("INSERT OR IGNORE INTO rests_on VALUES (?, ?)", [(name, position) for name in names])
        return leaf

    def rows(self, start: int = 0) -> Iterator[Row]:
        """The entries from ``start`` on, in order."""
        for row in self._db.execute("SELECT position, leaf, bytes FROM entry WHERE position >= ? ORDER BY position", (start,)):
            yield Row(*row)

    def entry(self, position: int) -> Entry:
        """The entry at a position. Raises ``KeyError`` where there is none."""
        row = self._db.execute("SELECT bytes FROM entry WHERE position = ?", (position,)).fetchone()
        if row is None:
            raise KeyError(position)
        return msgspec.json.decode(row[0], type=Entry)

    def openings(self, position: int) -> tuple[Sealed, ...]:
        """The sealed openings of an entry; none where it has been erased."""
        rows = self._db.execute("SELECT field, sealed FROM opening WHERE position = ? ORDER BY field", (position,))
        return tuple(Sealed(*row) for row in rows)

    def positions_that_rest_on(self, name: str) -> tuple[int, ...]:
        """The entries that rest on the bytes of this keyed name, in order; erased ones are not found."""
        rows = self._db.execute("SELECT position FROM rests_on WHERE name = ? ORDER BY position", (name,))
        return tuple(row[0] for row in rows)

    def names(self) -> frozenset[str]:
        """The keyed names of all bytes that entries rest on."""
        return frozenset(row[0] for row in self._db.execute("SELECT DISTINCT name FROM rests_on"))

    def put_blob_key(self, name: str, index: int) -> None:
        """Notes, inside the caller's transaction, which key the bytes of this name are sealed under."""
        self._db.execute("INSERT OR IGNORE INTO blob_key VALUES (?, ?)", (name, index.to_bytes(8, "big")))

    def blob_keys(self, name: str) -> tuple[int, ...]:
        """The indices of the keys that the bytes of this name were ever sealed under."""
        return _indices(self._db.execute("SELECT key FROM blob_key WHERE name = ? ORDER BY key", (name,)))

    def destroy_openings(self, position: int) -> None:
        """Destroys what opens an entry, inside the caller's transaction. The entry stays."""
        self._db.execute("DELETE FROM opening WHERE position = ?", (position,))
        self._db.execute("DELETE FROM rests_on WHERE position = ?", (position,))

    def doom(self, name: str) -> None:
        """Notes, inside the caller's transaction, a blob that has to go, and forgets which keys it was sealed under."""
        self._db.execute("INSERT OR IGNORE INTO doomed VALUES (?)", (name,))
        self._db.execute("DELETE FROM blob_key WHERE name = ?", (name,))

    def doom_key(self, index: int) -> None:
        """Notes, inside the caller's transaction, a key that has to go."""
        self._db.execute("INSERT OR IGNORE INTO doomed_key VALUES (?)", (index.to_bytes(8, "big"),))

    def doomed(self) -> tuple[str, ...]:
        """Blobs that have to go and may still be there."""
        return tuple(row[0] for row in self._db.execute("SELECT name FROM doomed ORDER BY name"))

    def doomed_keys(self) -> tuple[int, ...]:
        """Keys that have to go and may still be there."""
        return _indices(self._db.execute("SELECT key FROM doomed_key ORDER BY key"))

    def forget_doomed(self) -> None:
        """What was doomed is gone; empties the write-ahead log too, where its sealed openings might linger."""
        self._db.execute("DELETE FROM doomed")
        self._db.execute("DELETE FROM doomed_key")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _indices(rows: Iterable[tuple[bytes]]) -> tuple[int, ...]:
    return tuple(int.from_bytes(row[0], "big") for row in rows)


def make_log(path: Path, casebook: str) -> Log:
    """A new log file with its tables. Raises ``sqlite3.Error``."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    log_connection = _connect(f"file:{_quoted(path)}?mode=rw")
    log_connection.executescript(f"BEGIN; {_TABLES} COMMIT;")
    log_connection.executemany("INSERT INTO about VALUES (?, ?)", [("format", FORMAT), ("casebook", casebook)])
    return Log(log_connection)


def open_log(path: Path, *, read_only: bool = False) -> Log:
    """An existing log file. ``read_only``: for folders that cannot be written to. Raises ``sqlite3.Error``."""
    return Log(_connect(f"file:{_quoted(path)}?{_read_only_mode(path) if read_only else 'mode=rw'}"))


def _read_only_mode(path: Path) -> str:
    # In a folder that cannot be written to SQLite cannot make its shared memory; with nothing waiting in the write-ahead log
    # the file alone is whole.
    waiting = path.with_name(path.name + "-wal")
    return "mode=ro" if waiting.exists() and waiting.stat().st_size else "mode=ro&immutable=1"


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _connect(address: str) -> sqlite3.Connection:
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=5.0)
    if "mode=ro" not in address:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA fullfsync=ON")  # macOS: to the disk itself; elsewhere it means nothing
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection
