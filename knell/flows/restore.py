"""Restores a casebook from a backup, beside its place; only what is whole and checked is put there, and nothing is written over.

1. Unpack the archive and check every byte of it against its signed manifest.
2. The keyring: the backup's own, opened with a person's key and not past its end, or the casebook's keyring of today.
3. What was erased after the backup is erased again: what an erasure list or a later casebook names, and what the keyring of today can
   no longer open. The log says so.
4. Check the store as ``knell verify`` does. Compute the ledger.
5. Put it in its place in one move.
"""

import os
import shutil
from pathlib import Path
from typing import NamedTuple

import msgspec

from knell.casebook.connection import give_key
from knell.evidence.backups import KEYRING_SUFFIX, BackupKeys, Manifest, open_keyring_file, signs_with, unpack_archive
from knell.evidence.elsewhere import is_here, open_places
from knell.evidence.entries import Entry, Random
from knell.evidence.faults import disk_faults
from knell.evidence.keyring import NAME as KEYRING
from knell.evidence.keyring import is_locked, write_keyring
from knell.evidence.keys import KEY_BYTES
from knell.evidence.log import Log
from knell.evidence.moments import spell_moment
from knell.evidence.openings import DamagedOpening
from knell.evidence.people import Person
from knell.evidence.store import Store, open_store
from knell.evidence.syncing import sync_folder
from knell.evidence.unlocking import forget, keyring_of, remember, unlock
from knell.records.errors import CasebookError, DamagedCasebook, InputError, UsageError

from .catching_up import catch_up
from .erasing import begin_erasing, erased_leaves
from .init import check_place
from .projection import Clock, Desk, writing_desk
from .unlocking import stay_unlocked

REPLAYED = "replayed"
"""The reason of an erasure that repeats an earlier one on a restored casebook."""
_LEAF_DIGITS = 64


class Restored(NamedTuple):
    """What came of it. ``made``: when the backup was made; ``replayed``: how many entries were erased again; ``guarded``: whether
    anything was there to say what had been erased since.
    """

    folder: Path
    entries: int
    made: str
    replayed: int
    guarded: bool


def restore(
    file: Path,
    folder: Path,
    *,
    key: Person | None = None,
    keyring_file: Path | None = None,
    keyring: Path | None = None,
    erasures: Path | None = None,
    passphrase: str | None = None,
    actor: str,
    random: Random,
    now: Clock,
) -> Restored:
    """Restores a backup into a folder that is not there or empty.

    ``key``: a person the keyring file (default: the one beside the backup) is sealed to; or ``keyring``: the casebook's keyring of today,
    which keeps its passphrase. ``passphrase``: what the restored casebook opens with; not needed for one in clear, and asked for where the
    keyring of today needs it. ``erasures``: a
    list (``knell erase --list``) or the folder of a later state of the casebook. Raises ``KnellError``; then nothing was put in place.
    """
    if (key is None) == (keyring is None):
        raise UsageError(
            "a backup is opened with a person's key file or with the casebook's keyring of today", todo="give --key or --keyring"
        )
    check_place(folder)
    again = frozenset[str]() if erasures is None else read_erasures(erasures)
    with disk_faults(folder):
        place = folder.resolve()
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.parent / f".{place.name}.{random(8).hex()}"
        try:
            evidence = beside / "evidence"
            for path in (beside, evidence):
                path.mkdir(mode=0o700)
            manifest, lies = unpack_archive(file, evidence)
            (evidence / "incoming").mkdir()
            (evidence / "blobs").mkdir(exist_ok=True)
            if key is not None:
                told = open_keyring_file(keyring_file or file.with_name(file.name + KEYRING_SUFFIX), lies, key, spell_moment(now()))
                _write_keyring(evidence, told, manifest, passphrase, random)
            elif keyring is not None:
                _copy_keyring(evidence, keyring, passphrase)
            replayed = _make_whole(beside, manifest, again, actor=actor, random=random, now=now)
            os.rename(beside, place)
            stay_unlocked(beside, place)
        finally:
            forget(beside / "evidence")
            shutil.rmtree(beside, ignore_errors=True)
        sync_folder(place.parent)
    return Restored(folder, manifest.entries, manifest.at, replayed, guarded=erasures is not None or keyring is not None)


