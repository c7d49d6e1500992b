"""Unlocks a casebook for this process, and puts it under another passphrase.

1. Open the keyring: by itself where it is in clear, else with the passphrase from whoever the process asks (``knell.evidence.unlocking``).
2. Give the ledger's key to the connection. The store finds the open keyring by itself.
"""

from pathlib import Path

from knell.casebook.connection import forget_key, give_key
from knell.evidence import unlocking
from knell.evidence.entries import Random
from knell.evidence.keyring import NAME as KEYRING
from knell.evidence.store import open_store


def unlock(folder: Path, passphrase: str | None = None) -> None:
    """Unlocks a casebook for this process. ``passphrase`` ``None``: asks for it where one is needed.

    Raises ``CasebookError`` where there is no casebook or the passphrase is wrong.
    """
    evidence = folder / "evidence"
    if not (evidence / KEYRING).is_file():
        open_store(evidence).close()  # says what is wrong: no casebook, one of an earlier form, a lost keyring
    keyring = unlocking.keyring_of(evidence) if passphrase is None else unlocking.unlock(evidence, passphrase)
    give_key(folder, keyring.ledger)


def lock(folder: Path) -> None:
    """Forgets what unlocked a casebook: the next to open it in this process is asked again."""
    unlocking.forget(folder / "evidence")
    forget_key(folder)


def stay_unlocked(beside: Path, place: Path) -> None:
    """The keyring and the ledger's key go along with a casebook that was built beside its place and moved there."""
    keyring = unlocking.forget(beside / "evidence")
    if keyring is not None:
        give_key(place, unlocking.remember(keyring, place / "evidence").ledger)


def change_passphrase(folder: Path, passphrase: str, *, random: Random) -> None:
    """Puts a casebook's keyring under another passphrase, as its one writer. Raises ``UsageError`` for one that is too short."""
    store = open_store(folder / "evidence")
    try:
        with store.writing():
            store.keyring.change_passphrase(passphrase, random)
    finally:
        store.close()
