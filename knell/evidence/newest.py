"""The newest checkpoint, a second time, in a small file beside the log: by it a log that lost its end by accident is seen to have lost it.

SQLite leaves out, without a word, whatever follows a damaged frame of a write-ahead log that a killed writer left. What remains is a log
that is whole, signed and too short. The file says how far it went.

Two slots, written in turn: where a cut spoils one of them, the other says how far it was before. It is written after the log's own commit
and not synced, so that it costs next to nothing: it may say less than the log has, never more. What cannot be read, or was not signed
with the casebook's key, says nothing. It guards against accidents; whoever changes a log on purpose can take the file away, and against
them stands a checkpoint that was published.
"""

import os
from contextlib import suppress
from itertools import product
from pathlib import Path

from .checkpoints import Checkpoint, open_checkpoint, read_checkpoint
from .notes import NoteError, PublicKey
from .signing import is_signed

NAME = "newest"
_SLOT = 1024
"""Bytes of a slot. A checkpoint with its one signature takes some 250."""


def read_newest(folder: Path, *keys: PublicKey) -> Checkpoint | None:
    """The newest checkpoint that the file tells of, signed with one of the casebook's keys; ``None`` where it tells of none."""
    found = list[Checkpoint]()
    for note, key in product(_slots(folder / NAME), keys):
        with suppress(NoteError):
            found.append(open_checkpoint(note, key, is_signed))
    return max(found, key=lambda checkpoint: checkpoint.size, default=None)


def write_newest(folder: Path, note: bytes, *, alone: bool = False) -> None:
    """Notes the newest checkpoint in the slot of the older one; ``alone``: in both. A disk that fails here takes nothing from the log."""
    if len(note) > _SLOT:
        return
    path = folder / NAME
    with suppress(OSError):
        sizes = [_size(note) for note in _slots(path)]
        handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            for slot in (0, 1) if alone else (sizes.index(min(sizes)),):
                os.pwrite(handle, note.ljust(_SLOT, b"\0"), slot * _SLOT)
        finally:
            os.close(handle)


def _slots(path: Path) -> list[bytes]:
    """What stands in the two slots."""
    try:
        held = path.read_bytes()
    except OSError:
        held = b""
    return [held[slot * _SLOT : (slot + 1) * _SLOT].rstrip(b"\0") for slot in (0, 1)]


def _size(note: bytes) -> int:
    """The size that a slot tells of; -1: of none."""
    try:
        return read_checkpoint(note).size
    except NoteError:
        return -1
