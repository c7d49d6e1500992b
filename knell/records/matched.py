"""What matching makes of a collection: which reports copy which, whose figure each claim is, which claims tell of one incident.

Everything that reckoning needs stands in a ``Matched``, so that reckoning never looks at a report's text.
"""

from typing import Literal

from .base import Record
from .claim import Claim, Place, Time
from .incident import Garble, Link
from .vocabulary import EventType, IncidentKind, PartyKind


class Source(Record, frozen=True, kw_only=True):
    """A report as far as reckoning needs it: when it was published, under whose name, and the SHA-256 of its text."""

    report: str
    published: str | None = None
    outlet: str | None = None
    text_hash: str


class Copy(Record, frozen=True, kw_only=True):
    """Two reports that share words, or of which one credits the other's source.

    ``kind``: ``copy`` (most of the shorter text is in the longer one), ``passage`` (a part is), ``credit`` (``b`` is not a report
    but the agency or outlet that report ``a`` names as its source). ``share`` is the part of the shorter text that both have, in
    per cent. The offsets point at the longest stretch they share, or at the words that cite; no words are kept.
    """

    a: str
    b: str
    kind: str
    share: int = 0
    start_a: int | None = None
    end_a: int | None = None
    start_b: int | None = None
    end_b: int | None = None
    why: str


class Root(Record, frozen=True, kw_only=True):
    """Whose figure a claim is. Claims with one ``key`` have one root, and one vote.

    ``declared`` is false where nothing says what the root's access to the happening is: an outlet's unsourced voice, "reportedly",
    unnamed sources. ``via`` tells in words how the root was found.
    """

    claim: str
    name: str
    key: str
    kind: PartyKind = "unknown"
    declared: bool = True
    via: str


class Apart(Record, frozen=True, kw_only=True):
    """A claim of a total whose figure is of another place than the total's own, and that place's name."""

    claim: str
    place: str


class Gathering(Record, frozen=True, kw_only=True):
    """The claims that tell of one incident, the reports they come from, and why each was put here.

    ``places`` are the incident's own, finest first; ``time`` is when it happened as far as its claims agree. ``main`` names the
    claims that make the incident (violence or harm); the others in ``claims`` speak about it. ``apart`` are main claims whose figure is
    of a smaller or larger place than the incident's own.
    """

    incident: str
    kind: IncidentKind = "incident"
    type: EventType = "other"
    part_of: str | None = None
    may_be_same: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None
    links: tuple[Link, ...] = ()
    apart: tuple[Apart, ...] = ()


class Ruling(Record, frozen=True, kw_only=True):
    """What a person decided of two claims: that they are of one happening (``link``), or of two (``unlink``), and the reason."""

    kind: Literal["link", "unlink"]
    a: str
    b: str
    why: str


class Matched(Record, frozen=True, kw_only=True):
    """A whole collection, matched. Every tuple is in canonical order, whatever the order of arrival was."""

    sources: tuple[Source, ...] = ()
    claims: tuple[Claim, ...] = ()
    copies: tuple[Copy, ...] = ()
    roots: tuple[Root, ...] = ()
    garbles: tuple[Garble, ...] = ()
    incidents: tuple[Gathering, ...] = ()
