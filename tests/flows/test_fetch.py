"""Pages are fetched where a person allows it, kept as they came, and read by the ordinary intake."""

import io
import time
from collections.abc import Iterator
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from knell.evidence.entries import Fetch, Ingest
from knell.flows.add import Source
from knell.flows.allowance import Allowance, allow_fetching, allowance_in_force, forbid_fetching
from knell.flows.catching_up import catch_up
from knell.flows.exchange import AGENT
from knell.flows.fetch import Fetched, Missed, fetch_pages
from knell.flows.rebuild import check_ledger
from knell.records.errors import UsageError
from tests.flows.books import Book
from tests.flows.web import PUBLIC, STORY, Page, Web, html, small_web, to, zipped

URL = "http://news.example.com/jableh"


@pytest.fixture
def web() -> Iterator[Web]:
    with small_web() as served:
        yield served


def hands(book: Book) -> dict[str, Any]:
    return {"actor": "amal", "random": book.chance, "now": book.clock}


def allow(book: Book, **how: Any) -> Allowance:
    return allow_fetching(book.folder, "we read what they publish", **how, **hands(book))


def fetch(book: Book, web: Web, *urls: str, source: Source = Source(), **others: Any) -> list[Fetched | Missed]:  # noqa: B008
    return list(fetch_pages(book.folder, urls, source, ways=web.ways(**others), **hands(book)))


def logged(book: Book, kind: type) -> list[Any]:
    with book.desk() as desk:
        return [entry for entry in desk.store.logged() if isinstance(entry.content, kind)]


def test_nothing_is_sent_where_nobody_has_allowed_it(book: Book, web: Web) -> None:
    web.put(URL, html())
    with pytest.raises(UsageError, match="may not fetch"):
        fetch(book, web, URL)
    assert (web.looked_up, web.dialled, web.asked) == ([], [], [])


def test_a_page_becomes_a_report_and_its_warc_is_evidence(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, html())
    (row,) = fetch(book, web, URL)
    assert isinstance(row, Fetched)
    assert (row.final, row.status, row.became) == (URL, 200, "new")
    (answer,), (receipt,) = logged(book, Fetch), logged(book, Ingest)
    assert receipt.content.sha256 == answer.content.sha256
    assert receipt.entry.parents == (answer.leaf,)
    assert (answer.content.address, answer.content.url, answer.content.kind) == (PUBLIC, URL, "page")
    with book.open() as casebook:
        report = casebook.report(row.reports[0])
        assert report.url == URL
        assert report.outlet == "Example Wire"
        assert report.published is not None
        assert report.published.startswith("2025-03-07")
        assert [c.count.low for c in casebook.claims_of_report(report.id) if c.count] == [12]
    assert check_ledger(book.folder, **hands(book)).differs == ((), ())


def test_the_warc_holds_what_went_and_came_byte_for_byte_and_another_program_reads_it(book: Book, web: Web) -> None:
    allow(book)
    web.put("http://short.example.com/x", to(URL))
    web.put(URL, html(**{"X-Odd": "caf\u00e9"}))
    fetch(book, web, "http://short.example.com/x")
    (answer,) = logged(book, Fetch)
    with book.desk() as desk:
        warc = desk.store.read_bytes(answer.content.sha256)
    assert warc is not None
    found = []
    for record in ArchiveIterator(io.BytesIO(warc), no_record_parse=True):
        found.append((record.rec_type, record.rec_headers.get_header("WARC-Target-URI"), record.raw_stream.read()))
    assert [(kind, uri) for kind, uri, _ in found] == [
        ("warcinfo", None),
        ("response", "http://short.example.com/x"),
        ("request", "http://short.example.com/x"),
        ("response", URL),
        ("request", URL),
    ]
    assert "X-Odd: café".encode("latin-1") in found[3][2]
    assert found[3][2].endswith(STORY.encode())
    assert found[4][2].startswith(b"GET /jableh HTTP/1.1\r\nHost: news.example.com\r\n")
    for record in ArchiveIterator(io.BytesIO(warc), check_digests=True):
        record.raw_stream.read()
        assert record.digest_checker.passed is True


