"""A bag comes from somebody whose word is tested: it is read with suspicion."""

import hashlib
import stat
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from knell.evidence import bag as bag_module
from knell.evidence.bag import MOST_DEEP, Bag, BagError, parse_json
from knell.evidence.bagging import pack_bag

INFO = {"Bagging-Date": "2025-03-10"}
PAYLOAD = {"README.txt": b"read me\n", "log/00000001.entry.json": b"{}", "files/0001.txt": [b"in ", b"pieces"]}


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    path = tmp_path / "proof.zip"
    pack_bag(path, PAYLOAD, INFO)  # type: ignore[arg-type]
    return path


def _again(path: Path, change: Callable[[str, bytes], tuple[str, bytes] | None], **kept: object) -> Path:
    """The bag packed anew, file by file as ``change`` has it."""
    with zipfile.ZipFile(path) as archive:
        files = [(member.filename, archive.read(member)) for member in archive.infolist()]
    out = path.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in filter(None, (change(name, content) for name, content in files)):
            archive.writestr(zipfile.ZipInfo(name), content)
    return out


def test_what_was_packed_is_read_again(packed: Path) -> None:
    with Bag(packed) as bag:
        assert bag.read("README.txt") == b"read me\n"
        assert b"".join(bag.pieces("files/0001.txt")) == b"in pieces"
        assert bag.under("log") == ["log/00000001.entry.json"]
        assert "README.txt" in bag
        assert "nothing.txt" not in bag
        assert bag.hashes["files/0001.txt"] == hashlib.sha256(b"in pieces").hexdigest()
        with pytest.raises(BagError, match=r"has no nothing\.txt"):
            bag.read("nothing.txt")


