"""The mounting toll: what an incident's figures were on each day on which they changed, as far as reports published by then told of them.

1. Take the incident as its claims are linked now: which reports tell of it is not asked again.
2. For each day on which a report of it was published, leave out what came later, and reckon.
3. Keep the days on which a lane or an end changed; what bears no date of publication is in the last row alone.
"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from knell.records.incident import Incident, Toll
from knell.records.matched import Gathering, Matched

from .incidents import reckon


class Known(NamedTuple):
    """A toll as it stood from one day on. ``day`` is ``None`` for what only undated reports add. ``reports``: how many told of the
    incident.
    """

    day: str | None
    reports: int
    toll: Toll


class History(NamedTuple):
    """The rows of one harm, group and scope, earliest first."""

    harm: str
    group: str
    by: str | None
    places: tuple[str, ...]
    rows: tuple[Known, ...]


def reckon_history(matched: Matched, incident: Incident, *, rule: str = "reported") -> tuple[History, ...]:
    """The history of each of an incident's tolls, in the order of the tolls as they stand last. ``matched``: its reports and claims,
    matched.
    """
    whole = gather_again(matched, incident)
    days = sorted({s.published[:10] for s in matched.sources if s.published is not None})
    steps: list[tuple[str | None, Matched]] = [(day, known_by(whole, day)) for day in days]
    if any(s.published is None for s in matched.sources) or not days:
        steps.append((None, whole))
    found: dict[tuple[object, ...], list[Known]] = {}
    last: tuple[Toll, ...] = ()
    for day, matched_by in steps:
        for told in reckon(matched_by, rule=rule):
            last = told.tolls
            for toll in told.tolls:
                rows = found.setdefault(_key(toll), [])
                if not rows or _shown(rows[-1].toll) != _shown(toll):
                    rows.append(Known(day, told.n_reports, toll))
    order = [_key(toll) for toll in last]
    keys = [key for key in order if key in found] + [key for key in found if key not in order]
    return tuple(_history(found[key]) for key in dict.fromkeys(keys))


def gather_again(matched: Matched, incident: Incident) -> Matched:
    """The reports and claims of one incident as that one incident, whatever matching them alone makes of it."""
    told = {c for g in matched.incidents for c in g.main}
    apart = {a.claim: a for g in matched.incidents for a in g.apart}
    names = {c.claim for c in matched.claims}
    claims = tuple(c for c in incident.claims if c in names)
    gathering = Gathering(
        incident=incident.incident,
        kind=incident.kind,
        type=incident.type,
        reports=incident.reports,
        claims=claims,
        main=tuple(c for c in claims if c in told),
        places=incident.places,
        time=incident.time,
        apart=tuple(apart[c] for c in claims if c in apart) if incident.kind == "aggregate" else (),
    )
    return msgspec.structs.replace(matched, incidents=(gathering,))


def known_by(matched: Matched, day: str) -> Matched:
    """What was published by a day."""
    sources = tuple(s for s in matched.sources if s.published is not None and s.published[:10] <= day)
    reports = {s.report for s in sources}
    claims = tuple(c for c in matched.claims if c.report in reports)
    return msgspec.structs.replace(
        matched,
        sources=sources,
        claims=claims,
        copies=tuple(e for e in matched.copies if e.a in reports and (e.kind == "credit" or e.b in reports)),
        incidents=tuple(_narrowed(matched, reports, {c.claim for c in claims})),
    )


def _narrowed(matched: Matched, reports: set[str], claims: set[str]) -> Iterator[Gathering]:
    for g in matched.incidents:
        main = tuple(c for c in g.main if c in claims)
        if main:
            yield msgspec.structs.replace(
                g,
                reports=tuple(r for r in g.reports if r in reports),
                claims=tuple(c for c in g.claims if c in claims),
                main=main,
                apart=tuple(a for a in g.apart if a.claim in claims),
            )


def _history(rows: list[Known]) -> History:
    last = rows[-1].toll
    return History(last.harm, last.group, last.scope.by, last.scope.places, tuple(rows))


def _key(toll: Toll) -> tuple[object, ...]:
    return toll.harm, toll.group, toll.scope.by, toll.scope.places, toll.scope.includes


def _shown(toll: Toll) -> tuple[object, ...]:
    return toll.low, toll.best, toll.high, frozenset((x.root, x.low, x.high, x.best, x.kind) for x in toll.lanes)
