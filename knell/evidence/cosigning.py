"""Partners' signatures on a checkpoint, with the time at which they saw it (c2sp.org/tlog-cosignature, "cosignature/v1").

A partner who signs says: I saw this state of the log then, and I have signed no other state that contradicts it. Pure, and nothing but the
standard library: the arithmetic of Ed25519 is handed in.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from .notes import (
    KEY_ID_BYTES,
    PUBLIC_BYTES,
    IsSigned,
    Note,
    NoteError,
    Sign,
    Signature,
    decode_base64,
    is_key_name,
    parse_note,
    spell_note,
)

COSIGNATURE = 4
"""The signature type's byte."""
_TIME_BYTES, _SIGNATURE_BYTES = 8, 64
_LATEST = 2**62
MOST_DIGITS, MOST_HASHES = 18, 63


class PartnerKey(NamedTuple):
    """Who cosigns: a name, and the 32 bytes of an Ed25519 public key."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that a cosignature names its key by."""
        return hashlib.sha256(self.name.encode() + b"\n" + bytes([COSIGNATURE]) + self.public).digest()[:KEY_ID_BYTES]

    def spell(self) -> str:
        """The key in one line, to give to others."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(bytes([COSIGNATURE]) + self.public).decode()}"


class Seen(NamedTuple):
    """That a partner saw a checkpoint: who, and when by the partner's clock (seconds since 1970, UTC)."""

    key: PartnerKey
    at: int


def parse_partner(line: str) -> PartnerKey:
    """The key in a line that ``PartnerKey.spell`` made. Raises ``NoteError``."""
    name, _, rest = line.strip().partition("+")
    key_id, _, coded = rest.partition("+")
    typed = decode_base64(coded)
    if not is_key_name(name) or len(typed) != 1 + PUBLIC_BYTES or typed[0] != COSIGNATURE:
        raise NoteError("is no key of a partner: name+id+base64, of the kind that cosigns")
    key = PartnerKey(name, typed[1:])
    if key.id.hex() != key_id:
        raise NoteError("the key's id is not the one of its name and bytes")
    return key


def cosign(raw: bytes, key: PartnerKey, sign: Sign, at: int) -> bytes:
    """The note with one more signature. ``at``: now, in seconds since 1970. Raises ``NoteError`` where it is no note."""
    note = parse_note(raw)
    made = at.to_bytes(_TIME_BYTES, "big") + sign(_message(note.text, at))
    return spell_note(Note(note.text, (*note.signatures, Signature(key.name, key.id, made))))


def seen_by(note: Note, keys: Iterable[PartnerKey], is_signed: IsSigned) -> tuple[Seen, ...]:
    """Which of these partners cosigned a note, and when. Raises ``NoteError`` where a cosignature by one of them is wrong."""
    found = []
    for key in keys:
        for made in note.signatures:
            if (made.name, made.key_id) != (key.name, key.id):
                continue
            at = int.from_bytes(made.signature[:_TIME_BYTES], "big")
            right = len(made.signature) == _TIME_BYTES + _SIGNATURE_BYTES and at < _LATEST
            if not right or not is_signed(key.public, made.signature[_TIME_BYTES:], _message(note.text, at)):
                raise NoteError(f"the cosignature of {key.name} is not over this text")
            found.append(Seen(key, at))
    return tuple(found)


def spell_request(old: int, path: Iterable[bytes], checkpoint: bytes) -> bytes:
    """What a partner is asked (c2sp.org/tlog-witness, "add-checkpoint"): the size last cosigned, how the log grew since, the checkpoint."""
    lines = "".join(f"{base64.b64encode(value).decode()}\n" for value in path)
    return f"old {old}\n{lines}\n".encode() + checkpoint


def parse_request(raw: bytes) -> tuple[int, tuple[bytes, ...], bytes]:
    """The old size, the consistency proof and the checkpoint in what a partner is asked; a bare checkpoint asks from 0. Raises
    ``NoteError``.
    """
    if not raw.startswith(b"old "):
        return 0, (), raw
    above, blank, checkpoint = raw.partition(b"\n\n")
    first, *lines = above.decode("ascii", "replace").split("\n")
    size = first.removeprefix("old ")
    if not blank or not size.isascii() or not size.isdigit() or len(size) > MOST_DIGITS or len(lines) > MOST_HASHES:
        raise NoteError("is no request to cosign: an old size, hashes and a checkpoint")
    return int(size), tuple(decode_base64(line) for line in lines), checkpoint


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()
