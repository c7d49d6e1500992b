"""Airwars' grades. They stand under its convention alone and are no verdict of Knell's."""

from collections.abc import Mapping, Sequence

from knell.records.claim import Claim
from knell.records.matched import Root

from .figures import Figure
from .points import are_fighters

BELLIGERENTS = frozenset({"state_forces", "foreign_forces", "armed_group", "militia", "government"})


def grade_airwars(claims: Sequence[Claim], figures: Sequence[Figure], roots: Mapping[str, Root]) -> str:
    """Confirmed, fair, weak, contested or discounted, by the tests on Airwars' own pages.

    Discounted: all whom the figures count are fighters. Confirmed: a belligerent accepts responsibility for the harm. Contested:
    independent roots lay it to different belligerents. Fair: two or more credible sources, and a belligerent whom one of them names.
    Weak: the rest.
    """
    if are_fighters([f for f in figures if f.harm in ("killed", "injured", "casualties")]):
        return "discounted"
    if any(_accepts(c) for c in claims):
        return "confirmed"
    named: dict[str, set[str]] = {}
    for c in claims:
        root = roots.get(c.claim)
        for p in c.perpetrators:
            if root is not None and root.declared and p.kind in BELLIGERENTS and (p.name or p.text):
                named.setdefault(p.name or p.text or "", set()).add(root.key)
    if _compete(named):
        return "contested"
    sources = {
        roots[c.claim].key for c in claims if c.claim in roots and roots[c.claim].declared and c.harm in ("killed", "injured", "casualties")
    }
    return "fair" if len(sources) >= 2 and named else "weak"


def _accepts(claim: Claim) -> bool:
    """Whether a belligerent accepts that it did harm: the act alone, or "an incident", is no acceptance of responsibility for it."""
    if claim.stance not in ("acknowledged", "claimed") or claim.harm not in ("killed", "injured", "casualties"):
        return False
    own = {p.name or p.text for p in claim.perpetrators if p.kind in BELLIGERENTS}
    return any((s.name or s.text) in own for s in claim.speakers) or (claim.stance == "claimed" and bool(own))


def _compete(named: Mapping[str, set[str]]) -> bool:
    """Whether two belligerents are each named by a root that does not name the other."""
    names = list(named)
    return any(named[a] - named[b] and named[b] - named[a] for k, a in enumerate(names) for b in names[k + 1 :])
