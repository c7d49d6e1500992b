"""The kinds of file there are in a casebook, how each is read and how each is checked, for ``soak/flips.py``.

Three casebooks: one in clear, one under a passphrase, and one as a killed writer leaves it, with both write-ahead logs still there.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from knell.casebook.recording import Ledger
from knell.evidence import unlocking
from knell.evidence.audit import Audited, audit, audit_end
from knell.evidence.blobs import Blobs, hash_pieces
from knell.evidence.entries import hashes_of
from knell.evidence.faults import disk_faults
from knell.evidence.keyring import open_keyring
from knell.evidence.log import Log
from knell.evidence.newest import NAME as NEWEST
from knell.evidence.newest import read_newest
from knell.evidence.openings import Openings
from knell.evidence.shelf import FolderShelf
from knell.evidence.sqlite import open_file
from knell.evidence.store import Store, open_store
from knell.flows.verify import check_ledger
from knell.records.errors import KnellError
from soak.canaries import reading
from soak.disk_acts import lay_casebook
from soak.kill import knell
from soak.stores import PASSPHRASE

_UNREAD = {"django_migrations": "app, name", "sqlite_sequence": "1"}
"""Tables of which Knell reads only these columns: when a migration was run, and the row number to come, mean nothing to it."""
_WAITING = "-wal"
_LITTLE = 10_000
"""Bytes of the ledger's write-ahead log before anything is added."""


class Part(NamedTuple):
    """Files of one kind. ``find``: whether something is found, or an error is told in a line. ``dump``: everything that is read.

    ``earlier``: what was read at earlier moments, which the next command brings up to date (of a ledger; of a log it is a loss).
    """

    paths: tuple[Path, ...]
    find: Callable[[Path], bool]
    dump: Callable[[Path], bytes]
    earlier: frozenset[bytes] = frozenset()


def make_parts(folder: Path) -> Mapping[str, Callable[[], Part]]:
    """Lays the casebooks. The kinds of files, each to be opened when its turn comes."""
    clear, sealed, killed = (folder / name / "book" for name in ("clear", "sealed", "killed"))
    for place, encrypted in ((clear, False), (sealed, True), (killed, False)):
        place.parent.mkdir()
        lay_casebook(place.parent, encrypted=encrypted)
    add_and_die(killed, killed.parent / "files" / "1.txt")
    unlocking.ask_with(lambda _: PASSPHRASE)
    return {
        "log": partial(log_part, clear),
        "bytes": partial(bytes_part, clear),
        "keyring": partial(keyring_part, clear, None),
        "ledger": partial(ledger_part, clear),
        "encrypted keyring": partial(keyring_part, sealed, PASSPHRASE),
        "encrypted ledger": partial(ledger_part, sealed),
        "newest checkpoint": partial(newest_part, clear),
        "log's leftover journal": partial(leftover_log_part, killed, folder / "scratch"),
        "ledger's leftover journal": partial(leftover_ledger_part, killed, folder / "scratch-ledger"),
    }


def add_and_die(book: Path, file: Path) -> None:
    """Adds a file in a child that is gone when all is written, and neither closed nor moved from the write-ahead logs into the files."""

    def die(_: Ledger) -> None:
        if Path(f"{book / 'ledger.sqlite'}{_WAITING}").stat().st_size > _LITTLE:
            os._exit(0)

    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        Ledger.empty_journal = die  # type: ignore[assignment, method-assign]
        knell("add", "--no-progress", "--casebook", str(book), str(file))
        os._exit(1)
    _, status = os.waitpid(child, 0)
    if status:
        raise RuntimeError("the writer that was to be killed came to its end")


def log_part(book: Path) -> Part:
    """The log's file, at rest."""
    evidence = book / "evidence"
    store = open_store(evidence)
    shelved = Blobs(FolderShelf(evidence), store.keyring)

    def find(path: Path) -> bool:
        try:
            # As it lies, whatever its header says of a write-ahead log: nothing is written to it.
            with disk_faults(evidence), closing(open_file(path, read_only=True)) as session:
                one = Log(session)
                audited = Audited(one, shelved, Openings(one, store.keyring, store.casebook), store.key, store.signers(), store.casebook)
                return next(audit(audited, _silent), None) is not None or one.about("format") != "2"
        except KnellError:
            return True

    return Part((evidence / "log.sqlite",), find, dump_at_rest)


def bytes_part(book: Path) -> Part:
    """The received bytes."""
    evidence = book / "evidence"
    store = open_store(evidence)
    hashes = {store.key.blob_name(sha256): sha256 for row in store.logged() for sha256 in hashes_of(row.content)}
    shelved = Blobs(FolderShelf(evidence), store.keyring)

    def find(path: Path) -> bool:
        try:
            pieces = shelved.stream(hashes[path.name])
            return pieces is None or hash_pieces(pieces)[0] != hashes[path.name]
        except KnellError:
            return True

    paths = tuple(sorted(path for path in (evidence / "blobs").rglob("*") if path.is_file()))
    return Part(paths, find, lambda path: b"".join(shelved.stream(hashes[path.name]) or ()))


