"""A casebook's evidence in one file, and its keyring in another, sealed to people and with an end.

The **archive** is a plain tar: ``log.sqlite`` as of one moment, the sealed blobs it speaks of, a manifest with the SHA-256 and size of
each, and the casebook's signature over the manifest. All of it is ciphertext, commitments and hashes: without a keyring it opens nothing.

The **keyring file** is small: the keys, sealed to people (``people``), bound to that archive and to a day. After that day Knell refuses
it. A person who has both the file and a key of those it is sealed to could still open it with a program of their own: an end is real
only where the file, or the key, is destroyed.

Knows no clock and no chance; both are handed in.
"""

import hashlib
import io
import os
import re
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

import msgspec

from knell.records.base import Record
from knell.records.errors import InputError

from .canonical import canonical_bytes
from .entries import Random
from .keyring import Keys
from .people import Person, PublicPerson, Sealed, open_sealed, seal_to
from .signing import is_signed, public_key, sign
from .syncing import sync, sync_folder, write_all

FORMAT = "knell backup/1"
KEYRING_FORMAT = "knell backup keyring/1"
KEYRING_SUFFIX = ".keyring"
MANIFEST, SIGNATURE, LOG = "manifest.json", "manifest.sig", "log.sqlite"
_NAME = re.compile(r"log\.sqlite|blobs/([0-9a-f]{2})/\1[0-9a-f]{62}|manifest\.json|manifest\.sig")
_CHUNK = 1 << 20
_MOST_MANIFEST = 1 << 30
_SPOOLED = 1 << 24


class Manifest(Record, frozen=True, kw_only=True):
    """What an archive holds. ``at``: when (UTC); ``key``: the public key that signs, in hex; ``entries``: the log's length.

    ``files``: name -> size and SHA-256 in hex.
    """

    format: str = FORMAT
    casebook: str
    at: str
    key: str
    entries: int
    files: Mapping[str, tuple[int, str]]


class BackupKeys(Record, frozen=True, kw_only=True):
    """What the keyring file seals. ``encrypted``: whether the casebook was."""

    keys: Keys
    encrypted: bool


class KeyringFile(Record, frozen=True, kw_only=True):
    """The keyring file. ``manifest``: SHA-256 of the archive's, in hex; ``expires``: the first moment (UTC) it is refused at."""

    format: str = KEYRING_FORMAT
    casebook: str
    manifest: str
    at: str
    expires: str
    sealed: Sealed

    def bound(self) -> bytes:
        """All that it says in clear."""
        return canonical_bytes({name: getattr(self, name) for name in ("format", "casebook", "manifest", "at", "expires")})


class Member(NamedTuple):
    """Bytes to go into an archive, under a name there."""

    name: str
    open: Callable[[], BinaryIO]


def copy_log(log: Path, copy: Path) -> int:
    """Copies a log's file as of one moment, whoever writes to it meanwhile (SQLite's backup API); returns how many entries it has."""
    source, target = sqlite3.connect(f"file:{log}?mode=ro", uri=True), sqlite3.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
        return int(target.execute("SELECT coalesce(max(position) + 1, 0) FROM entry").fetchone()[0])
    finally:
        source.close()
        target.close()


def names_in(copy: Path) -> list[str]:
    """The keyed names of all bytes that a log's entries rest on, sorted."""
    with sqlite3.connect(copy) as log:
        return [str(row[0]) for row in log.execute("SELECT DISTINCT name FROM rests_on ORDER BY name")]


def write_archive(path: Path, casebook: str, at: str, entries: int, members: Iterable[Member], signing: bytes) -> bytes:
    """Writes an archive, whole or not at all, where there is no file yet; returns its manifest's bytes. Raises ``InputError``."""
    if path.exists():
        raise InputError("is there already, and is not written over", where=str(path), todo="give another file")
    handle, temp = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.absolute().parent)
    try:
        with os.fdopen(handle, "wb") as file:
            manifest = _write_members(file, casebook, at, entries, members, signing)
            file.flush()
            sync(file.fileno())
        os.link(temp, path)
    except FileExistsError:
        raise InputError("is there already, and is not written over", where=str(path), todo="give another file") from None
    finally:
        with suppress(OSError):  # what was written is whole and in its place, or not there at all
            Path(temp).unlink(missing_ok=True)
    try:
        sync_folder(path.absolute().parent)
    except OSError:
        path.unlink(missing_ok=True)  # what may be gone after a power cut is no backup, and would stand in the way of the next
        raise
    return manifest


