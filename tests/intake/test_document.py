"""PDFs: sentences whole again over line and page ends, every paragraph with its page, and bounds that hold."""

import zlib

import pytest

from knell.intake import Limits, open_file
from knell.intake.opened import Intake
from knell.records.errors import IntakeError

from .cast import pdf, pdf_of

PAGE = (
    "The monitor said on Friday that at least twelve people were",
    "killed near Jableh, a town on the coast south of the city of",
    "Latakia, and that thirty were injured. It spoke of an ambu-",
    "lance that was hit on the road.",
    "",
    "The ministry gave a lower figure and said that nine of its",
    "men had been killed by",
)
NEXT = (
    "gunmen on the coast road, and that the attack had been",
    "planned for weeks.",
    "",
    "A curfew was in force in the town until Saturday.",
)


def opened(data: bytes, limits: Limits | None = None) -> Intake:
    return open_file("r.pdf", data, limits=limits)


def shown(intake: Intake) -> list[tuple[str | None, str]]:
    (report,) = intake.reports
    return [(block.locator, report.text[block.start : block.end]) for block in report.blocks or ()]


@pytest.mark.parametrize("packed", [False, True])
def test_paragraphs_are_whole_and_know_their_pages(packed: bool) -> None:
    assert shown(opened(pdf(PAGE, NEXT, packed=packed))) == [
        (
            "page 1",
            "The monitor said on Friday that at least twelve people were killed near Jableh, a town on the coast south of the city of "
            "Latakia, and that thirty were injured. It spoke of an ambulance that was hit on the road.",
        ),
        (
            "pages 1-2",
            "The ministry gave a lower figure and said that nine of its men had been killed by gunmen on the coast road, and that the "
            "attack had been planned for weeks.",
        ),
        ("page 2", "A curfew was in force in the town until Saturday."),
    ]


def test_page_numbers_go_and_a_running_head_stays_once() -> None:
    pages = [(f"Monthly report {n}", "", f"The monitor counted {n} dead in village number {n}.", "", f"- {n} -") for n in range(1, 5)]
    told = [f"The monitor counted {n} dead in village number {n}." for n in range(1, 5)]
    assert [text for _, text in shown(opened(pdf(*pages)))] == ["Monthly report 1", *told]


def test_title_and_date_are_taken_where_they_are_sane() -> None:
    (report,) = opened(pdf(PAGE, info={"Title": "Killings near Jableh", "CreationDate": "D:20250310120000Z"})).reports
    assert (report.title, report.published) == ("Killings near Jableh", "2025-03-10")
    (note,) = opened(pdf(PAGE, info={"CreationDate": "D:20250310120000Z"})).notes
    assert "dated 2025-03-10 by the PDF's own creation date" in note


@pytest.mark.parametrize(
    "info",
    [
        {},
        {"Title": "Microsoft Word - report.docx"},
        {"Title": "untitled"},
        {"Title": "report_final2.pdf"},
        {"Title": "123"},
        {"CreationDate": "D:20250310120000Z", "Producer": "Skia/PDF m120"},
        {"CreationDate": "garbage"},
    ],
)
def test_what_a_program_wrote_of_itself_is_no_title_and_no_date(info: dict[str, str]) -> None:
    (report,) = opened(pdf(PAGE, info=info)).reports
    assert (report.title, report.published) == (None, None)


def test_an_encrypted_file_says_so() -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(PAGE))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(IntakeError, match="is an encrypted PDF; open it with its password"):
        opened(out.getvalue())


def test_a_file_locked_only_against_changes_is_read() -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(PAGE))))
    writer.encrypt("", "owner", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    assert shown(opened(out.getvalue()))[0][1].startswith("The monitor said on Friday")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf_of([b"0 0 100 100 re f"]), "has no text in it, only pictures of pages; run it through text recognition"),
        (pdf(PAGE)[:300], "is a broken PDF; download or save it again"),
        (b"%PDF-1.7\n" + b"obj " * 10_000, "is a broken PDF"),
        (b"%PDF-1.7", "is a broken PDF"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, says: str) -> None:
    with pytest.raises(IntakeError, match=says):
        opened(data)


def test_a_broken_table_of_places_is_rebuilt() -> None:
    data = pdf(PAGE)
    start = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    damaged = data[:start] + data[start:].replace(b"00000 n", b"99999 n").replace(b"0000000", b"0000099")
    assert shown(opened(damaged))[0][1].startswith("The monitor said on Friday")


def test_pages_without_text_are_named() -> None:
    lines = b"BT /F 12 Tf 50 700 Td (Twelve people were killed near the town of Jableh.) Tj ET"
    intake = opened(pdf_of([lines, b"0 0 100 100 re f", lines]))
    assert intake.notes == ("r.pdf: no text on page 2: pictures, perhaps",)


BOMBS = {
    "a stream of zeros": bytes(60_000_000),
    "a million drawing steps": b"0 0 m 1 1 l S\n" * 1_000_000,
    "a page of one line told 100,000 times": b"BT /F 12 Tf 50 400 Td (Twelve people died.) Tj ET\n" * 100_000,
}


@pytest.mark.parametrize("stream", BOMBS.values(), ids=list(BOMBS))
def test_a_page_bomb_is_left_out_and_the_other_pages_are_read(stream: bytes) -> None:
    data = pdf_of([stream, b"BT /F 12 Tf 50 700 Td (Twelve people were killed near the town of Jableh.) Tj ET"], packed=True)
    intake = opened(data)
    assert shown(intake) == [("page 2", "Twelve people were killed near the town of Jableh.")]
    assert "left out page 1" in intake.notes[0]


def test_streams_packed_twice_are_bounded_too() -> None:
    once = zlib.compress(bytes(100_000_000), 9)
    data = pdf_of([once], packed=True).replace(b"/Filter /FlateDecode", b"/Filter [/FlateDecode /FlateDecode]")
    with pytest.raises(IntakeError, match=r"unpacks to more|cannot be read|broken"):
        opened(data)


def test_the_number_of_pages_is_bounded() -> None:
    with pytest.raises(IntakeError, match="has 3 pages; at most 2 are read"):
        opened(pdf(PAGE, NEXT, PAGE), Limits(pages=2))


def test_pages_that_hold_themselves_end() -> None:
    data = pdf(PAGE).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    with pytest.raises(IntakeError):
        opened(data)
