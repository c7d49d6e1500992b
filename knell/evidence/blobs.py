"""The received bytes, each under its keyed name. What is once there is never written again."""

import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from .keys import StoreKey


class Blobs:
    """A folder of blobs: ``blobs/ab/abcd...``; ``incoming`` holds what is not yet whole."""

    def __init__(self, folder: Path, key: StoreKey) -> None:
        self._folder, self._incoming, self._key = folder / "blobs", folder / "incoming", key

    def make_folders(self) -> None:
        """Makes the folders of a new store."""
        self._folder.mkdir()
        self._incoming.mkdir()

    def path(self, sha256: str) -> Path:
        """Where bytes with this hash lie, or would."""
        return self._at(self._key.blob_name(sha256))

    def keep(self, many: Iterable[bytes]) -> None:
        """Stores bytes so that a power cut cannot take them: temp -> fsync -> rename -> fsync of the folder.

        Bytes that are there already are not written again; their folder is synced, because an earlier writer may have died
        between its rename and its sync. Touches no log: bytes without an entry are garbage that no one was told of.
        """
        folders = {self._folder}
        for content in many:
            final = self.path(hashlib.sha256(content).hexdigest())
            final.parent.mkdir(exist_ok=True)
            folders.add(final.parent)
            if not final.exists():
                self._write(content, final)
        for folder in folders:
            sync_folder(folder)

    def read(self, sha256: str) -> bytes | None:
        """The bytes, or ``None`` where they have been erased."""
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError:
            return None

    def destroy(self, name: str) -> None:
        """Takes the blob of this keyed name away, if it is there."""
        path = self._at(name)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def clear_incoming(self) -> int:
        """Takes away half-written files that a killed writer left; returns how many. Only for the one writer."""
        left = list(self._incoming.iterdir())
        for path in left:
            path.unlink()
        return len(left)

    def names(self) -> Iterator[str]:
        """The keyed names of all blobs there are, sorted."""
        for folder in sorted(self._folder.iterdir()):
            yield from sorted(path.name for path in folder.iterdir())

    def _at(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _write(self, content: bytes, final: Path) -> None:
        temp = self._incoming / final.name
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            view = memoryview(content)
            while view:
                view = view[os.write(handle, view) :]
            sync(handle)
        finally:
            os.close(handle)
        os.rename(temp, final)


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
