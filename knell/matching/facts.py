"""What a telling says that can tie it to another: where, when, who, and the particulars; and the keys it is looked up by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from knell.records.claim import Claim, Place
from knell.records.matched import Root
from knell.records.report import Report
from knell.terms.load import load_terms

from .containment import around_keys
from .credits import Credit
from .days import day_number, stretch
from .details import Details, find_details
from .places import fold, is_site, rank, skeleton
from .roots import root_key
from .tellings import Telling, chief_of, makes_incident

_PARENTS: dict[str, str] = load_terms("en", "particulars")["sources"]["parents"]
WEEK = 7
REACH = 21
"""Days before publication within which a happening without a stated time is looked for."""
MONTH = 30
SMALL = 10
"""From this many dead a figure, said by one root, is worth looking up by."""
GENERIC = frozenset({"police", "government", "individual", "unknown", "outlet", "court", "medical"})
"""Kinds of alleged perpetrator that are no fact by themselves: every town has a police."""


@dataclass
class Facts:
    """The facts of one telling. ``n`` is its place in canonical order; days and publication are day numbers."""

    n: int
    telling: Telling
    published: int | None
    sites: list[Place]
    regions: list[Place]
    days: tuple[int | None, int | None]
    total: bool
    people: frozenset[str]
    named: frozenset[str]
    parties: frozenset[str]
    groups: frozenset[str]
    roots: frozenset[str]
    figures: frozenset[tuple[str, str, int]]
    numbers: frozenset[tuple[str, int]]
    dead: tuple[int, ...]
    hurt: tuple[int, ...]
    details: Details
    families: frozenset[str]
    credit: str | None = None
    beside: tuple[Place, ...] = ()
    days_beside: frozenset[tuple[int | None, int | None]] = frozenset()
    meant: frozenset[str] = frozenset()
    keys: frozenset[str] = field(default_factory=frozenset)


def gather_facts(report: Report, tellings: Sequence[Telling], roots: dict[str, Root], credit: Credit | None, first: int) -> list[Facts]:
    """The facts of each of a report's tellings, numbered from ``first``.

    The chief telling takes its particulars from the whole text but for the passages of the others; the others from their own.
    """
    chief = chief_of(tellings)
    folded = [c for t in tellings for c in t.others if makes_incident(c)]
    beside = tuple(p for t in tellings for p in t.sites if is_site(p)) + tuple(
        p for c in folded for p in c.places if p.stated and is_site(p)
    )
    days = frozenset(d for t in tellings for d in t.stated) | {d for c in folded if (d := stretch(c.time)) != (None, None)}
    out = []
    for n, telling in enumerate(tellings):
        stretches = _around(report.text, tellings, telling) if telling is chief else _passages(telling)
        details = find_details(report.text, stretches)
        facts = _facts(first + n, report, telling, roots, details, credit)
        facts.beside, facts.days_beside = beside, days
        out.append(facts)
    return out


def silent_facts(report: Report, claims: Sequence[Claim], roots: dict[str, Root], n: int, number: int) -> Facts:
    """The facts of a report that tells of no happening, but may speak about one. ``number`` is the report's own."""
    telling = Telling(report=number, others=list(claims), sites=[p for c in claims for p in c.places if p.stated][:4])
    return _facts(n, report, telling, roots, find_details(report.text, [(0, len(report.text))]))


def _facts(n: int, report: Report, telling: Telling, roots: dict[str, Root], details: Details, credit: Credit | None = None) -> Facts:
    published = day_number(report.published)
    claims = telling.main or telling.others
    sites = [p for p in telling.sites if is_site(p)]
    regions = [p for p in telling.sites if not is_site(p)]
    named = frozenset(fold(v.name) for c in claims for v in c.victims if v.name and " " in v.name.strip())
    accused = frozenset(fold(p.name) for c in claims for p in c.perpetrators if p.name and p.kind == "individual" and " " in p.name.strip())
    parties = frozenset(fold(p.name or p.text or "") for c in claims for p in c.perpetrators if p.kind not in GENERIC) - {""}
    groups = frozenset(v.group for c in claims for v in c.victims if v.group)
    figures = frozenset(f for c in claims for f in _figure(c, roots))
    facts = Facts(
        n=n,
        telling=telling,
        published=published,
        sites=sites,
        regions=regions,
        days=telling.days,
        total=telling.total,
        people=details.names | named | accused,
        named=named | accused,
        parties=parties,
        groups=groups,
        roots=frozenset(roots[c.claim].key for c in claims if c.claim in roots and roots[c.claim].declared),
        figures=figures,
        numbers=frozenset((c.harm, _number(c)) for c in claims if _number(c) >= SMALL),
        dead=_numbers(telling, "killed"),
        hurt=_numbers(telling, "injured"),
        details=details,
        families=frozenset(telling.families - {"any"}),
        credit=root_key(credit.name) if credit else None,
    )
    facts.meant = frozenset(_meant(facts))
    facts.keys = frozenset(_keys(facts))
    return facts


def _numbers(telling: Telling, harm: str) -> tuple[int, ...]:
    """The different figures a telling gives of one harm."""
    return tuple(sorted({_number(c) for c in telling.main if c.harm == harm} - {0}))


def _number(claim: Claim) -> int:
    """A claim's figure as one number; 0 where it has none."""
    c = claim.count
    if c is None or c.kind in ("vague", "named"):
        return 0
    return next((x for x in (c.best, c.low, c.high) if x is not None), 0)


