"""Web archives: each page a report, digests checked, hostile ones held within bounds."""

import base64
import gzip
import hashlib
import io
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from knell.intake.file import open_file
from knell.intake.opened import Limits
from knell.intake.warc import Bounds, is_warc, read_records
from knell.records.errors import IntakeError
from tests.intake.archives import URL, answer, story_warc, warc
from tests.intake.cast import page


@pytest.mark.parametrize("packed", [True, False], ids=["gzipped", "plain"])
def test_a_page_in_an_archive_is_a_report_with_the_address_it_was_got_from(packed: bool) -> None:
    intake = open_file("crawl.warc.gz" if packed else "crawl.warc", story_warc(gzip=packed))
    (report,) = intake.reports
    assert intake.media == "application/warc"
    assert report.url == URL
    assert report.outlet == "news.example.org"
    assert "at least twelve people were killed near Jableh" in report.text
    assert (intake.notes, intake.faults) == ((), ())


def test_the_day_of_the_visit_is_nobodys_day_of_publication() -> None:
    (report,) = open_file("a.warc", story_warc()).reports
    assert report.published is None


def test_pages_texts_and_pdfs_are_read_and_the_rest_is_counted() -> None:
    other = page(title="Thirty injured").encode()
    found = open_file(
        "crawl.warc.gz",
        warc(
            (URL, answer(page().encode())),
            ("https://news.example.org/b", answer(other)),
            ("https://news.example.org/b", answer(other)),
            ("https://news.example.org/note.txt", answer(b"Two people were killed in Homs on Friday.", "text/plain")),
            ("https://news.example.org/logo.png", answer(b"\x89PNG\r\n\x1a\n", "image/png")),
            ("https://news.example.org/gone", answer(b"gone", "text/html", "404 Not Found")),
            ("https://news.example.org/old", answer(b"", "text/html", "301 Moved", Location=URL)),
            ("https://news.example.org/robots.txt", answer(b"User-agent: *", "text/plain")),
        ),
    )
    assert [report.url for report in found.reports] == [URL, "https://news.example.org/b", "https://news.example.org/note.txt"]
    assert found.faults == ()
    (note,) = found.notes
    for left in ("1 answers of status 404", "2 pictures, recordings and parts of pages", "1 redirects", "1 repeats"):
        assert left in note


def test_a_page_that_was_changed_after_it_was_archived_is_named_and_not_read() -> None:
    whole = warc((URL, answer(page().encode())), ("https://news.example.org/b", answer(page(title="Another").encode())), gzip=False)
    changed = whole.replace(b"twelve people", b"twenty people", 1)
    found = open_file("a.warc", changed)
    assert [report.url for report in found.reports] == ["https://news.example.org/b"]
    (fault,) = found.faults
    assert URL in fault
    assert "its bytes are not those the archive's digest was made of" in fault
    with pytest.raises(IntakeError, match="digest"):
        open_file("a.warc", story_warc(gzip=False).replace(b"twelve people", b"twenty people"))


@pytest.mark.parametrize("payload", ["as sent", "without chunks", "unpacked"])
@pytest.mark.parametrize("spelt", ["base32", "hex", "base64"])
@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "sha-256"])
def test_a_payload_digest_of_any_archivers_reckoning_fits(payload: str, spelt: str, algorithm: str) -> None:
    plain = page().encode()
    packed = gzip.compress(plain)
    sent = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:50], packed[50:])) + b"0\r\n\r\n"
    digest = hashlib.new(algorithm.replace("-", ""), {"as sent": sent, "without chunks": packed, "unpacked": plain}[payload]).digest()
    value = {"base32": base64.b32encode(digest).decode(), "hex": digest.hex(), "base64": base64.b64encode(digest).decode()}[spelt]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    about = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <{URL}>\r\nWARC-Payload-Digest: {algorithm}:{value}\r\n"
    made = about.encode() + b"Content-Length: %d\r\n\r\n" % len(head + sent) + head + sent + b"\r\n\r\n"
    (record,) = read_records(made, "a.warc")
    assert (record.fits, record.target) == ("yes", URL)
    assert open_file("a.warc", made).faults == ()
    (record,) = read_records(made.replace(b"200 OK", b"201 OK").replace(packed[:20], packed[1:21]), "a.warc")
    assert record.fits == "no"


def test_a_digest_of_an_unknown_kind_is_no_failure() -> None:
    made = story_warc(gzip=False).replace(b"sha1:", b"blak:")
    assert [record.fits for record in read_records(made, "a")] == ["not checked", "not checked"]
    assert len(open_file("a.warc", made).reports) == 1


@given(st.lists(st.tuples(st.binary(max_size=300), st.booleans()), max_size=5), st.booleans())
def test_what_warcio_writes_is_read_as_warcio_reads_it(bodies: list[tuple[bytes, bool]], packed: bool) -> None:
    made = warc(
        *((f"http://example.org/{n}", answer(body, "text/html" if html else "image/png")) for n, (body, html) in enumerate(bodies)),
        gzip=packed,
    )
    theirs = [
        (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.raw_stream.read())
        for r in ArchiveIterator(io.BytesIO(made), no_record_parse=True)
    ]
    ours = list(read_records(made, "a"))
    assert [(r.kind, r.target, r.block) for r in ours] == theirs
    assert {r.fits for r in ours} <= {"yes"}


