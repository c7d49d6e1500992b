"""Tolls by rule ``entailed``: the range that follows from the claims, all together and as they are.

1. Take the rows and lanes of rule ``reported``: one scope a row, one claim a root.
2. In a total over days, part a row by the days its lanes say they cover: a count up to the 10th is a floor of one up to the 12th, no rival.
3. Every scope of an incident, of those inside it and of the one around it is a quantity; every lane bounds one; what scopes state of one
   another ties them.
4. Reckon each quantity's range; name the conflicts; say what forces each end.

No bound is taken from "about" or from words without a number. A floor bounds from beneath alone. Denials bound nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import islice, product
from typing import NamedTuple

import msgspec

from knell.records.claim import Claim, Place
from knell.records.incident import Possible, Toll
from knell.records.matched import Gathering
from knell.records.vocabulary import CountKind

from .entailment import ALONE, Bound, Entailed, entail
from .figures import Figure
from .reasons import Saying, explain
from .scopes import Counted, Ground, Window, shape_scopes, with_sums
from .spans import Span, with_access
from .tolls import (
    Rows,
    choose_headline,
    choose_lanes,
    find_strands,
    leave_silent,
    make_toll,
    order_tolls,
    sort_figures,
    told_beside,
)

RULE = "entailed@1"
OWN = "so many claims conflict that those on incidents inside it or around it were left out"
MOST_SETS = 100
"""Smallest sets of claims in conflict that a toll names; from many who say the same there are many."""


class Told(NamedTuple):
    """An incident as a rule for tolls needs it: what matching gathered, its figures and what is said against them."""

    gathering: Gathering
    figures: Sequence[Figure]
    disputes: Sequence[Claim]


class _Row(NamedTuple):
    """A toll to be: what it counts, its figures, its lanes each with what it bounds (``None``: nothing), and what is told beside them."""

    counted: Counted
    figures: tuple[Figure, ...]
    lanes: tuple[tuple[Counted | None, Figure], ...]
    nobody: tuple[Figure, ...]
    beside: str


def reckon_entailed(told: Sequence[Told]) -> dict[str, tuple[Toll, ...]]:
    """Incident -> its tolls."""
    by_id = {t.gathering.incident: t for t in told}
    containers = {
        t.gathering.incident: t.gathering.part_of for t in told if t.gathering.part_of is not None and t.gathering.part_of in by_id
    }
    families: dict[str, list[Told]] = defaultdict(list)
    for t in told:
        families[_outermost(t.gathering.incident, containers)].append(t)
    out: dict[str, tuple[Toll, ...]] = {}
    for family in families.values():
        out |= _reckon_family(family, containers)
    return out


def _outermost(incident: str, containers: Mapping[str, str]) -> str:
    seen = [incident]
    while (container := containers.get(seen[-1])) is not None and container not in seen:
        seen.append(container)
    return seen[-1]


def _reckon_family(family: Sequence[Told], containers: Mapping[str, str]) -> dict[str, tuple[Toll, ...]]:
    rows: dict[str, list[_Row]] = {}
    sayings: list[Saying] = []
    for told in family:
        sorted_ = sort_figures(told.gathering, told.figures)
        last = _last_day(told.gathering, told.figures)
        mine = [row for figures in sorted_.rows for row in _part_row(told.gathering, figures, sorted_, last)]
        rows[told.gathering.incident] = mine
        sayings += [
            Saying(counted, figure, part=False) for row in mine for counted, figure in row.lanes if counted is not None and _bounds(figure)
        ]
        sayings += _parts(sorted_, mine)
    bounds = [Bound(s.counted, *_ends(s.figure, part=s.part)) for s in sayings]
    counted = with_sums([row.counted for mine in rows.values() for row in mine] + [s.counted for s in sayings])
    wanted = {row.counted for mine in rows.values() for row in mine}
    ground = _ground(family, rows, containers)
    found = entail(shape_scopes(counted, ground), bounds, wanted)
    for incident in rows if len(family) > 1 else ():
        if any(scope.incident == incident and found[scope].loose == ALONE for scope in wanted):
            found |= _within_incident(incident, counted, bounds, wanted, ground)
    return {
        told.gathering.incident: order_tolls(
            told.gathering, [_toll(told, row, found[row.counted], sayings) for row in rows[told.gathering.incident]]
        )
        for told in family
    }


def _within_incident(
    incident: str, counted: Sequence[Counted], bounds: Sequence[Bound], wanted: Collection[Counted], ground: Ground
) -> dict[Counted, Entailed]:
    """The ranges of one incident by its own claims alone, where all those of its family conflict in too many ways."""
    mine = [n for n, bound in enumerate(bounds) if bound.of.incident == incident]
    shape = shape_scopes([c for c in counted if c.incident == incident], ground)
    found = entail(shape, [bounds[n] for n in mine], [c for c in wanted if c.incident == incident])
    return {scope: _renumber(one, mine)._replace(loose=one.loose or OWN) for scope, one in found.items()}


def _renumber(found: Entailed, numbers: Sequence[int]) -> Entailed:
    """The same with the bounds' numbers among all."""

    def put(some: Sequence[int]) -> tuple[int, ...]:
        return tuple(numbers[n] for n in some)

    return found._replace(
        low_by=put(found.low_by),
        high_by=put(found.high_by),
        worlds=tuple(w._replace(bounds=put(w.bounds)) for w in found.worlds),
        conflicts=tuple(tuple(put(place) for place in c) for c in found.conflicts),
    )


