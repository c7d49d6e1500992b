"""What a telling says that can tie it to another: where, when, who, and the particulars."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knell.records.claim import Claim, Place
from knell.records.matched import Root
from knell.records.report import Report
from knell.terms.load import load_terms

from .credits import Credit
from .days import day_number, stretch
from .details import Details, find_details
from .places import fold, is_site, rank
from .roots import root_key
from .tellings import Telling, chief_of, makes_incident

_PARENTS: dict[str, str] = load_terms("en", "particulars")["sources"]["parents"]
WEEK = 7
REACH = 21
"""Days before publication within which a happening without a stated time is looked for."""
SMALL = 10
"""From this many dead a figure, said by one root, is worth looking up by."""
MASS = 10
"""Dead from which killings in one small place, with no word against it, count as one circumstance."""
GENERIC_ACTS = frozenset({"taking", "goods", "displacement"})
"""Kinds of act of every day: two of them at one place on one day need not be one."""
INQUIRY = re.compile(rf"\b(?:{'|'.join(load_terms('en', 'particulars')['sources']['inquiries'])})\b")
"""Words in the name of a body that speaks once on a matter."""
GENERIC = frozenset({"police", "government", "individual", "unknown", "outlet", "court", "medical"})
"""Kinds of alleged perpetrator that are no fact by themselves: every town has a police."""


@dataclass
class Facts:
    """The facts of one telling. ``n`` is its place in canonical order among those it is grouped with; days and publication are day numbers.

    ``silent``: the report tells of no happening, but may speak about one.
    """

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
    silent: bool = False

    @property
    def name(self) -> str:
        """What a telling is known by whatever else there is: its first claim."""
        return (self.telling.main or self.telling.others)[0].claim


def gather_facts(report: Report, tellings: Sequence[Telling], roots: dict[str, Root], credit: Credit | None) -> list[Facts]:
    """The facts of each of a report's tellings.

    The chief telling takes its particulars from the whole text but for the passages of the others; the others from their own.
    """
    chief = chief_of(tellings)
    folded = [c for t in tellings for c in t.others if makes_incident(c)]
    beside = tuple(p for t in tellings for p in t.sites if is_site(p)) + tuple(
        p for c in folded for p in c.places if p.stated and is_site(p)
    )
    days = frozenset(d for t in tellings for d in t.stated) | {d for c in folded if (d := stretch(c.time)) != (None, None)}
    out = []
    for telling in tellings:
        stretches = _around(report.text, tellings, telling) if telling is chief else _passages(telling)
        details = find_details(report.text, stretches)
        facts = _facts(report, telling, roots, details, credit)
        facts.beside, facts.days_beside = beside, days
        out.append(facts)
    return out


def silent_facts(report: Report, claims: Sequence[Claim], roots: dict[str, Root]) -> Facts:
    """The facts of a report that tells of no happening, but may speak about one."""
    telling = Telling(report=report.id, others=list(claims), sites=[p for c in claims for p in c.places if p.stated][:4])
    facts = _facts(report, telling, roots, find_details(report.text, [(0, len(report.text))]))
    facts.silent = True
    return facts


def _facts(report: Report, telling: Telling, roots: dict[str, Root], details: Details, credit: Credit | None = None) -> Facts:
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
        n=0,
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


def _meant(facts: Facts) -> set[str]:
    """By what a total can be known for another's: its region, or two of source, victims' group and party."""
    out = {f"region/{fold(p.name or p.text or '')}" for p in facts.regions if rank(p) < 5}
    out |= {f"total/{root}" for root in facts.roots if facts.total and not root.startswith("unnamed/")}
    three = [("by", facts.roots), ("of", facts.groups), ("hand", facts.parties)]
    for k, (a, row) in enumerate(three):
        for b, other in three[k + 1 :]:
            out |= {f"pair/{a} {x}, {b} {y}" for x in row for y in other}
    return out
