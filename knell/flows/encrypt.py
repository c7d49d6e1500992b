"""Puts a casebook under a passphrase, everything in it sealed anew: one that was begun in clear, or one whose passphrase became known.

1. Finish what an earlier run of this left undone.
2. Open the casebook as its one writer, brought up to its log.
3. Build the evidence anew beside the old: the same entries, sealed under fresh keys (``knell.evidence.resealing``).
4. Take the ledger away, its bytes overwritten; put the new evidence in the old one's place, and take that away, its keys first.
5. Compute the ledger anew from it, under a fresh key.

A kill leaves it as it was, or encrypted, or a command that says to run this again.
"""

from pathlib import Path

from knell.casebook.connection import LEDGER, connect, disconnect, forget_key
from knell.evidence import unlocking
from knell.evidence.entries import Random
from knell.evidence.faults import disk_faults
from knell.evidence.keyring import check_new
from knell.evidence.store import open_store
from knell.evidence.swapping import is_cut_short, overwrite, swap
from knell.records.errors import CasebookError

from .catching_up import catch_up
from .projection import Advance, Clock, is_erasing, no_progress, writing_desk
from .unlocking import unlock


def encrypt_casebook(folder: Path, passphrase: str, *, actor: str, random: Random, now: Clock, advance: Advance = no_progress) -> None:
    """Seals everything anew under ``passphrase``. Raises ``UsageError`` for one that is too short, ``CasebookError`` where the casebook is
    damaged: nothing is changed then.
    """
    evidence, passphrase = folder / "evidence", check_new(passphrase)
    if not finish_encrypting(folder):
        unlock(folder)
        with writing_desk(folder, actor=actor, random=random, now=now) as desk:
            catch_up(desk, advance)
        _seal_anew(folder, passphrase, random, advance)
    unlocking.forget(evidence)
    forget_key(folder)
    unlock(folder, passphrase)
    with writing_desk(folder, actor=actor, random=random, now=now) as desk:
        catch_up(desk, advance)


def finish_encrypting(folder: Path) -> bool:
    """Puts in its place what an earlier run had built whole; returns whether there was any."""
    evidence = folder / "evidence"
    with disk_faults(evidence):
        return is_cut_short(evidence) and swap(evidence)


def _seal_anew(folder: Path, passphrase: str, random: Random, advance: Advance) -> None:
    store = open_store(folder / "evidence")
    try:
        with store.writing():
            if is_erasing(folder):
                raise CasebookError("an erasure is under way", where=str(folder), todo="run the same command again")
            store.seal_anew(passphrase, random, advance)
            disconnect(connect(folder))
            with disk_faults(folder):
                for path in folder.glob(f"{LEDGER}*"):
                    overwrite(path)
                    path.unlink()
                swap(store.folder)
    finally:
        store.close()
