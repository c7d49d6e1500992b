"""Fetches pages from the web into a casebook, where a person has allowed it.

1. Is it allowed? Without a decision in the log nothing is sent, not even the question where a name lies.
2. Each address: ask, and follow to where its redirects end, within bounds and never inside (``exchange``). No casebook is held meanwhile.
3. Every question and answer goes into the log as one WARC (``fetch/1``): from there on it is acknowledged, whatever the answer was.
4. A page, text or PDF is received (``ingest/1``, resting on that entry) and becomes a report by the ordinary intake. The same bytes from
   the same address again are one more answer, and no second report.
5. The ledger follows the log: read, match, reckon.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple

from knell.evidence.entries import Fetch, Ingest, Random
from knell.intake.http_message import Undecodable, read_message, unpack
from knell.records import Report
from knell.records.errors import IntakeError, KnellError

from .add import Source, open_parts
from .allowance import Going, way_out
from .capture import write_capture
from .catching_up import catch_up
from .exchange import LARGEST, OUT, Hop, Ways, follow
from .outside import show
from .projection import Advance, Clock, Desk, no_progress, writing_desk

WAIT = 30.0
"""Seconds that storing an answer waits for another command to end: what has come is not to be asked for twice."""
TROUBLE = frozenset({408, 425, 429})
"""Answers that say "not now"."""


class Fetched(NamedTuple):
    """An answer, once it is safe. ``final``: the address after redirects. ``became``: what of it was taken in. ``reports``: the ids."""

    url: str
    final: str
    status: int
    became: str
    reports: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Missed(NamedTuple):
    """An address that gave no report, in one line. ``kept``: whether its answer is in the log all the same."""

    url: str
    line: str
    kept: bool = False


class Known(NamedTuple):
    """What has been answered before. ``pages``: address asked for -> its latest entry's position. ``bodies``: (final address, hash of
    the body) of all that became a report or may have. ``feeds``: address of a feed -> position of its latest answer.
    """

    pages: dict[str, int]
    bodies: set[tuple[str, str]]
    feeds: dict[str, int]

    def note(self, position: int, fetch: Fetch) -> None:
        """Takes note of one answer."""
        if fetch.kind == "feed":
            if fetch.status == 200:
                self.feeds[fetch.url] = position
        elif fetch.status < 500 and fetch.status not in TROUBLE:
            self.pages[fetch.url] = position
            if fetch.status == 200:
                self.bodies.add((fetch.final, fetch.body))


def fetch_pages(
    folder: Path,
    urls: Sequence[str],
    source: Source,
    *,
    actor: str,
    random: Random,
    now: Clock,
    advance: Advance = no_progress,
    ways: Ways = OUT,
) -> Iterator[Fetched | Missed]:
    """Fetches addresses, one after the other. What it yields is safe. Run it to its end: the ledger is brought up to the log then.

    Raises ``UsageError`` where nobody has allowed it, ``CasebookError`` where the casebook or disk fails.
    """
    hands = Hands(folder, actor, random, now)
    going, known = set_out(hands)
    opened: dict[str, tuple[Report, ...]] = {}
    for number, url in enumerate(urls):
        advance("fetching", number, len(urls))
        yield fetch_one(hands, url, source, going, known, opened, ways)
    advance("fetching", len(urls), len(urls))
    yield from read_what_came(hands, opened, advance)


class Hands(NamedTuple):
    """Who, chance and time, and the casebook they work on."""

    folder: Path
    actor: str
    random: Random
    now: Clock

    def desk(self) -> AbstractContextManager[Desk]:
        """The casebook for writing, for a moment; use it in a ``with``."""
        return writing_desk(self.folder, actor=self.actor, random=self.random, now=self.now, wait=WAIT)


def set_out(hands: Hands) -> tuple[Going, Known]:
    """How to go out, and what has been answered before. Raises ``UsageError`` where nobody has allowed it."""
    with hands.desk() as desk:
        catch_up(desk)
        return way_out(desk), read_known(desk)


def read_what_came(hands: Hands, opened: dict[str, tuple[Report, ...]], advance: Advance) -> Iterator[Missed]:
    """Brings the ledger up to the log. ``opened``: reports already taken out of what came. Gives what reading failed on."""
    with hands.desk() as desk:
        faults = catch_up(desk, advance, opened)
    yield from (Missed(line.split(": ")[0], line, kept=True) for line in faults)


def fetch_one(
    hands: Hands,
    url: str,
    source: Source,
    going: Going,
    known: Known,
    opened: dict[str, tuple[Report, ...]],
    ways: Ways,
    parents: Sequence[str] = (),
) -> Fetched | Missed:
    """One address, asked and kept; the ledger is left for the end. ``parents``: leaf hashes of what the address was found in."""
    try:
        hops = follow(url, ways=ways, agent=going.agent, proxy=going.proxy)
    except KnellError as error:
        return Missed(url, error.line())
    with hands.desk() as desk:
        at = desk.stamp().at
        warc = write_capture(hops, at, hands.random)
        told = describe(url, hops, warc, going, kind="page")
        position, leaf = keep_answer(desk, told, warc, parents)
        same = (told.final, told.body) in known.bodies
        known.note(position, told)
        if told.status != 200:
            return Missed(url, f"{show(url)}: answered {told.status}; kept, nothing to read", kept=True)
        if same:
            return Fetched(url, told.final, told.status, "unchanged since it was fetched before", ())
        return _receive(desk, told, leaf, warc, source, opened)


def keep_answer(desk: Desk, told: Fetch, warc: bytes, parents: Sequence[str] = ()) -> tuple[int, str]:
    """Puts an answer into the log; returns its position and leaf hash."""
    (position,) = desk.store.append([told], desk.stamp(), desk.random, blobs=[warc], parents=parents)
    return position, desk.store.at(position).leaf


def describe(url: str, hops: Sequence[Hop], warc: bytes, going: Going, *, kind: str) -> Fetch:
    """What the log says of an answer."""
    last = hops[-1]
    return Fetch(
        url=url,
        final=last.url,
        kind=kind,
        status=last.status,
        sha256=hashlib.sha256(warc).hexdigest(),
        size=len(warc),
        body=hashlib.sha256(body_of(last)).hexdigest(),
        address=last.address,
        certificate=last.certificate,
        via=going.proxy.in_words() if going.proxy else None,
        etag=_header(last.headers, "etag"),
        modified=_header(last.headers, "last-modified"),
    )


def body_of(hop: Hop) -> bytes:
    """An answer's body, unpacked where it can be."""
    message = read_message(hop.response)
    if message is None:
        return hop.response
    try:
        return unpack(message, LARGEST)
    except Undecodable:
        return message.body


