"""The newest checkpoint noted beside the log: a log that lost its end by accident is seen to have lost it."""

import shutil
from pathlib import Path

import pytest

from knell.evidence.checkpoints import Checkpoint, sign_checkpoint
from knell.evidence.newest import NAME, read_newest, write_newest
from knell.evidence.notes import PublicKey
from knell.evidence.signing import sign
from knell.evidence.store import Stamp, Store, open_store
from knell.records.errors import CasebookError
from soak.command import forget_folder
from tests.evidence.cast import Chance, receipt

WORDS = [f"report {n}".encode() for n in range(4)]


@pytest.fixture
def filled(store: Store, stamp: Stamp, chance: Chance) -> Store:
    with store.writing():
        for content in WORDS:
            store.append([receipt(content)], stamp, chance, blobs=[content])
    return store


def note_of(store: Store, size: int) -> bytes:
    note = store.checkpoint(size)
    assert note is not None
    return note


def size_in(folder: Path, key: PublicKey) -> int | None:
    newest = read_newest(folder, key)
    return None if newest is None else newest.size


def test_it_says_how_far_the_log_went(filled: Store, stamp: Stamp, chance: Chance) -> None:
    assert size_in(filled.folder, filled.public) == filled.length() == 5
    with filled.writing():
        filled.erase([1], stamp, chance, reason="mistake")
    assert size_in(filled.folder, filled.public) == filled.length() == 6
    assert list(filled.audit(lambda *told: told)) == []


@pytest.mark.parametrize("slot", [0, 1])
def test_where_one_slot_is_spoilt_the_other_says_how_far_it_was_before(filled: Store, tmp_path: Path, slot: int) -> None:
    for size in (1, 2, 3):
        write_newest(tmp_path, note_of(filled, size))
    assert size_in(tmp_path, filled.public) == 3
    held = bytearray((tmp_path / NAME).read_bytes())
    held[slot * 1024 + 60] ^= 1
    (tmp_path / NAME).write_bytes(held)
    assert size_in(tmp_path, filled.public) in (2, 3)


@pytest.mark.parametrize("held", [None, b"", b"x" * 5000, bytes(2048)])
def test_what_cannot_be_read_says_nothing(filled: Store, tmp_path: Path, held: bytes | None) -> None:
    if held is not None:
        (tmp_path / NAME).write_bytes(held)
    assert read_newest(tmp_path, filled.public) is None


def test_what_another_key_signed_says_nothing(filled: Store) -> None:
    assert read_newest(filled.folder, PublicKey(filled.public.name, bytes(32))) is None


def test_where_it_cannot_be_written_the_log_goes_on(filled: Store, stamp: Stamp, chance: Chance) -> None:
    (filled.folder / NAME).unlink()
    (filled.folder / NAME).mkdir()
    with filled.writing():
        filled.append([receipt(b"more")], stamp, chance, blobs=[b"more"])
    assert list(filled.audit(lambda *told: told)) == []


@pytest.fixture
def cut(filled: Store, tmp_path: Path) -> Store:
    """What a killed writer left, with a flipped bit in the last frame of its write-ahead log."""
    folder = tmp_path / "killed" / "evidence"
    shutil.copytree(filled.folder, folder)
    waiting = folder / "log.sqlite-wal"
    held = bytearray(waiting.read_bytes())
    held[-100] ^= 1
    waiting.write_bytes(held)
    return open_store(folder)


def test_a_log_that_lost_its_end_is_found(cut: Store) -> None:
    length = cut.length()
    assert length < 5
    assert [finding[:2] for finding in cut.audit(lambda *told: told)] == [
        ("newest checkpoint of 5 entries", f"there are only {length} entries: those after them are gone")
    ]
    cut.close()
    forget_folder(cut.folder)


def test_nothing_is_added_to_a_log_that_lost_its_end_until_it_is_taken_as_it_is(cut: Store, stamp: Stamp, chance: Chance) -> None:
    with cut.writing():
        with pytest.raises(CasebookError, match=r"a checkpoint was signed over 5; nothing is added to it; run: knell verify"):
            cut.append([receipt(b"more")], stamp, chance, blobs=[b"more"])
        cut.take_as_it_is()
        cut.append([receipt(b"more")], stamp, chance, blobs=[b"more"])
    assert list(cut.audit(lambda *told: told)) == []
    cut.close()


def test_entries_that_are_not_those_it_was_signed_over_are_found(filled: Store) -> None:
    other = sign_checkpoint(Checkpoint(filled.public.name, 5, bytes(32)), filled.public, lambda told: sign(filled.keyring.signing, told))
    write_newest(filled.folder, other, alone=True)
    assert [finding[:2] for finding in filled.audit(lambda *told: told)] == [
        ("newest checkpoint of 5 entries", "the entries are not those that it was signed over")
    ]