def read_erasures(path: Path) -> frozenset[str]:
    """The leaf hashes that were erased, from a list or from a casebook's log, which says so in clear. Raises ``InputError``."""
    if path.is_dir():
        if not is_here(path / "evidence"):
            raise InputError("is no casebook", where=str(path))
        session, _ = open_places(path / "evidence")
        try:
            entries = [msgspec.json.decode(row.bytes, type=Entry) for row in Log(session).rows()]
        finally:
            session.close()
        return frozenset(leaf for entry in entries if entry.type == "erase/1" for leaf in entry.parents)
    try:
        lines = path.read_text("ascii").split()
        if any(len(bytes.fromhex(line)) * 2 != _LEAF_DIGITS for line in lines):
            raise ValueError
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except ValueError:
        raise InputError("is no list of erasures", where=str(path), todo="give what knell erase --list printed") from None
    return frozenset(lines)


def _write_keyring(evidence: Path, told: BackupKeys, manifest: Manifest, passphrase: str | None, random: Random) -> None:
    if not signs_with(told.keys, manifest):
        raise InputError("the keyring is not of the casebook that signed the backup", where=str(evidence.parent))
    if told.encrypted and passphrase is None:
        raise UsageError("the casebook is encrypted, and no passphrase was given for it", todo="give one that it will open with")
    keys = msgspec.structs.replace(told.keys, ledger=random(KEY_BYTES))
    remember(write_keyring(evidence / KEYRING, keys, passphrase if told.encrypted else None, random))


def _copy_keyring(evidence: Path, keyring: Path, passphrase: str | None) -> None:
    found = keyring / "evidence" / KEYRING if keyring.is_dir() else keyring
    try:
        content = found.read_bytes()
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(found)) from error
    handle = os.open(evidence / KEYRING, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        if passphrase is not None and is_locked(evidence / KEYRING):
            unlock(evidence, passphrase)
        else:
            keyring_of(evidence)
    except DamagedCasebook as error:
        raise InputError("is no keyring, or a damaged one", where=str(found), todo="give another copy of it") from error


def _make_whole(beside: Path, manifest: Manifest, again: frozenset[str], *, actor: str, random: Random, now: Clock) -> int:
    store = open_store(beside / "evidence")
    try:
        if store.casebook != manifest.casebook or manifest.key not in {key.public.hex() for key in store.signers()}:
            raise InputError("the keyring is of another casebook", where=str(beside))
        _refuse_other_seal(store)
    finally:
        store.close()
    give_key(beside, keyring_of(beside / "evidence").ledger)
    with writing_desk(beside, actor=actor, random=random, now=now) as desk:
        begin_erasing(desk)
        replayed = _erase_again(desk, again)
        wrong = desk.store.faults()
        if wrong:
            what = f"{len(wrong)} things in the backup are not as they were written, first: {wrong[0]}"
            raise CasebookError(what, todo="take another backup; nothing was put in place")
        catch_up(desk)
        return replayed


def _refuse_other_seal(store: Store) -> None:
    """Raises ``InputError`` where the keyring is of the casebook, and of another sealing of it."""
    try:
        store.at(0)
    except DamagedOpening as error:
        what, todo = "the keyring does not open this backup: damaged, or sealed anew since (knell encrypt)", "restore with --key"
        raise InputError(what, where=str(store.keyring.path), todo=f"{todo} and the keyring file that was made with it") from error


def _erase_again(desk: Desk, again: frozenset[str]) -> int:
    """Erases what was erased since, as far as it is here: what is named, and what no key opens although no erasure says why."""
    done = erased_leaves(desk.store)
    gone = list(desk.store.positions_of(again - done))
    gone += [row.position for row in desk.store.logged() if row.content is None and row.leaf not in done and row.leaf not in again]
    if gone:
        desk.store.erase(sorted(gone), desk.stamp(), desk.random, reason=REPLAYED)
    return len(gone)
