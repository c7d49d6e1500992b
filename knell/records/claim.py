"""Claims: who says, how surely, who did what to how many of whom, where and when, each field tied to its characters.

Field meanings are the contract's. Every record that points into the text is a ``Span``.
"""

import hashlib
from collections.abc import Iterable

from .base import Record, RecordError, Span
from .vocabulary import (
    AgeGroup,
    Basis,
    CountKind,
    EventType,
    Harm,
    InstrumentKind,
    MentionKind,
    Occupation,
    PartyKind,
    PlacePrecision,
    RelationKind,
    Sex,
    Stage,
    Stance,
    Status,
    TimePrecision,
)


class Event(Span, frozen=True, kw_only=True):
    """What happened: the contract's type, an ACLED sub-event name where one fits, and the word that says it."""

    type: EventType = "other"
    subtype: str | None = None
    stage: Stage = "done"


class Count(Span, frozen=True, kw_only=True):
    """What the words entail about a number of people. "over 70" is low 71, high ``None``, kind ``more_than``.

    ``best`` is ``None`` unless ``low == high`` or the kind is ``about``. ``cumulative`` is true where the words count from a start.
    """

    low: int | None = None
    high: int | None = None
    best: int | None = None
    kind: CountKind = "exact"
    cumulative: bool | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        numbers = [n for n in (self.low, self.high, self.best) if n is not None]
        if any(n < 0 for n in numbers):
            raise RecordError(f"a count is not negative, got {numbers}")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise RecordError(f"a count's low is not above its high, got {self.low} and {self.high}")
        if self.kind == "vague" and self.high is not None:
            raise RecordError("a vague count has no upper end")


class Range(Record, frozen=True, kw_only=True):
    """A bare number inside a claim's break-down."""

    low: int | None = None
    high: int | None = None


class Victim(Span, frozen=True, kw_only=True):
    """Whom it was done to. Status, age, sex and occupation are separate; none implies another, none is guessed.

    ``status_by`` says whose word the status is, where it is not the speaker's. ``group`` is what a source states of a count,
    never inferred and never tied to a name.
    """

    name: str | None = None
    group: str | None = None
    status: Status | None = None
    status_by: str | None = None
    age_group: AgeGroup | None = None
    sex: Sex | None = None
    occupation: Occupation | None = None
    count: Range | None = None


class Target(Span, frozen=True, kw_only=True):
    """A thing that was hit: a hospital, a school, a market."""

    kind: str | None = None


class Party(Span, frozen=True, kw_only=True):
    """An alleged perpetrator or a speaker: the words, the name it goes by in the lexicon, its kind."""

    name: str | None = None
    kind: PartyKind = "unknown"


class Instrument(Span, frozen=True, kw_only=True):
    """What it was done with."""

    kind: InstrumentKind = "other"


class Place(Span, frozen=True, kw_only=True):
    """Where. ``stated`` false: inferred from context. Latitude and longitude in degrees, WGS 84."""

    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: PlacePrecision | None = None
    stated: bool = True


class Time(Span, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When. ISO dates, ``from`` and ``to`` inclusive; both ``None`` where the words cannot be resolved."""

    from_: str | None = None
    to: str | None = None
    precision: TimePrecision | None = None


class Cue(Span, frozen=True, kw_only=True):
    """The words that attribute: "said", "as reported by"."""


class Relation(Record, frozen=True, kw_only=True):
    """This claim's explicit relation to another of the same collection."""

    kind: RelationKind
    claim: str


class Claim(Record, frozen=True, kw_only=True):
    """One speaker chain, one event, one harm. ``reader`` names what read it, with its version."""

    claim: str
    report: str
    passage: Span
    content: tuple[Span, ...] = ()
    event: Event
    harm: Harm = "none"
    count: Count | None = None
    victims: tuple[Victim, ...] = ()
    targets: tuple[Target, ...] = ()
    perpetrators: tuple[Party, ...] = ()
    instrument: Instrument | None = None
    places: tuple[Place, ...] = ()
    time: Time | None = None
    speakers: tuple[Party, ...] = ()
    cues: tuple[Cue, ...] = ()
    stance: Stance = "asserted"
    basis: Basis = "unstated"
    relations: tuple[Relation, ...] = ()
    reader: str = ""
    score: float | None = None


class Mention(Record, frozen=True, kw_only=True):
    """A place, party, person, time, number or instrument that the text names, in a claim or not."""

    report: str
    kind: MentionKind
    start: int
    end: int
    text: str
    name: str | None = None
    lat: float | None = None
    lon: float | None = None


def claim_id(report: str, harm: str, event: Span, count: Span | None, speakers: Iterable[Span], ordinal: int) -> str:
    """The claim's name: ``c:`` and 16 hex of SHA-256 over report id, harm, the event, count and speaker spans, and an ordinal.

    No version goes in, so that the same finding by a later reader keeps its name. ``ordinal`` tells equals apart, from 0.
    """

    def at(span: Span | None) -> str:
        return "-" if span is None or span.start is None else f"{span.start}:{span.end}"

    parts = [report, harm, at(event), at(count), ",".join(at(s) for s in speakers), str(ordinal)]
    return "c:" + hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
