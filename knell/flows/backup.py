"""Backs a casebook up: its evidence in one file, its keyring in another.

1. Take the keyring's keys and a copy of the log as of one moment, while others may write; if the keyring was rewritten meanwhile, again.
2. Write the archive: the copy, and the blobs it speaks of. One that has gone meanwhile was erased: then from the beginning again.
3. Seal the keys to people, with an end, bound to that archive.

The ledger is not in it: it is computed anew.
"""

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from knell.evidence.backups import (
    KEYRING_SUFFIX,
    LOG,
    BackupKeys,
    Member,
    copy_log,
    names_in,
    spell_keyring,
    write_archive,
)
from knell.evidence.elsewhere import open_places
from knell.evidence.entries import Random
from knell.evidence.faults import disk_faults
from knell.evidence.keyring import Keys
from knell.evidence.moments import spell_moment
from knell.evidence.people import PublicPerson
from knell.evidence.shelf import Shelf
from knell.evidence.store import Store, open_store
from knell.evidence.syncing import write_once
from knell.records.errors import CasebookError, InputError, UsageError

from .projection import Clock

DAYS = 35
"""How long a backup's keyring may be used, where nothing else is said."""
MOST_DAYS = 366
TRIES = 5


class BackedUp(NamedTuple):
    """What was written. ``keyring``: ``None`` where it was left out; ``expires``: when it is refused from, UTC."""

    archive: Path
    keyring: Path | None
    entries: int
    blobs: int
    expires: str


class _Gone(Exception):
    """A blob that the copy of the log speaks of is there no more."""


def back_up(folder: Path, file: Path, people: Sequence[PublicPerson], *, days: int = DAYS, random: Random, now: Clock) -> BackedUp:
    """Backs a casebook up into ``file``, and its keyring, sealed to ``people``, beside it. Nobody named: without the keyring.

    Raises ``InputError`` for a file that is there, ``UsageError`` for a number of days that will not do.
    """
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"a backup's keyring is good for 1 to {MOST_DAYS} days, not {days}")
    beside = file.with_name(file.name + KEYRING_SUFFIX)
    for path in (file, *([beside] if people else [])):
        if path.exists():
            raise InputError("is there already, and is not written over", where=str(path), todo="give another file")
    moment = now()
    at, expires = spell_moment(moment), spell_moment(moment + timedelta(days=days))
    store = open_store(folder / "evidence")
    try:
        if not (store.folder / LOG).is_file():
            raise CasebookError(
                "the log lies on a server", where=str(folder), todo="back the server up by its own means, and keep the keyring"
            )
        with disk_faults(file.absolute().parent):
            keys, manifest, entries, blobs = _write(store, file, at)
            if people:
                told = BackupKeys(keys=keys, encrypted=store.keyring.encrypted)
                try:
                    write_once(beside, spell_keyring(manifest, store.casebook, at, expires, told, people, random))
                except OSError:
                    # Half a backup would be taken for one, and stand in the way of the next.
                    for path in (beside, file):
                        path.unlink(missing_ok=True)
                    raise
        return BackedUp(file, beside if people else None, entries, blobs, expires)
    finally:
        store.close()


def _write(store: Store, file: Path, at: str) -> tuple[Keys, bytes, int, int]:
    work = Path(tempfile.mkdtemp(prefix=f".{file.name}.", dir=file.absolute().parent))
    session, shelf = open_places(store.folder)
    try:
        for _ in range(TRIES):
            keys, entries, copy = _freeze(store, work)
            names = names_in(copy)
            members = [Member(LOG, partial(_open_copy, copy))]
            members += [Member(f"blobs/{name[:2]}/{name}", partial(_open, shelf, name)) for name in names]
            try:
                return keys, write_archive(file, store.casebook, at, entries, members, store.keyring.signing), entries, len(names)
            except _Gone:
                continue
        todo = "run knell verify; or try again when nobody erases"
        raise CasebookError("bytes that the log speaks of are missing", where=str(store.folder.parent), todo=todo)
    finally:
        session.close()
        with suppress(OSError):  # rmtree itself does not ignore all errors
            shutil.rmtree(work, ignore_errors=True)


def _freeze(store: Store, work: Path) -> tuple[Keys, int, Path]:
    """The keys and the log of one moment: an erasure that comes between the two would leave keys of what the log says is erased."""
    copy = work / LOG
    for _ in range(TRIES):
        copy.unlink(missing_ok=True)
        store.keyring.refresh()
        keys = store.keyring.keys()
        entries = copy_log(store.folder / LOG, copy)
        if store.keyring.lies_as_read():
            return keys, entries, copy
    raise CasebookError("the keyring changes all the time", where=str(store.folder.parent), todo="try again when nobody erases")


def _open_copy(copy: Path) -> BinaryIO:
    return copy.open("rb")


def _open(shelf: Shelf, name: str) -> BinaryIO:
    held = shelf.open(name)
    if held is None:
        raise _Gone
    return held
