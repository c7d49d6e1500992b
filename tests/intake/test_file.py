"""Opening files: by what they are, with one clear line where they cannot be."""

import gzip
import hashlib
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake import Limits, open_file
from knell.records import Report
from knell.records.errors import IntakeError

from .cast import STORY, mail, page, pdf

TEXT = b"At least 12 people were killed near Jableh on Thursday."


def refusal(name: str, data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(IntakeError) as caught:
        open_file(name, data, limits=limits)
    assert caught.value.exit_code == 1
    assert "\n" not in caught.value.line()
    return caught.value.line()


def opened_or_refused(data: bytes) -> tuple[Report, ...]:
    """The reports in it; none where it is refused, as it may be, in one line."""
    try:
        return open_file("any", data).reports
    except IntakeError as fault:
        line = fault.line()
    assert "\n" not in line
    return ()


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_file_becomes_a_report_named_by_the_hash_of_its_bytes() -> None:
    opened = open_file("note.txt", TEXT)
    sha256 = hashlib.sha256(TEXT).hexdigest()
    assert opened.sha256 == sha256
    assert [report.id for report in opened.reports] == [f"r:{sha256[:16]}"]
    assert opened.reports[0].text == TEXT.decode()
    assert opened.reports[0].lang == "en"
    assert (opened.notes, opened.faults) == ((), ())


def test_line_ends_and_letters_in_text_stay_as_they_were_sent() -> None:
    text = "Zwei Ta\u0308ter.\r\n\r\n\tDrei  Tote.\rEnde \u00a0"
    assert open_file("note.txt", text.encode()).reports[0].text == text


@pytest.mark.parametrize(
    ("name", "data", "media", "note"),
    [
        ("report.txt", page().encode(), "text/html", "is a web page, whatever its name says"),
        ("report.html", mail().as_bytes(), "message/rfc822", "is an e-mail, whatever its name says"),
        ("report.html", pdf(STORY), "application/pdf", "is a PDF, whatever its name says"),
        ("report.pdf", TEXT, "text/plain", "is plain text, whatever its name says"),
        ("report", page().encode(), "text/html", None),
        ("REPORT.PDF", pdf(STORY), "application/pdf", None),
        ("list.txt", b'{"id": "a", "text": "x"}\n', "application/x-ndjson", "is lines of reports, whatever its name says"),
    ],
)
def test_a_mislabelled_file_is_opened_as_what_it_is_and_says_so(name: str, data: bytes, media: str, note: str | None) -> None:
    opened = open_file(name, data)
    assert opened.media == media
    assert [n for n in opened.notes if "whatever" in n] == ([f"{name}: {note}; opened as that"] if note else [])


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.txt", b"", "empty.txt: is empty; nothing to read"),
        ("blank.txt", b" \r\n\t\n", "blank.txt: is empty; nothing to read"),
        ("bom.txt", b"\xef\xbb\xbf\n", "bom.txt: is empty"),
        ("list.docx", zipped(word__document="x"), "list.docx: is a DOCX file; DOCX is not opened yet: save it as PDF or HTML"),
        ("list.xlsx", zipped(xl__workbook="x"), "is a spreadsheet without xl/_rels/workbook.xml.rels; save the sheet as CSV"),
        ("list.odt", zipped(mimetype="application/vnd.oasis.opendocument.text"), "is an ODT file"),
        ("all.zip", zipped(a="x"), "is a ZIP archive; unpack it"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is an old Office file"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "photo.txt: is a PNG picture; Knell reads text: transcribe what it shows"),
        ("photo.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", "is a JPEG picture"),
        ("film.mp4", b"\x00\x00\x00\x18ftypmp42", "is a video or sound file"),
        ("note.rtf", b"{\\rtf1 text}", "is an RTF document"),
        ("noise.bin", bytes(range(256)) * 20, "holds binary bytes, not text"),
        ("feed.xml", b'<?xml version="1.0"?><rss><channel/></rss>', "is XML; save it as"),
        ("data.json", b'{"a": [1, 2]}', "is JSON, but not one report a line"),
        ("data.json", b'[{"id": "a", "text": "x"}]', "is JSON, but not one report a line"),
        ("shell.html", b"<html><body><div id=app></div><script>start()</script></body></html>", "is a web page with no story in it"),
    ],
)
def test_what_cannot_be_opened_gets_one_line_that_says_what_to_do(name: str, data: bytes, says: str) -> None:
    assert says in refusal(name, data)


