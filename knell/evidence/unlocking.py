"""Which keyrings this process has unlocked, and whom to ask for a passphrase.

A casebook is unlocked once a process: ``keyring_of`` gives the open keyring to whoever opens its store. A keyring without a
passphrase opens by itself; for another the process asks whoever ``ask_with`` named, or has been given it by ``unlock``. The
passphrase is kept in this process's memory only, because a keyring that is rewritten needs it; it is never written down, logged, or
handed to a child process.
"""

from collections.abc import Callable
from pathlib import Path
from threading import RLock

from knell.records.errors import CasebookError

from .keyring import NAME, Keyring, is_locked, open_keyring

Ask = Callable[[Path], str]
"""Gives the passphrase of the casebook in that folder, or raises a ``KnellError``."""

_open: dict[Path, Keyring] = {}
_ask: Ask | None = None
_lock = RLock()


def ask_with(ask: Ask | None) -> None:
    """Names who is asked for the passphrase of a casebook that is locked; ``None``: nobody."""
    global _ask
    _ask = ask


def unlock(evidence: Path, passphrase: str) -> Keyring:
    """Unlocks the keyring in a casebook's evidence folder for this process. Raises ``CasebookError``."""
    return remember(open_keyring(evidence / NAME, passphrase))


def remember(keyring: Keyring, evidence: Path | None = None) -> Keyring:
    """Keeps an open keyring for this process. ``evidence``: its folder, where that has been moved since."""
    folder = evidence or keyring.path.parent
    keyring.path = folder / NAME
    with _lock:
        _open[folder.resolve()] = keyring
    return keyring


def forget(evidence: Path) -> Keyring | None:
    """Forgets the keyring of a casebook, and returns it: the next to open it is asked again."""
    with _lock:
        return _open.pop(evidence.resolve(), None)


def keyring_of(evidence: Path) -> Keyring:
    """The open keyring of a casebook's evidence folder; asks for the passphrase where it is locked. Raises ``KnellError``."""
    with _lock:
        known = _open.get(evidence.resolve())
        if known is not None and _still_fits(known):
            return known
        path = evidence / NAME
        if not is_locked(path):
            return remember(open_keyring(path, None))
        if _ask is None:
            raise CasebookError("the casebook is locked", where=str(evidence.parent), todo="unlock it with its passphrase")
        return remember(open_keyring(path, _ask(evidence.parent)))


def _still_fits(known: Keyring) -> bool:
    """Whether the keyring is the file's, or becomes so with the passphrase at hand: another process may have rewritten it."""
    try:
        known.refresh()
    except CasebookError:
        return False
    return True
