"""A news feed (RSS 0.9 to 2.0, Atom) into its items: address, date, title, and nothing of their text, which is read on the page itself.

lxml reads it, as it reads web pages: no entity is expanded, no document type is loaded, nothing is asked of the network, and a feed that
is slightly broken is read as far as it goes. A library for feeds would do no better here: what it adds (reading what is no XML by patterns,
cleaning the items' HTML) is what a stranger's bytes are best kept from.
"""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from knell.records.errors import IntakeError

LARGEST = 10_000_000
MOST_ITEMS = 1_000
_DEPTH = 60
_ITEMS = frozenset({"item", "entry"})
_DATES = ("pubdate", "published", "date", "issued", "updated", "modified")


class Item(NamedTuple):
    """An item of a feed. ``link``: absolute. ``published``: a moment or a day in ISO 8601, as the feed states it, else ``None``."""

    link: str
    published: str | None
    title: str | None


class Feed(NamedTuple):
    """A feed: what it calls itself, and its items in its own order."""

    title: str | None
    items: tuple[Item, ...]


def read_feed(content: bytes, url: str) -> Feed:
    """The items of a feed that came from ``url``. Raises ``IntakeError`` where it is none."""
    if len(content) > LARGEST:
        raise IntakeError(f"has {len(content):,} bytes", where=url, todo=f"at most {LARGEST:,} are read of a feed")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or _name(root) not in ("rss", "feed", "rdf"):
        raise IntakeError("is no feed", where=url, todo="give the address of an RSS or Atom feed")
    found: list[Item] = []
    for element in root.iter(etree.Element):
        if _name(element) in _ITEMS and _depth(element) <= _DEPTH:
            item = _item(element, url)
            if item is not None and all(item.link != other.link for other in found[-50:]):
                found.append(item)
        if len(found) >= MOST_ITEMS:
            break
    channel = next((child for child in root if _name(child) == "channel"), root)
    return Feed(_child(channel, "title"), tuple(found))


def _item(element: etree._Element, url: str) -> Item | None:
    link = _link(element)
    if not link:
        return None
    try:
        whole = urljoin(url, link)
    except ValueError:
        return None
    return Item(whole.partition("#")[0], _published(element), _child(element, "title"))


def _link(element: etree._Element) -> str | None:
    """RSS: the words of ``link``, or a ``guid`` that is one. Atom: the ``href`` of the link that leads to the page."""
    others: list[str] = []
    for child in element:
        name = _name(child)
        if name == "link":
            href, words = child.get("href"), (child.text or "").strip()
            if href and child.get("rel", "alternate") == "alternate":
                return href.strip()
            if words:
                return words
        elif name == "guid" and child.get("isPermaLink", "true").lower() == "true":
            words = (child.text or "").strip()
            if words.startswith(("http://", "https://")):
                others.append(words)
    return others[0] if others else None


def _published(element: etree._Element) -> str | None:
    for name in _DATES:
        words = _child(element, name)
        if words and (moment := _moment(words)):
            return moment
    return None


def _moment(words: str) -> str | None:
    """A date as feeds write it (RFC 822, ISO 8601), in the spelling a report has. ``None`` for a day no calendar has."""
    words = words.strip()[:60]
    try:
        if re.match(r"\d{4}-\d{2}-\d{2}$", words):
            return date.fromisoformat(words).isoformat()
        moment = datetime.fromisoformat(words) if re.match(r"\d{4}-\d{2}-\d{2}[T ]", words) else parsedate_to_datetime(words)
        if not 1990 <= moment.year <= 2200:
            return None
        if moment.tzinfo is None or moment.tzinfo is UTC:
            return moment.strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if moment.tzinfo else "")
        return moment.replace(microsecond=0).isoformat()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _child(element: etree._Element, name: str) -> str | None:
    for child in element:
        if _name(child) == name:
            words = " ".join("".join(map(str, child.itertext())).split())
            return words[:500] or None
    return None


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())
