"""The log's tables: entries that are only ever added, the tree over them, the checkpoints that were signed, and beside them what opens
the entries, sealed.

The tables are the same in a file (``sqlite``) and in PostgreSQL (``postgres``); this module holds the statements and what they mean.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple

import msgspec

from knell.records.errors import DamagedCasebook

from .entries import Entry
from .session import Session
from .tree import Frontier, Level, Node, leaf_hash, peaks_of, root_at

FORMAT = "2"
"""From 2 on openings are sealed, and a tree with signed checkpoints stands over the entries."""

CHUNK = 4096
"""Rows that are asked for at once."""


class Row(NamedTuple):
    """A log entry as it lies on the disk: its bytes and their leaf hash."""

    position: int
    leaf: bytes
    bytes: bytes


class Sealed(NamedTuple):
    """An opening as it lies on the disk."""

    field: str
    sealed: bytes


class New(NamedTuple):
    """An entry to be added: its bytes, its sealed openings, and the keyed names of the bytes it rests on."""

    position: int
    bytes: bytes
    openings: Sequence[Sealed]
    names: Sequence[str] = ()


class Signed(NamedTuple):
    """A checkpoint as it was signed, and the size it is of."""

    size: int
    note: bytes


class Log:
    """The tables of one log. Knows nothing of blobs, keys or clocks. Transactions are the caller's."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def close(self) -> None:
        """Closes the database."""
        self._db.close()

    def where(self) -> str:
        """Where the log lies, in words for a person."""
        return self._db.where()

    def about(self, name: str) -> str | None:
        """A fact about the log: its format, its casebook, the key that signs its checkpoints."""
        row = self._db.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def only_writer(self, wait: float) -> AbstractContextManager[None]:
        """Holds the one writer's place in the database, where that has one. Raises ``CasebookError``."""
        return self._db.only_writer(wait)

    def begin(self) -> None:
        """Starts the one writing transaction."""
        self._db.begin()

    def commit(self) -> None:
        """Makes it durable. Only after this may anything be acknowledged."""
        self._db.execute("COMMIT")

    def roll_back(self) -> None:
        """Takes the transaction back, if the database has not done so itself (as SQLite does on a full disk)."""
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def length(self) -> int:
        """How many entries there are; the next position."""
        return int(self._db.execute("SELECT coalesce(max(position) + 1, 0) FROM entry").fetchone()[0])

    def add(self, entries: Sequence[New]) -> list[bytes]:
        """Adds entries with their openings inside the caller's transaction; returns their leaf hashes."""
        leaves = [leaf_hash(new.bytes) for new in entries]
        rows = [(new.position, leaf, new.bytes) for new, leaf in zip(entries, leaves, strict=True)]
        self._db.executemany("INSERT INTO entry VALUES (?, ?, ?)", rows)
        self._db.executemany("INSERT INTO opening VALUES (?, ?, ?)", [(new.position, *o) for new in entries for o in new.openings])
        rests_on = [(name, new.position) for new in entries for name in new.names]
        self._db.executemany("INSERT INTO rests_on VALUES (?, ?) ON CONFLICT DO NOTHING", rests_on)
        return leaves

    def rows(self, start: int = 0) -> Iterator[Row]:
        """The entries from ``start`` on, in order."""
        while some := self.some_rows(start):
            yield from (Row(*row) for row in some)
            start = some[-1][0] + 1

    def some_rows(self, start: int) -> list[tuple[int, bytes, bytes]]:
        """The next entries from ``start`` on: position, leaf hash and bytes of each. Empty at the end."""
        sql = "SELECT position, leaf, bytes FROM entry WHERE position >= ? ORDER BY position LIMIT ?"
        return self._db.execute(sql, (start, CHUNK)).fetchall()

    def entry(self, position: int) -> Entry:
        """The entry at a position. Raises ``KeyError`` where there is none, ``DamagedCasebook`` where it cannot be read."""
        row = self._db.execute("SELECT bytes FROM entry WHERE position = ?", (position,)).fetchone()
        if row is None:
            raise KeyError(position)
        return self._read(position, row[0])

    def entries(self, start: int = 0) -> Iterator[tuple[Row, Entry]]:
        """The entries from ``start`` on, in order, as they lie and as they read. Raises ``DamagedCasebook`` where one cannot be read."""
        for row in self.rows(start):
            yield row, self._read(row.position, row.bytes)

    def _read(self, position: int, content: bytes) -> Entry:
        try:
            return msgspec.json.decode(content, type=Entry)
        except (msgspec.DecodeError, UnicodeDecodeError):
            todo = "restore the casebook from a backup; knell verify says what else is wrong"
            raise DamagedCasebook(f"entry {position} cannot be read", where=self.where(), todo=todo) from None

    def position_of(self, leaf: bytes) -> int | None:
        """Where the entry with this leaf hash stands; ``None`` where there is none."""
        row = self._db.execute("SELECT position FROM entry WHERE leaf = ?", (leaf,)).fetchone()
        return None if row is None else int(row[0])

    def node(self, node: Node) -> bytes:
        """The hash of a complete subtree. Raises ``KeyError`` where it is not stored."""
        if node.level == 0:
            row = self._db.execute("SELECT leaf FROM entry WHERE position = ?", (node.number,)).fetchone()
        else:
            row = self._db.execute("SELECT hash FROM node WHERE level = ? AND number = ?", node).fetchone()
        if row is None:
            raise KeyError(node)
        return bytes(row[0])

    def root_at(self, size: int) -> bytes:
        """The root over the first so many entries, from stored nodes. Raises ``KeyError`` where one is missing."""
        return root_at(size, self.node)

    def frontier(self) -> Frontier:
        """The right edge of the tree, to add leaves to. Raises ``KeyError`` where a stored node is missing."""
        size = self.length()
        return Frontier(size, [self.node(peak) for peak in peaks_of(size)])

    def add_nodes(self, grown: Iterable[Level]) -> None:
        """Adds interior nodes inside the caller's transaction."""
        rows = [(level, number, value) for level, first, hashes in grown for number, value in enumerate(hashes, first)]
        self._db.executemany("INSERT INTO node VALUES (?, ?, ?)", rows)

    def nodes(self, level: int, first: int, after: int) -> list[tuple[int, bytes]]:
        """The stored nodes at a height, from number ``first`` to the last before ``after``, with their numbers."""
        sql = "SELECT number, hash FROM node WHERE level = ? AND number >= ? AND number < ? ORDER BY number"
        return self._db.execute(sql, (level, first, after)).fetchall()

    def count_nodes(self) -> int:
        """How many interior nodes are stored."""
        return int(self._db.execute("SELECT count(*) FROM node").fetchone()[0])

    def add_checkpoint(self, signed: Signed) -> None:
        """Adds a signed checkpoint inside the caller's transaction."""
        self._db.execute("INSERT INTO checkpoint VALUES (?, ?)", signed)

    def last_checkpoint(self, size: int | None = None) -> Signed | None:
        """The newest checkpoint there is, or the one of a given size."""
        if size is None:
            row = self._db.execute("SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1").fetchone()
        else:
            row = self._db.execute("SELECT size, note FROM checkpoint WHERE size = ?", (size,)).fetchone()
        return None if row is None else Signed(int(row[0]), bytes(row[1]))

    def checkpoints(self, above: int, to: int) -> list[Signed]:
        """The checkpoints of sizes above one and up to another, by size."""
        sql = "SELECT size, note FROM checkpoint WHERE size > ? AND size <= ? ORDER BY size"
        return [Signed(int(size), bytes(note)) for size, note in self._db.execute(sql, (above, to))]

    def openings(self, position: int) -> tuple[Sealed, ...]:
        """The sealed openings of an entry; none where it has been erased."""
        rows = self._db.execute("SELECT field, sealed FROM opening WHERE position = ? ORDER BY field", (position,))
        return tuple(Sealed(*row) for row in rows)

    def positions_that_rest_on(self, name: str) -> tuple[int, ...]:
        """The entries that rest on the bytes of this keyed name, in order; erased ones are not found."""
        rows = self._db.execute("SELECT position FROM rests_on WHERE name = ? ORDER BY position", (name,))
        return tuple(row[0] for row in rows)

    def rest_on(self, position: int) -> frozenset[str]:
        """The keyed names of the bytes that an entry rests on; none where it has been erased."""
        return frozenset(row[0] for row in self._db.execute("SELECT name FROM rests_on WHERE position = ?", (position,)))

    def names(self) -> frozenset[str]:
        """The keyed names of all bytes that entries rest on."""
        return frozenset(row[0] for row in self._db.execute("SELECT DISTINCT name FROM rests_on"))

    def put_blob_key(self, name: str, index: int) -> None:
        """Notes, inside the caller's transaction, which key the bytes of this name are sealed under."""
        self._db.execute("INSERT INTO blob_key VALUES (?, ?) ON CONFLICT DO NOTHING", (name, index.to_bytes(8, "big")))

    def blob_keys(self, name: str) -> tuple[int, ...]:
        """The indices of the keys that the bytes of this name were ever sealed under."""
        return _indices(self._db.execute("SELECT key FROM blob_key WHERE name = ? ORDER BY key", (name,)).fetchall())

    def destroy_openings(self, position: int) -> None:
        """Destroys what opens an entry, inside the caller's transaction. The entry stays."""
        self._db.execute("DELETE FROM opening WHERE position = ?", (position,))
        self._db.execute("DELETE FROM rests_on WHERE position = ?", (position,))

    def doom(self, name: str) -> None:
        """Notes, inside the caller's transaction, a blob that has to go, and forgets which keys it was sealed under."""
        self._db.execute("INSERT INTO doomed VALUES (?) ON CONFLICT DO NOTHING", (name,))
        self._db.execute("DELETE FROM blob_key WHERE name = ?", (name,))

    def doom_key(self, index: int) -> None:
        """Notes, inside the caller's transaction, a key that has to go."""
        self._db.execute("INSERT INTO doomed_key VALUES (?) ON CONFLICT DO NOTHING", (index.to_bytes(8, "big"),))

    def doomed(self) -> tuple[str, ...]:
        """Blobs that have to go and may still be there."""
        return tuple(row[0] for row in self._db.execute("SELECT name FROM doomed ORDER BY name"))

    def doomed_keys(self) -> tuple[int, ...]:
        """Keys that have to go and may still be there."""
        return _indices(self._db.execute("SELECT key FROM doomed_key ORDER BY key").fetchall())

    def forget_doomed(self) -> None:
        """What was doomed is gone; has the database let go of it too, where its sealed openings might linger."""
        self._db.execute("DELETE FROM doomed")
        self._db.execute("DELETE FROM doomed_key")
        self._db.shed()

    def faults(self) -> list[str]:
        """What the database itself finds wrong with its files, a line each."""
        return self._db.faults()


def _indices(rows: Iterable[tuple[bytes]]) -> tuple[int, ...]:
    return tuple(int.from_bytes(row[0], "big") for row in rows)


def make_log(session: Session, casebook: str, key: str) -> Log:
    """A new log: its tables, and what is to be known about it. ``key``: the public key that signs its checkpoints, in one line."""
    session.make_tables()
    session.begin()
    session.executemany("INSERT INTO about VALUES (?, ?)", [("format", FORMAT), ("casebook", casebook), ("key", key)])
    session.execute("COMMIT")
    return Log(session)
