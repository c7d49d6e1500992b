"""Checks a casebook: that nothing in it was changed since it was written.

1. Read the checkpoint that was published earlier, if one is given, and check who signed it.
2. Check the evidence: the database's files, the tree and its signed checkpoints, the contents (``knell.evidence.audit``).
3. Check the ledger against the log: its file, the fingerprint that is kept of its rows, and the log that it says it followed.

Nothing is written. What is found is for people to read; what it proves is told with it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.connection import LEDGER, connect, disconnect, give_key, ledger_faults
from knell.casebook.fingerprint import Fingerprint
from knell.casebook.ledger import open_casebook
from knell.evidence.audit import ASK_WHO, Finding
from knell.evidence.checkpoints import Checkpoint, open_checkpoint, parse_checkpoint
from knell.evidence.entries import Erase, HandOn
from knell.evidence.notes import Note, NoteError, PublicKey, parse_key, parse_note, spell_note
from knell.evidence.signing import is_signed
from knell.evidence.store import Store, open_store
from knell.records.errors import CasebookError, DamagedCasebook, InputError, UsageError

from .computing import the_steps
from .projection import Advance, no_progress


class Verified(NamedTuple):
    """What came of it. ``entries``: how many were checked; ``checkpoint``: the newest; ``key``: who signs; both ``None`` where it
    could not be opened.
    """

    findings: tuple[Finding, ...]
    entries: int = 0
    checkpoint: str | None = None
    key: str | None = None
    erasures: tuple["Erasure", ...] = ()
    handed: tuple["Handed", ...] = ()


class Handed(NamedTuple):
    """The log was handed on to another key: where it says so, when, and to which, in one line."""

    position: int
    at: str
    key: str


class Erasure(NamedTuple):
    """What the log says was erased: where it says so, when, how many entries' content, why (a code), and who agreed."""

    position: int
    at: str
    entries: int
    reason: str | None
    approvers: tuple[str, ...]


def verify_casebook(folder: Path, *, published: Path | None = None, key: str | None = None, advance: Advance = no_progress) -> Verified:
    """Checks a casebook. ``published``: a file with a checkpoint that was published earlier; ``key``: the public key it was published
    with, in one line (default: the casebook's own). Raises ``CasebookError`` where there is none, it is locked or in use.
    """
    note = None if published is None else _read_note(published)
    known = None if key is None else _read_key(key)
    try:
        store = open_store(folder / "evidence")
    except DamagedCasebook as error:
        return Verified((_told(error, folder),))
    try:
        findings, earlier = [], None
        if note is not None and published is not None:
            earlier, wrong = _check_published(note, published, store.signers() if known is None else (known,))
            findings += wrong
        if known is not None and known not in store.signers():
            what = "the casebook signs with another key than the one given"
            findings.append(Finding(str(folder), what, ASK_WHO))
        findings += store.audit(advance, earlier)
        advance("ledger", 0, 1)
        findings += check_ledger(folder, store)
        advance("ledger", 1, 1)
        newest = store.checkpoint()
        told = newest.decode(errors="replace") if newest else None
        if findings:
            return Verified(tuple(findings), store.length(), told, store.public.spell())
        return Verified((), store.length(), told, store.public.spell(), tuple(_erasures(store)), tuple(_handed(store)))
    except DamagedCasebook as error:
        return Verified((*findings, _told(error, folder)))
    finally:
        store.close()


def newest_checkpoint(folder: Path, size: int | None = None) -> tuple[bytes, str]:
    """The newest checkpoint as it was signed, or that of a given size, and the public key in one line. Raises ``CasebookError``."""
    store = open_store(folder / "evidence")
    try:
        note = store.checkpoint(size)
        if note is None:
            what = "there is no checkpoint" if size is None else f"no checkpoint was signed when there were {size} entries"
            raise CasebookError(what, where=str(folder), todo="leave --size out for the newest")
        return note, store.public.spell()
    finally:
        store.close()


def _erasures(store: Store) -> Iterator[Erasure]:
    for row in store.logged_of("erase/1"):
        told = row.content if isinstance(row.content, Erase) else None
        reason, approvers = (told.reason, told.approvers) if told else (None, ())
        yield Erasure(row.position, row.entry.at, len(row.entry.parents), reason, approvers)


