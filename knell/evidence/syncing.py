"""Writing so that a power cut cannot take it back."""

import fcntl
import os
from pathlib import Path

from knell.records.errors import InputError


def write_all(handle: int, content: bytes) -> None:
    """Writes all of it: one call of the system may write less."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def write_new(path: Path, content: bytes) -> None:
    """A new file, closed to others, whose bytes stay; its name does when its folder is synced. Raises ``FileExistsError``."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        write_all(handle, content)
        sync(handle)
    finally:
        os.close(handle)


def write_once(path: Path, content: bytes) -> None:
    """A new file where a person named one; its name stays too. Raises ``InputError`` where there is one already."""
    try:
        write_new(path, content)
    except FileExistsError:
        raise InputError("is there already, and is not written over", where=str(path), todo="give another file") from None
    sync_folder(path.absolute().parent)


def sync(handle: int) -> None:
    """Makes a file durable: on macOS ``fsync`` stops at the disk's cache, and it takes a call of its own to get through it."""
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is None:
        os.fsync(handle)
    else:
        fcntl.fcntl(handle, full)


def sync_folder(folder: Path) -> None:
    """Makes the folder's own list of names durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)
