"""A partner's own key file, and what the partner has cosigned: of each log the last state, so that no other is ever cosigned.

The key file is PKCS #8 in PEM under a line with the partner's name, encrypted where a passphrase is given. Beside it lies ``NAME.seen``.
It is written before a cosignature is let out.
"""

import base64
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from knell.records.errors import CheckFailed, InputError, KnellError, UsageError

from .checkpoints import Checkpoint, open_checkpoint, read_checkpoint
from .cosigning import PartnerKey, cosign, parse_request
from .handing import read_handed
from .keyring import check_new, normal
from .lock import only_writer
from .notes import NoteError, PublicKey, is_key_name, parse_key
from .signing import is_signed
from .syncing import sync_folder
from .tree import check_consistency

ANEW = "ask for a new one: knell anchor --request FILE"
WAIT = 5.0
"""Seconds that one signing waits for another with the same key."""

_HEAD = "Knell partner key of "


class Partner(NamedTuple):
    """A partner's key, opened, and where what was cosigned is kept."""

    key: PartnerKey
    private: Ed25519PrivateKey
    seen: Path


class Cosigned(NamedTuple):
    """What came of it. ``note``: with the cosignature. ``size``: of the checkpoint. ``since``: the size cosigned before, 0 = none."""

    note: bytes
    size: int
    since: int


def make_partner(path: Path, name: str, seed: bytes, passphrase: str | None) -> PartnerKey:
    """Writes a new key file. Raises ``UsageError`` where it is there already, the name cannot be one, or the passphrase is too short."""
    if not is_key_name(name):
        raise UsageError(f"{name!r} is no name for a key", todo="give one word, such as records.example.org")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    how: KeySerializationEncryption = NoEncryption() if passphrase is None else BestAvailableEncryption(check_new(passphrase).encode())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(f"{_HEAD}{name}\n".encode() + pem)
    except FileExistsError as error:
        raise UsageError("is there already", where=str(path), todo="give another file: a key that is lost cannot be made again") from error
    except OSError as error:
        raise InputError(error.strerror or "cannot be written", where=str(path)) from error
    return PartnerKey(name, private.public_key().public_bytes_raw())


def open_partner(path: Path, passphrase: str | None) -> Partner:
    """The partner of a key file. Raises ``InputError``."""
    try:
        head, _, pem = path.read_bytes().partition(b"\n")
        private = load_pem_private_key(pem, None if passphrase is None else normal(passphrase).encode())
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except (ValueError, TypeError) as error:
        raise InputError("is no key of a partner, or has another passphrase", where=str(path), todo="set KNELL_PASSPHRASE") from error
    name = head.decode("utf-8", "replace").removeprefix(_HEAD)
    if not isinstance(private, Ed25519PrivateKey) or not is_key_name(name):
        raise InputError("is no key of a partner", where=str(path))
    return Partner(PartnerKey(name, private.public_key().public_bytes_raw()), private, path.with_name(path.name + ".seen"))


class Unreadable(KnellError):
    """What was cosigned before cannot be read."""


class UnknownLog(UsageError):
    """A checkpoint of a log whose key the partner was never given."""


class Unsigned(InputError):
    """A checkpoint that the log's key did not sign."""


class OutOfStep(InputError):
    """A request that does not begin at the ``size`` that was cosigned before."""

    def __init__(self, what: str, size: int, *, where: str, todo: str) -> None:
        super().__init__(what, where=where, todo=todo)
        self.size = size


class Behind(CheckFailed):
    """A checkpoint of fewer entries than the ``size`` that was cosigned before."""

    def __init__(self, what: str, size: int, *, where: str, todo: str) -> None:
        super().__init__(what, where=where, todo=todo)
        self.size = size


class Diverged(Behind):
    """A checkpoint of another history than the one that was cosigned before, at ``size``."""


