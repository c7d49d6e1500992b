"""Exhibits: pictures behind a click, custody, what people say and why, linked claims, and footage that looks alike side by side.

What a file states of itself, its name, and from whom it came may name the person who filmed; none of it stands on a page.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from knell.casebook.exhibits import Shown, Tie, list_exhibits, list_matches, list_said, list_ties
from knell.casebook.ledger import Casebook
from knell.evidence.store import Store, open_store
from knell.flows.exhibit_walk import Custody, custody_of
from knell.publishing.footage import alike_in_words, clock
from knell.records.exhibit import FootageMatch, Stretch

from .addresses import claim_address, exhibit_address, incident_address, picture_address
from .legible import legible
from .wording import day_words

KINDS = {"picture": "Picture", "film": "Film", "sound": "Sound recording", "document": "Document", "other": "File"}
FIELDS = {
    "summary": "What it shows", "claimed_place": "Claimed place", "claimed_time": "Claimed time", "geolocation": "Found to be from (place)",
    "chronolocation": "Found to be from (time)", "filmed_by": "Filmed by (sealed identity)",
}  # fmt: skip
CREDENTIALS = {
    "valid": "a content credential whose signature fits, by a signer nobody here vouches for",
    "trusted": "a content credential whose signature fits",
    "invalid": "a content credential that does not fit the file",
    "unread": "a content credential that was not read",
}
STATES = {
    "unchanged": "the bytes still have this hash",
    "changed": "the bytes no longer have this hash",
    "missing": "the bytes are missing",
}
PAGE = 60
"""Exhibits on a page of the list."""


class Image(NamedTuple):
    """A picture to show behind a click. ``at``: the second of a film, in words."""

    href: str
    width: int
    height: int
    at: str


class Link(NamedTuple):
    """A link to a claim that a person made. ``when`` in words."""

    claim: str
    href: str
    incident: str
    incident_href: str
    reason: str
    when: str
    otherwise: bool


class Card(NamedTuple):
    """An exhibit in a list, or beside a claim. ``facts``: what was found that names nobody."""

    exhibit: str
    href: str
    title: str
    said: str
    facts: tuple[str, ...]
    image: Image | None
    links: tuple[Link, ...]
    custody: tuple[Custody, ...]
    alike: tuple["Pair", ...]
    fault: str


class Pair(NamedTuple):
    """Two exhibits that look alike: the one at hand and the other, with pictures of what is alike, side by side."""

    href: str
    other: str
    what: str
    near: bool
    distance: int
    sides: tuple[tuple[Image | None, Image | None, str], ...]


class ExhibitPage(NamedTuple):
    """All that an exhibit's template needs."""

    card: Card
    said: tuple[tuple[str, str, str, str], ...]
    images: tuple[Image, ...]
    stated: int


class ExhibitsPage(NamedTuple):
    """A page of the list of all exhibits."""

    cards: tuple[Card, ...]
    total: int
    number: int
    pages: int
    before: str
    after: str


