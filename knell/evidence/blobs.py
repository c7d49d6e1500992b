"""The received bytes, each sealed and under its keyed name. What is once there is never written again, unless it is damaged."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from knell.records.errors import DamagedCasebook, InputError

from .entries import Random
from .keyring import Keyring
from .sealing import CHUNK, HEADER_BYTES, Damaged, index_in, open_bytes, seal_bytes
from .shelf import Shelf

Source = bytes | Path
"""Bytes to be received: themselves, or a file of them that is read in pieces however large it is."""


class DamagedBytes(DamagedCasebook):
    """Received bytes that are no longer as they were stored."""


class Kept(NamedTuple):
    """Bytes that are safe: their keyed name, and the index of the key they are sealed under."""

    name: str
    key: int


class Blobs:
    """Received bytes on a shelf, each sealed under a key of the keyring."""

    def __init__(self, shelf: Shelf, keyring: Keyring) -> None:
        self._shelf, self._keyring = shelf, keyring

    def where(self, sha256: str) -> str:
        """Where bytes with this hash lie, or would."""
        return self._shelf.where(self._name(sha256))

    def keep(self, many: Iterable[Source], indices: Iterator[int], random: Random) -> list[Kept]:
        """Stores bytes so that a power cut cannot take them.

        Bytes that are there already, whole, are not written again; that they stay is made sure of, because an earlier writer may have died
        in between. Touches no log: bytes without an entry are garbage that no one was told of. ``indices``: of keys to seal under.
        Raises ``InputError`` for a file that changes while it is read.
        """
        kept = []
        for source in many:
            sha256, size = digest_of(source)
            name = self._name(sha256)
            there = self._key_of_whole(name, sha256)
            key = next(indices) if there is None else there
            if there is None:
                self._write(source, sha256, size, key, name, random)
            kept.append(Kept(name, key))
        if kept:
            self._shelf.settle([blob.name for blob in kept])
        return kept

    def read(self, sha256: str) -> bytes | None:
        """The bytes, or ``None`` where they have been erased. Raises ``DamagedBytes``."""
        pieces = self.stream(sha256)
        return None if pieces is None else b"".join(pieces)

    def stream(self, sha256: str) -> Iterator[bytes] | None:
        """The bytes in pieces, or ``None`` where they have been erased. Read to the end, where it is known that nothing is cut off.

        Raises ``DamagedBytes``, also while they are being read.
        """
        return self.stream_named(self._name(sha256))

    def stream_named(self, name: str) -> Iterator[bytes] | None:
        """The bytes of a keyed name, as ``stream`` gives them."""
        file, where = self._shelf.open(name), self._shelf.where(name)
        if file is None:
            return None
        try:
            pieces = open_bytes(file.read, self._keyring.key, name)
        except Damaged as error:
            file.close()
            raise _damaged(where, error) from None
        if pieces is None:
            file.close()
            return None
        return _closing(file, pieces, where)

    def key_of(self, sha256: str) -> int | None:
        """The index of the key that the bytes are sealed under; ``None`` where they are not there. Raises ``DamagedBytes``."""
        name = self._name(sha256)
        file = self._shelf.open(name)
        if file is None:
            return None
        with file:
            try:
                return index_in(file.read(HEADER_BYTES))
            except Damaged as error:
                raise _damaged(self._shelf.where(name), error) from None

    def destroy(self, name: str) -> None:
        """Takes the blob of this keyed name away, if it is there."""
        self._shelf.remove(name)

    def clear_incoming(self) -> int:
        """Takes away half-written files that a killed writer left; returns how many. Only for the one writer."""
        return self._shelf.clear_incoming()

    def names(self) -> Iterator[str]:
        """The keyed names of all blobs there are, sorted."""
        return self._shelf.names()

    def _name(self, sha256: str) -> str:
        return self._keyring.store.blob_name(sha256)

    def _key_of_whole(self, name: str, sha256: str) -> int | None:
        """The index of the key of bytes that are there and whole; ``None`` where they have to be written."""
        if not self._shelf.has(name):
            return None
        try:
            pieces = self.stream(sha256)
            if pieces is None or hash_pieces(pieces)[0] != sha256:
                return None
        except DamagedBytes:
            return None
        return self.key_of(sha256)

    def _write(self, source: Source, sha256: str, size: int, index: int, name: str, random: Random) -> None:
        key = self._keyring.key(index)
        assert key is not None, "new keys are drawn where nothing has been erased"
        try:
            self._shelf.put(name, seal_bytes(_unchanged(pieces_of(source), sha256), size, key, index, name, random))
        except Damaged as error:
            raise InputError(str(error), where=str(source), todo="add it again when nothing writes to it") from None


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


def _unchanged(pieces: Iterable[bytes], sha256: str) -> Iterator[bytes]:
    """The pieces as they come. Raises ``Damaged`` after the last where they were not the bytes with this hash."""
    hashing = hashlib.sha256()
    for piece in pieces:
        hashing.update(piece)
        yield piece
    if hashing.hexdigest() != sha256:
        raise Damaged("the file changed while it was being read")


def _closing(file: BinaryIO, pieces: Iterator[bytes], where: str) -> Iterator[bytes]:
    with file:
        try:
            yield from pieces
        except Damaged as error:
            raise _damaged(where, error) from None


def _damaged(where: str, error: Damaged) -> DamagedBytes:
    return DamagedBytes(str(error), where=where, todo="restore them from a backup")
