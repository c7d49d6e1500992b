"""Putting a whole evidence folder in the place of another, so that at no moment there is none.

A new one is built beside (``evidence.making`` -> fsync -> ``evidence.new``), then put in its place:

1. ``evidence`` -> ``evidence.old``, ``evidence.new`` -> ``evidence``
2. the old one is taken away, the bytes of its keys first

A kill between these leaves a state that ``swap`` knows; nothing is lost in any of them.
"""

import os
import shutil
from pathlib import Path

from knell.records.errors import CasebookError

from .syncing import sync, sync_folder

_CHUNK = 1 << 20
SECRETS = ("keyring", "keyring.old", "store.key")
"""Files with keys, in clear or under a passphrase of their time."""


def begin_beside(folder: Path) -> Path:
    """An empty folder to build the new one in; what an earlier run left of one is taken away."""
    making = _beside(folder, "making")
    for path in (making, _beside(folder, "new")):
        shutil.rmtree(path, ignore_errors=True)
    making.mkdir(mode=0o700)
    return making


def end_beside(folder: Path) -> None:
    """The new one is whole."""
    making = _beside(folder, "making")
    sync_folder(making)
    os.rename(making, _beside(folder, "new"))
    sync_folder(folder.parent)


def swap(folder: Path) -> bool:
    """Puts the new one in its place and takes the old one away, from whatever state a kill left. Returns whether there was anything
    to do.
    """
    new, old = _beside(folder, "new"), _beside(folder, "old")
    if not folder.exists() and not new.exists() and old.exists():
        raise CasebookError("the casebook's evidence is gone", where=str(folder.parent), todo="restore it from a backup")
    done = False
    if new.exists() and not (folder.exists() and old.exists()):
        if folder.exists():
            os.rename(folder, old)
            sync_folder(folder.parent)
        os.rename(new, folder)
        sync_folder(folder.parent)
        done = True
    return clear_beside(folder) or done


def clear_beside(folder: Path) -> bool:
    """Takes away what lies beside an evidence folder that is in its place: the old one, or a new one that was never put there.

    Returns whether there was an old one. Only for the one writer, and never where a new one waits to be put in its place.
    """
    new, old = _beside(folder, "new"), _beside(folder, "old")
    if old.exists():
        for name in SECRETS:
            overwrite(old / name)
        shutil.rmtree(old)
        sync_folder(folder.parent)
        return True
    for path in (new, _beside(folder, "making")):
        shutil.rmtree(path, ignore_errors=True)
    return False


def is_cut_short(folder: Path) -> bool:
    """Whether the folder is not in its place and a whole one waits beside to be put there."""
    return not folder.exists() and _beside(folder, "new").exists()


def was_older(folder: Path) -> bool:
    """Whether what was being replaced has a form in which keys lay in a file of their own."""
    return (_beside(folder, "old") / SECRETS[-1]).exists()


def overwrite(path: Path) -> None:
    """Random bytes over a file's own, where there is one. A disk that moves what it writes may keep the old ones all the same."""
    if not path.is_file():
        return
    handle = os.open(path, os.O_WRONLY)
    try:
        left = os.fstat(handle).st_size
        while left > 0:
            left -= os.write(handle, os.urandom(min(left, _CHUNK)))
        sync(handle)
    finally:
        os.close(handle)


def _beside(folder: Path, state: str) -> Path:
    return folder.with_name(f"{folder.name}.{state}")
