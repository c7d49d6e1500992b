"""A partner's own key file, and what the partner has cosigned: of each log the last state, so that no other is ever cosigned.

The key file is PKCS #8 in PEM under a line with the partner's name, encrypted where a passphrase is given. Beside it lies ``NAME.seen``.
It is written before a cosignature is let out.
"""

import base64
import os
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

from knell.records.errors import CheckFailed, InputError, UsageError

from .checkpoints import Checkpoint, open_checkpoint, read_checkpoint
from .cosigning import PartnerKey, cosign, parse_request
from .notes import NoteError, PublicKey, is_key_name, parse_key
from .signing import is_signed
from .syncing import sync_folder
from .tree import check_consistency

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
    """Writes a new key file. Raises ``UsageError`` where it is there already, or the name cannot be one."""
    if not is_key_name(name):
        raise UsageError(f"{name!r} is no name for a key", todo="give one word, such as records.example.org")
    private = Ed25519PrivateKey.from_private_bytes(seed)
    how: KeySerializationEncryption = NoEncryption() if passphrase is None else BestAvailableEncryption(passphrase.encode())
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
        private = load_pem_private_key(pem, None if passphrase is None else passphrase.encode())
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=str(path)) from error
    except (ValueError, TypeError) as error:
        raise InputError("is no key of a partner, or has another passphrase", where=str(path), todo="set KNELL_PASSPHRASE") from error
    name = head.decode("utf-8", "replace").removeprefix(_HEAD)
    if not isinstance(private, Ed25519PrivateKey) or not is_key_name(name):
        raise InputError("is no key of a partner", where=str(path))
    return Partner(PartnerKey(name, private.public_key().public_bytes_raw()), private, path.with_name(path.name + ".seen"))


def cosign_request(raw: bytes, partner: Partner, log: PublicKey | None, at: int, where: str) -> Cosigned:
    """Cosigns a checkpoint that follows from what was cosigned before. ``log``: the log's key, needed the first time.

    Raises ``InputError`` for what is no request, ``CheckFailed`` where it is not of the log that was seen: then nothing is signed.
    """
    try:
        old, path, note = parse_request(raw)
        origin = read_checkpoint(note).origin
        known = _seen(partner.seen).get(origin)
        pinned = log if known is None else known[0]
        if pinned is None:
            raise UsageError(
                f"{origin} is cosigned for the first time", where=where, todo="give its public key, from its makers: --key LINE"
            )
        if log is not None and log != pinned:
            raise CheckFailed("it was cosigned with another key before", where=where, todo="ask its makers; sign nothing")
        checkpoint = open_checkpoint(note, pinned, is_signed)
        if known is not None:
            _check_growth(known[1], checkpoint, old, path, where)
        signed = cosign(note, partner.key, partner.private.sign, at)
    except NoteError as error:
        raise InputError(f"it {error}", where=where, todo="ask for a new one: knell anchor --request FILE") from error
    _note_seen(partner.seen, pinned, note)
    return Cosigned(signed, checkpoint.size, 0 if known is None else known[1].size)


def _check_growth(seen: Checkpoint, new: Checkpoint, old: int, path: tuple[bytes, ...], where: str) -> None:
    if new.size < seen.size:
        raise CheckFailed(f"it has {new.size} entries, and {seen.size} were cosigned before", where=where, todo="ask for a newer one")
    if new.size > seen.size and old != seen.size:
        todo = f"ask for: knell anchor --request FILE --since {seen.size}"
        raise InputError(f"it does not say how the log grew from the {seen.size} entries cosigned before", where=where, todo=todo)
    if not check_consistency(seen.size, new.size, seen.root, new.root, path if new.size > seen.size else ()):
        what = "DIVERGED: the log is not the one that was cosigned before"
        raise CheckFailed(what, where=where, todo=f"sign nothing; keep this file, and {where} beside it, as evidence")


def _seen(path: Path) -> dict[str, tuple[PublicKey, Checkpoint]]:
    """Origin -> the log's key and its last state. Blocks of a key's line and a note in base64."""
    if not path.exists():
        return {}
    found = {}
    for line in path.read_text("ascii").splitlines():
        key, _, note = line.partition(" ")
        checkpoint = read_checkpoint(base64.b64decode(note))
        found[checkpoint.origin] = (parse_key(key), checkpoint)
    return found


def _note_seen(path: Path, key: PublicKey, note: bytes) -> None:
    lines = [] if not path.exists() else [line for line in path.read_text("ascii").splitlines() if not line.startswith(f"{key.spell()} ")]
    lines.append(f"{key.spell()} {base64.b64encode(note).decode()}")
    beside = path.with_name(path.name + ".part")
    with beside.open("w", encoding="ascii") as out:
        out.write("".join(f"{line}\n" for line in lines))
        out.flush()
        os.fsync(out.fileno())
    beside.replace(path)
    sync_folder(path.parent)
