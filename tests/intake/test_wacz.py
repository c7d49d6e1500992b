"""WACZ packages: hashes checked, hostile ZIPs refused unread."""

import io
import json
import struct
import zipfile

import pytest

from knell.intake.file import open_file
from knell.intake.opened import Limits
from knell.records.errors import IntakeError
from tests.intake.archives import URL, answer, story_warc, wacz, warc
from tests.intake.cast import page

PATH = "archive/data.warc.gz"


def test_the_pages_a_package_lists_are_reports() -> None:
    both = warc((URL, answer(page().encode())), ("https://ads.example.net/frame", answer(page(title="Buy now").encode())))
    found = open_file("crawl.wacz", wacz({PATH: both}, pages=[URL]))
    assert found.media == "application/wacz"
    assert [report.url for report in found.reports] == [URL]
    assert "1 answers that the archive's list of pages does not name" in found.notes[0]
    assert found.faults == ()
    everything = open_file("crawl.wacz", wacz({PATH: both}))
    assert len(everything.reports) == 2


def test_a_file_that_is_not_the_one_its_hash_was_made_of_is_named_and_not_read() -> None:
    other = warc(("https://news.example.org/b", answer(page(title="Another").encode())))
    made = wacz({PATH: story_warc(), "archive/b.warc.gz": other}, listed={PATH: other})
    found = open_file("crawl.wacz", made)
    assert [report.url for report in found.reports] == ["https://news.example.org/b"]
    (fault,) = found.faults
    assert f"{PATH} is not the file its hash was made of" in fault


def test_a_list_that_was_changed_and_files_outside_it_are_named() -> None:
    made = wacz({PATH: story_warc()})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"1.1.1", b"1.1.2") if name == "datapackage.json" else content)
        new.writestr("archive/slipped-in.warc.gz", story_warc())
    faults = " ".join(open_file("crawl.wacz", out.getvalue()).faults)
    assert "datapackage.json is not the one its digest was made of" in faults
    assert "archive/slipped-in.warc.gz is not in the package's list" in faults


def test_a_file_in_the_list_that_is_not_there_is_named() -> None:
    found = open_file("crawl.wacz", wacz({PATH: story_warc()}, listed={"archive/gone.warc.gz": b"x"}))
    assert "archive/gone.warc.gz is in its list and not in the package" in found.faults[0]


def test_who_signed_is_said_and_not_believed() -> None:
    made = wacz({PATH: story_warc()})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "datapackage-digest.json":
                content = json.dumps(json.loads(content) | {"signedData": {"domain": "archive.example.org"}}).encode()
            new.writestr(name, content)
    assert any("signed by archive.example.org; that was not checked" in note for note in open_file("crawl.wacz", out.getvalue()).notes)


def test_files_that_lie_over_one_another_are_refused_unread() -> None:
    made = bytearray(wacz({PATH: story_warc(), "archive/b.warc.gz": story_warc()}))
    first = made.index(b"PK\x01\x02")
    second = made.index(b"PK\x01\x02", first + 4)
    made[second + 42 : second + 46] = made[first + 42 : first + 46]
    with pytest.raises(IntakeError, match=r"lie over one another|broken"):
        open_file("crawl.wacz", bytes(made))


def test_a_package_that_unpacks_to_too_much_is_refused_whatever_it_says_of_itself() -> None:
    made = wacz({PATH: story_warc(), "archive/big.warc": bytes(5_000_000)}, packed=zipfile.ZIP_DEFLATED)
    with pytest.raises(IntakeError, match="unpacks to more"):
        open_file("crawl.wacz", made, limits=Limits(archive_inflated=1_000_000))
    lying = bytearray(made)
    at = lying.index(b"archive/big.warc", lying.index(b"PK\x01\x02")) - 46
    lying[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(IntakeError):
        open_file("crawl.wacz", bytes(lying), limits=Limits(archive_inflated=1_000_000))


def test_an_encrypted_package_is_refused() -> None:
    made = bytearray(wacz({PATH: story_warc()}))
    made[made.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(IntakeError, match="encrypted"):
        open_file("crawl.wacz", bytes(made))


@pytest.mark.parametrize("listed", [b"[]", b"{", b'{"resources": 5}', b'{"resources": [{"path": 1}]}', b"[" * 100_000])
def test_a_list_of_any_shape_is_refused_or_read(listed: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(PATH, story_warc())
        file.writestr("datapackage.json", listed)
    with pytest.raises(IntakeError):
        open_file("crawl.wacz", out.getvalue())


def test_a_zip_that_is_no_package_is_told_as_before() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "x")
    with pytest.raises(IntakeError, match="ZIP archive"):
        open_file("a.zip", out.getvalue())