def _figure(claim: Claim, roots: dict[str, Root]) -> list[tuple[str, str, int]]:
    """What one root said of how many: the key of a relay. Small numbers coincide; relays tell killed from casualties badly."""
    n, root = _number(claim), roots.get(claim.claim)
    if n < SMALL or root is None or claim.harm == "none":
        return []
    return [(_head(root.key), "killed" if claim.harm == "casualties" else claim.harm, n)]


def _head(key: str) -> str:
    """A root as relays tell it: of an unnamed one the last word, for "the national committee" is "the committee" further on; of a body
    within a larger one the larger, for "the UN" is what relays make of it.
    """
    for parent, prefix in _PARENTS.items():
        if key.startswith(prefix):
            return root_key(parent)
    return f"unnamed/{key.rsplit(maxsplit=1)[-1].rsplit('/', maxsplit=1)[-1]}" if key.startswith("unnamed/") else key


def _passages(telling: Telling) -> list[tuple[int, int]]:
    return sorted(_stretches(telling.main))


def _stretches(claims: Iterable[Claim]) -> set[tuple[int, int]]:
    return {(c.passage.start, c.passage.end) for c in claims if c.passage.start is not None and c.passage.end is not None}


def _around(text: str, tellings: Sequence[Telling], chief: Telling) -> list[tuple[int, int]]:
    """The whole text less the passages that only other tellings have, or that were no happening of their own."""
    mine = set(_passages(chief))
    beside = {p for t in tellings if t is not chief for p in _passages(t)} | _stretches(
        c for t in tellings for c in t.others if makes_incident(c)
    )
    holes = sorted(beside - mine)
    out, at = [], 0
    for start, end in holes:
        if start > at:
            out.append((at, start))
        at = max(at, end)
    return [*out, (at, len(text))]


def _weeks(facts: Facts) -> list[int]:
    """The weeks a telling's happening may have begun in; empty where nothing says when."""
    start, end = facts.days
    if start is not None or end is not None:
        lo = start if start is not None else (end or 0) - WEEK
        hi = end if end is not None else lo + WEEK
        hi = min(hi, lo + REACH)
        return list(range((lo - 1) // WEEK, (hi + 1) // WEEK + 1))
    if facts.published is not None:
        return list(range((facts.published - REACH) // WEEK, facts.published // WEEK + 1))
    return []


def _meant(facts: Facts) -> set[str]:
    """By what a total can be known for another's: its region, or two of source, victims' group and party."""
    out = {f"region/{fold(p.name or p.text or '')}" for p in facts.regions if rank(p) < 5}
    out |= {f"total/{root}" for root in facts.roots if facts.total and not root.startswith("unnamed/")}
    three = [("by", facts.roots), ("of", facts.groups), ("hand", facts.parties)]
    for k, (a, row) in enumerate(three):
        for b, other in three[k + 1 :]:
            out |= {f"pair/{a} {x}, {b} {y}" for x in row for y in other}
    return out


def _keys(facts: Facts) -> set[str]:
    """The blocking keys: two tellings without a key in common are never compared."""
    keys: set[str] = set()
    weeks = _weeks(facts)
    for site in facts.sites[:4]:
        bones = skeleton(site.name or site.text or "")
        keys.update(f"site/{bones}/{w}" for w in weeks)
        keys.add(f"site/{bones}/?")
    for name in facts.named:
        keys.add(f"person/{name}")
    if facts.published is not None:
        keys.update(f"name/{name}/{facts.published // MONTH + k}" for name in facts.people for k in (0, 1))
    else:
        keys.update(f"person/{name}" for name in facts.people)
    keys.update(f"figure/{root}/{harm}/{n}" for root, harm, n in facts.figures)
    keys.update(f"thing/{t}" for t in facts.details.things)
    keys.update(f"block/{b}/{w}" for b in facts.details.blocks for w in weeks)
    keys.update(f"force/{name}/{w}" for name in facts.details.forces for w in weeks if not facts.total)
    if facts.total or not (facts.sites or facts.regions):
        keys |= facts.meant
    if facts.published is not None:
        keys.update(f"number/{harm}/{n}/{facts.published + k}" for harm, n in facts.numbers if n >= 100 for k in (0, 1))
    else:
        keys.update(f"number/{harm}/{n}" for harm, n in facts.numbers if n >= 100)
    keys.update(f"number/{harm}/{n}" for harm, n in facts.numbers if n >= 1000)
    if facts.published is not None and not (facts.sites or facts.regions or facts.days != (None, None)):
        keys.update(f"word/{root}/{facts.published + k}" for root in facts.roots for k in (0, 1))
    if facts.total:
        keys.update(f"region/{fold(p.name or p.text or '')}/{w}" for p in facts.regions for w in (*weeks, "?") if rank(p) < 5 or w != "?")
        keys.update(f"series/{root}/{facts.days[0]}" for root in facts.roots if facts.days[0] is not None)
        if facts.published is not None:
            keys.update(f"series/{root}/told {facts.published // WEEK + k}" for root in facts.roots for k in (0, 1))
        if facts.days[0] is not None:
            keys.add(f"start/{facts.days[0]}")
    return keys | around_keys(facts.telling.sites, facts.days, total=facts.total)