WHOLE = {packed: story_warc(gzip=packed) for packed in (True, False)}


@given(st.data())
@settings(max_examples=60)
def test_a_broken_archive_is_read_as_far_as_it_goes_or_refused_in_one_line(data: st.DataObject) -> None:
    whole = WHOLE[data.draw(st.booleans())]
    cut = bytearray(whole[: data.draw(st.integers(1, len(whole)))])
    for at in data.draw(st.lists(st.integers(0, len(cut) - 1), max_size=4)):
        cut[at] = data.draw(st.integers(0, 255))
    line = ""
    try:
        list(read_records(bytes(cut), "a.warc"))
    except IntakeError as fault:
        line = fault.line()
    assert "\n" not in line


def test_an_archive_that_breaks_off_gives_what_came_before_and_says_so() -> None:
    whole = warc((URL, answer(page().encode())), ("https://news.example.org/b", answer(page(title="Another").encode())), gzip=False)
    found = open_file("a.warc", whole[:-300])
    assert [report.url for report in found.reports] == [URL]
    assert "breaks off" in found.faults[0]


def bomb(size: int) -> bytes:
    record = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.com/\r\nContent-Length: %d\r\n\r\n" % size
    work = zlib.compressobj(9, zlib.DEFLATED, 31)
    return work.compress(record) + b"".join(work.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + work.flush()


def test_a_record_that_unpacks_to_too_much_is_passed_over_and_a_whole_one_refused() -> None:
    (record,) = read_records(bomb(40_000_000), "a.warc")
    assert record.block is None
    with pytest.raises(IntakeError, match="unpacks to more"):
        list(read_records(bomb(40_000_000), "a.warc", Bounds(whole=10_000_000)))


def test_a_page_packed_as_a_bomb_is_named() -> None:
    packed = gzip.compress(bytes(30_000_000))
    with pytest.raises(IntakeError, match="unpacks to more than"):
        open_file("a.warc", warc(("http://a.com/", answer(packed, "text/html", Content_Encoding="gzip"))))


def test_bombs_by_the_hundred_are_given_up_after_the_first_few() -> None:
    packed = answer(gzip.compress(bytes(3_000_000)), "text/html", Content_Encoding="gzip")
    many = warc(*((f"http://a.com/{n}", packed) for n in range(200)))
    with pytest.raises(IntakeError, match="unpacks to more than"):
        open_file("a.warc", many, limits=Limits(file_bytes=2_000_000, archive_text=5_000_000))
    good = open_file("a.warc", warc((URL, answer(page().encode())), *((f"http://a.com/{n}", packed) for n in range(200))),
                     limits=Limits(file_bytes=2_000_000, archive_text=5_000_000))  # fmt: skip
    assert [report.url for report in good.reports] == [URL]
    assert "197 pages past the bound of one archive" in good.notes[0]
    assert len(good.faults) == 4


def test_thousands_of_empty_pieces_end() -> None:
    with pytest.raises(IntakeError, match="gzipped pieces"):
        list(read_records(gzip.compress(b"") * 150_001, "a.warc"))


@pytest.mark.parametrize(
    "head",
    [
        b"WARC/9.9\r\n",
        b"WARC/1.0\r\n" + b"A: b\r\n" * 300 + b"\r\n",
        b"WARC/1.0\r\nContent-Length: -5\r\n\r\n",
        b"WARC/1.0\r\nContent-Length: 99999999999999999\r\n\r\n",
        b"WARC/1.0\r\n\r\n",
        b"WARC/1.0\r\n" + b"a" * 100_000,
    ],
)
def test_a_record_that_is_none_is_refused(head: bytes) -> None:
    with pytest.raises(IntakeError):
        list(read_records(head, "a.warc"))


def test_a_page_given_out_in_an_archive_cannot_say_whose_lines_it_holds() -> None:
    lines = b'{"id":"a","text":"Ten people were killed in Homs.","outlet":"Somebody else"}\n'
    with pytest.raises(IntakeError, match="lines of reports"):
        open_file("a.warc", warc(("http://a.com/x", answer(lines, "text/plain"))))


def test_only_what_begins_as_an_archive_is_one() -> None:
    assert is_warc(story_warc())
    assert not is_warc(gzip.compress(b"something else"))
    assert not is_warc(b"\x1f\x8b broken")
    with pytest.raises(IntakeError, match="gzip archive"):
        open_file("a.gz", gzip.compress(b"something else"))


def test_an_archive_may_be_larger_than_a_file_and_not_without_bound() -> None:
    padded = story_warc() + bytes(3_000)
    small = Limits(file_bytes=2_000, archive_bytes=len(padded))
    assert open_file("a.warc", story_warc(), limits=Limits()).reports
    with pytest.raises(IntakeError, match="bytes"):
        open_file("a.warc", padded + b"\x00", limits=small)
