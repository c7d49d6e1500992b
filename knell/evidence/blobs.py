"""The received bytes, each sealed and under its keyed name. What is once there is never written again, unless it is damaged."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from knell.records.errors import CasebookError, InputError

from .entries import Random
from .keyring import Keyring
from .sealing import CHUNK, HEADER_BYTES, Damaged, index_in, open_bytes, seal_bytes
from .syncing import sync, sync_folder, write_all

Source = bytes | Path
"""Bytes to be received: themselves, or a file of them that is read in pieces however large it is."""


class DamagedBytes(CasebookError):
    """Received bytes that are no longer as they were stored."""


class Kept(NamedTuple):
    """Bytes that are safe: their keyed name, and the index of the key they are sealed under."""

    name: str
    key: int


class Blobs:
    """A folder of blobs: ``blobs/ab/abcd...``; ``incoming`` holds what is not yet whole."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder, self._incoming, self._keyring = folder / "blobs", folder / "incoming", keyring

    def make_folders(self) -> None:
        """Makes the folders of a new store."""
        self._folder.mkdir()
        self._incoming.mkdir()

    def path(self, sha256: str) -> Path:
        """Where bytes with this hash lie, or would."""
        return self._at(self._name(sha256))

    def keep(self, many: Iterable[Source], indices: Iterator[int], random: Random) -> list[Kept]:
        """Stores bytes so that a power cut cannot take them: temp -> fsync -> rename -> fsync of the folder.

        Bytes that are there already, whole, are not written again; their folder is synced, because an earlier writer may have died
        between its rename and its sync. Touches no log: bytes without an entry are garbage that no one was told of.
        ``indices``: of keys to seal under. Raises ``InputError`` for a file that changes while it is read.
        """
        folders = {self._folder}
        kept = []
        for source in many:
            sha256, size = digest_of(source)
            name = self._name(sha256)
            final = self._at(name)
            final.parent.mkdir(exist_ok=True)
            folders.add(final.parent)
            there = self._key_of_whole(name, sha256)
            key = next(indices) if there is None else there
            if there is None:
                self._write(source, sha256, size, key, final, random)
            kept.append(Kept(name, key))
        for folder in folders:
            sync_folder(folder)
        return kept

    def read(self, sha256: str) -> bytes | None:
        """The bytes, or ``None`` where they have been erased. Raises ``DamagedBytes``."""
        pieces = self.stream(sha256)
        return None if pieces is None else b"".join(pieces)

    def stream(self, sha256: str) -> Iterator[bytes] | None:
        """The bytes in pieces, or ``None`` where they have been erased. Read to the end, where it is known that nothing is cut off.

        Raises ``DamagedBytes``, also while they are being read.
        """
        name = self._name(sha256)
        path = self._at(name)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        try:
            pieces = open_bytes(file.read, self._keyring.key, name)
        except Damaged as error:
            file.close()
            raise _damaged(path, error) from None
        if pieces is None:
            file.close()
            return None
        return _closing(file, pieces, path)

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

    def _name(self, sha256: str) -> str:
        return self._keyring.store.blob_name(sha256)

    def _at(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def _key_of_whole(self, name: str, sha256: str) -> int | None:
        """The index of the key of bytes that are there and whole; ``None`` where they have to be written."""
        if not self._at(name).exists():
            return None
        try:
            pieces = self.stream(sha256)
            if pieces is None or hash_pieces(pieces)[0] != sha256:
                return None
        except DamagedBytes:
            return None
        with self._at(name).open("rb") as file:
            return index_in(file.read(HEADER_BYTES))

    def _write(self, source: Source, sha256: str, size: int, index: int, final: Path, random: Random) -> None:
        key = self._keyring.key(index)
        assert key is not None, "new keys are drawn where nothing has been erased"
        temp = self._incoming / final.name
        hashing = hashlib.sha256()
        handle = os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            for piece in seal_bytes(_hashed(pieces_of(source), hashing), size, key, index, final.name, random):
                write_all(handle, piece)
            if hashing.hexdigest() != sha256:
                raise Damaged("the file changed while it was being read")
            sync(handle)
        except Damaged as error:
            raise InputError(str(error), where=str(source), todo="add it again when nothing writes to it") from None
        finally:
            os.close(handle)
        os.rename(temp, final)


def digest_of(source: Source) -> tuple[str, int]:
    """The SHA-256 in hex and the size of bytes or of a file."""
    return hash_pieces(pieces_of(source))


def pieces_of(source: Source) -> Iterator[bytes]:
    """Bytes, or a file's bytes, in pieces."""
    if isinstance(source, bytes):
        yield from (source[at : at + CHUNK] for at in range(0, len(source), CHUNK))
        return
    with source.open("rb") as file:
        while piece := file.read(CHUNK):
            yield piece


def hash_pieces(pieces: Iterable[bytes]) -> tuple[str, int]:
    """The SHA-256 in hex and the size of bytes that come in pieces."""
    hashing, size = hashlib.sha256(), 0
    for piece in pieces:
        hashing.update(piece)
        size += len(piece)
    return hashing.hexdigest(), size


def _hashed(pieces: Iterable[bytes], hashing: "hashlib._Hash") -> Iterator[bytes]:
    for piece in pieces:
        hashing.update(piece)
        yield piece


def _closing(file: BinaryIO, pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    with file:
        try:
            yield from pieces
        except Damaged as error:
            raise _damaged(path, error) from None


def _damaged(path: Path, error: Damaged) -> DamagedBytes:
    return DamagedBytes(str(error), where=str(path), todo="restore them from a backup")
