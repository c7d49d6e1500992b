"""Signed notes, as C2SP's signed-note (c2sp.org/signed-note) has them: a text, a blank line, and who signed it, a line each.

Pure, and nothing but the standard library: the arithmetic of Ed25519 is handed in (``signing`` has it). A text counts only where a
key that is known signed it; signatures of keys that are not known are passed over, and one wrong signature by a known key
condemns the note.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from typing import NamedTuple

ED25519 = 1
"""The signature type's byte."""

MOST_SIGNATURES = 100
MOST_BYTES = 1_000_000
PUBLIC_BYTES = 32
KEY_ID_BYTES = 4
DASH = "\N{EM DASH} "

IsSigned = Callable[[bytes, bytes, bytes], bool]
"""Whether the holder of a public key made a signature over a message."""
Sign = Callable[[bytes], bytes]
"""Signs a message."""


class NoteError(ValueError):
    """Bytes that are no signed note, a key that is none, or a signature that is wrong."""


class PublicKey(NamedTuple):
    """Who signs: a name, and the 32 bytes of an Ed25519 public key."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """The four bytes that a signature names its key by."""
        return key_id(self.name, ED25519, self.public)

    def spell(self) -> str:
        """The key in one line, to give to others: name, id and key, joined by plus signs."""
        return spell_key(self.name, ED25519, self.public)


class Signature(NamedTuple):
    """A line under a note: the key's name and id, and what the key made of the text."""

    name: str
    key_id: bytes
    signature: bytes


class Note(NamedTuple):
    """A text and its signatures, unchecked. The text ends in a newline, and has empty lines or not."""

    text: str
    signatures: tuple[Signature, ...]


def parse_key(line: str) -> PublicKey:
    """The key in a line that ``PublicKey.spell`` made. Raises ``NoteError``."""
    return PublicKey(*parse_typed_key(line, ED25519, "is no key of the kind name+id+base64 with an Ed25519 key in it"))


def key_id(name: str, kind: int, public: bytes) -> bytes:
    """The four bytes that a signature names its key by: of ``SHA-256(name || 0x0A || type || public key)``."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:KEY_ID_BYTES]


def spell_key(name: str, kind: int, public: bytes) -> str:
    """A key of any type in one line."""
    return f"{name}+{key_id(name, kind, public).hex()}+{base64.b64encode(bytes([kind]) + public).decode()}"


def parse_typed_key(line: str, kind: int, otherwise: str) -> tuple[str, bytes]:
    """The name and the 32 bytes of a key of this type in a line that ``spell_key`` made. Raises ``NoteError``: ``otherwise``."""
    name, _, rest = line.strip().partition("+")
    told, _, coded = rest.partition("+")
    typed = decode_base64(coded)
    if not is_key_name(name) or len(typed) != 1 + PUBLIC_BYTES or typed[0] != kind:
        raise NoteError(otherwise)
    if key_id(name, kind, typed[1:]).hex() != told:
        raise NoteError("the key's id is not the one of its name and bytes")
    return name, typed[1:]


def sign_note(text: str, key: PublicKey, sign: Sign) -> bytes:
    """A note with one signature. Raises ``NoteError`` where the text or the name cannot stand in one."""
    signature = sign(text.encode())
    raw = spell_note(Note(text, (Signature(key.name, key.id, signature),)))
    if parse_note(raw).text != text:
        raise NoteError("the text runs into its signatures")
    return raw


def spell_note(note: Note) -> bytes:
    """The bytes of a note."""
    lines = (f"{DASH}{name} {base64.b64encode(key_id + signature).decode()}\n" for name, key_id, signature in note.signatures)
    return f"{note.text}\n{''.join(lines)}".encode()


def parse_note(raw: bytes) -> Note:
    """The text and the signatures in the bytes of a note, unchecked. Raises ``NoteError``."""
    told = _decode(raw)
    text, blank, under = told.rpartition("\n\n")
    if not blank or not under.endswith("\n"):
        raise NoteError("is no signed note: a text, a blank line and signatures, each line ended")
    lines = under[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise NoteError(f"has more than {MOST_SIGNATURES} signatures")
    return Note(text + "\n", tuple(_parse_signature(line) for line in lines))


def signers_of(note: Note, keys: Iterable[PublicKey], is_signed: IsSigned) -> tuple[PublicKey, ...]:
    """Those of the known keys that signed the note. Raises ``NoteError`` where a signature by one of them is wrong."""
    found = []
    for key in keys:
        made = [signature.signature for signature in note.signatures if (signature.name, signature.key_id) == (key.name, key.id)]
        if not all(is_signed(key.public, signature, note.text.encode()) for signature in made):
            raise NoteError(f"the signature of {key.name} is not over this text")
        if made:
            found.append(key)
    return tuple(found)


def open_note(raw: bytes, key: PublicKey, is_signed: IsSigned) -> str:
    """The text of a note that this key signed. Raises ``NoteError``."""
    note = parse_note(raw)
    if not signers_of(note, [key], is_signed):
        raise NoteError(f"is not signed by {key.name} with the key {key.id.hex()}")
    return note.text


def is_key_name(name: str) -> bool:
    """Whether a key can have this name: something, and neither a space nor a plus sign in it."""
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def decode_base64(coded: str) -> bytes:
    """Standard base64 in its one spelling. Raises ``NoteError``."""
    try:
        value = base64.b64decode(coded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("is no base64") from error
    if base64.b64encode(value).decode() != coded:
        raise NoteError("is base64 in another spelling than the one there is")
    return value


def _decode(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise NoteError(f"is longer than {MOST_BYTES:,} bytes")
    try:
        told = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NoteError("is not UTF-8") from error
    if any(character < " " and character != "\n" for character in told):
        raise NoteError("has a control character in it")
    return told


def _parse_signature(line: str) -> Signature:
    name, space, coded = line.removeprefix(DASH).partition(" ")
    made = decode_base64(coded)
    if not line.startswith(DASH) or not space or not is_key_name(name) or len(made) <= KEY_ID_BYTES:
        raise NoteError("a line under the text is no signature")
    return Signature(name, made[:KEY_ID_BYTES], made[KEY_ID_BYTES:])
