"""What the early steps of reading find in a text and hand to the later ones. Offsets are into the report's text."""

from typing import Self

from knell.records.vocabulary import CountKind, PlacePrecision, TimePrecision

from .plain import Plain
from .tokens import Token


class Unit(Plain, frozen=True, order=True, gc=False):
    """A sentence, headline, list item, table row or caption. ``paragraph`` counts paragraphs from 0; ``index`` counts units.

    ``lows``: the words of its tokens in lower case, which most steps ask for; ``Unit.of`` takes them from the tokens.
    """

    start: int
    end: int
    kind: str
    paragraph: int
    index: int
    tokens: tuple[Token, ...]
    lows: tuple[str, ...]

    @classmethod
    def of(cls, start: int, end: int, kind: str, paragraph: int, index: int, tokens: tuple[Token, ...]) -> Self:
        """A unit of these tokens."""
        return cls(start, end, kind, paragraph, index, tokens, tuple([t.low for t in tokens]))

    def with_tokens(self, tokens: tuple[Token, ...]) -> Self:
        """The same unit with other tokens."""
        return self._replace(tokens=tokens, lows=tuple([t.low for t in tokens]))


class Quantity(Plain, frozen=True, order=True, gc=False):
    """A number in the text, with its bounds and what it counts.

    ``of`` is "people" where it may count people, else what consumed it: percent, age, date, time, money, measure, unit_name,
    ordinal, section, other. ``start``..``end`` take in the bound words ("over 70", "at least two dozen", "a family of five") and not
    the noun that follows. ``cumulative``: the words count from a start ("so far", "brings the toll to").

    ``noun``: the tokens (indexes into the unit's, end exclusive) of the noun phrase counted, "members" in "52 members of the minority";
    ``None`` where the number stands alone. ``marks``: what else the words say of the number: "another" (beyond those told before),
    "definite" ("the two": told before), "all", "rate" ("12 a day"), "whole" (the 15 of "seven of the 15 detainees").
    """

    start: int
    end: int
    of: str
    kind: CountKind
    low: int | None
    high: int | None
    best: int | None
    cumulative: bool | None
    rule: str
    noun: tuple[int, int] | None = None
    marks: tuple[str, ...] = ()


class TimeMention(Plain, frozen=True, order=True, gc=False):
    """A time in the text. ``from_``/``to`` ISO days, inclusive, or both ``None`` where it cannot be resolved.

    ``bound``: "on" (the time itself), "since" (open to the publication day), "until", "before" (both give the named time itself).
    ``to`` alone is ``None`` for a "since" whose publication day is not known. ``rule`` names what resolved it; "dateline" marks the
    report's own date.
    """

    start: int
    end: int
    from_: str | None
    to: str | None
    precision: TimePrecision | None
    bound: str
    rule: str


class PlaceMention(Plain, frozen=True, order=True, gc=False):
    """A toponym in the text, resolved or not. ``name`` is the gazetteer's; coordinates in degrees.

    ``kind``: country, admin1, admin2, town, region, continent, sea, ocean, river, lake, mountains or exact. ``role``: "place"; "demonym"
    ("Syrian"); "name" for a place inside the name of something else ("the Boston Globe").
    """

    start: int
    end: int
    name: str
    country: str | None
    admin1: str | None
    admin2: str | None
    lat: float | None
    lon: float | None
    precision: PlacePrecision | None
    rule: str
    kind: str = "town"
    role: str = "place"


class Phrase(Plain, frozen=True, order=True, gc=False):
    """A noun phrase: tokens [first, last), characters [start, end), and what its words say.

    ``kind``: people, party, name, pronoun or number. ``flags`` are the marks of people.toml. ``governor`` is the preposition or
    other word right before it. ``party`` is a kind of speaker or perpetrator, where the phrase can be one.
    """

    first: int
    last: int
    start: int
    end: int
    kind: str
    head: int
    quantity: Quantity | None
    flags: frozenset[str]
    group: str | None
    name: str | None
    party: str | None
    governor: str
    plural: bool
