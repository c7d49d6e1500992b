"""Writing so that a power cut cannot take it back."""

import fcntl
import os
from pathlib import Path


def write_all(handle: int, content: bytes) -> None:
    """Writes all of it: one call of the system may write less."""
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


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
