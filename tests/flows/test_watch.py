"""Feeds are watched: what is new is fetched once, and a round that was cut short is taken up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knell.evidence.entries import Fetch, Ingest
from knell.flows.fetch import Fetched, Missed
from knell.flows.watch import Looked, read_list, watch_round
from knell.records.errors import InputError, UsageError
from tests.flows.books import Book
from tests.flows.test_fetch import allow, logged
from tests.flows.web import STORY, Page, Web, html, small_web

FEED = "http://news.example.com/feed.xml"


@pytest.fixture
def web() -> Iterator[Web]:
    with small_web() as served:
        yield served


def feed(*links: str, **headers: str) -> Page:
    items = "".join(f"<item><link>{link}</link><pubDate>Fri, 07 Mar 2025 09:00:00 GMT</pubDate></item>" for link in links)
    words = f"<rss version='2.0'><channel><title>Example Wire</title>{items}</channel></rss>"
    return Page(words.encode(), 200, {"Content-Type": "application/rss+xml"} | {k.replace("_", "-"): v for k, v in headers.items()})


def watch(book: Book, web: Web, *feeds: str) -> list[Any]:
    hands: dict[str, Any] = {"actor": "amal", "random": book.chance, "now": book.clock}
    return list(watch_round(book.folder, feeds or (FEED,), ways=web.ways(), sleep=lambda _: None, **hands))


def story(number: int) -> Page:
    return html(STORY.replace("12 civilians", f"{number} civilians").replace("article:published_time", "x"))


def test_nothing_is_asked_where_nobody_has_allowed_it(book: Book, web: Web) -> None:
    with pytest.raises(UsageError, match="may not fetch"):
        watch(book, web)
    assert (web.looked_up, web.asked) == ([], [])


def test_each_new_item_becomes_a_report_once_with_the_date_of_the_feed(book: Book, web: Web) -> None:
    allow(book)
    one, two = web.put("http://news.example.com/1", story(12)), web.put("http://news.example.com/2", story(15))
    web.put(FEED, feed(one))
    rows = watch(book, web)
    assert isinstance(rows[0], Looked)
    assert (rows[0].title, rows[0].new, rows[0].changed) == ("Example Wire", 1, True)
    assert isinstance(rows[1], Fetched)
    web.put(FEED, feed(two, one))
    assert [type(row) for row in watch(book, web)] == [Looked, Fetched]
    assert (web.hits("news.example.com"), len(web.asked)) == (4, 4)
    with book.open() as casebook:
        assert {report.url for report in casebook.reports()} == {one, two}
        assert {report.published for report in casebook.reports()} == {"2025-03-07T09:00:00Z"}
    answers = logged(book, Fetch)
    assert [a.content.kind for a in answers] == ["feed", "page", "feed", "page"]
    assert answers[1].entry.parents == (answers[0].leaf,)
    assert [r.entry.parents for r in logged(book, Ingest)] == [(answers[1].leaf,), (answers[3].leaf,)]


def test_a_feed_that_has_not_changed_costs_one_short_answer_and_no_entry(book: Book, web: Web) -> None:
    allow(book)
    one = web.put("http://news.example.com/1", story(12))

    def answer(handler: Any) -> Page:
        if handler.headers["If-None-Match"] == '"v1"' and handler.headers["If-Modified-Since"] == "Fri, 07 Mar 2025 09:00:00 GMT":
            return Page(b"", 304)
        return feed(one, ETag='"v1"', Last_Modified="Fri, 07 Mar 2025 09:00:00 GMT")

    web.put(FEED, answer)
    watch(book, web)
    before = len(logged(book, Fetch))
    (row,) = watch(book, web)
    assert (row.new, row.changed) == (0, False)
    assert len(logged(book, Fetch)) == before == 2


def test_an_item_that_failed_for_a_while_is_tried_again_though_the_feed_has_not_changed(book: Book, web: Web) -> None:
    allow(book)
    one = "http://news.example.com/1"
    web.put(one, Page(b"busy", 503))
    web.put(FEED, lambda h: Page(b"", 304) if h.headers["If-None-Match"] else feed(one, ETag='"v1"'))
    assert [type(row) for row in watch(book, web)] == [Looked, Missed]
    web.put(one, story(12))
    assert [type(row) for row in watch(book, web)] == [Looked, Fetched]
    assert [type(row) for row in watch(book, web)] == [Looked]


def test_a_page_that_is_gone_is_not_asked_for_again(book: Book, web: Web) -> None:
    allow(book)
    web.names["news.example.com"] = []
    web.put("http://news.example.com/other", story(1))
    web.names["news.example.com"] = ["93.184.216.34"]
    web.put(FEED, feed("http://news.example.com/gone"))
    assert [type(row) for row in watch(book, web)] == [Looked, Missed]
    assert [type(row) for row in watch(book, web)] == [Looked]


def test_a_feed_cannot_send_us_inside(book: Book, web: Web) -> None:
    allow(book)
    web.names["inner.example.com"] = ["192.168.1.1"]
    links = (
        "http://127.0.0.1/",
        "http://inner.example.com/",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "http://localhost/",
    )
    web.put(FEED, feed(*links))
    rows = watch(book, web)
    assert [type(row) for row in rows] == [Looked] + [Missed] * len(links)
    assert len(web.dialled) == 1


def test_a_feed_that_fails_gets_one_line_and_the_others_go_on(book: Book, web: Web) -> None:
    allow(book)
    one = web.put("http://news.example.com/1", story(12))
    web.put("http://a.example.com/feed", Page(b"down", 500))
    web.put("http://b.example.com/feed", html())
    web.put(FEED, feed(one))
    rows = watch(book, web, "http://a.example.com/feed", "http://b.example.com/feed", "http://nobody.example.com/", FEED)
    assert [type(row) for row in rows] == [Missed, Missed, Missed, Looked, Fetched]
    assert "answered 500" in rows[0].line
    assert "is no feed" in rows[1].line


def test_an_item_in_two_feeds_is_fetched_once(book: Book, web: Web) -> None:
    allow(book)
    one = web.put("http://news.example.com/1", story(12))
    for name in ("a", "b"):
        web.put(f"http://{name}.example.com/feed", feed(one))
    assert [type(row) for row in watch(book, web, "http://a.example.com/feed", "http://b.example.com/feed")] == [Looked, Fetched, Looked]


def test_a_list_of_feeds_is_addresses_or_files_of_them(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text(f"# the coast\n{FEED}\n\n  http://b.example.com/feed  \n{FEED}\n")
    assert read_list([str(path), "https://c.example.com/f"]) == (FEED, "http://b.example.com/feed", "https://c.example.com/f")
    for wrong, error in ((str(tmp_path / "none.txt"), InputError), (str(tmp_path), InputError)):
        with pytest.raises(error):
            read_list([wrong])
    path.write_text("# nothing\n")
    with pytest.raises(UsageError):
        read_list([str(path)])