def test_the_same_payload_gives_the_same_bytes(packed: Path, tmp_path: Path) -> None:
    pack_bag(tmp_path / "again.zip", dict(reversed(PAYLOAD.items())), INFO)  # type: ignore[arg-type]
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_another_program_finds_the_manifests_right(packed: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        done = subprocess.run(
            ["sha256sum", "--check", "--strict", manifest], cwd=tmp_path / "knell-proof", capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert "Payload-Oxum: 19.3" in (tmp_path / "knell-proof" / "bag-info.txt").read_text()


@pytest.mark.parametrize(
    ("says", "change"),
    [
        ("has changed", lambda n, c: (n, c + b"x") if n.endswith("README.txt") else (n, c)),
        ("has changed", lambda n, c: (n, c + b"x") if n.endswith("bag-info.txt") else (n, c)),
        ("^is no bag of the kind that Knell makes$", lambda n, c: (n, c + b"x") if n.endswith("bagit.txt") else (n, c)),
        ("^holds other files than manifest-sha256.txt names$", lambda n, c: None if n.endswith("README.txt") else (n, c)),
        ("other files than", lambda n, c: (n + "x", c) if n.endswith("README.txt") else (n, c)),
        ("^has no bagit.txt$", lambda n, c: None if n.endswith("bagit.txt") else (n, c)),
        ("no place", lambda n, c: (n.replace("data/README", "other/README"), c)),
        ("no place", lambda n, c: (n.replace("data/README", "data/../README"), c)),
        ("no place", lambda n, c: (n.replace("data/README", "data//README"), c)),
        ("no place", lambda n, c: (n.replace("README", "README é"), c)),
        ("no place", lambda n, c: ("/" + n, c)),
        ("no place", lambda n, c: (n.replace("knell-proof/", "../"), c)),
        ("no place", lambda n, c: (n.replace("data/README", "data/.README"), c)),
        (
            "^manifest-sha256.txt has a line that is none of a manifest$",
            lambda n, c: (n, c.replace(b"  ", b" ")) if n.endswith("/manifest-sha256.txt") else (n, c),
        ),
        ("line that is none", lambda n, c: (n, c + c) if n.endswith("/manifest-sha256.txt") else (n, c)),
        ("^manifest-sha256.txt does not end in a newline$", lambda n, c: (n, c + b"x") if n.endswith("/manifest-sha256.txt") else (n, c)),
        ("^manifest-sha256.txt is not ASCII$", lambda n, c: (n, c + "é".encode()) if n.endswith("/manifest-sha256.txt") else (n, c)),
        (
            "^tagmanifest-sha256.txt does not name the bag's own files$",
            lambda n, c: (n, c[c.index(b"\n") + 1 :]) if n.endswith("tagmanifest-sha256.txt") else (n, c),
        ),
    ],
)
def test_a_bag_that_was_changed_is_refused(packed: Path, says: str, change: Callable[[str, bytes], tuple[str, bytes]]) -> None:
    with pytest.raises(BagError, match=says):
        Bag(_again(packed, change))


def test_a_file_twice_is_refused(packed: Path) -> None:
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(zipfile.ZipInfo("knell-proof/data/README.txt"), b"another")
    with pytest.raises(BagError, match="twice"):
        Bag(packed)


def test_compressed_files_are_refused_so_that_no_bomb_goes_off(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("knell-proof/data/bomb.txt", bytes(50_000_000))
    with pytest.raises(BagError, match="compressed"):
        Bag(path)


def test_files_that_overlap_are_refused(packed: Path) -> None:
    """Every directory entry points at one long file: many names, one body."""
    raw = packed.read_bytes()
    path = packed.with_name("overlap.zip")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(zipfile.ZipInfo("knell-proof/data/a.txt"), bytes(len(raw)))
        only = archive.infolist()[0]
        for number in range(50):
            twin = zipfile.ZipInfo(f"knell-proof/data/{number}.txt")
            twin.header_offset, twin.file_size, twin.compress_size, twin.CRC = 0, only.file_size, only.compress_size, only.CRC
            archive.filelist.append(twin)
    with pytest.raises(BagError, match="more than there is"):
        Bag(path)


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo("knell-proof/data/link.txt")
        member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/passwd")
    with pytest.raises(BagError, match="plain file"):
        Bag(path)


@pytest.mark.parametrize("raw", [b"", b"no zip", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(200)])
def test_what_is_no_bag_is_refused_in_one_line(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "no.zip"
    path.write_bytes(raw)
    with pytest.raises(BagError):
        Bag(path)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{", "is no JSON"),
        (b"\xff", "is no JSON"),
        (b"NaN", "has a number that is none: NaN"),
        (b'{"a": Infinity}', "has a number that is none: Infinity"),
        (b'{"a": 1, "a": 2}', "says one thing twice"),
        (b"1" * 5000, "has a number that is too long"),
        (b"[1234567890123456789]", "has a number that is too long"),
        (b"[" * 200_000, "is nested too deep"),
        (b'{"a":' * 5000, "is nested too deep"),
        (b"[[]," * 101, "is nested too deep"),
    ],
)
def test_json_that_would_do_harm_or_mean_two_things_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(BagError, match=f"^it {says}$"):
        parse_json(raw, "it")


def test_json_may_be_as_deep_as_is_said_and_brackets_in_strings_are_none() -> None:
    assert parse_json(b"[" * MOST_DEEP + b"]" * MOST_DEEP, "it")
    with pytest.raises(BagError, match="too deep"):
        parse_json(b"[" * (MOST_DEEP + 1) + b"]" * (MOST_DEEP + 1), "it")
    assert parse_json(b'{"a": "' + b"[" * 500 + b'\\"[", "b": 1.5, "c": 999999999999999999}', "it")["c"] == 10**18 - 1


def test_a_long_file_is_read_in_pieces_and_one_that_is_too_long_not_at_all(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bag_module, "PIECE", 3)
    with Bag(packed) as bag:
        assert list(bag.pieces("README.txt")) == [b"rea", b"d m", b"e\n"]
        assert bag.read("README.txt") == b"read me\n"
        with pytest.raises(BagError, match=r"^has no data/nothing\.txt$"):
            list(bag.pieces("nothing.txt"))
        monkeypatch.setattr(bag_module, "MOST_TEXT", 8)
        assert bag.read("README.txt") == b"read me\n"
        monkeypatch.setattr(bag_module, "MOST_TEXT", 7)
        with pytest.raises(BagError, match=r"^data/README\.txt is longer than 7 bytes$"):
            bag.read("README.txt")


def test_more_files_than_a_proof_has_are_refused(packed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bag_module, "MOST_FILES", 7)
    Bag(packed).close()
    monkeypatch.setattr(bag_module, "MOST_FILES", 6)
    with pytest.raises(BagError, match=r"^holds more than 6 files$"):
        Bag(packed)