def _handed(store: Store) -> Iterator[Handed]:
    for row in store.logged_of("hand-on/1") if store.keyring.handed else ():
        if isinstance(row.content, HandOn):
            yield Handed(row.position, row.entry.at, row.content.key)


def _told(error: CasebookError, folder: Path) -> Finding:
    return Finding(error.where or str(folder), error.what, error.todo or "restore the casebook from a backup")


def _read_note(path: Path) -> Note:
    try:
        return parse_note(path.read_bytes())
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except NoteError as error:
        raise InputError(f"is no checkpoint: {error}", where=str(path), todo="give a file that knell checkpoint printed") from error


def _read_key(line: str) -> PublicKey:
    try:
        return parse_key(line)
    except NoteError as error:
        raise UsageError(f"--key {error}", todo="give the line that knell checkpoint --key printed") from error


def _check_published(note: Note, path: Path, keys: tuple[PublicKey, ...]) -> tuple[Checkpoint | None, list[Finding]]:
    """The published checkpoint if one of these keys signed it, and what is wrong with it."""
    made = {(made.name, made.key_id) for made in note.signatures}
    key = next((key for key in keys if (key.name, key.id) in made), keys[-1])
    try:
        return open_checkpoint(spell_note(note), key, is_signed), []
    except NoteError as error:
        try:
            origin = parse_checkpoint(note.text).origin
        except NoteError:
            raise InputError(
                "is a signed note and no checkpoint", where=str(path), todo="give a file that knell checkpoint printed"
            ) from error
        if origin != key.name:
            todo = "give a checkpoint of this casebook"
            raise InputError(f"is a checkpoint of {origin}, and this is {key.name}", where=str(path), todo=todo) from error
        return None, [Finding(str(path), f"the published checkpoint {error}", ASK_WHO)]


def check_ledger(folder: Path, store: Store) -> Iterator[Finding]:
    """What is wrong with the ledger's file, its rows, or the log that it followed (step 3)."""
    mend = f"run: knell rebuild --casebook {folder}"
    where = str(folder / LEDGER)
    if not (folder / LEDGER).is_file():
        yield Finding(where, "there is no ledger", mend)
        return
    try:
        with _reading(folder, store) as alias:
            yield from (Finding(where, what, todo or mend) for what, todo in _ledger_faults(folder, alias, store))
    except CasebookError as error:
        yield Finding(where, error.what, mend)
    except msgspec.DecodeError:
        yield Finding(where, "what the ledger says of itself cannot be read", mend)


@contextmanager
def _reading(folder: Path, store: Store) -> Iterator[str]:
    """The connection to the ledger, every question answered as of one moment."""
    from django.db import connections

    with ledger_faults(folder):
        give_key(folder, store.keyring.ledger)
        alias = connect(folder)
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("BEGIN")
                yield alias
                cursor.execute("ROLLBACK")
        finally:
            disconnect(alias)


def _ledger_faults(folder: Path, alias: str, store: Store) -> Iterator[tuple[str, str | None]]:
    from django.db import connections

    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        told = " ".join(line for (line,) in cursor.fetchall())
        if told != "ok":
            yield f"the database finds its own file damaged: {' '.join(told.removeprefix('*** in database main ***').split())}", None
    reached = open_casebook(folder).projection
    if reached.versions != the_steps().versions:
        yield "it was computed by another version of Knell, so its figures cannot be checked against it", None
        return
    fingerprint = Fingerprint(alias, store.key.fingerprint_key())
    differs = fingerprint.differs()
    if differs is None:
        yield "its fingerprint is missing or not one that Knell made: rows may have been changed by another hand", None
    for table in differs or ():
        yield f"rows of the table {table} were changed, added or taken away by another hand than Knell's", None
    followed = fingerprint.followed() if differs is not None else None
    length = store.length()
    if reached.position > length or (followed is not None and followed.size > length):
        most = max(reached.position, followed.size if followed else 0)
        yield f"it follows {most} log entries, and the log has {length}: those after them are gone", ASK_WHO
    elif followed is not None and followed.size and store.root_at(followed.size) != followed.root:
        yield f"it was computed from another log: the first {followed.size} entries are not those it followed", ASK_WHO
