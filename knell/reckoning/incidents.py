"""Reckoning: matched claims in, incidents with their tolls and verdicts out.

1. For each incident take its claims' figures, each with its root and cut-off date.
2. Put figures of one harm, group and hand in one toll; each root's latest is a lane; the span over the lanes has its reason.
3. Name the alleged perpetrators with their standing, and the victims as sources describe them.
4. Judge occurrence, figure and responsibility.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knell.records.claim import Claim
from knell.records.incident import Garble, Incident, IncidentVictim, Toll
from knell.records.matched import Copy, Gathering, Matched, Root, Source

from .access import find_accesses
from .conventions import CONVENTIONS, Convention, check_rule
from .entailed import Told
from .figures import NOBODY, OWN, PARENT_KEYS, Figure, find_figures, is_inquiry
from .standing import find_accused
from .verdicts import judge

THERE = frozenset({"witness", "resident", "relative"})
"""Kinds of source whose access is their own eyes: no monitor or outlet that is named can be meant."""


def reckon(matched: Matched, *, rule: str = "reported") -> tuple[Incident, ...]:
    """The incidents of a matched collection, in canonical order. Raises ``UsageError`` for a rule that is not there."""
    check_rule(rule)
    convention = CONVENTIONS[rule]
    known = _Known(
        {c.claim: c for c in matched.claims},
        {r.claim: r for r in matched.roots},
        {s.report: s for s in matched.sources},
        _copy_groups(matched.copies),
        {edge.a: edge.b for edge in matched.copies if edge.kind == "credit"},
    )
    told = [_tell(g, known) for g in matched.incidents]
    garbled = {garble.claim: garble for garble in matched.garbles}
    tolls = convention.reckon([t.told for t in told])
    return tuple(_incident(t, tolls[t.told.gathering.incident], known, convention, garbled) for t in told)


class _Known(NamedTuple):
    """What matching knows, by name. ``copies``: report -> the first of its group of copies; ``credits``: report -> whom it credits."""

    claims: Mapping[str, Claim]
    roots: Mapping[str, Root]
    sources: Mapping[str, Source]
    copies: Mapping[str, str]
    credits: Mapping[str, str]


class _Tale(NamedTuple):
    """An incident's claims by what they do: tell of it (``asserted``, and ``main`` with what denies), or say that nothing is verified."""

    told: Told
    main: Sequence[Claim]
    asserted: Sequence[Claim]
    gaps: Sequence[Claim]
    everything: Sequence[Claim]


def _tell(gathering: Gathering, known: _Known) -> _Tale:
    main = [known.claims[c] for c in gathering.main]
    everything = [known.claims[c] for c in gathering.claims]
    denials = [c for c in everything if c.stance in ("denied", "disputed") or c.event.type == "denial"]
    gaps = [c for c in everything if c.event.type == "verification_gap" or c.stance == "unverified"]
    asserted = [c for c in main if c not in denials]
    figures = find_figures(asserted, known.roots, known.sources, known.credits)
    accesses = find_accesses(asserted, known.roots)
    for figure in figures:
        figure.access = accesses.of.get(figure.root.key)
    return _Tale(Told(gathering, figures, denials), main, asserted, gaps, everything)


def _incident(tale: _Tale, tolls: tuple[Toll, ...], known: _Known, convention: Convention, garbled: Mapping[str, Garble]) -> Incident:
    gathering, figures, denials = tale.told
    return Incident(
        incident=gathering.incident,
        part_of=gathering.part_of,
        may_be_same=gathering.may_be_same,
        kind=gathering.kind,
        type=gathering.type,
        reports=gathering.reports,
        claims=gathering.claims,
        places=gathering.places,
        time=gathering.time,
        tolls=tolls,
        perpetrators=find_accused(tale.asserted, denials),
        victims=_victims(tale.asserted),
        n_reports=len(gathering.reports),
        n_independent=count_independent(tale.main, known.roots, figures),
        copies=_copies(gathering.reports, known.copies),
        verdicts=judge(tale.asserted, denials, tale.gaps, tolls, known.roots, tale.everything),
        links=gathering.links,
        garbles=tuple(garbled[c] for c in gathering.main if c in garbled),
        grade=convention.grade(tale.asserted, figures, known.roots) if convention.grade else None,
    )


def count_independent(claims: Sequence[Claim], roots: Mapping[str, Root], figures: Sequence[Figure]) -> int:
    """How many distinct roots the incident's claims have.

    A figure's root is what its figure shows it to be. An outlet's own voice counts as that outlet, but not beside the sources its report
    passes on; a larger body not beside its part; a source that nobody names may be any of the others, and counts only where no other
    is, or where its description tells it from all others: a body of inquiry, or those who were there. Residents and witnesses may be
    the same people, and count as one.
    """
    meant = {f.claim.claim: f.root for f in figures}
    rows = [(c, meant.get(c.claim) or roots[c.claim]) for c in claims if c.claim in roots]
    relaying = {c.report for c, r in rows if r.via != OWN and not r.key.startswith(NOBODY)}
    keys = {r.key for c, r in rows if not (r.via == OWN and c.report in relaying)} or {r.key for _, r in rows}
    parts = {name_key: prefix for name_key, prefix in PARENT_KEYS.items() if any(k.startswith(prefix) for k in keys)}
    named = {k for k in keys if not k.startswith(("unnamed/", NOBODY)) and k not in parts}
    bodies = {k.rsplit(maxsplit=1)[-1].rsplit("/", maxsplit=1)[-1] for k in keys if k.startswith("unnamed/") and is_inquiry(k)}
    bodies = {word for word in bodies if not any(word in k.split() for k in named)}  # "the committee" is the one that is named
    there = any(r.declared and r.kind in THERE and r.key.startswith("unnamed/") for _, r in rows)
    return len(named) + len(bodies) + there or len(keys)


def _victims(claims: Sequence[Claim]) -> tuple[IncidentVictim, ...]:
    """Victims as sources describe them, each description once."""
    out: dict[tuple[object, ...], IncidentVictim] = {}
    for claim in claims:
        if claim.harm == "none":
            continue
        for v in claim.victims:
            key = (
                claim.harm,
                (v.name or v.text or "").casefold(),
                v.group,
                v.count.low if v.count else None,
                v.count.high if v.count else None,
            )
            out.setdefault(key, IncidentVictim(text=v.text, name=v.name, group=v.group, count=v.count, harm=claim.harm))
    return tuple(out.values())


def _copy_groups(copies: Sequence[Copy]) -> dict[str, str]:
    """Report -> the first report of its group of copies."""
    parent: dict[str, str] = {}

    def find(x: str) -> str:
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    for edge in copies:
        if edge.kind == "copy":
            parent[find(edge.b)] = find(edge.a)
    return {x: find(x) for x in parent}


def _copies(reports: Sequence[str], groups: Mapping[str, str]) -> tuple[tuple[str, ...], ...]:
    """The incident's reports that are copies of one another, group by group."""
    rows: dict[str, list[str]] = {}
    for r in reports:
        if r in groups:
            rows.setdefault(groups[r], []).append(r)
    return tuple(tuple(row) for row in rows.values() if len(row) > 1)
