"""Who is who: sealed records in a file of their own, apart from the casebook.

A record says who a witness or source is. It is sealed to people (``people``) and lies as a line of JSON in a file that is not in the
casebook's folder. The casebook has a reference, ``w:`` and 16 hex: a keyed hash of the sealed record, so it is made of chance and not of
a name, and nobody with the casebook's keys can try names against it. The record is bound to its casebook and opens nowhere else.
"""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from knell.records.base import Record
from knell.records.errors import InputError

from .entries import Random
from .keys import StoreKey
from .people import Person, PublicPerson, Sealed, open_sealed, seal_to
from .syncing import sync, sync_folder, write_all


class SealedIdentity(Record, frozen=True, kw_only=True):
    """A line of the file."""

    reference: str
    sealed: Sealed


def seal_identity(casebook: str, key: StoreKey, told: str, people: Sequence[PublicPerson], random: Random) -> SealedIdentity:
    """What is told of somebody, sealed to people, under its reference."""
    sealed = seal_to(people, told.encode("utf-8", "surrogatepass"), _bound(casebook), random)
    return SealedIdentity(reference=_reference(key, sealed), sealed=sealed)


def open_identity(casebook: str, key: StoreKey, record: SealedIdentity, person: Person) -> str:
    """What is told. Raises ``InputError`` for a record that its reference was not made from, ``UsageError`` for another person."""
    if _reference(key, record.sealed) != record.reference:
        raise InputError("the record is not the one that was sealed under this reference", where=record.reference, todo="take another copy")
    return open_sealed(record.sealed, person, _bound(casebook)).decode("utf-8", "surrogatepass")


def digest_of_record(record: SealedIdentity) -> str:
    """SHA-256 of the sealed record, in hex."""
    return hashlib.sha256(_spell(record.sealed)).hexdigest()


def add_identity(path: Path, record: SealedIdentity) -> None:
    """Puts a record at the end of a file, which is made, closed to others, where it is not there. Raises ``InputError``."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(path)) from error
    try:
        write_all(handle, msgspec.json.encode(record, order="sorted") + b"\n")
        sync(handle)
    finally:
        os.close(handle)
    sync_folder(path.absolute().parent)


def find_identity(path: Path, reference: str) -> SealedIdentity:
    """The record of a reference. Raises ``InputError`` where the file has none, or is none."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path), todo="name the file with --file") from error
    for number, line in enumerate(lines, 1):
        try:
            record = msgspec.json.decode(line, type=SealedIdentity)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise InputError(f"line {number} is no sealed identity", where=str(path), todo="take another copy of the file") from None
        if record.reference == reference:
            return record
    raise InputError(f"holds no {reference}", where=str(path))


def _reference(key: StoreKey, sealed: Sealed) -> str:
    return f"w:{key.blob_name(hashlib.sha256(b'identity/v1' + _spell(sealed)).hexdigest())[:16]}"


def _spell(sealed: Sealed) -> bytes:
    return msgspec.json.encode(sealed, order="sorted")


def _bound(casebook: str) -> bytes:
    return b"knell identity/v1\x00" + casebook.encode()
