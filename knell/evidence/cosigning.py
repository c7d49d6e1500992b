"""Partners' signatures on a checkpoint, with the time at which they saw it (c2sp.org/tlog-cosignature, "cosignature/v1").

A partner who signs says: I saw this state of the log then, and I have signed no other state that contradicts it. Pure, and nothing but the
standard library: the arithmetic of Ed25519 is handed in.
"""

import base64
from collections.abc import Iterable
from typing import NamedTuple

from .notes import (
    DASH,
    IsSigned,
    Note,
    NoteError,
    Sign,
    Signature,
    decode_base64,
    key_id,
    parse_note,
    parse_typed_key,
    spell_key,
    spell_note,
)

COSIGNATURE = 4
"""The signature type's byte."""
_TIME_BYTES, _SIGNATURE_BYTES = 8, 64
_LATEST = 253_402_300_800
"""The first second of the year 10000: what comes after, no calendar here can show."""
MOST_DIGITS, MOST_HASHES = 18, 63


class PartnerKey(NamedTuple):
    """Who cosigns: a name, and the 32 bytes of an Ed25519 public key."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that a cosignature names its key by."""
        return key_id(self.name, COSIGNATURE, self.public)

    def spell(self) -> str:
        """The key in one line, to give to others."""
        return spell_key(self.name, COSIGNATURE, self.public)


class Seen(NamedTuple):
    """That a partner saw a checkpoint: who, and when by the partner's clock (seconds since 1970, UTC)."""

    key: PartnerKey
    at: int


def parse_partner(line: str) -> PartnerKey:
    """The key in a line that ``PartnerKey.spell`` made. Raises ``NoteError``."""
    return PartnerKey(*parse_typed_key(line, COSIGNATURE, "is no key of a partner: name+id+base64, of the kind that cosigns"))


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
    if not blank or not is_number(size) or len(lines) > MOST_HASHES:
        raise NoteError("is no request to cosign: an old size, hashes and a checkpoint")
    return int(size), tuple(decode_base64(line) for line in lines), checkpoint


def spell_answer(cosigned: bytes) -> bytes:
    """What a partner answers: the line of its own signature, the last under what it cosigned."""
    return f"{DASH}{cosigned.decode().rpartition(DASH)[2]}".encode()


def join_answer(checkpoint: bytes, answer: bytes, key: PartnerKey, is_signed: IsSigned) -> tuple[bytes, Seen]:
    """The checkpoint with what this partner answered under it, and when it was seen. Lines by other keys are left out.

    Raises ``NoteError`` where the partner's own is not there or not over this checkpoint.
    """
    ours, both = parse_note(checkpoint), parse_note(checkpoint + answer)
    mine = tuple(made for made in both.signatures[len(ours.signatures) :] if (made.name, made.key_id) == (key.name, key.id))
    note = Note(ours.text, (*ours.signatures, *mine))
    seen = seen_by(note, [key], is_signed)
    if both.text != ours.text or not seen:
        raise NoteError(f"holds no cosignature of {key.name}")
    return spell_note(note), seen[-1]


def is_number(told: str) -> bool:
    """Whether these are a size's digits, in their one spelling."""
    return told.isascii() and told.isdigit() and len(told) <= MOST_DIGITS and str(int(told)) == told


def _message(text: str, at: int) -> bytes:
    return f"cosignature/v1\ntime {at}\n{text}".encode()