def read_exhibits(casebook: Casebook, number: int) -> ExhibitsPage:
    """A page of all exhibits, in the order in which they came."""
    every = list_exhibits(casebook)
    pages = max(1, -(-len(every) // PAGE))
    number = min(max(1, number), pages)
    shown = every[(number - 1) * PAGE : number * PAGE]
    before = f"/exhibits/?page={number - 1}" if number > 1 else ""
    after = f"/exhibits/?page={number + 1}" if number < pages else ""
    return ExhibitsPage(_cards(casebook, shown, list_ties(casebook)), len(every), number, pages, before, after)


def read_exhibit(casebook: Casebook, shown: Shown) -> ExhibitPage:
    """The page of one exhibit."""
    (card,) = _cards(casebook, [shown], list_ties(casebook, exhibit=shown.exhibit))
    said = tuple(
        (FIELDS[one.field], legible(one.says), legible(one.reason or ""), day_words(one.at)) for one in list_said(casebook, shown.exhibit)
    )
    looks = shown.looks
    frames = tuple(_image(shown.exhibit, one.position, one.width, one.height, one.at) for one in shown.pictures if one.kind == "keyframe")
    return ExhibitPage(card, said, frames, looks.stated if looks else 0)


def exhibits_of(casebook: Casebook, claims: Iterable[str]) -> tuple[Card, ...]:
    """The exhibits that people linked to some claims, each once."""
    ties = list_ties(casebook, claims=claims)
    return _cards(casebook, list_exhibits(casebook, [tie.exhibit for tie in ties]), ties) if ties else ()


def _cards(casebook: Casebook, exhibits: Iterable[Shown], ties: Iterable[Tie]) -> tuple[Card, ...]:
    wanted = list(exhibits)
    names = {one.exhibit for one in wanted}
    matches = [match for match in list_matches(casebook) if names & {match.a, match.b}] if wanted else []
    others = {one.exhibit: one for one in list_exhibits(casebook, [name for match in matches for name in (match.a, match.b)])}
    told = list(ties)
    store = open_store(casebook.path / "evidence")
    try:
        return tuple(_card(one, store, [tie for tie in told if tie.exhibit == one.exhibit], matches, others) for one in wanted)
    finally:
        store.close()


def _card(shown: Shown, store: Store, ties: Iterable[Tie], matches: Iterable[FootageMatch], others: Mapping[str, Shown]) -> Card:
    looks, thumbnail = shown.looks, shown.thumbnail
    custody = tuple(one._replace(state=STATES.get(one.state, one.state)) for one in custody_of(store, shown.receipts))
    return Card(
        exhibit=shown.exhibit,
        href=exhibit_address(shown.exhibit),
        title=KINDS[looks.kind] if looks else "File",
        said=legible(looks.said) if looks else "not opened yet",
        facts=tuple(_facts(shown)),
        image=_image(shown.exhibit, thumbnail.position, thumbnail.width, thumbnail.height, None) if thumbnail else None,
        links=tuple(_link(tie) for tie in ties),
        custody=custody,
        alike=tuple(_pair(shown, match, others) for match in matches if shown.exhibit in (match.a, match.b)),
        fault=legible(looks.fault or "") if looks else "",
    )


def _facts(shown: Shown) -> Iterable[str]:
    looks = shown.looks
    if looks is None:
        return
    if looks.taken:
        yield f"made {day_words(looks.taken)}, as recorded in it"
    if looks.located:
        yield "a position is recorded in it, and kept back here"
    if looks.credential:
        yield CREDENTIALS.get(looks.credential, "a content credential") + "; it proves who signed, not what happened"
    yield from (legible(note) for note in looks.notes)


def _link(tie: Tie) -> Link:
    return Link(
        claim=tie.claim,
        href=claim_address(tie.claim),
        incident=tie.incident or "",
        incident_href=incident_address(tie.incident) if tie.incident else "",
        reason=legible(tie.reason or ""),
        when=day_words(tie.at),
        otherwise=tie.how != "exact",
    )


def _pair(shown: Shown, match: FootageMatch, others: Mapping[str, Shown]) -> Pair:
    first = match.a == shown.exhibit
    other = others[match.b if first else match.a]
    rows = [_side(shown, other, stretch, first=first) for stretch in match.stretches[:4]] or [_side(shown, other, None, first=first)]
    return Pair(exhibit_address(other.exhibit), other.exhibit, alike_in_words(match), match.near, match.distance, tuple(rows))


def _side(shown: Shown, other: Shown, stretch: Stretch | None, *, first: bool) -> tuple[Image | None, Image | None, str]:
    if stretch is None:
        return _nearest(shown, None), _nearest(other, None), ""
    here, there = (stretch.a, stretch.b) if first else (stretch.b, stretch.a)
    words = " is ".join(f"{clock(span[0])} to {clock(span[1])}" for span in (here, there) if span)
    return _nearest(shown, here and _middle(here)), _nearest(other, there and _middle(there)), words


def _middle(span: tuple[int, int]) -> int:
    return (span[0] + span[1]) // 2


def _nearest(shown: Shown, second: int | None) -> Image | None:
    found = shown.thumbnail if second is None else shown.nearest(second)
    return _image(shown.exhibit, found.position, found.width, found.height, found.at) if found else None


def _image(exhibit: str, position: int, width: int, height: int, at: int | None) -> Image:
    return Image(picture_address(exhibit, position), width, height, "" if at is None else clock(at))
