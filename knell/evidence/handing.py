"""Handing a log on to another key: the old key signs the new one, and the new one signs that it takes it.

A handing-on is a signed note (c2sp.org/signed-note) of three lines: what it is, the old key and the new, each as ``PublicKey.spell`` has
it. Whoever knows any key of a log can follow it to every later one, and back. Pure, and nothing but the standard library: the arithmetic of
Ed25519 is handed in.
"""

import base64
from collections.abc import Iterable, Sequence

from .notes import IsSigned, Note, NoteError, PublicKey, Sign, Signature, decode_base64, parse_key, parse_note, signers_of, spell_note

HEAD = "knell key handed on/1"
MOST = 1_000
"""Handings-on of one log that are read."""


def hand_on(old: PublicKey, sign_old: Sign, new: PublicKey, sign_new: Sign) -> bytes:
    """The note by which a key hands its log on."""
    text = f"{HEAD}\n{old.spell()}\n{new.spell()}\n"
    made = ((old, sign_old), (new, sign_new))
    return spell_note(Note(text, tuple(Signature(key.name, key.id, sign(text.encode())) for key, sign in made)))


def read_handed(raw: bytes, is_signed: IsSigned) -> tuple[PublicKey, PublicKey]:
    """The old key and the new in such a note. Raises ``NoteError`` where it is none, or not signed by both."""
    note = parse_note(raw)
    head, *lines = note.text.split("\n")
    if head != HEAD or len(lines) != 3 or lines[2]:
        raise NoteError("does not hand a log on: a head, the old key and the new")
    old, new = parse_key(lines[0]), parse_key(lines[1])
    if old.name != new.name or len(set(signers_of(note, [old, new], is_signed))) != 2:
        raise NoteError("does not hand a log on: it is not signed by the old key and the new")
    return old, new


def chain_of(notes: Iterable[bytes], last: PublicKey, is_signed: IsSigned) -> tuple[PublicKey, ...]:
    """All keys of a log, in order, up to the ``last``; that alone where there are no notes. Raises ``NoteError`` where they do not meet."""
    keys: list[PublicKey] = []
    for raw in notes:
        old, new = read_handed(raw, is_signed)
        if keys and keys[-1] != old:
            raise NoteError("hands on a log that another key had then")
        keys += [new] if keys else [old, new]
    if keys and keys[-1] != last:
        raise NoteError("does not hand the log on to the key that it has")
    return tuple(keys) or (last,)


def spell_handed(notes: Iterable[bytes]) -> bytes:
    """The notes as a file to give to others: one in base64 on each line."""
    return b"".join(base64.b64encode(note) + b"\n" for note in notes)


def parse_handed(raw: bytes) -> Sequence[bytes]:
    """The notes in such a file, unchecked. Raises ``NoteError``."""
    lines = raw.decode("ascii", "replace").split("\n")
    if lines.pop() or len(lines) > MOST:
        raise NoteError("is no file of handings-on: one in base64 on each line")
    return [decode_base64(line) for line in lines]
