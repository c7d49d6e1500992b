"""Checkpoints: a log's size and root, signed (c2sp.org/tlog-checkpoint), and proof files that stand on one (c2sp.org/tlog-proof).

A checkpoint says: of the casebook with this id, these were all the entries, and they were these. It gives away the casebook's id,
how many entries there are, and nothing else. Who keeps one can tell for ever whether the log was rewritten. Pure, like ``notes``.
"""

import base64
from typing import NamedTuple

from .notes import IsSigned, NoteError, PublicKey, Sign, decode_base64, open_note, parse_note, sign_note
from .tree import HASH_BYTES, check_inclusion

PROOF_HEADER = "c2sp.org/tlog-proof@v1"
MOST_DIGITS = 18
"""Digits of a size or position: more entries than anyone will have."""


class Checkpoint(NamedTuple):
    """The state of a log: whose (``origin``), how many entries, and the tree's root over them."""

    origin: str
    size: int
    root: bytes

    def spell(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{_coded(self.root)}\n"


class Proof(NamedTuple):
    """That an entry is in the log: its position, the path, and the signed checkpoint the path leads to, as it was issued.

    ``extra``: whatever belongs to it; nothing vouches for that.
    """

    position: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes | None = None


def origin_of(casebook: str) -> str:
    """The origin line of a casebook's checkpoints, and the name of the key that signs them."""
    return f"knell/{casebook}"


def sign_checkpoint(checkpoint: Checkpoint, key: PublicKey, sign: Sign) -> bytes:
    """The checkpoint as a signed note."""
    return sign_note(checkpoint.spell(), key, sign)


def parse_checkpoint(text: str) -> Checkpoint:
    """The checkpoint in a note's text. Lines after the third are the signer's own affair. Raises ``NoteError``."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise NoteError("is no checkpoint: an origin, a size and a root, a line each")
    return Checkpoint(lines[0], _parse_number(lines[1]), _parse_hash(lines[2]))


def read_checkpoint(raw: bytes) -> Checkpoint:
    """The checkpoint in the bytes of a note, its signatures unchecked. Raises ``NoteError``."""
    return parse_checkpoint(parse_note(raw).text)


def open_checkpoint(raw: bytes, key: PublicKey, is_signed: IsSigned) -> Checkpoint:
    """The checkpoint in a note that this key signed, of the log that the key is named for. Raises ``NoteError``."""
    checkpoint = parse_checkpoint(open_note(raw, key, is_signed))
    if checkpoint.origin != key.name:
        raise NoteError(f"is a checkpoint of {checkpoint.origin}, not of {key.name}")
    return checkpoint


def spell_proof(proof: Proof) -> bytes:
    """The bytes of a proof file (``.tlog-proof``)."""
    lines = [PROOF_HEADER, *([] if proof.extra is None else [f"extra {_coded(proof.extra)}"]), f"index {proof.position}"]
    return "".join(f"{line}\n" for line in [*lines, *map(_coded, proof.path), ""]).encode() + proof.checkpoint


def parse_proof(raw: bytes) -> Proof:
    """The proof in the bytes of a proof file, unchecked. Raises ``NoteError``."""
    above, blank, checkpoint = raw.partition(b"\n\n")
    try:
        header, *lines = above.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise NoteError("is no proof file") from error
    if header != PROOF_HEADER or not blank:
        raise NoteError(f"is no proof file: it begins with {PROOF_HEADER}")
    extra = decode_base64(lines.pop(0).removeprefix("extra ")) if lines and lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index "):
        raise NoteError("the proof file does not say which entry it is about")
    position = _parse_number(lines.pop(0).removeprefix("index "))
    return Proof(position, tuple(map(_parse_hash, lines)), checkpoint, extra)


def check_proof(proof: Proof, leaf: bytes, key: PublicKey, is_signed: IsSigned) -> Checkpoint:
    """The checkpoint that the proof stands on, where the entry with this leaf hash is proven to be in it. Raises ``NoteError``."""
    checkpoint = open_checkpoint(proof.checkpoint, key, is_signed)
    if not check_inclusion(leaf, proof.position, checkpoint.size, proof.path, checkpoint.root):
        raise NoteError(f"does not prove that this is entry {proof.position} of {checkpoint.size}")
    return checkpoint


def _coded(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _parse_number(told: str) -> int:
    if not (told.isascii() and told.isdigit()) or len(told) > MOST_DIGITS or str(int(told)) != told:
        raise NoteError(f"{told[:40]!r} is no whole number in its one spelling")
    return int(told)


def _parse_hash(told: str) -> bytes:
    value = decode_base64(told)
    if len(value) != HASH_BYTES:
        raise NoteError(f"a hash is {HASH_BYTES} bytes, got {len(value)}")
    return value