def cosign_request(raw: bytes, partner: Partner, log: PublicKey | None, at: int, where: str, *, exact: bool = False) -> Cosigned:
    """Cosigns a checkpoint that follows from what was cosigned before. ``log``: the log's key, needed the first time. ``exact``: the
    request has to begin at the size cosigned before even where no proof is needed, as a service's has (c2sp.org/tlog-witness).

    Raises ``InputError`` for what is no request, ``CheckFailed`` where it is not of the log that was seen: then nothing is signed.
    """
    with only_writer(partner.seen.with_name(partner.seen.name + ".lock"), WAIT):
        try:
            old, path, note = parse_request(raw)
            origin = read_checkpoint(note).origin
            known = _seen(partner.seen).get(origin)
            pinned = log if known is None else known[0]
            if pinned is None:
                raise UnknownLog(
                    f"{origin} is cosigned for the first time", where=where, todo="give its public key, from its makers: --key LINE"
                )
            if log is not None and log != pinned:
                raise CheckFailed("it was cosigned with another key before", where=where, todo="ask its makers; sign nothing")
            checkpoint = _open(note, pinned, where)
            _check_growth(known[1] if known else Checkpoint(origin, 0, b""), checkpoint, old, path, where, exact)
            signed = cosign(note, partner.key, partner.private.sign, at)
        except NoteError as error:
            raise InputError(f"it {error}", where=where, todo=ANEW) from error
        _note_seen(partner.seen, pinned, note)
    return Cosigned(signed, checkpoint.size, 0 if known is None else known[1].size)


def take_handed(notes: Sequence[bytes], partner: Partner, where: str) -> PublicKey:
    """Follows logs that were handed on from a key that the partner has pinned; returns the key that is pinned now.

    Raises ``CheckFailed`` where none of the notes begins at a pinned key, ``InputError`` for what are no such notes.
    """
    with only_writer(partner.seen.with_name(partner.seen.name + ".lock"), WAIT):
        seen, pinned = _seen(partner.seen), None
        for raw in notes:
            try:
                old, new = read_handed(raw, is_signed)
            except NoteError as error:
                raise InputError(f"it {error}", where=where, todo="ask for: knell checkpoint --handed-on") from error
            known = seen.get(old.name)
            if known is not None and known[0] == old:
                seen[old.name] = (new, known[1], known[2])
                pinned = new
        if pinned is None:
            todo = "ask the log's makers which key handed it on; sign nothing"
            raise CheckFailed("it hands on no log from a key that was cosigned with before", where=where, todo=todo)
        key, _, note = seen[pinned.name]
        _note_seen(partner.seen, key, note)
    return pinned


def _open(note: bytes, key: PublicKey, where: str) -> Checkpoint:
    try:
        return open_checkpoint(note, key, is_signed)
    except NoteError as error:
        raise Unsigned(f"it {error}", where=where, todo=ANEW) from error


def _check_growth(seen: Checkpoint, new: Checkpoint, old: int, path: tuple[bytes, ...], where: str, exact: bool) -> None:
    if old > new.size:
        raise InputError(f"it asks from {old} entries, and has {new.size}", where=where, todo=ANEW)
    if new.size < seen.size:
        raise Behind(f"it has {new.size} entries, and {seen.size} were cosigned before", seen.size, where=where, todo="ask for a newer one")
    if old != seen.size and (exact or new.size > seen.size > 0):
        todo = f"ask for: knell anchor --request FILE --since {seen.size}"
        what = f"it does not say how the log grew from the {seen.size} entries cosigned before"
        raise OutOfStep(what, seen.size, where=where, todo=todo)
    if seen.size and not check_consistency(seen.size, new.size, seen.root, new.root, path if new.size > seen.size else ()):
        what = "DIVERGED: the log is not the one that was cosigned before"
        raise Diverged(what, seen.size, where=where, todo=f"sign nothing; keep this file, and {where} beside it, as evidence")


def _seen(path: Path) -> dict[str, tuple[PublicKey, Checkpoint, bytes]]:
    """Origin -> the log's key and its last state, read and as it was signed. Lines of a key and a note in base64. Raises ``Unreadable``."""
    if not path.exists():
        return {}
    found = {}
    try:
        for line in path.read_text("ascii").splitlines():
            key, _, note = line.partition(" ")
            raw = base64.b64decode(note)
            checkpoint = read_checkpoint(raw)
            found[checkpoint.origin] = (parse_key(key), checkpoint, raw)
    except ValueError as error:
        todo = "restore it from a backup; without it nothing tells two histories of a log apart"
        raise Unreadable("what was cosigned before cannot be read, so nothing is signed", where=str(path), todo=todo) from error
    return found


def _note_seen(path: Path, key: PublicKey, note: bytes) -> None:
    lines = [] if not path.exists() else [line for line in path.read_text("ascii").splitlines() if not line.startswith(f"{key.name}+")]
    lines.append(f"{key.spell()} {base64.b64encode(note).decode()}")
    beside = path.with_name(path.name + ".part")
    with beside.open("w", encoding="ascii") as out:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)
    sync_folder(path.parent)
