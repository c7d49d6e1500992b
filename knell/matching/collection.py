"""Matching a whole collection: reports and their claims in, incidents, roots and copies out.

1. Put reports and claims in canonical order, so that the order of arrival does not matter.
2. Find which reports share words, and which credit whom.
3. Find each claim's root.
4. Gather each report's claims into tellings, one for each happening it tells of, and each telling's facts.
5. Link tellings that share words or enough facts; what falls short may be the same.
6. Attach reports that only speak about an incident.
7. Find which incident lies inside which, and the garbles.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from knell.records.claim import Claim, Place, Time
from knell.records.incident import Link
from knell.records.matched import Apart, Copy, Gathering, Matched, Root
from knell.records.report import Report
from knell.records.vocabulary import VIOLENT, EventType

from .containment import Extent, find_containers
from .copies import find_copies, passage_keys
from .credits import Credit, find_credit
from .days import TOTAL_DAYS, iso, length
from .facts import Facts, gather_facts, silent_facts
from .garbles import find_garbles
from .linking import Groups, group_tellings
from .order import sort_claims, sort_reports, text_hash
from .passages import link_copies
from .places import fold, rank, same_place
from .roots import find_roots
from .silent import attach_silent
from .tellings import find_tellings
from .union import Joined


def match(reports: Sequence[Report], claims: Sequence[Claim], *, as_of: str | None = None) -> Matched:
    """The collection matched. ``as_of`` takes only what was published by that date.

    The result is the same for any order of ``reports`` and of ``claims``.
    """
    ordered, sources = sort_reports(reports, as_of)
    rows = sort_claims(claims, ordered)
    credits_ = [find_credit(r) for r in ordered]
    copies = find_copies(ordered, [s.text_hash for s in sources])
    roots = find_roots(ordered, rows, credits_, copies)
    by_claim = {r.claim: r for r in roots}
    facts, silent = _all_facts(ordered, rows, by_claim, credits_)
    by_report: dict[str, list[Facts]] = defaultdict(list)
    for f in facts:
        by_report[ordered[f.telling.report].id].append(f)
    texts = {r.id: r for r in ordered}
    groups = group_tellings(facts, link_copies(copies, texts, by_report))
    spoken = attach_silent(facts, silent, groups)
    incidents = _gather(ordered, facts, groups, spoken, silent)
    home = {c: i.incident for i in incidents for c in i.main}
    every = [c for row in rows for c in row]
    return Matched(
        sources=tuple(sources),
        claims=tuple(every),
        copies=(*copies, *_credit_edges(ordered, credits_)),
        roots=tuple(roots),
        garbles=tuple(find_garbles(every, by_claim, home)),
        incidents=tuple(incidents),
    )


def keys_of(report: Report, claims: Sequence[Claim]) -> frozenset[str]:
    """The keys under which a report can meet others. Reports that no chain of shared keys joins are never linked.

    So a casebook can match again only the reports that a new one reaches through keys, with the same result.
    """
    rows = sort_claims(claims, [report])
    copies: list[Copy] = []
    credit = find_credit(report)
    roots = {r.claim: r for r in find_roots([report], rows, [credit], copies)}
    facts, silent = _all_facts([report], rows, roots, [credit])
    keys = {key for f in [*facts, *silent] for key in f.keys}
    return frozenset(keys | passage_keys(report) | {f"text/{text_hash(report)[:16]}"})


def _all_facts(
    reports: Sequence[Report], rows: Sequence[Sequence[Claim]], roots: dict[str, Root], credits_: Sequence[Credit | None]
) -> tuple[list[Facts], list[Facts]]:
    """The facts of every telling, and of every report that tells of nothing itself; numbered in canonical order together."""
    facts: list[Facts] = []
    silent: list[Facts] = []
    for n, (report, claims) in enumerate(zip(reports, rows, strict=True)):
        tellings = find_tellings(n, report.text, claims)
        if tellings:
            facts.extend(gather_facts(report, tellings, roots, credits_[n], len(facts) + len(silent)))
        elif claims:
            silent.append(silent_facts(report, claims, roots, len(facts) + len(silent), n))
    return facts, silent


def _gather(
    reports: Sequence[Report], facts: Sequence[Facts], groups: Groups, spoken: dict[int, Joined], silent: Sequence[Facts]
) -> list[Gathering]:
    """The incidents, in canonical order of their first claims."""
    members: dict[int, list[Facts]] = defaultdict(list)
    for f in facts:
        members[groups.of[f.n]].append(f)
    about: dict[int, list[Facts]] = defaultdict(list)
    for s in silent:
        if s.n in spoken:
            about[groups.of[spoken[s.n].a]].append(s)
    names = {root: _incident_id(rows) for root, rows in members.items()}
    extents = [
        Extent(n=root, total=_is_total(rows), places=_places(rows), days=_days(rows), main=[c for f in rows for c in f.telling.main])
        for root, rows in members.items()
    ]
    containers = find_containers(extents)
    maybe: dict[int, set[int]] = defaultdict(set)
    for a, b in groups.maybe:
        x, y = groups.of[a], groups.of[b]
        if containers.get(x, (None, ""))[0] != y and containers.get(y, (None, ""))[0] != x:
            maybe[x].add(y)
            maybe[y].add(x)
    links: dict[int, list[Joined]] = defaultdict(list)
    for link in [*groups.joined, *spoken.values()]:
        links[groups.of[link.a]].append(link)
    report_of = {f.n: reports[f.telling.report].id for f in [*facts, *silent]}
    out = []
    for extent in extents:
        rows = members[extent.n]
        around = about[extent.n]
        container = containers.get(extent.n)
        shown = [Link(a=report_of[j.a], b=report_of[j.b], kind=j.kind, why=j.why) for j in links[extent.n]]
        if container:
            shown.append(Link(a=names[extent.n], b=names[container[0]], kind="part_of", why=container[1]))
        main = [c.claim for f in rows for c in f.telling.main]
        out.append(
            Gathering(
                incident=names[extent.n],
                kind="aggregate" if extent.total else "incident",
                type=_type(rows),
                part_of=names[container[0]] if container else None,
                may_be_same=tuple(sorted(names[m] for m in maybe[extent.n])),
                reports=tuple(dict.fromkeys(report_of[f.n] for f in sorted([*rows, *around], key=lambda f: f.n))),
                claims=(*main, *(c.claim for f in [*rows, *around] for c in f.telling.others)),
                main=tuple(main),
                places=tuple(extent.places),
                time=_time(extent.days),
                links=tuple(shown),
                apart=tuple(_apart(extent)),
            )
        )
    return out


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


def _credit_edges(reports: Sequence[Report], credits_: Sequence[Credit | None]) -> list[Copy]:
    """A report that credits a source, as an edge to that source's name."""
    return [
        Copy(a=r.id, b=c.name, kind="credit", start_a=c.start, end_a=c.end, why=c.why) for r, c in zip(reports, credits_, strict=True) if c
    ]