def test_a_question_says_little_and_nothing_of_knell(book: Book, web: Web) -> None:
    allow(book)
    web.put("http://short.example.com/x", to(URL))
    web.put(URL, html(**{"Set-Cookie": "who=you"}))
    fetch(book, web, "http://short.example.com/x", URL)
    for _, _, headers in web.asked:
        assert headers == {
            "Host": headers["Host"],
            "User-Agent": AGENT,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "en-US,en;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }
        assert "nell" not in str(headers)
    assert len(web.asked) == 3


def test_the_same_page_again_is_one_more_answer_and_no_second_report(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, html())
    fetch(book, web, URL)
    (again,) = fetch(book, web, URL)
    assert isinstance(again, Fetched)
    assert again.became == "unchanged since it was fetched before"
    assert (len(logged(book, Fetch)), len(logged(book, Ingest))) == (2, 1)
    web.put(URL, html(STORY.replace("12 civilians", "15 civilians")))
    (changed,) = fetch(book, web, URL)
    assert isinstance(changed, Fetched)
    assert changed.became == "new"
    with book.open() as casebook:
        assert len(casebook.reports()) == 2


def test_what_is_no_page_is_kept_and_said(book: Book, web: Web) -> None:
    allow(book)
    web.put("http://news.example.com/gone", Page(b"gone", 410))
    web.put("http://news.example.com/picture", Page(b"\x89PNG\r\n\x1a\n" + bytes(50), 200, {"Content-Type": "image/png"}))
    web.put("http://news.example.com/lines", Page(b'{"id":"a","text":"x","outlet":"BBC"}\n', 200, {"Content-Type": "text/plain"}))
    rows = fetch(book, web, "http://news.example.com/gone", "http://news.example.com/picture", "http://news.example.com/lines")
    assert all(isinstance(row, Missed) and row.kept for row in rows)
    assert "answered 410" in rows[0].line  # type: ignore[union-attr]
    assert "lines of reports" in rows[2].line  # type: ignore[union-attr]
    assert [row.content.status for row in logged(book, Fetch)] == [410, 200, 200]
    assert logged(book, Ingest) == []


def test_a_page_in_chunks_or_packed_is_read(book: Book, web: Web) -> None:
    allow(book)
    body = STORY.encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:100], body[100:])) + b"0\r\n\r\n"
    web.put("http://a.example.com/chunks", Page(chunks, 200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"}))
    web.put("http://b.example.com/packed", zipped(html()))
    rows = fetch(book, web, "http://a.example.com/chunks", "http://b.example.com/packed")
    assert [isinstance(row, Fetched) and row.became for row in rows] == ["new", "new"]
    with book.open() as casebook:
        assert len({report.text for report in casebook.reports()}) == 1


def test_a_charset_that_only_the_server_states_is_kept_with_the_page(book: Book, web: Web) -> None:
    allow(book)
    words = STORY.replace('<meta charset="utf-8">', "").replace("Shelling of Jableh", "قصف جبلة ومقتل مدنيين في الساحل السوري")
    web.put(URL, Page(words.encode("iso8859-6"), 200, {"Content-Type": "text/html; charset=iso-8859-6"}))
    (row,) = fetch(book, web, URL)
    with book.open() as casebook:
        assert "قصف جبلة" in casebook.report(row.reports[0]).text  # type: ignore[union-attr]
    assert check_ledger(book.folder, **hands(book)).differs == ((), ())


def test_one_failure_does_not_stop_the_rest(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, html())
    rows = fetch(book, web, "http://10.0.0.1/", "ftp://news.example.com/x", "http://nobody-knows.example.com/", URL)
    assert [type(row) for row in rows] == [Missed, Missed, Missed, Fetched]
    assert all("\n" not in row.line for row in rows if isinstance(row, Missed))
    assert web.looked_up == ["nobody-knows.example.com", "news.example.com"]


def test_a_redirect_inside_is_refused_and_nothing_is_kept(book: Book, web: Web) -> None:
    allow(book)
    web.names["inner.example.com"] = ["10.1.2.3"]
    for number, place in enumerate(
        ("http://127.0.0.1/", "http://inner.example.com/", "file:///etc/passwd", "//[::1]/", "http://localhost/")
    ):
        url = web.put(f"http://news.example.com/{number}", to(place))
        (row,) = fetch(book, web, url)
        assert isinstance(row, Missed)
        assert not row.kept
    assert set(web.dialled) == {PUBLIC}
    assert logged(book, Fetch) == []


def test_a_name_is_looked_up_once_and_any_address_inside_refuses_it(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, html())
    fetch(book, web, URL)
    assert web.looked_up == ["news.example.com"]
    web.names["two-faced.example.com"] = [PUBLIC, "192.168.1.1"]
    (row,) = fetch(book, web, "http://two-faced.example.com/")
    assert "leads inside (192.168.1.1: a private network)" in row.line  # type: ignore[union-attr]
    assert web.dialled == [PUBLIC]


def test_behind_nat64_the_made_up_addresses_are_passed_over(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, html())
    web.names["news.example.com"] = ["64:ff9b::5db8:d822", PUBLIC]
    (row,) = fetch(book, web, URL)
    assert isinstance(row, Fetched)
    web.names["news.example.com"] = ["64:ff9b::a00:1"]
    (row,) = fetch(book, web, URL)
    assert "no public address" in row.line  # type: ignore[union-attr]


def test_redirects_end_after_a_few(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, to(URL))
    (row,) = fetch(book, web, URL)
    assert "redirects more than 8 times" in row.line  # type: ignore[union-attr]
    assert len(web.asked) == 9


def drip(handler: Any) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        pass


def test_a_server_that_never_ends_is_given_up(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, drip)
    (row,) = fetch(book, web, URL, seconds=0.6)
    assert "gave no whole answer in 0.6 s" in row.line  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (Page(b"a" * 5_000, 200, {"Content-Type": "text/html"}), "at most 4,000"),
        (Page(b"2710\r\n" + b"a" * 10_000 + b"\r\n0\r\n\r\n", 200, {"Transfer-Encoding": "chunked"}), "more than 4,000"),
        (Page(b"x", 200, {"X-Long": "y" * 66_000}), "header line"),
        (Page(b"x", 200, {f"X-{n}": "y" * 1_000 for n in range(66)}), "head of more than"),
        (Page(b"x", 200, {f"X-{n}": "y" for n in range(200)}), "more than 100 headers"),
    ],
    ids=["long", "long in chunks", "one long header", "long head", "many headers"],
)
def test_what_is_too_long_is_refused(book: Book, web: Web, page: Page, says: str) -> None:
    allow(book)
    web.put(URL, page)
    (row,) = fetch(book, web, URL, largest=4_000)
    assert says in row.line  # type: ignore[union-attr]
    assert logged(book, Fetch) == []