def keyring_part(book: Path, passphrase: str | None) -> Part:
    """The keyring, in clear or sealed."""

    def find(path: Path) -> bool:
        try:
            open_keyring(path, passphrase)
        except KnellError:
            return True
        return False

    return Part((book / "evidence" / "keyring",), find, lambda path: repr(open_keyring(path, passphrase).keys()).encode())


def ledger_part(book: Path) -> Part:
    """The ledger's file, in clear or encrypted."""
    store = open_store(book / "evidence")
    key = store.keyring.ledger

    def dump(path: Path) -> bytes:
        if key is None:
            return dump_at_rest(path)
        with reading(path, key) as database:
            return dump_database(database)

    return Part((book / "ledger.sqlite",), lambda _: _is_found(book, store), dump)


def newest_part(book: Path) -> Part:
    """The newest checkpoint beside the log. Read of it is only whether it says that the log is too short, or another."""
    store = open_store(book / "evidence")

    def dump(_: Path) -> bytes:
        one = Audited(
            store._log, store._blobs, store._openings, store.key, store.signers(), store.casebook, read_newest(store.folder, store.public)
        )
        return repr(list(audit_end(one))).encode()

    return Part((store.folder / NEWEST,), lambda _: False, dump)


def leftover_log_part(book: Path, scratch: Path) -> Part:
    """The write-ahead log that a killed writer left beside the log. SQLite takes it in when the log is opened: so a copy is opened."""
    shutil.copytree(book, scratch / "book")
    log = scratch / "book" / "evidence" / "log.sqlite"

    def dump(path: Path) -> bytes:
        _lay_again(path, log)
        with closing(sqlite3.connect(log)) as database:
            return dump_database(database)

    def find(path: Path) -> bool:
        _lay_again(path, log)
        try:
            store = open_store(log.parent)
            with closing(store):
                return next(store.audit(_silent), None) is not None
        except KnellError:
            return True

    return Part((book / "evidence" / f"log.sqlite{_WAITING}",), find, dump)


def leftover_ledger_part(book: Path, scratch: Path) -> Part:
    """The write-ahead log that a killed writer left beside the ledger: without its end the ledger is as it was some moments before."""
    shutil.copytree(book, scratch / "book")
    ledger, waiting = scratch / "book" / "ledger.sqlite", book / f"ledger.sqlite{_WAITING}"
    store = open_store(scratch / "book" / "evidence")

    def dump(path: Path) -> bytes:
        _lay_again(path, ledger)
        with closing(sqlite3.connect(ledger)) as database:
            return dump_database(database)

    def find(path: Path) -> bool:
        _lay_again(path, ledger)
        return _is_found(ledger.parent, store)

    whole = waiting.read_bytes()
    return Part((waiting,), find, dump, frozenset(_dumps_before(waiting, whole, dump)))


def _dumps_before(waiting: Path, whole: bytes, dump: Callable[[Path], bytes]) -> Iterator[bytes]:
    """What is read when so many whole transactions are in the write-ahead log: all, all but the last, and so on down to none."""
    page = int.from_bytes(whole[8:12])
    frame = page + 24
    ends = [at + frame for at in range(32, len(whole) - frame + 1, frame) if whole[at + 4 : at + 8] != bytes(4)]
    try:
        for end in (0, *ends):
            waiting.write_bytes(whole[:end])
            yield dump(waiting)
    finally:
        waiting.write_bytes(whole)


def _lay_again(waiting: Path, copy: Path) -> None:
    """Puts the database and its write-ahead log, as they are now, in the copy's place."""
    shutil.copyfile(str(waiting).removesuffix(_WAITING), copy)
    shutil.copyfile(waiting, f"{copy}{_WAITING}")
    Path(f"{copy}-shm").unlink(missing_ok=True)


def _is_found(book: Path, store: Store) -> bool:
    return next(check_ledger(book, store), None) is not None


def _silent(*_: object) -> None:
    """Says nothing of how far an audit is."""


def dump_at_rest(path: Path) -> bytes:
    """Everything in a database's file, whatever its header says of a write-ahead log."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        return dump_database(database)


def dump_database(database: Any) -> bytes:
    """Every row of every table, and what the database says of itself, as bytes."""
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    told = [repr(row) for row in database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")]
    for table in tables:
        told.append(table)
        told += sorted(repr(row) for row in database.execute(f'SELECT {_UNREAD.get(table, "*")} FROM "{table}"'))  # noqa: S608
    return "\n".join(told).encode()
