"""Grouped tellings into incidents: where, when and what, as far as most of their claims say, and why each was put there."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from knell.records.claim import Place, Time
from knell.records.incident import Link
from knell.records.matched import Apart, Gathering
from knell.records.vocabulary import VIOLENT, EventType

from .containment import Extent
from .days import TOTAL_DAYS, iso, length
from .edges import Tie
from .facts import Facts
from .linking import Groups
from .odds import odds_of
from .places import fold, rank, same_place


class Gathered(NamedTuple):
    """An incident and its extent; what contains it and what may be the same are found later."""

    gathering: Gathering
    extent: Extent


def gather_incidents(facts: Sequence[Facts], groups: Groups, spoken: Sequence[Tie]) -> list[Gathered]:
    """The incidents of grouped tellings, in canonical order of their first claims.

    ``facts``: in canonical order, those that only speak about a happening among them; ``spoken``: what each of these is put with.
    """
    members: dict[int, list[Facts]] = defaultdict(list)
    for f in facts:
        if not f.silent:
            members[groups.of[f.name]].append(f)
    about: dict[int, list[Facts]] = defaultdict(list)
    links: dict[int, list[Tie]] = defaultdict(list)
    for tie in groups.joined:
        links[groups.of[tie.a.name]].append(tie)
    for tie in spoken:
        about[groups.of[tie.a.name]].append(tie.b)
        links[groups.of[tie.a.name]].append(tie)
    return [_gather(rows, about[n], links[n]) for n, rows in sorted(members.items())]


def _gather(rows: Sequence[Facts], around: Sequence[Facts], ties: Sequence[Tie]) -> Gathered:
    main = [c for f in rows for c in f.telling.main]
    name = _incident_id(rows)
    claims = [*main, *(c for f in [*rows, *around] for c in f.telling.others)]
    extent = Extent(
        n=rows[0].n,
        name=name,
        total=_is_total(rows),
        places=_places(rows),
        days=_days(rows),
        main=main,
        harms=frozenset(c.harm for c in claims) - {"none"},
    )
    gathering = Gathering(
        incident=name,
        kind="aggregate" if extent.total else "incident",
        type=_type(rows),
        reports=tuple(dict.fromkeys(f.telling.report for f in sorted([*rows, *around], key=lambda f: f.n))),
        claims=tuple(c.claim for c in claims),
        main=tuple(c.claim for c in main),
        places=tuple(extent.places),
        time=_time(extent.days),
        links=tuple(Link(a=t.a.telling.report, b=t.b.telling.report, kind=t.kind, why=t.why, score=odds_of(t)) for t in ties),
        apart=tuple(_apart(extent)),
    )
    return Gathered(gathering, extent)


def _apart(extent: Extent) -> list[Apart]:
    """The claims of a total that count at another place than its own. All places of one happening are its own, told finer or coarser,
    and several of a total's places in a list stand for the whole of it.
    """
    if not extent.total:
        return []
    out = []
    for claim in extent.main:
        stated = [p for p in claim.places if p.stated]
        place = next(iter(stated), None)
        listed = len(stated) > 1 and all(any(same_place(p, q) for q in extent.places) for p in stated)
        if place is not None and not listed and not (extent.places and same_place(place, extent.places[0])):
            out.append(Apart(claim=claim.claim, place=place.name or "another place"))
    return out


def _incident_id(rows: Sequence[Facts]) -> str:
    """The id over the incident's earliest claim: the rows are in canonical order, so it is the first one's first."""
    first = rows[0].telling.main[0].claim
    return "i:" + hashlib.sha256(first.encode("utf-8")).hexdigest()[:16]


def _is_total(rows: Sequence[Facts]) -> bool:
    return sum(f.total for f in rows) * 2 > len(rows)


def _type(rows: Sequence[Facts]) -> EventType:
    """The kind of act most claims give; in Knell's own voice a massacre or an execution that only sources call so is a killing."""
    kinds = Counter(c.event.type for f in rows for c in f.telling.main if c.event.type in VIOLENT)
    if not kinds:
        return "killing" if any(c.harm == "killed" for f in rows for c in f.telling.main) else "other"
    best = min(kinds, key=lambda k: (-kinds[k], k))
    return "killing" if best in ("massacre", "execution") else best


def _places(rows: Sequence[Facts]) -> list[Place]:
    """The places most tellings name, finest first among equals; spellings of one place once."""
    found: list[tuple[Place, int]] = []
    for f in rows:
        for k, place in enumerate(f.telling.sites[:3]):
            weight = 2 if k == 0 else 1
            for m, (known, n) in enumerate(found):
                if same_place(place, known):
                    better = place if (known.lat is None and place.lat is not None) else known
                    found[m] = (better, n + weight)
                    break
            else:
                found.append((place, weight))
    found.sort(key=lambda p: (-p[1], rank(p[0]), fold(p[0].name or "")))
    return [place for place, _ in found[:4]]


def _days(rows: Sequence[Facts]) -> tuple[int | None, int | None]:
    """When it happened: for a happening the stretch most tellings state, for a total the longest from the first day most give."""
    stated = [f.telling.days for f in rows if f.telling.days != (None, None)]
    if not stated:
        return None, None
    if _is_total(rows):
        starts = Counter(d[0] for d in stated if d[0] is not None)
        start = min(starts, key=lambda s: (-starts[s], s), default=None)
        ends = [d[1] for d in stated if d[1] is not None and d[0] in (start, None)]
        return start, max(ends, default=None)
    counts = Counter(stated)
    return min(counts, key=lambda d: (-counts[d], length(*d) or 999, d[0] or 0, d[1] or 0))


def _time(days: tuple[int | None, int | None]) -> Time | None:
    if days == (None, None):
        return None
    n = length(*days)
    return Time(
        from_=iso(days[0]),
        to=iso(days[1]),
        precision="day" if n == 1 else "week" if n == 7 else "days" if n is None or n < TOTAL_DAYS * 10 else "month",
    )
