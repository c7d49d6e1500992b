"""Where sealed bytes lie, by name, and nothing of what they are: a folder here, or a bucket elsewhere (``bucket``)."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from .syncing import sync, sync_folder, write_all


class Shelf(Protocol):
    """A place for sealed bytes. What ``put`` has returned from, a power cut does not take away."""

    def make(self) -> None:
        """Makes the place, for a new casebook."""

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Stores bytes under a name, in place of what is there. All or nothing of them, however ``pieces`` ends."""

    def open(self, name: str) -> BinaryIO | None:
        """The bytes of that name, to be read and closed; ``None`` where there are none."""

    def has(self, name: str) -> bool:
        """Whether there are bytes of that name."""

    def settle(self, names: Iterable[str]) -> None:
        """Makes sure that what is there under these names stays: an earlier writer may have been killed in between."""

    def remove(self, name: str) -> None:
        """Takes the bytes of that name away, if there are any."""

    def names(self) -> Iterator[str]:
        """All names there are, sorted."""

    def clear_incoming(self) -> int:
        """Takes away what a killed writer left half written; returns how many. Only for the one writer."""

    def where(self, name: str) -> str:
        """Where the bytes of a name lie, in words for a person."""


class FolderShelf:
    """``blobs/ab/abcd...`` in a folder; ``incoming`` holds what is not yet whole. temp -> fsync -> rename -> fsync of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._incoming = folder / "blobs", Incoming(folder)

    def make(self) -> None:
        """Makes the folders."""
        self._folder.mkdir()
        self._incoming.make()

    def put(self, name: str, pieces: Iterable[bytes]) -> None:
        """Stores bytes; ``settle`` makes their name stay."""
        temp, final = self._incoming.write(name, pieces), self.path(name)
        final.parent.mkdir(exist_ok=True)
        os.rename(temp, final)

    def settle(self, names: Iterable[str]) -> None:
        """Syncs the folders of these names, and the folder of folders."""
        for folder in {self._folder, *(self.path(name).parent for name in names)}:
            sync_folder(folder)

    def open(self, name: str) -> BinaryIO | None:
        """The file of that name."""
        try:
            return self.path(name).open("rb")
        except FileNotFoundError:
            return None

    def has(self, name: str) -> bool:
        """Whether there is a file of that name."""
        return self.path(name).exists()

    def remove(self, name: str) -> None:
        """Takes the file away."""
        path = self.path(name)
        if path.exists():
            path.unlink()
            sync_folder(path.parent)

    def names(self) -> Iterator[str]:
        """All files' names."""
        for folder in sorted(self._folder.iterdir()):
            yield from sorted(path.name for path in folder.iterdir())

    def clear_incoming(self) -> int:
        """Takes away half-written files."""
        return self._incoming.clear()

    def where(self, name: str) -> str:
        """The file."""
        return str(self.path(name))

    def path(self, name: str) -> Path:
        """The file's path."""
        return self._folder / name[:2] / name


class Incoming:
    """The folder for what is being written, on the casebook's own disk. Only sealed bytes lie here."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "incoming"

    def make(self) -> None:
        """Makes the folder."""
        self._folder.mkdir()

    def write(self, name: str, pieces: Iterable[bytes]) -> Path:
        """A file with these bytes, synced. Where ``pieces`` fails, so does this, and the next writer clears the rest away."""
        path = self._folder / name
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            for piece in pieces:
                write_all(handle, piece)
            sync(handle)
        finally:
            os.close(handle)
        return path

    def clear(self) -> int:
        """Takes away what is left; returns how many."""
        left = list(self._folder.iterdir())
        for path in left:
            path.unlink()
        return len(left)
