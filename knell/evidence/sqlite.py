"""The log in a file: SQLite, with a write-ahead log and ``synchronous=FULL``, so that a commit is on the disk before it is acknowledged.

Tables that may only grow refuse change and removal by triggers. That stops a slip, not someone with the file in hand: that is what the
tree and its signed checkpoints are for.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

# What ``faults`` compares a log's own words for its tables with, to the letter: other words are another format.
TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entry (
  position INTEGER PRIMARY KEY,
  leaf BLOB NOT NULL UNIQUE CHECK (typeof(leaf) = 'blob' AND length(leaf) = 32),
  bytes BLOB NOT NULL CHECK (typeof(bytes) = 'blob')
);
CREATE TABLE node (
  level INTEGER NOT NULL,
  number INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (typeof(hash) = 'blob' AND length(hash) = 32),
  PRIMARY KEY (level, number)
) WITHOUT ROWID;
CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, note BLOB NOT NULL CHECK (typeof(note) = 'blob'));
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
"""
FINAL = ("entry", "node", "checkpoint")
"""Tables that are only ever added to."""
_REFUSALS = "".join(
    f"CREATE TRIGGER {table}_is_final BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'an entry is final'); END;"
    f"CREATE TRIGGER {table}_stays BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'an entry stays'); END;"
    for table in FINAL
)
_MOST_FAULTS = 20
_SHAPE = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"


class SqliteSession(sqlite3.Connection):
    """A connection to a log's file. The folder's own lock keeps other writers out."""

    path: Path

    def begin(self) -> None:
        """Starts the one writing transaction."""
        self.execute("BEGIN IMMEDIATE")

    def make_tables(self) -> None:
        """Makes the log's tables."""
        self.executescript(f"BEGIN; {TABLES} {_REFUSALS} COMMIT;")

    @contextmanager
    def only_writer(self, wait: float) -> Iterator[None]:
        """The lock in the casebook's folder does this."""
        yield

    def shed(self) -> None:
        """Empties the write-ahead log, where what was deleted would linger."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def faults(self) -> list[str]:
        """SQLite's own check of every page, index and constraint."""
        try:
            told = [" ".join(str(row[0]).split()) for row in self.execute(f"PRAGMA integrity_check({_MOST_FAULTS})")]
            told += [f"a row of {row[0]} belongs to none of {row[2]}" for row in self.execute("PRAGMA foreign_key_check")]
            told += _unlike(self.execute(_SHAPE).fetchall())
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # SQLite's own complaint may quote a damaged page
            return [str(error)]
        return [line for line in told if line != "ok"]

    def where(self) -> str:
        """The file."""
        return str(self.path)


@cache
def _made() -> tuple[tuple[str, str, str, str | None], ...]:
    """What a log's file says of its tables and of what guards them, as Knell made them."""
    with closing(sqlite3.connect(":memory:")) as database:
        database.executescript(f"{TABLES} {_REFUSALS}")
        return tuple(database.execute(_SHAPE).fetchall())


def _unlike(found: list[tuple[str, str, str, str | None]]) -> list[str]:
    """A line for each table, index or trigger that is missing, changed, or none of Knell's."""
    names = sorted({str(row[1]) for row in {*found} ^ {*_made()}})
    return [f"the table, index or trigger {name} is not as Knell made it" for name in names]


def make_file(path: Path) -> SqliteSession:
    """A new file, closed to others, without tables yet. Raises ``sqlite3.Error``."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return open_file(path)


def open_file(path: Path, *, read_only: bool = False) -> SqliteSession:
    """An existing file. ``read_only``: in a folder that cannot be written to. Raises ``sqlite3.Error``."""
    address = f"file:{_quoted(path)}?{_read_only_mode(path) if read_only else 'mode=rw'}"
    connection: Any = sqlite3.connect(address, uri=True, isolation_level=None, timeout=5.0, factory=SqliteSession)
    connection.path = path
    if not read_only:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA fullfsync=ON")  # macOS: to the disk itself; elsewhere it means nothing
    connection.execute("PRAGMA secure_delete=ON")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection  # type: ignore[no-any-return]


def _read_only_mode(path: Path) -> str:
    # In a folder that cannot be written to SQLite cannot make its shared memory; with nothing waiting in the write-ahead log
    # the file alone is whole.
    waiting = path.with_name(path.name + "-wal")
    return "mode=ro" if waiting.exists() and waiting.stat().st_size else "mode=ro&immutable=1"


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
