"""Received bytes on the disk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.evidence.blobs import Blobs, DamagedBytes, digest_of
from knell.evidence.keyring import Keyring, make_keyring
from knell.evidence.shelf import FolderShelf
from knell.records.errors import InputError
from tests.evidence.cast import Chance, sha256


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    return make_keyring(tmp_path / "keyring", None, Chance())


@pytest.fixture
def blobs(tmp_path: Path, ring: Keyring) -> Blobs:
    made = Blobs(FolderShelf(tmp_path), ring)
    FolderShelf(tmp_path).make()
    return made


@pytest.fixture
def indices(ring: Keyring) -> Iterator[int]:
    return ring.new_indices(Chance("indices"))


@pytest.fixture
def chance() -> Chance:
    return Chance("nonces")


def files(blobs: Blobs) -> list[Path]:
    return sorted(blobs._shelf._folder.rglob("*/*"))


@pytest.mark.parametrize("size", [0, 1, 4048, 4049, 4050, 4087, 4088, 4089, 65527, 65528, 65529, 200_000, 3 * 65536 - 8])
def test_what_is_kept_is_read_back_to_the_byte(blobs: Blobs, indices: Iterator[int], chance: Chance, size: int) -> None:
    content = Chance("content")(size)
    blobs.keep([content], indices, chance)
    assert blobs.read(sha256(content)) == content
    pieces = blobs.stream(sha256(content))
    assert pieces is not None and b"".join(pieces) == content


def test_nothing_of_them_lies_there_in_clear(blobs: Blobs, indices: Iterator[int], chance: Chance) -> None:
    blobs.keep([b"Umm Khalid said so" * 9000], indices, chance)
    (path,) = files(blobs)
    assert b"Khalid" not in path.read_bytes()


def test_a_file_is_read_in_pieces_and_kept_as_its_bytes(blobs: Blobs, indices: Iterator[int], chance: Chance, tmp_path: Path) -> None:
    film, content = tmp_path / "film.mp4", Chance("film")(300_001)
    film.write_bytes(content)
    blobs.keep([film], indices, chance)
    assert digest_of(film) == (sha256(content), 300_001)
    assert blobs.read(sha256(content)) == content


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    blobs: Blobs, indices: Iterator[int], chance: Chance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"before")
    monkeypatch.setattr("knell.evidence.blobs.digest_of", lambda source: (sha256(b"other!"), 6))
    with pytest.raises(InputError, match="the file changed while it was being read"):
        blobs.keep([film], indices, chance)
    assert files(blobs) == []


@pytest.mark.parametrize(("one", "other"), [(5, 900), (60_000, 61_000), (1_000_000, 1_005_000)])
def test_sizes_that_are_near_one_another_show_as_one(blobs: Blobs, indices: Iterator[int], chance: Chance, one: int, other: int) -> None:
    blobs.keep([bytes(one), bytes(other)], indices, chance)
    assert len({path.stat().st_size for path in files(blobs)}) == 1


def test_a_small_file_takes_one_block_of_the_disk(blobs: Blobs, indices: Iterator[int], chance: Chance) -> None:
    blobs.keep([b"twelve"], indices, chance)
    assert [path.stat().st_size for path in files(blobs)] == [4096]


def test_the_same_bytes_are_one_file_and_are_not_written_again(blobs: Blobs, ring: Keyring, indices: Iterator[int], chance: Chance) -> None:
    (first,) = blobs.keep([b"once"], indices, chance)
    path = Path(blobs.where(sha256(b"once")))
    before = path.stat().st_mtime_ns, path.stat().st_ino
    assert blobs.keep([b"once", b"once"], indices, chance) == [first, first]
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert list(blobs.names()) == [ring.store.blob_name(sha256(b"once"))] == [first.name]


def test_the_same_bytes_under_two_keys_are_two_ciphertexts(blobs: Blobs, indices: Iterator[int], chance: Chance) -> None:
    def sealed() -> bytes:
        blobs.keep([b"the same words"], indices, chance)
        path = Path(blobs.where(sha256(b"the same words")))
        lies = path.read_bytes()
        path.unlink()
        return lies

    assert sealed()[-4096:] != sealed()[-4096:]


def test_bytes_that_are_received_again_heal_a_damaged_file(blobs: Blobs, indices: Iterator[int], chance: Chance) -> None:
    (first,) = blobs.keep([b"once"], indices, chance)
    Path(blobs.where(sha256(b"once"))).write_bytes(b"rubbish")
    (second,) = blobs.keep([b"once"], indices, chance)
    assert blobs.read(sha256(b"once")) == b"once"
    assert first.key != second.key


def test_no_name_on_the_disk_is_the_plain_hash(blobs: Blobs, indices: Iterator[int], chance: Chance, tmp_path: Path) -> None:
    blobs.keep([b"a known film"], indices, chance)
    plain = sha256(b"a known film")
    assert not [path for path in tmp_path.rglob("*") if plain[:8] in str(path)]


def test_others_on_the_machine_cannot_read_it(blobs: Blobs, indices: Iterator[int], chance: Chance) -> None:
    blobs.keep([b"once"], indices, chance)
    assert Path(blobs.where(sha256(b"once"))).stat().st_mode & 0o077 == 0


def test_half_written_files_are_taken_away_and_whole_ones_stay(
    blobs: Blobs, indices: Iterator[int], chance: Chance, tmp_path: Path
) -> None:
    blobs.keep([b"whole"], indices, chance)
    (tmp_path / "incoming" / "half").write_bytes(b"ha")
    assert blobs.clear_incoming() == 1
    assert list((tmp_path / "incoming").iterdir()) == []
    assert blobs.read(sha256(b"whole")) == b"whole"


def test_what_was_never_received_reads_as_nothing(blobs: Blobs) -> None:
    assert blobs.read(sha256(b"never")) is None


def test_what_lies_under_an_erased_key_reads_as_nothing(blobs: Blobs, ring: Keyring, indices: Iterator[int], chance: Chance) -> None:
    gone, _ = blobs.keep([b"gone", b"kept"], indices, chance)
    ring.erase([gone.key], chance)
    assert Path(blobs.where(sha256(b"gone"))).exists()
    assert blobs.read(sha256(b"gone")) is None
    assert blobs.read(sha256(b"kept")) == b"kept"


def test_destroying_twice_is_destroying_once(blobs: Blobs, ring: Keyring, indices: Iterator[int], chance: Chance) -> None:
    blobs.keep([b"gone"], indices, chance)
    blobs.destroy(ring.store.blob_name(sha256(b"gone")))
    blobs.destroy(ring.store.blob_name(sha256(b"gone")))
    assert blobs.read(sha256(b"gone")) is None


class TestDamage:
    """Four chunks of bytes, and someone with the file in hand."""

    CONTENT = Chance("content")(200_000)
    SEALED = 64 * 1024 + 16

    @pytest.fixture
    def path(self, blobs: Blobs, indices: Iterator[int], chance: Chance) -> Path:
        blobs.keep([self.CONTENT, b"another"], indices, chance)
        return Path(blobs.where(sha256(self.CONTENT)))

    def is_refused(self, blobs: Blobs, path: Path, lies: bytes) -> None:
        path.write_bytes(lies)
        with pytest.raises(DamagedBytes, match="restore them from a backup"):
            blobs.read(sha256(self.CONTENT))

    def test_chunks_in_another_order(self, blobs: Blobs, path: Path) -> None:
        lies = path.read_bytes()
        head, rest = lies[:23], lies[23:]
        first, second = rest[: self.SEALED], rest[self.SEALED : 2 * self.SEALED]
        self.is_refused(blobs, path, head + second + first + rest[2 * self.SEALED :])
        self.is_refused(blobs, path, head + first + first + rest[2 * self.SEALED :])

    def test_a_chunk_left_out_or_the_end_cut_off(self, blobs: Blobs, path: Path) -> None:
        lies = path.read_bytes()
        self.is_refused(blobs, path, lies[:23] + lies[23 + self.SEALED :])
        for kept in (0, 10, 23, 24, 23 + self.SEALED, 23 + 2 * self.SEALED, len(lies) - 1):
            self.is_refused(blobs, path, lies[:kept])

    def test_something_put_behind_it(self, blobs: Blobs, path: Path) -> None:
        self.is_refused(blobs, path, path.read_bytes() + b"\x00")
        self.is_refused(blobs, path, path.read_bytes() + bytes(self.SEALED))

    def test_another_file_under_its_name(self, blobs: Blobs, path: Path) -> None:
        self.is_refused(blobs, path, Path(blobs.where(sha256(b"another"))).read_bytes())


@given(at=st.integers(min_value=0))
def test_every_flipped_bit_is_found(tmp_path_factory: pytest.TempPathFactory, at: int) -> None:
    folder = tmp_path_factory.mktemp("blobs")
    ring, chance = make_keyring(folder / "keyring", None, Chance()), Chance("nonces")
    blobs = Blobs(FolderShelf(folder), ring)
    FolderShelf(folder).make()
    blobs.keep([b"twelve people were killed"], ring.new_indices(chance), chance)
    path = Path(blobs.where(sha256(b"twelve people were killed")))
    lies = bytearray(path.read_bytes())
    at %= len(lies) * 8
    lies[at // 8] ^= 1 << at % 8
    path.write_bytes(lies)
    with pytest.raises(DamagedBytes):
        blobs.read(sha256(b"twelve people were killed"))