def read_known(desk: Desk, start: int = 0, known: Known | None = None) -> Known:
    """What the log has of earlier answers, from a position on."""
    known = known or Known({}, set(), {})
    for logged in desk.store.logged_of("fetch/1", start=start):
        if isinstance(logged.content, Fetch):
            known.note(logged.position, logged.content)
    return known


def _receive(desk: Desk, told: Fetch, leaf: str, warc: bytes, source: Source, opened: dict[str, tuple[Report, ...]]) -> Fetched | Missed:
    name = f"{told.final.split('/')[2].partition(':')[0][:80]}.warc.gz"
    try:
        (part,), faults = open_parts(name, warc)
    except IntakeError as error:
        return Missed(told.url, f"{show(told.url)}: kept, but it {error.what}", kept=True)
    stated = source._replace(url=None, origin=source.origin or "fetched from the web")._asdict()
    receipt = Ingest(sha256=told.sha256, size=told.size, name=name, **stated)
    desk.store.append([receipt], desk.stamp(), desk.random, parents=[leaf])
    opened[told.sha256] = part.reports
    ids = tuple(desk.store.key.report_id(told.sha256, n) for n in range(1, len(part.reports) + 1))
    return Fetched(told.url, told.final, told.status, "new", ids, (*part.notes, *faults))


def _header(headers: Mapping[str, str], name: str) -> str | None:
    value = headers.get(name)
    plain = value is not None and len(value) <= 300 and all(32 <= ord(c) < 127 for c in value)
    return value if plain else None
