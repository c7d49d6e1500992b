"""Received bytes on the disk."""

from pathlib import Path

import pytest

from knell.evidence.blobs import Blobs
from knell.evidence.keys import StoreKey
from tests.evidence.cast import sha256

KEY = StoreKey(b"k" * 32)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    made = Blobs(tmp_path, KEY)
    made.make_folders()
    return made


def test_what_is_kept_is_read_back_to_the_byte(blobs: Blobs) -> None:
    content = bytes(range(256)) * 1000
    blobs.keep([content, b""])
    assert blobs.read(sha256(content)) == content
    assert blobs.read(sha256(b"")) == b""


def test_the_same_bytes_are_one_file_and_are_not_written_again(blobs: Blobs) -> None:
    blobs.keep([b"once"])
    path = blobs.path(sha256(b"once"))
    before = path.stat().st_mtime_ns, path.stat().st_ino
    blobs.keep([b"once", b"once"])
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert list(blobs.names()) == [KEY.blob_name(sha256(b"once"))]


def test_no_name_on_the_disk_is_the_plain_hash(blobs: Blobs, tmp_path: Path) -> None:
    blobs.keep([b"a known film"])
    plain = sha256(b"a known film")
    assert not [path for path in tmp_path.rglob("*") if plain[:8] in str(path)]


def test_others_on_the_machine_cannot_read_it(blobs: Blobs) -> None:
    blobs.keep([b"once"])
    assert blobs.path(sha256(b"once")).stat().st_mode & 0o077 == 0


def test_half_written_files_are_taken_away_and_whole_ones_stay(blobs: Blobs, tmp_path: Path) -> None:
    blobs.keep([b"whole"])
    (tmp_path / "incoming" / "half").write_bytes(b"ha")
    assert blobs.clear_incoming() == 1
    assert list((tmp_path / "incoming").iterdir()) == []
    assert blobs.read(sha256(b"whole")) == b"whole"


def test_what_was_never_received_reads_as_nothing(blobs: Blobs) -> None:
    assert blobs.read(sha256(b"never")) is None


def test_destroying_twice_is_destroying_once(blobs: Blobs) -> None:
    blobs.keep([b"gone"])
    blobs.destroy(KEY.blob_name(sha256(b"gone")))
    blobs.destroy(KEY.blob_name(sha256(b"gone")))
    assert blobs.read(sha256(b"gone")) is None