def _part_row(gathering: Gathering, figures: tuple[Figure, ...], sorted_: Rows, last: str | None) -> list[_Row]:
    """A row of figures as one toll, or, where lanes of a total say that they cover fewer days than others, one for each stretch of days."""
    first, total = figures[0], gathering.kind == "aggregate"
    whole = Counted(gathering.incident, first.harm, first.group, first.by, first.place, seen=first.seen)
    kept, nobody = leave_silent(figures, total=total)
    lanes: list[tuple[Counted, Figure]] = []
    strands = find_strands(kept)
    for strand in strands:
        act = strand[0].claim.event.type if len(strands) > 1 and not _is_plain(strand, strands) else None
        lanes += [(whole._replace(act=act), lane) for lane in choose_lanes(strand)]
    counting = with_access([f for _, f in lanes]) if total else [f for _, f in lanes]
    filmed = [f for f in sorted_.filmed if f.harm == first.harm]
    beside = told_beside(figures, nobody, filmed)
    parted: dict[Window | None, list[tuple[Counted | None, Figure]]] = defaultdict(list)
    for counted, lane in lanes:
        window = _window(lane, last) if total else None
        bounded = counted._replace(window=window) if any(lane is f for f in counting) else None
        parted.setdefault(window, []).append((bounded, lane))
    final = None if None in parted else max(parted, key=lambda w: (w or ("", ""))[1] or "", default=None)
    out = []
    for window, some in sorted(parted.items(), key=lambda item: str(item[0])) or [(None, [])]:
        mine = figures if window == final else tuple(f for _, f in some)
        row = _Row(whole._replace(window=window), mine, tuple(some), (), "")
        out.append(row._replace(nobody=tuple(nobody), beside=beside) if window == final else row)
    return out


def _is_plain(strand: Sequence[Figure], strands: Sequence[Sequence[Figure]]) -> bool:
    """Whether a strand is the one of acts that nobody tells apart: it is of the whole."""
    kinds = {f.claim.event.type for f in strand}
    return len(kinds) > 1 or any(kinds & {f.claim.event.type for f in other} for other in strands if other is not strand)


def _last_day(gathering: Gathering, figures: Sequence[Figure]) -> str | None:
    """The last day that a total's figures say they cover; ``None`` where none says so, or for one happening."""
    if gathering.kind != "aggregate":
        return None
    return max((f.claim.time.to for f in figures if f.claim.time is not None and f.claim.time.to and _covers_days(f)), default=None)


def _window(lane: Figure, last: str | None) -> Window | None:
    """The days a lane says it covers, where another covers later ones. A lane that says nothing is of the whole."""
    time = lane.claim.time
    if time is None or time.to is None or last is None or not _covers_days(lane) or time.to >= last:
        return None
    return time.from_, time.to


def _covers_days(figure: Figure) -> bool:
    time = figure.claim.time
    return time is not None and time.to is not None and time.from_ != time.to and time.precision != "before_publication"


