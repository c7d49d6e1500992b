"""Incidents and their tolls: what reckoning makes of claims. Field meanings are the contract's."""

from .base import Record
from .claim import Place, Range, Time
from .vocabulary import Basis, CountKind, EventType, Harm, IncidentKind, PartyKind, Standing, VerdictValue


class Scope(Record, frozen=True, kw_only=True, rename={"from_": "from"}):
    """What a figure counts: where, from when to when, by whose hand, with what taken in or left out. ``None`` = unstated."""

    places: tuple[str, ...] = ()
    from_: str | None = None
    to: str | None = None
    by: str | None = None
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


class Lane(Record, frozen=True, kw_only=True):
    """One independent root's latest figure, as it gave it. ``as_of``: the root's own cut-off date."""

    root: str
    low: int | None = None
    high: int | None = None
    best: int | None = None
    kind: CountKind = "exact"
    basis: Basis = "unstated"
    as_of: str | None = None
    claim: str
    flags: tuple[str, ...] = ()


class Possible(Record, frozen=True, kw_only=True):
    """Claims that can all be true together with no other of the toll's, and the span they leave it. Given by rule ``entailed`` where claims
    conflict.
    """

    claims: tuple[str, ...]
    low: int | None = None
    high: int | None = None


class Toll(Record, frozen=True, kw_only=True):
    """What is claimed about one harm to one group at one scope. ``low`` and ``high`` span claims; they are no error bar.

    ``conflicts``: by rule ``entailed``, the smallest sets of claims that cannot all be true; ``possible``: the largest that can.
    """

    harm: Harm
    group: str = "all"
    scope: Scope
    lanes: tuple[Lane, ...] = ()
    low: int | None = None
    best: int | None = None
    high: int | None = None
    kind: CountKind = "exact"
    headline: str | None = None
    n_independent: int = 0
    independence_unknown: int = 0
    as_of: str | None = None
    rule: str = ""
    disputes: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    conflicts: tuple[tuple[str, ...], ...] = ()
    possible: tuple[Possible, ...] = ()
    why: str = ""


class Verdict(Record, frozen=True, kw_only=True, rename={"is_": "is"}):
    """A judgement with its reason. ``by``: claim ids it rests on."""

    is_: VerdictValue
    by: tuple[str, ...] = ()
    why: str = ""


class Verdicts(Record, frozen=True, kw_only=True):
    """The three questions that are judged apart: did it happen, how many, who did it."""

    occurrence: Verdict
    figure: Verdict
    responsibility: Verdict


class Accused(Record, frozen=True, kw_only=True):
    """An alleged perpetrator of an incident, how it stands and whose claims say so."""

    name: str
    kind: PartyKind
    standing: Standing
    by: tuple[str, ...] = ()


class IncidentVictim(Record, frozen=True, kw_only=True):
    """Victims as a source describes them."""

    text: str | None = None
    name: str | None = None
    group: str | None = None
    count: Range | None = None
    harm: Harm


class Link(Record, frozen=True, kw_only=True):
    """Why a claim or report was put with another: the two, the rule that did it, the facts that agreed.

    ``score``: how likely it is that the two are of one happening, as measured, two decimals; ``None`` where that is not measured.
    """

    a: str
    b: str
    kind: str
    why: str
    score: float | None = None


class Garble(Record, frozen=True, kw_only=True):
    """A relay that says something else than what it relays: the same root and number, said of other people or as another bound."""

    claim: str
    of: str
    why: str


class Incident(Record, frozen=True, kw_only=True):
    """One happening, or (kind ``aggregate``) a total over days or a region that is not one happening.

    ``garbles``: figures that a relay may have garbled, or that are equal by chance; a person decides which.
    """

    incident: str
    part_of: str | None = None
    may_be_same: tuple[str, ...] = ()
    kind: IncidentKind = "incident"
    type: EventType
    reports: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None
    tolls: tuple[Toll, ...] = ()
    perpetrators: tuple[Accused, ...] = ()
    victims: tuple[IncidentVictim, ...] = ()
    n_reports: int = 0
    n_independent: int = 0
    copies: tuple[tuple[str, ...], ...] = ()
    verdicts: Verdicts
    links: tuple[Link, ...] = ()
    garbles: tuple[Garble, ...] = ()
    grade: str | None = None
