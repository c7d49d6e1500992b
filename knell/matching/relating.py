"""How incidents stand to one another: which lies inside which, and which may be the same.

This comes after the grouping and changes no group, so that a new total need not have every incident inside it grouped again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from knell.records.base import Record
from knell.records.incident import Incident, Link
from knell.records.matched import Gathering, Ruling

from .containment import Extent, around_keys, choose_container, find_stated
from .days import day_number
from .edges import Tie
from .odds import odds_of


class MayBe(Record, frozen=True, kw_only=True):
    """Two tellings, each by its first claim, that may be of one happening, why, and how likely it is."""

    a: str
    b: str
    why: str
    score: float | None = None


Alike = tuple[str, str, float | None]
"""Another incident's id, why it may be the same, and how likely that is."""
Shown = TypeVar("Shown", Gathering, Incident)


def as_maybe(tie: Tie) -> MayBe:
    """A tie that falls short, by claims."""
    return MayBe(a=tie.a.name, b=tie.b.name, why=tie.why, score=odds_of(tie))


def find_alike(
    maybe: Iterable[MayBe], home: Mapping[str, tuple[str, str]], apart: Collection[frozenset[str]] = ()
) -> dict[str, list[Alike]]:
    """Incident -> those that may be the same.

    ``home``: the incident each claim is in, and its kind: a total is no one happening. ``apart``: incidents that a person has taken apart.
    """
    out: dict[str, list[Alike]] = defaultdict(list)
    for m in maybe:
        x, y = home.get(m.a), home.get(m.b)
        if x is not None and y is not None and x != y and x[1] == y[1] and frozenset((x[0], y[0])) not in apart:
            out[x[0]].append((y[0], m.why, m.score))
            out[y[0]].append((x[0], m.why, m.score))
    return out


def state_containers(extents: Sequence[Extent]) -> dict[int, tuple[int, str]]:
    """Incident -> the one that contains it, as far as a claim states it. The incidents are of reports that are grouped together."""
    return {n: (outer, STATED) for n, outer in find_stated(extents).items()}


def find_containers(extents: Sequence[Extent], stated: dict[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """Incident -> the one that contains it, and why, over a whole collection. Nothing contains what contains it."""
    near: dict[str, list[Extent]] = defaultdict(list)
    for extent in extents:
        if extent.total:
            for key in around_keys(extent.sited, extent.days, total=True):
                near[key].append(extent)
    found = dict(stated)
    for extent in extents:
        if extent.n in found:
            continue
        rows = {e.n: e for key in around_keys(extent.sited[:1], extent.days, total=False) for e in near.get(key, ())}
        best = choose_container(extent, rows.values())
        if best is not None:
            found[extent.n] = (best.n, INSIDE)
    return found


def rule_out(rulings: Iterable[Ruling], home: Mapping[str, tuple[str, str]]) -> set[frozenset[str]]:
    """Pairs of incidents that a person has taken apart."""
    return {frozenset((home[r.a][0], home[r.b][0])) for r in rulings if r.kind == "unlink" and r.a in home and r.b in home}


def extent_of(incident: Incident, harms: frozenset[str]) -> Extent:
    """The extent of an incident as a ledger keeps it: without words and claims."""
    time = incident.time
    days = (day_number(time.from_), day_number(time.to)) if time is not None else (None, None)
    places = [msgspec.structs.replace(p, text=None, start=None, end=None) for p in incident.places if p.name]
    total = incident.kind == "aggregate"
    return Extent(n=0, name=incident.incident, total=total, places=places, days=days, main=[], harms=harms)


def contain(extent: Extent, totals: Iterable[Extent]) -> Extent | None:
    """The total among these that contains an incident, as ``find_containers`` finds it."""
    mine = around_keys(extent.sited[:1], extent.days, total=False)
    inside = [e for e in totals if choose_container(extent, [e]) is not None]
    return choose_container(extent, [e for e in inside if mine & around_keys(e.sited, e.days, total=True)])


def is_stated(incident: Incident) -> bool:
    """Whether a source states what an incident is a part of."""
    return any(link.kind == "part_of" and link.why == STATED for link in incident.links)


RELATIONS = ("part_of", "may_be_same")
"""Kinds of link between incidents; all others are between reports."""
STATED = "a source states that it is a part"
INSIDE = "its place and days lie inside the total's, and both tell of the same harm"


def relate(incident: Shown, container: tuple[str, str] | None, maybe: Iterable[Alike]) -> Shown:
    """The incident with what contains it (its id, and why) and what may be the same (id, why, how likely)."""
    links: list[Link] = [link for link in incident.links if link.kind not in RELATIONS]
    if container:
        links.append(Link(a=incident.incident, b=container[0], kind="part_of", why=container[1]))
    best: dict[str, Link] = {}
    for other, why, score in sorted(maybe, key=lambda m: (m[0], -(m[2] or 0), m[1])):
        best.setdefault(other, Link(a=incident.incident, b=other, kind="may_be_same", why=why, score=score))
    changed: dict[str, Any] = {"may_be_same": tuple(best), "links": (*links, *best.values())}
    return msgspec.structs.replace(incident, part_of=container[0] if container else None, **changed)
