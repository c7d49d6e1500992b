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
    fallen = {
        root_key(matter, matter.claim(x.claim))
        for t in matter.tolls
        for x in matter.lanes(t)
        if any("fall" in f or "fell" in f for f in x.flags)
    }
    found = [Series(_changes(points, key[0] in fallen)) for key, points in groups.items()]
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


def _changes(points: dict[str, Claim], may_fall: bool) -> tuple[tuple[str, Claim], ...]:
    """The dated claims at which the figure differs from the one before.

    A figure that falls is more often another count misplaced than a count taken back: it is told only where the reckoner flags a fall.
    """
    kept: list[tuple[str, Claim]] = []
    for at, claim in sorted(points.items()):
        before = kept[-1][1] if kept else None
        if before and (_bounds(claim) == _bounds(before) or _says_less(before, claim) or (_lower(before, claim) and not may_fall)):
            continue
        kept.append((at, claim))
    if len(kept) > MOST:
        kept = [kept[0], *kept[-(MOST - 1) :]]
    return tuple(kept)


def _bounds(claim: Claim) -> int | None:
    """The number the words say: 70 of "over 70"."""
    count = claim.count
    if count is None:
        return None
    if count.kind == "more_than":
        return (count.low or 1) - 1
    return count.high if count.kind == "at_most" else count.best if count.kind == "about" else count.low


def _lower(earlier: Claim, later: Claim) -> bool:
    """Whether the later figure cannot be as high as the earlier one's low end. A floor never is: it leaves the rest open."""
    high = later.count.high if later.count else None
    return earlier.count is not None and high is not None and high < (earlier.count.low or 0)


def _says_less(earlier: Claim, later: Claim) -> bool:
    """Whether the later figure is a floor beneath what was said before, and so says nothing new."""
    if earlier.count is None or later.count is None or later.count.high is not None:
        return False
    return (later.count.low or 0) < (earlier.count.low or 0)


def falls(series: Series) -> bool:
    """Whether a later figure lies beneath an earlier one's low end."""
    return any(_lower(earlier, later) for (_, earlier), (_, later) in pairwise(series.points))