def test_a_bomb_is_kept_as_it_came_and_not_unpacked(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, zipped(Page(b"<p>" + bytes(30_000_000), 200, {"Content-Type": "text/html"})))
    (row,) = fetch(book, web, URL)
    assert isinstance(row, Missed)
    assert row.kept
    assert "unpacks to more than" in row.line


def test_an_answer_that_breaks_off_is_not_kept(book: Book, web: Web) -> None:
    allow(book)

    def cut(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>half")
        handler.close_connection = True

    web.put(URL, cut)
    (row,) = fetch(book, web, URL)
    assert "broke off" in row.line  # type: ignore[union-attr]
    assert logged(book, Fetch) == []


def test_what_a_person_states_stands_with_the_page(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, html())
    (row,) = fetch(book, web, URL, source=Source(outlet="Stated", published="2025-03-08"))
    with book.open() as casebook:
        report = casebook.report(row.reports[0])  # type: ignore[union-attr]
        assert (report.outlet, report.published, report.url) == ("Stated", "2025-03-08", URL)


def test_an_allowance_is_a_decision_that_can_be_taken_back(book: Book, web: Web) -> None:
    web.put(URL, html())
    allow(book)
    assert isinstance(fetch(book, web, URL)[0], Fetched)
    forbid_fetching(book.folder, "the office moved", **hands(book))
    with pytest.raises(UsageError, match="may not fetch"):
        fetch(book, web, URL)
    with book.open() as casebook:
        told = [(d.kind, d.state, d.reason) for d in casebook.decisions() if d.kind == "fetch"]
    assert told == [("fetch", "superseded", "we read what they publish"), ("fetch", "applied", "the office moved")]


def test_an_allowance_reads_no_report_again_and_survives_a_rebuild(book: Book) -> None:
    book.add("observatory.txt")
    allow(book, agent="Example/1.0")
    with book.desk() as desk:
        catch_up(desk)
        assert allowance_in_force(desk) == Allowance(allowed=True, agent="Example/1.0")
    assert check_ledger(book.folder, **hands(book)).differs == ((), ())


@pytest.mark.parametrize("how", [{"agent": "a\r\nCookie: x"}, {"agent": " "}, {"proxy": "socks5://127.0.0.1:9050"}, {"proxy": "http://x"}])
def test_an_allowance_that_cannot_be_meant_is_refused(book: Book, how: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        allow(book, **how)


def test_an_erased_answer_is_gone_and_its_entry_stays(book: Book, web: Web) -> None:
    allow(book)
    web.put(URL, html())
    fetch(book, web, URL)
    (answer,), (receipt,) = logged(book, Fetch), logged(book, Ingest)
    with book.desk() as desk:
        desk.store.erase([answer.position, receipt.position], desk.stamp(), desk.random, reason="asked")
        catch_up(desk)
        assert desk.store.read_bytes(answer.content.sha256) is None
        assert desk.store.at(answer.position).content is None
        assert desk.store.faults() == []
    with book.open() as casebook:
        assert casebook.reports() == []