def unpack_archive(path: Path, folder: Path) -> tuple[Manifest, bytes]:
    """Unpacks an archive into an empty folder and checks every byte of it; returns the manifest, as read and as it lies.

    Raises ``InputError`` where anything is missing, too much, changed or not signed by the key it names.
    """
    found: dict[str, tuple[int, str]] = {}
    kept: dict[str, bytes] = {}
    try:
        with tarfile.open(path, "r:") as archive:
            for member in archive:
                _take_member(path, archive, member, folder, found, kept)
    except FileNotFoundError:
        raise InputError("is not there", where=str(path)) from None
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise _broken(path, f"is no whole backup: {error}") from None
    if MANIFEST not in kept or SIGNATURE not in kept:
        raise _broken(path, "is no whole backup: its manifest is missing")
    try:
        manifest = msgspec.json.decode(kept[MANIFEST], type=Manifest)
        signed = is_signed(bytes.fromhex(manifest.key), bytes.fromhex(kept[SIGNATURE].decode()), _message(kept[MANIFEST]))
    except (msgspec.DecodeError, ValueError):
        raise _broken(path, "has a manifest that cannot be read") from None
    if manifest.format != FORMAT:
        raise InputError(f"has the form {manifest.format}", where=str(path), todo="use the version of Knell that made it")
    if not signed:
        raise _broken(path, "has a manifest that its casebook did not sign")
    if dict(manifest.files) != found:
        wrong = sorted(name for name in {*found, *manifest.files} if found.get(name) != manifest.files.get(name))
        raise _broken(path, f"differs from its manifest in {len(wrong)} files, first {wrong[0]}")
    return manifest, kept[MANIFEST]


def spell_keyring(
    manifest: bytes, casebook: str, at: str, expires: str, keys: BackupKeys, people: Iterable[PublicPerson], random: Random
) -> bytes:
    """The keyring file for an archive, sealed to people."""
    told = KeyringFile(
        casebook=casebook,
        manifest=hashlib.sha256(manifest).hexdigest(),
        at=at,
        expires=expires,
        sealed=Sealed(to=(), nonce=b"", body=b""),
    )
    sealed = seal_to(tuple(people), msgspec.json.encode(keys, order="sorted"), told.bound(), random)
    return msgspec.json.encode(msgspec.structs.replace(told, sealed=sealed), order="sorted") + b"\n"


def open_keyring_file(path: Path, manifest: bytes, person: Person, now: str) -> BackupKeys:
    """The keys. Raises ``InputError`` where the file is of another backup, past its end, or not sealed to this person."""
    try:
        told = msgspec.json.decode(path.read_bytes(), type=KeyringFile)
    except OSError as error:
        todo = "give the backup's keyring file with --keyring-file, or the casebook's own keyring with --keyring"
        raise InputError(error.strerror or "cannot be read", where=str(path), todo=todo) from error
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise InputError("is no backup's keyring file", where=str(path)) from None
    if told.format != KEYRING_FORMAT or told.manifest != hashlib.sha256(manifest).hexdigest():
        raise InputError("belongs to another backup", where=str(path), todo="give the keyring file that was made with this backup")
    if now >= told.expires:
        what = f"its end was {told.expires}: what was erased since must not come back by it"
        todo = "restore with a later backup, or with the casebook's own keyring (--keyring); and destroy this file"
        raise InputError(what, where=str(path), todo=todo)
    return msgspec.json.decode(open_sealed(told.sealed, person, told.bound()), type=BackupKeys)


def signs_with(keys: Keys, manifest: Manifest) -> bool:
    """Whether an archive was signed with the key of this keyring."""
    return public_key(keys.signing).hex() == manifest.key


def _write_members(file: BinaryIO, casebook: str, at: str, entries: int, members: Iterable[Member], signing: bytes) -> bytes:
    files: dict[str, tuple[int, str]] = {}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for member in members:
            files[member.name] = _add(archive, member)
        told = Manifest(casebook=casebook, at=at, key=public_key(signing).hex(), entries=entries, files=files)
        manifest = msgspec.json.encode(told, order="sorted") + b"\n"
        for name, content in ((MANIFEST, manifest), (SIGNATURE, sign(signing, _message(manifest)).hex().encode())):
            _add(archive, Member(name, partial(io.BytesIO, content)))
    return manifest


def _add(archive: tarfile.TarFile, member: Member) -> tuple[int, str]:
    hashing, size = hashlib.sha256(), 0
    with member.open() as source, tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as held:
        while piece := source.read(_CHUNK):
            hashing.update(piece)
            size += len(piece)
            held.write(piece)
        held.seek(0)
        info = tarfile.TarInfo(member.name)
        info.size, info.mode = size, 0o600
        archive.addfile(info, held)
    return size, hashing.hexdigest()


def _take_member(
    path: Path, archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, found: dict[str, tuple[int, str]], kept: dict[str, bytes]
) -> None:
    if not member.isreg() or not _NAME.fullmatch(member.name) or member.name in found or member.name in kept:
        raise _broken(path, f"holds {member.name!r}, which no backup does")
    source = archive.extractfile(member)
    assert source is not None
    if member.name in (MANIFEST, SIGNATURE):
        if member.size > _MOST_MANIFEST:
            raise _broken(path, "has a manifest larger than any")
        kept[member.name] = source.read()
        return
    hashing, place = hashlib.sha256(), folder / member.name
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        for piece in _pieces(source):
            hashing.update(piece)
            write_all(handle, piece)
        sync(handle)
    finally:
        os.close(handle)
    found[member.name] = (member.size, hashing.hexdigest())


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(_CHUNK):
        yield piece


def _message(manifest: bytes) -> bytes:
    return b"knell backup/v1\x00" + manifest


def _broken(path: Path, what: str) -> InputError:
    return InputError(what, where=str(path), todo="take another copy of the backup; nothing was put in place")
