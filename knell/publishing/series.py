"""A root's figures over time: the same root, harm, people and scope, one figure a date."""

from itertools import pairwise
from typing import NamedTuple

from knell.records import Claim

from .dates import day_of
from .matter import Matter
from .parties import is_named, root_key
from .people import figure_piece, noun_pieces

_APART = frozenset({"execution", "bodies_found", "custody_death", "clash"})
"""Event types a source counts apart from its total."""

MOST = 6
"""Figures told of one series: the first, the last, and the latest between."""


class Series(NamedTuple):
    """Claims of one root about one thing, oldest first, each with its date (ISO)."""

    points: tuple[tuple[str, Claim], ...]


def figure_series(matter: Matter) -> tuple[Series, ...]:
    """Every series of at least two differing figures, the longest first."""
    groups: dict[tuple[str, ...], dict[str, Claim]] = {}
    for claim in matter.claims:
        at = as_of(matter, claim)
        if at is None or not _countable(matter, claim):
            continue
        groups.setdefault(_key(matter, claim), {}).setdefault(at, claim)
    found = [Series(_changes(points)) for points in groups.values()]
    return tuple(sorted((s for s in found if len(s.points) > 1), key=lambda s: (-len(s.points), s.points[0][0], s.points[0][1].claim)))


def as_of(matter: Matter, claim: Claim) -> str | None:
    """The day a figure stands for: its publication. (A cut-off date inside the text is the reckoner's affair.)"""
    published = matter.published(claim)
    return published[:10] if published and day_of(published) else None


def _countable(matter: Matter, claim: Claim) -> bool:
    count = claim.count
    return (
        claim.harm != "none" and count is not None and count.kind not in ("vague", "named") and is_named(claim)
        and claim.stance not in ("denied", "disputed", "retracted", "possible") and not matter.related(claim, "part_of", "repeats")
        and figure_piece(matter, claim) is not None
    )  # fmt: skip


def _key(matter: Matter, claim: Claim) -> tuple[str, ...]:
    """What has to be the same for two figures to be one series. A time "on one day" is not the time "since"."""
    place = next((p.name or matter.words(p, claim) for p in claim.places if p.stated), "")
    noun = "".join(piece.text for piece in noun_pieces(matter, claim)).casefold()
    since = claim.time.from_ or "" if claim.time else ""
    if claim.time and claim.time.from_ == claim.time.to and since:
        since = "on " + since
    act = claim.event.type if claim.event.type in _APART else "killing"
    return (root_key(matter, claim), claim.harm, act, noun, place.casefold(), since)


def _changes(points: dict[str, Claim]) -> tuple[tuple[str, Claim], ...]:
    """The dated claims at which the figure differs from the one before."""
    kept: list[tuple[str, Claim]] = []
    for at, claim in sorted(points.items()):
        if not kept or _bounds(claim) != _bounds(kept[-1][1]):
            kept.append((at, claim))
    if len(kept) > MOST:
        kept = [kept[0], *kept[-(MOST - 1) :]]
    return tuple(kept)


def _bounds(claim: Claim) -> tuple[int | None, int | None, str]:
    count = claim.count
    return (count.low, count.high, count.kind) if count else (None, None, "")


def falls(series: Series) -> bool:
    """Whether a later closed figure lies beneath an earlier one's low end."""
    lows = [claim.count.low or 0 for _, claim in series.points if claim.count]
    return any(later < earlier for earlier, later in pairwise(lows))
