"""Reports that tell of no happening themselves but speak about one: an inquiry's findings, a denial, a reaction."""

from collections.abc import Sequence

from .comparing import compare
from .facts import Facts
from .keys import is_uneven
from .places import same_place

ENOUGH = 2
"""Facts that must agree before a report is put with an incident it only speaks about."""
NEAR_DAYS = 3
"""Days between publications that count as one occasion."""


def choose_subject(silent: Facts, near: Sequence[Facts]) -> tuple[Facts, str] | None:
    """The telling that a report speaks about, and why; ``None`` where too little agrees, or a second happening agrees as much.

    ``near``: the tellings it met, in canonical order. Several that are linked with one another are one happening.
    """
    scored = [(len(_agree(silent, f)), f) for f in near]
    most = max((score for score, _ in scored), default=0)
    if most < ENOUGH:
        return None
    best = [f for score, f in scored if score == most]
    one = [best[0]]
    for f in best[1:]:
        if not any(compare(g, f).links for g in one):
            return None
        one.append(f)
    return best[0], "; ".join(_agree(silent, best[0]))


def _agree(s: Facts, f: Facts) -> list[str]:
    """What a report that only speaks about something and a telling agree in; a place or a day on their own say nothing."""
    things = sorted(s.details.things & f.details.things)
    out = [f"both count {t}" for t in things[:2]]
    out += ["an uneven number, and not by chance" for t in things if is_uneven(t)][:1]
    out += ["a person named in both" for _ in sorted(s.people & f.people)[:2]]
    sources = [f"one source: {r}" for r in sorted(s.roots & f.roots)[:1]]
    place = any(same_place(p, q) for p in s.sites + s.regions for q in f.sites + f.regions)
    if not out and not (sources and place):
        return []
    out += sources
    if place:
        out.append("the same place")
    if s.published is not None and f.published is not None and abs(s.published - f.published) <= NEAR_DAYS:
        out.append("published at one time")
    return out
