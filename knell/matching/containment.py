"""Which incident lies inside which: a village inside the massacres of a coast, a day inside a week's total."""

from collections import defaultdict
from collections.abc import Sequence
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
    """Where and when an incident is, as far as its claims state it, and its claims."""

    n: int
    total: bool
    places: list[Place]
    days: tuple[int | None, int | None]
    main: list[Claim]


def find_containers(extents: Sequence[Extent]) -> dict[int, tuple[int, str]]:
    """Incident -> the incident that contains it, and why. Nothing contains what contains it.

    First where a claim states it; else where place and days both lie inside a total's, and both tell of the same harm.
    """
    home = {c.claim: e.n for e in extents for c in e.main}
    found: dict[int, tuple[int, str]] = {}
    for extent in extents:
        stated = _stated(extent, home)
        if stated is not None and not _reaches(found, stated, extent.n):
            found[extent.n] = (stated, "a source states that it is a part")
    near: dict[str, list[Extent]] = defaultdict(list)
    for extent in extents:
        if extent.total:
            for key in around_keys(extent.places, extent.days, total=True):
                near[key].append(extent)
    for extent in extents:
        if extent.n in found:
            continue
        rows = {e.n: e for key in around_keys(extent.places[:1], extent.days, total=False) for e in near.get(key, ())}
        around = [e for e in rows.values() if e.n != extent.n and _inside(extent, e) and not _reaches(found, e.n, extent.n)]
        if around:
            best = min(around, key=lambda e: (min(map(rank, e.places), default=9), length(*e.days) or 9999, e.n))
            found[extent.n] = (best.n, "its place and days lie inside the total's, and both tell of the same harm")
    return found


def _stated(extent: Extent, home: dict[str, int]) -> int | None:
    """The incident that one of the claims names itself a part of, where that is not a smaller one."""
    for claim in extent.main:
        for relation in claim.relations:
            target = home.get(relation.claim)
            if relation.kind == "part_of" and target is not None and target != extent.n:
                return target
    return None


def _reaches(found: dict[int, tuple[int, str]], start: int, goal: int) -> bool:
    """Whether ``goal`` contains ``start`` already, so that the reverse would be a ring."""
    seen: set[int] = set()
    while start in found and start not in seen:
        seen.add(start)
        start = found[start][0]
    return start == goal


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
    if not inner.places or not outer.places or outer.days[0] is None or inner.days[0] is None:
        return False
    end = outer.days[1] if outer.days[1] is not None else outer.days[0] + OPEN_DAYS
    last = inner.days[1] if inner.days[1] is not None else inner.days[0]
    if not (outer.days[0] <= inner.days[0] and last <= end):
        return False
    if not {c.harm for c in inner.main} & {c.harm for c in outer.main}:
        return False
    if inner.total and (not any(map(is_site, inner.places)) and any(same_place(p, q) for p in inner.places for q in outer.places)):
        return False
    return any(lies_in(p, q) for p in inner.places[:1] for q in outer.places)