def _bounds(figure: Figure) -> bool:
    """Whether a figure bounds anything: "about 50" and "dozens" do not."""
    return figure.kind not in ("about", "vague")


def _ends(figure: Figure, *, part: bool) -> tuple[int, int | None]:
    low = figure.low or 0
    return (low, None) if part or figure.floor or figure.kind == "named" else (low, figure.high)


def _parts(sorted_: Rows, rows: Sequence[_Row]) -> list[Saying]:
    """What is a part of a figure, nobody says which, is a floor of what that figure counts."""
    out = []
    for part, whole in sorted_.parts:
        row = next((row for row in rows if any(f is whole for f in row.figures)), None)
        if row is not None and _bounds(part) and (part.low or 0) > 0:
            out.append(Saying(row.counted, part, part=True))
    return out


def _ground(family: Sequence[Told], rows: Mapping[str, Sequence[_Row]], containers: Mapping[str, str]) -> Ground:
    places: dict[tuple[str, str | None], Place] = {}
    divided = set()
    for told in family:
        name = told.gathering.incident
        if told.gathering.places:
            places[(name, None)] = told.gathering.places[0]
        for f in told.figures:
            for place in f.claim.places:
                if f.place is not None and f.place == place.name:
                    places.setdefault((name, f.place), place)
        hands = defaultdict(set)
        for row in rows[name]:
            for f in row.figures:
                if f.by is not None:
                    hands[(f.root.key, f.claim.report)].add(f.by)
        divided |= {(name, a, b) for both in hands.values() for a in both for b in both if a != b}
    starts = {t.gathering.incident: t.gathering.time.from_ if t.gathering.time else None for t in family}
    ends = {t.gathering.incident: t.gathering.time.to if t.gathering.time else None for t in family}
    lasts = {t.gathering.incident: _last_day(t.gathering, t.figures) for t in family}
    return Ground(containers, places, divided, starts, ends, lasts)


def _toll(told: Told, row: _Row, found: Entailed, sayings: Sequence[Saying]) -> Toll:
    lanes = [f for _, f in row.lanes]
    span = _span(found, lanes)
    headline = choose_headline(lanes) if lanes and not any(c and c.act for c, _ in row.lanes) else None
    why = explain(found, row.counted, sayings) + row.beside
    toll = make_toll(told.gathering, row.figures, lanes, row.nobody, told.disputes, span, why, RULE, headline)
    claims = [s.figure.claim.claim for s in sayings]
    scope = toll.scope
    if row.counted.window is not None:
        start, end = row.counted.window
        scope = msgspec.structs.replace(scope, from_=start or scope.from_, to=end)
    elif told.gathering.kind == "aggregate" and lanes and all(_covers_days(f) for f in lanes):
        scope = msgspec.structs.replace(scope, to=_last_day(told.gathering, told.figures))
    return msgspec.structs.replace(
        toll,
        scope=scope,
        conflicts=_smallest(found, claims),
        possible=tuple(
            Possible(claims=tuple(dict.fromkeys(claims[n] for n in w.bounds)), low=w.low or None, high=w.high) for w in found.worlds
        ),
    )


def _smallest(found: Entailed, claims: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The smallest sets of claims in conflict: one for each place of a conflict, and every way to choose it, as far as there is room."""
    every = (choice for conflict in found.conflicts for choice in product(*conflict))
    return tuple(dict.fromkeys(tuple(sorted(claims[n] for n in choice)) for choice in islice(every, MOST_SETS)))


def _span(found: Entailed, lanes: Sequence[Figure]) -> Span:
    """The range as a span. A low end of nobody that no claim sets is no end."""
    low = found.low if found.low or found.high == 0 else None
    kind: CountKind
    if low is not None and low == found.high:
        kind = "exact"
    elif found.high is not None:
        kind = "between" if low is not None else "at_most"
    elif low is not None:
        kind = "at_least"
    else:
        kind = "about" if any(f.kind == "about" for f in lanes) else "vague"
    if kind == "at_most":
        low = 0
    flags = [*(["claims conflict"] if found.conflicts else []), *(["range may be wider than need be"] if found.loose else [])]
    return Span(low=low, high=found.high, best=low if kind == "exact" else None, kind=kind, why="", flags=tuple(flags))
