"""Whether one may say "one of the deadliest": an incident's rank in a class of like ones, over all that their ranges leave open.

1. The class: incidents of the same kind with a toll of the same harm, in a place, within a period, of a type, by one source if asked; no
   part or whole of the incident, and nothing that may be it.
2. The ranks that are possible at all: the best, were its own figure at its highest and all others at their lowest, and the worst, the
other way round.
3. How often each rank comes up where every figure is drawn at random within its range (Monte Carlo). An open end is drawn up to twice
   the lower end, which is a convention, said wherever it is used.
4. The words that one may honestly use: what holds for every rank that is possible, else what holds in nine of ten draws, said as such,
else nothing.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from knell.records.incident import Incident, Toll
from knell.records.vocabulary import Harm

Draw = Callable[[int, int], int]
"""Draws a whole number between two ends, both included; handed in, with its seed."""
OFTEN = 0.9
"""In how many of all draws a rank has to hold to be called likely."""
FEW = 3
"""Up to which rank "one of the deadliest" is a fair word, in a class of at least ten."""


class Wanted(NamedTuple):
    """The class asked for; ``None`` = any. ``since``, ``until``: ISO days of what happened; ``place``: a place, division or ISO country
    code; ``source``: the root whose figures alone count.
    """

    harm: Harm = "killed"
    since: str | None = None
    until: str | None = None
    place: str | None = None
    type: str | None = None
    source: str | None = None


class Member(NamedTuple):
    """An incident of the class with its range; ``high`` ``None`` = open."""

    incident: str
    low: int
    high: int | None


class Ranking(NamedTuple):
    """``best``, ``worst``: the ranks that are possible. ``shares``: rank -> its share of the draws. ``passed``: incidents of the class
    with no number. ``words``: what one may say. ``caveats``: what has to be said with it.
    """

    mine: Member
    others: tuple[Member, ...]
    passed: int
    best: int
    worst: int
    shares: tuple[tuple[int, float], ...]
    words: str
    caveats: tuple[str, ...]


def rank_incident(incidents: Sequence[Incident], asked: Incident, wanted: Wanted, draw: Draw, draws: int = 10_000) -> Ranking | None:
    """The rank of one incident in the class wanted; ``None`` where it has no number of its own to rank by."""
    mine = _member(asked, wanted)
    if mine is None:
        return None
    like = [i for i in incidents if i.incident != asked.incident and _is_like(i, asked, incidents) and _is_wanted(i, wanted)]
    found = [m for i in sorted(like, key=lambda i: i.incident) if (m := _member(i, wanted)) is not None]
    best = 1 + sum(m.low > _top(mine) for m in found)
    worst = 1 + sum(m.high is None or m.high > mine.low for m in found)
    shares = _draw_ranks(mine, found, draw, draws)
    passed = len(like) - len(found)
    words = _words(len(found) + 1, best, worst, shares, wanted, asked.kind)
    return Ranking(mine, tuple(found), passed, best, worst, shares, words, tuple(_caveats(mine, found, passed, wanted)))


def _top(member: Member) -> float:
    return float("inf") if member.high is None else member.high


def _member(incident: Incident, wanted: Wanted) -> Member | None:
    """The incident with its range: of everybody's toll, by the source asked for where one is."""
    toll = next(
        (t for t in incident.tolls if t.harm == wanted.harm and t.group == "all" and t.scope.by is None and not t.scope.includes), None
    )
    if toll is None:
        return None
    ends = _ends_of(toll, wanted.source)
    return None if ends is None else Member(incident.incident, *ends)


def _ends_of(toll: Toll, source: str | None) -> tuple[int, int | None] | None:
    if source is None:
        return None if toll.low is None or toll.kind == "vague" else (toll.low, toll.high)
    for lane in toll.lanes:
        if source.casefold() in lane.root.casefold() and lane.kind != "vague":
            if lane.kind == "about" and lane.best is not None:
                return lane.best, lane.best
            if lane.low is not None:
                return lane.low, lane.high
    return None


