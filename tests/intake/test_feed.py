"""News feeds into their items."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knell.intake.feed import Item, read_feed
from knell.records.errors import IntakeError
from knell.records.report import Report

URL = "https://news.example.org/feed.xml"
RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Example Wire</title><link>https://news.example.org/</link>
<item><title>Shelling of <![CDATA[Jableh]]></title><link>https://news.example.org/a?x=1&amp;y=2#top</link><pubDate>Thu, 06 Mar 2025 10:15:00 +0200</pubDate></item>
<item><title>Homs</title><guid>https://news.example.org/b</guid><dc:date>2025-03-07</dc:date></item>
<item><title>No page</title><guid isPermaLink="false">tag:x</guid></item>
<item><title>Again</title><link> /a?x=1&amp;y=2 </link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة</title>
<entry><title>قصف</title><link rel="self" href="/self"/><link rel="alternate" href="/c"/><published>2025-03-06T10:15:00Z</published><updated>2025-03-09T00:00:00Z</updated></entry>
<entry><link href="https://other.example.org/d"/><updated>2025-02-30T00:00:00Z</updated></entry></feed>""".encode()
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Old</title></channel>
<item rdf:about="x"><title>T</title><link>http://old.example.org/e</link></item></rdf:RDF>"""


def test_an_rss_feed_gives_each_item_once_with_its_date() -> None:
    feed = read_feed(RSS, URL)
    assert feed.title == "Example Wire"
    assert feed.items == (
        Item("https://news.example.org/a?x=1&y=2", "2025-03-06T10:15:00+02:00", "Shelling of Jableh"),
        Item("https://news.example.org/b", "2025-03-07", "Homs"),
    )


def test_an_atom_feed_gives_the_page_and_not_the_feeds_own_address() -> None:
    assert read_feed(ATOM, URL).items == (
        Item("https://news.example.org/c", "2025-03-06T10:15:00Z", "قصف"),
        Item("https://other.example.org/d", None, None),
    )


def test_an_old_feed_is_read_too() -> None:
    assert [item.link for item in read_feed(RDF, URL).items] == ["http://old.example.org/e"]


@pytest.mark.parametrize("content", [b"", b"<html><body>no</body></html>", b"not xml", b"{}", bytes(50)])
def test_what_is_no_feed_is_said_in_one_line(content: bytes) -> None:
    with pytest.raises(IntakeError, match="no feed"):
        read_feed(content, URL)


def test_no_entity_is_expanded_and_nothing_is_read_from_elsewhere() -> None:
    head = b'<!DOCTYPE rss [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY g "hidden">]><rss><channel>'
    items = b"".join(
        b"<item><title>a%s</title><link>https://a.example.org/%d</link></item>" % (e, n) for n, e in enumerate((b"&f;", b"&g;"))
    )
    feed = read_feed(head + items + b"</channel></rss>", URL)
    assert [item.link for item in feed.items] == ["https://a.example.org/0", "https://a.example.org/1"]
    assert all("root" not in (item.title or "") and "hidden" not in (item.title or "") for item in feed.items)


def test_a_feed_of_a_billion_laughs_is_read_no_further() -> None:
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 12))
    item = b"<item><title>&l11;</title><link>https://a.example.org/1</link></item>"
    feed = read_feed(b'<!DOCTYPE rss [<!ENTITY l0 "ha">' + laughs + b"]><rss><channel>" + item + b"</channel></rss>", URL)
    assert all(len(found.title or "") <= 500 for found in feed.items)


@given(st.binary(max_size=200), st.integers(0, len(RSS)))
def test_any_bytes_are_a_feed_or_none(noise: bytes, at: int) -> None:
    line = ""
    try:
        for item in read_feed(RSS[:at] + noise + RSS[at:], URL).items:
            Report(id="r", text="", published=item.published)
    except IntakeError as fault:
        line = fault.line()
    assert "\n" not in line
