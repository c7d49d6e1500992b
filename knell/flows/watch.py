"""Watches news feeds: what is new in them is fetched into a casebook, each item once.

1. Is it allowed? As for ``fetch``.
2. Each feed: ask for it, saying what we have (ETag, Last-Modified), so that a feed that has not changed costs one short answer. A changed
   one goes into the log as an answer.
3. The items in it that nobody has fetched yet are fetched as pages, with the date the feed gives them. Where a feed has not changed, the
   answer in the log is looked through again: a round that was cut short is taken up, and what failed for a while is tried again.
4. The ledger follows the log at the end of the round.

Through a proxy nothing is said of what we have: an ETag can be made for one visitor and know them again wherever they come from.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from knell.evidence.entries import Fetch, Random
from knell.intake.feed import Feed, Item, read_feed
from knell.intake.http_message import Undecodable, read_message, unpack
from knell.intake.warc import read_records
from knell.records import Report
from knell.records.errors import InputError, KnellError, UsageError

from .add import Source
from .allowance import Going
from .capture import write_capture
from .exchange import LARGEST, OUT, Ways, follow
from .fetch import Fetched, Hands, Known, Missed, body_of, describe, fetch_one, keep_answer, read_what_came, set_out
from .outside import show
from .projection import Advance, Clock, Desk, no_progress

MOST_AT_ONCE = 100
"""Items of one feed that are fetched in one round."""
PAUSE = 1.0
"""Seconds between two questions: a feed's host is not to feel it."""
MOST_FEEDS = 2_000


class Looked(NamedTuple):
    """One feed looked at. ``new``: items in it that had not been fetched. ``changed``: whether it is another than last time."""

    url: str
    title: str | None
    new: int
    changed: bool


class Finding(NamedTuple):
    """What a feed gave: its items, and the leaf hash of the answer they stand in."""

    feed: Feed
    leaf: str
    changed: bool


def read_list(given: Sequence[str]) -> tuple[str, ...]:
    """The feeds that a command line names: addresses, and files with one address a line. Raises ``InputError``, ``UsageError``."""
    urls: list[str] = []
    for one in given:
        if one.lower().startswith(("http://", "https://")):
            urls.append(one)
            continue
        try:
            lines = Path(one).read_text("utf-8-sig").splitlines()
        except OSError as error:
            raise InputError(error.strerror or "cannot be read", where=one, todo="give feeds' addresses, or a file of them") from None
        except UnicodeDecodeError:
            raise InputError("is not UTF-8", where=one) from None
        urls += [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not urls:
        raise UsageError("no feed is named", todo="give feeds' addresses, or a file with one a line")
    if len(urls) > MOST_FEEDS:
        raise UsageError(f"over {MOST_FEEDS:,} feeds are named")
    return tuple(dict.fromkeys(urls))


def watch_round(
    folder: Path,
    feeds: Sequence[str],
    *,
    actor: str,
    random: Random,
    now: Clock,
    advance: Advance = no_progress,
    ways: Ways = OUT,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Looked | Fetched | Missed]:
    """One round over the feeds. What it yields is safe. Run it to its end: the ledger is brought up to the log then."""
    hands = Hands(folder, actor, random, now)
    going, known = set_out(hands)
    opened: dict[str, tuple[Report, ...]] = {}
    for number, url in enumerate(feeds):
        advance("watching", number, len(feeds))
        try:
            found = _look(hands, url, going, known, ways)
        except KnellError as error:
            yield Missed(url, error.line())
            continue
        new = [item for item in found.feed.items if item.link not in known.pages]
        yield Looked(url, found.feed.title, len(new), found.changed)
        for item in new[:MOST_AT_ONCE]:
            sleep(PAUSE)
            yield fetch_one(hands, item.link, _source(item), going, known, opened, ways, parents=[found.leaf])
        if len(new) > MOST_AT_ONCE:
            yield Missed(url, f"{show(url)}: {len(new) - MOST_AT_ONCE} of its items wait for the next round", kept=True)
    advance("watching", len(feeds), len(feeds))
    yield from read_what_came(hands, opened, advance)


def _source(item: Item) -> Source:
    return Source(published=item.published, origin="a feed that is watched")


def _look(hands: Hands, url: str, going: Going, known: Known, ways: Ways) -> Finding:
    """A feed as it stands now. Raises ``KnellError`` where it cannot be had or read."""
    with hands.desk() as desk:
        before = _before(desk, known, url)
    hops = follow(url, ways=ways, agent=going.agent, proxy=going.proxy, asked=_have(before[0] if before and not going.proxy else None))
    status, body = hops[-1].status, body_of(hops[-1])
    if status == 304 and before is not None:
        return Finding(read_feed(before[2], url), before[1], changed=False)
    if status != 200:
        raise InputError(f"answered {status}", where=show(url))
    feed = read_feed(body, hops[-1].url)
    with hands.desk() as desk:
        warc = write_capture(hops, desk.stamp().at, hands.random)
        told = describe(url, hops, warc, going, kind="feed")
        if before is not None and before[0].body == told.body:
            return Finding(feed, before[1], changed=False)
        position, leaf = keep_answer(desk, told, warc)
        known.note(position, told)
    return Finding(feed, leaf, changed=True)


def _before(desk: Desk, known: Known, url: str) -> tuple[Fetch, str, bytes] | None:
    """The feed's latest answer in the log, its leaf hash and its body; ``None`` where there is none, or it has been erased."""
    position = known.feeds.get(url)
    if position is None:
        return None
    logged = desk.store.at(position)
    warc = desk.store.read_bytes(logged.content.sha256) if isinstance(logged.content, Fetch) else None
    if not isinstance(logged.content, Fetch) or warc is None:
        return None
    bodies = [record.block for record in read_records(warc, show(url)) if record.kind == "response" and record.block is not None]
    message = read_message(bodies[-1]) if bodies else None
    if message is None:
        return None
    try:
        return logged.content, logged.leaf, unpack(message, LARGEST)
    except Undecodable:
        return None


def _have(before: Fetch | None) -> dict[str, str]:
    if before is None:
        return {}
    told = {"If-None-Match": before.etag, "If-Modified-Since": before.modified}
    return {name: value for name, value in told.items() if value is not None}