def _is_like(other: Incident, asked: Incident, incidents: Sequence[Incident]) -> bool:
    """Whether two incidents may stand side by side: of one kind, none the other's part, none perhaps the other."""
    around = {i.incident: i.part_of for i in incidents}
    return (
        other.kind == asked.kind
        and other.incident not in asked.may_be_same
        and asked.incident not in other.may_be_same
        and not _lies_in(other.incident, asked.incident, around)
        and not _lies_in(asked.incident, other.incident, around)
    )


def _lies_in(inner: str, outer: str, around: dict[str, str | None]) -> bool:
    seen = set()
    while (container := around.get(inner)) is not None and container not in seen:
        if container == outer:
            return True
        seen.add(container)
        inner = container
    return False


def _is_wanted(incident: Incident, wanted: Wanted) -> bool:
    begins = incident.time.from_ or incident.time.to if incident.time else None
    if (wanted.since or wanted.until) and begins is None:
        return False
    if (wanted.since and (begins or "") < wanted.since) or (wanted.until and (begins or "")[: len(wanted.until)] > wanted.until):
        return False
    if wanted.type is not None and incident.type != wanted.type:
        return False
    if wanted.place is None:
        return True
    names = {name.casefold() for p in incident.places for name in (p.name, p.admin1, p.admin2, p.country) if name}
    return wanted.place.casefold() in names


def _draw_ranks(mine: Member, others: Sequence[Member], draw: Draw, draws: int) -> tuple[tuple[int, float], ...]:
    """How often each rank comes up; incidents of equal figures share the better rank."""
    told: Counter[int] = Counter()
    for _ in range(draws):
        number = _drawn(mine, draw)
        told[1 + sum(_drawn(other, draw) > number for other in others)] += 1
    return tuple((rank, told[rank] / draws) for rank in sorted(told))


def _drawn(member: Member, draw: Draw) -> int:
    high = member.high if member.high is not None else max(2 * member.low, 1)
    return draw(member.low, high) if high > member.low else member.low


def _words(n: int, best: int, worst: int, shares: Sequence[tuple[int, float]], wanted: Wanted, kind: str) -> str:
    """The exact words that one may use."""
    of = _class(n, wanted, kind)
    if n == 1:
        return f"nothing in this casebook can be compared with it: it is the only one among {of}"
    if worst == 1:
        return f"the deadliest of {of}, by every figure claimed"
    few = FEW if n >= 10 else 1
    if worst <= few:
        return f"one of the {worst} deadliest of {of}, by every figure claimed"
    for rank in range(1, few + 1):
        if sum(share for r, share in shares if r <= rank) >= OFTEN:
            which = "the deadliest" if rank == 1 else f"one of the {rank} deadliest"
            return f"probably {which} of {of}, by the figures claimed, which leave it between rank {best} and rank {worst}"
    if best > few:
        return f"not one of the deadliest of {of}: by the figures claimed no better than rank {best}"
    return f"by the figures claimed anything between rank {best} and rank {worst} of {of}; “one of the deadliest” cannot be said"


def _class(n: int, wanted: Wanted, kind: str) -> str:
    what = "totals over days or a region" if kind == "aggregate" else "incidents"
    typed = f" of type {wanted.type.replace('_', ' ')}" if wanted.type else ""
    where = f" in {wanted.place}" if wanted.place else ""
    when = (f" since {wanted.since}" if wanted.since else "") + (f" until {wanted.until}" if wanted.until else "")
    by = f", by {wanted.source}’s figures" if wanted.source else ""
    return f"{n} {what}{typed}{where}{when} in this casebook with a number of people {wanted.harm}{by}"


def _caveats(mine: Member, others: Sequence[Member], passed: int, wanted: Wanted) -> Sequence[str]:
    told = ["the casebook holds what was added to it: what nobody reported or added is not compared"]
    if mine.high is None or any(m.high is None for m in others):
        told.append("an open upper end was drawn up to twice the lower one; that is a convention and nobody's figure")
    if passed:
        told.append(f"{passed} more of the same class give no number and are not ranked")
    if wanted.source is None:
        told.append("the figures are of different sources, which may count by different rules")
    return told
