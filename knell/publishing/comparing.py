"""How an incident's headline figure stands among the casebook's other incidents: like with like, and what was compared is said.

Ranks are of figures as sources gave them. "Deadliest" is a source's word, never ours.
"""

from typing import NamedTuple

from knell.records import Claim, Incident, Toll

from .dates import day_of
from .matter import HARMS, Matter

WINDOW_DAYS = 31
"""How many days apart two incidents may begin and still be set side by side."""


class Comparison(NamedTuple):
    """The claims compared: this incident's, and one for each other incident, largest first. ``harm`` and ``area`` are shared by all."""

    mine: Claim
    others: tuple[tuple[Incident, Claim], ...]
    higher: int
    harm: str
    area: str | None


def compare_incident(matter: Matter) -> Comparison | None:
    """The comparison, or ``None`` where there is nothing like it to compare with."""
    if not matter.tolls:
        return None
    toll = matter.tolls[0]
    mine = headline_claim(matter, matter.incident, toll)
    if mine is None or mine.count is None or mine.count.low is None or mine.count.kind == "vague":
        return None
    area = _area(matter.incident)
    others = []
    for other in sorted(matter.context.others, key=lambda incident: incident.incident):
        claim = _like(matter, other, toll, area)
        if claim is not None:
            others.append((other, claim))
    if not others:
        return None
    others.sort(key=lambda pair: (-_low(pair[1]), pair[0].incident))
    higher = sum(_low(claim) > _low(mine) for _, claim in others)
    return Comparison(mine, tuple(others), higher, toll.harm, area)


def headline_claim(matter: Matter, incident: Incident, toll: Toll) -> Claim | None:
    """The claim to quote for a toll: its headline; ``None`` where it has none that can be cited."""
    if toll.headline and matter.citable(toll.headline):
        return matter.claim(toll.headline)
    return None


def _like(matter: Matter, other: Incident, toll: Toll, area: str | None) -> Claim | None:
    """The other incident's headline claim, where it is of the same kind, harm, group and area, near in time, no part and not the whole."""
    mine = matter.incident
    if (
        other.incident == mine.incident
        or other.kind != mine.kind
        or mine.incident in other.may_be_same
        or other.incident in mine.may_be_same
    ):
        return None
    if other.part_of == mine.incident or mine.part_of == other.incident or not _near(mine, other) or _area(other) != area:
        return None
    for theirs in sorted(other.tolls, key=lambda t: (HARMS.index(t.harm) if t.harm in HARMS else 99, t.group)):
        if (theirs.harm, theirs.group) == (toll.harm, toll.group):
            claim = headline_claim(matter, other, theirs)
            if claim is not None and claim.count is not None and claim.count.low is not None and claim.count.kind != "vague":
                return claim
    return None


def _low(claim: Claim) -> int:
    count = claim.count
    if count is None:
        return 0
    return count.best if count.best is not None and count.kind == "about" else count.low or 0


def _area(incident: Incident) -> str | None:
    """The country the incident's first stated place lies in."""
    return next((place.country for place in incident.places if place.country), None)


def _near(a: Incident, b: Incident) -> bool:
    first, second = (day_of(incident.time.from_) if incident.time else None for incident in (a, b))
    return first is not None and second is not None and abs((first - second).days) <= WINDOW_DAYS
