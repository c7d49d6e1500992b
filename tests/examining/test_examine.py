"""Exhibits opened, each in a cell as it is done for real."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from knell.confining.cell import Cell
from knell.examining.examine import PRELOAD
from knell.flows.exhibits import Examined, examine
from knell.records.exhibit import Found

from .footage import FFMPEG, NO_FFMPEG, PHOTOGRAPHER, film, needs_prints, photograph, picture

needs_ffmpeg = pytest.mark.skipif(not FFMPEG, reason=NO_FFMPEG)


@pytest.fixture(scope="module")
def cell() -> Iterator[Cell]:
    with Cell(preload=PRELOAD) as one:
        yield one


def opened(examined: Examined) -> Found:
    assert examined.found is not None, examined.fault
    assert examined.fault is None
    return examined.found


def test_a_photograph_tells_what_it_states_of_itself_and_its_thumbnail_nothing(cell: Cell) -> None:
    examined = examine(cell, photograph())
    found = opened(examined)
    assert (found.kind, found.media, found.width, found.height) == ("picture", "image/jpeg", 640, 480)
    assert (found.taken, found.located) == ("2031-03-06T14:02:11", True)
    assert PHOTOGRAPHER in {tag.value for tag in found.tags}
    (thumbnail,) = examined.pictures
    assert PHOTOGRAPHER.encode() not in thumbnail
    with Image.open(BytesIO(thumbnail)) as again:
        assert again.size == (640, 480)
        assert not again.getexif()
        assert set(again.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_a_picture_is_shown_as_the_camera_was_held(cell: Cell) -> None:
    exif, out = Image.Exif(), BytesIO()
    exif[0x0112] = 6
    picture(2, (300, 200)).save(out, "JPEG", exif=exif)
    found = opened(examine(cell, out.getvalue()))
    assert (found.stills[0].width, found.stills[0].height) == (200, 300)


@pytest.mark.parametrize("format_", ["PNG", "GIF", "WEBP", "TIFF", "BMP"])
def test_every_common_picture_opens(cell: Cell, format_: str) -> None:
    out = BytesIO()
    picture(3, (200, 150)).save(out, format_)
    found = opened(examine(cell, out.getvalue()))
    assert (found.kind, found.width) == ("picture", 200)
    assert len(found.stills) == 1


@needs_prints
def test_a_flat_picture_has_no_print_because_it_would_look_like_everything(cell: Cell) -> None:
    out = BytesIO()
    Image.new("RGB", (200, 200), (90, 90, 90)).save(out, "PNG")
    found = opened(examine(cell, out.getvalue()))
    assert found.prints == ()
    assert "too little in it to be told by: no print" in found.notes


@needs_ffmpeg
@needs_prints
def test_a_film_is_looked_at_second_by_second(cell: Cell, tmp_path: Path) -> None:
    examined = examine(cell, film(tmp_path))
    found = opened(examined)
    assert (found.kind, found.width, found.height, found.seen) == ("film", 320, 180, 5)
    assert [one.at for one in found.prints] == [0, 1, 2, 3, 4]
    assert [(still.kind, still.at) for still in found.stills] == [("thumbnail", None), *(("keyframe", n) for n in range(5))]
    assert PHOTOGRAPHER in {tag.value for tag in found.tags}
    assert not any(PHOTOGRAPHER.encode() in one for one in examined.pictures)


@needs_ffmpeg
def test_a_list_of_other_files_is_no_film_and_leads_nowhere(cell: Cell, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("a secret")
    playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode()
    examined = examine(cell, b"\x00\x00\x00\x20ftypisom" + playlist)
    assert examined.fault is not None or not examined.pictures


def test_a_document_tells_its_author_and_how_many_pages(cell: Cell) -> None:
    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": PHOTOGRAPHER, "/CreationDate": "D:20310306140211Z"})
    writer.write(out)
    found = opened(examine(cell, out.getvalue()))
    assert (found.kind, found.pages, found.said, found.taken) == ("document", 1, "a PDF, 1 page", "2031-03-06T14:02:11")
    assert PHOTOGRAPHER in {tag.value for tag in found.tags}


def test_an_office_document_tells_its_properties_and_follows_no_entity(cell: Cell) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("word/document.xml", "<w/>")
        core = '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c><creator>&x;</creator><title>Report</title></c>'
        folder.writestr("docProps/core.xml", core)
    found = opened(examine(cell, out.getvalue()))
    assert {(tag.name, tag.value) for tag in found.tags} == {("title", "Report")}


def test_what_nothing_here_opens_is_kept_as_it_is_and_is_no_fault(cell: Cell) -> None:
    found = opened(examine(cell, b"SQLite format 3\x00" + bytes(100)))
    assert found.kind == "other"
    assert found.notes == ("kept as it is: nothing here looks into this sort",)


def huge_png(side: int) -> bytes:
    """A PNG of side x side pixels in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_flood_of_pixels_is_not_decoded(cell: Cell) -> None:
    found = opened(examine(cell, huge_png(60_000)))
    assert found.stills == ()
    assert found.notes == ("not decoded: 60,000 x 60,000 pixels",)


@pytest.mark.parametrize(
    "content",
    [b"\x89PNG\r\n\x1a\n" + b"x" * 50, b"\xff\xd8\xff" + b"\x00" * 50, b"%PDF-1.7\n" + b"<<" * 500, b"PK\x03\x04word/" + b"\xff" * 90],
    ids=["png", "jpeg", "pdf", "docx"],
)
def test_a_broken_file_is_one_line(cell: Cell, content: bytes) -> None:
    examined = examine(cell, content)
    assert examined.fault
    assert "\n" not in examined.fault
    assert "0x" not in examined.fault
    assert examined.pictures == ()
