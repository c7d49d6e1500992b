"""Which incident lies inside which: a village inside the massacres of a coast, a day inside a week's total."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knell.records.claim import Claim, Place

from .days import WEEKS_AT_MOST, length
from .places import fold, is_site, lies_in, rank, same_place

CELL = 2.0
"""Degrees of a cell: a total over a named region meets what lies in its own cell and those around it."""
OPEN_DAYS = 28
"""Days that a total without a last day reaches."""


@dataclass
class Extent:
    """Where and when an incident is, as far as its claims state it, its claims, and the harms it tells of. ``name``: its id."""

    n: int
    name: str
    total: bool
    places: list[Place]
    days: tuple[int | None, int | None]
    main: list[Claim]
    harms: frozenset[str]

    @property
    def sited(self) -> list[Place]:
        """Its places that have a name, which is all that a casebook's ledger keeps of them."""
        return [p for p in self.places if p.name]


def find_stated(extents: Sequence[Extent]) -> dict[int, int]:
    """Incident -> the one that a claim names it a part of. Nothing contains what contains it.

    A part at a wider place than the whole is none: only so can no ring come of what is stated and what is told by place and days.
    """
    home = {c.claim: e.n for e in extents for c in e.main}
    width = {e.n: rank(e.sited[0]) if e.sited else 0 for e in extents}
    found: dict[int, int] = {}
    for extent in sorted(extents, key=lambda e: not e.sited):  # a whole without a place is as wide as its widest part
        stated = _stated(extent, home)
        if stated is None or _reaches(found, stated, extent.n):
            continue
        whole = next(e for e in extents if e.n == stated)
        if not whole.sited and stated not in found:
            width[stated] = max(width[stated], width[extent.n])
        if width[extent.n] <= width[stated]:
            found[extent.n] = stated
    return found


def _stated(extent: Extent, home: dict[str, int]) -> int | None:
    """The incident that one of the claims names itself a part of, where that is not a smaller one."""
    for claim in extent.main:
        for relation in claim.relations:
            target = home.get(relation.claim)
            if relation.kind == "part_of" and target is not None and target != extent.n:
                return target
    return None


def _reaches(found: dict[int, int], start: int, goal: int) -> bool:
    """Whether ``goal`` contains ``start`` already, so that the reverse would be a ring."""
    seen: set[int] = set()
    while start in found and start not in seen:
        seen.add(start)
        start = found[start]
    return start == goal


def choose_container(extent: Extent, near: Iterable[Extent]) -> Extent | None:
    """The smallest of these totals inside which the incident's place and days lie, for the same harm."""
    around = [e for e in near if e.name != extent.name and _inside(extent, e)]
    return min(around, key=lambda e: (min(map(rank, e.sited), default=9), length(*e.days) or 9999, e.name), default=None)


def around_keys(places: Sequence[Place], days: tuple[int | None, int | None], *, total: bool) -> set[str]:
    """The keys under which an incident meets the totals that may contain it: province or cell of two degrees, by week.

    A total over a whole country is not looked up: it contains what a source says it contains.
    """
    start, end = days
    if start is None:
        return set()
    last = (end if end is not None else start + OPEN_DAYS) if total else start
    weeks = range(start // 7, min(last // 7, start // 7 + WEEKS_AT_MOST) + 1)
    out: set[str] = set()
    for place in places[:2]:
        if rank(place) >= 5:
            continue
        spread = 1 if place.precision == "region" and total else 0
        names = {f"{fold(place.admin1)}" for _ in (0,) if place.admin1}
        if place.lat is not None and place.lon is not None:
            la, lo = int(place.lat // CELL), int(place.lon // CELL)
            names |= {f"{la + i}:{lo + j}" for i in range(-spread, spread + 1) for j in range(-spread, spread + 1)}
        out |= {f"around/{name}/{week}" for name in names for week in weeks}
    return out


def _inside(inner: Extent, outer: Extent) -> bool:
    """Whether place and days lie inside the total's. An open end of the total reaches four weeks."""
    if not inner.sited or not outer.sited or outer.days[0] is None or inner.days[0] is None:
        return False
    end = outer.days[1] if outer.days[1] is not None else outer.days[0] + OPEN_DAYS
    last = inner.days[1] if inner.days[1] is not None else inner.days[0]
    if not (outer.days[0] <= inner.days[0] and last <= end):
        return False
    if not inner.harms & outer.harms or rank(outer.sited[0]) <= rank(inner.sited[0]):
        return False
    if inner.total and (not any(map(is_site, inner.sited)) and any(same_place(p, q) for p in inner.sited for q in outer.sited)):
        return False
    return any(lies_in(p, q) for p in inner.sited[:1] for q in outer.sited)