def test_an_archive_is_not_unpacked_however_small_it_is() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    tracemalloc.start()
    try:
        assert "is a gzip archive; unpack it" in refusal("report.html.gz", bomb)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_a_file_past_the_size_bound_is_not_opened() -> None:
    assert refusal("big.txt", b"a " * 600, Limits(file_bytes=1_000)) == (
        "big.txt: has 1,200 bytes; at most 1,000 are opened; give the part that matters"
    )
    assert "characters of text" in refusal("long.txt", b"a " * 600, Limits(text_characters=1_000))


def test_a_slow_file_is_given_up_when_its_time_is_over() -> None:
    ticks = iter(range(0, 1_000, 10))
    with pytest.raises(IntakeError, match="took over 20 seconds at page 3 of 5"):
        open_file("slow.pdf", pdf(*[STORY] * 5), clock=lambda: float(next(ticks)))


def test_the_name_is_shown_in_one_line_whatever_it_holds() -> None:
    assert refusal("two\nlines\x00\udcff.txt", b"").startswith("two lines")


def test_a_file_of_reports_gives_its_reports_and_names_its_bad_lines() -> None:
    opened = open_file("reports.jsonl", b'{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n\n{"id": "b", "text": "z", "colour": 1}\n')
    assert [report.id for report in opened.reports] == ["a", "b"]
    assert opened.faults == ("reports.jsonl, line 2: the id 'a' was already given in line 1; give each report its own id",)
    assert opened.notes == ("reports.jsonl, line 4: the key 'colour' is not one of a report's and is left out (said once)",)


def test_a_file_of_reports_without_a_good_line_is_refused_with_its_first_fault() -> None:
    assert "holds no report that can be read; r.jsonl, line 1: a report needs 'text'" in refusal("r.jsonl", b'{"id": "a"}\n')


def test_a_plain_restatement_stands_in_for_the_page_it_names() -> None:
    text = "Twelve were killed.\n\nRestated by Knell's authors from Example Post, 2025-03-07: https://example.org/a?b=1\n"
    (report,) = open_file("note.txt", text.encode()).reports
    assert report.restates is not None
    assert (report.restates.by, report.restates.outlet) == ("Knell's authors", "Example Post")
    assert (report.outlet, report.published, report.url) == ("Example Post", "2025-03-07", "https://example.org/a?b=1")
    assert report.text == text


def test_an_undated_restatement_gives_no_date() -> None:
    (report,) = open_file("note.txt", b"Twelve died.\nRestated by A from B, undated: https://example.org/").reports
    assert report.published is None
    assert report.restates is not None
    assert report.restates.date is None


@given(st.binary(max_size=400))
def test_any_bytes_are_opened_or_refused_in_one_line(data: bytes) -> None:
    for report in opened_or_refused(data):
        report.text.encode()


@given(
    st.sampled_from([page().encode(), mail().as_bytes(), pdf(STORY), pdf(STORY, packed=True), b'{"id": "a", "text": "x"}\n' * 3]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 30)), min_size=1, max_size=6),
)
def test_a_damaged_file_is_opened_or_refused_and_its_blocks_lie_on_its_text(whole: bytes, damages: list[tuple[float, bytes, int]]) -> None:
    data = bytearray(whole)
    for place, new, removed in damages:
        start = int(place * len(data))
        data[start : start + removed] = new
    for report in opened_or_refused(bytes(data)):
        for block in report.blocks or ():
            words = report.text[block.start : block.end]
            assert words
            assert words == words.strip()


def test_the_same_bytes_give_the_same_reports() -> None:
    for data in (page().encode(), mail().as_bytes(), pdf(STORY), TEXT):
        assert open_file("x", data) == open_file("x", data)
