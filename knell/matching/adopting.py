"""Totals that do not say over which days: put with the one dated total they can be meant of, if there is exactly one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations, pairwise

from .comparing import compare, mostly
from .facts import Facts

ADOPT_DAYS = 550
"""Days after its start within which an undated total may speak of a dated one: inquiries report late."""


def is_loose(facts: Facts) -> bool:
    """Whether a telling may be of a total that it does not date: an undated total, or words that place, date and count nothing."""
    if not facts.meant or facts.silent or facts.days[0] is not None:
        return False
    return facts.total or not (facts.sites or facts.regions or facts.named or facts.dead)


def choose_total(loose: Facts, near: Sequence[Facts]) -> tuple[Facts, str] | None:
    """The dated total that an undated one is meant of, and why; ``None`` where two could be meant, or none.

    It counts the same region, or has two of source, victims' group and party in common, or is the only total its source gives: the
    first of these that finds any decides. ``near``: the tellings it met, in canonical order. Several that can all be one total are one.
    """
    dated = [g for g in near if g.total and g.days[0] is not None and _before(g, loose)]
    for kind in ("region/", "pair/", "total/"):
        keys = sorted(key for key in loose.meant if key.startswith(kind))
        found = [g for g in dated if any(key in g.meant for key in keys)]
        if not found:
            continue
        if any(compare(g, h).against for g, h in combinations(found, 2)):
            return None
        home = found[0]
        why = ", ".join(key.split("/", 1)[1] for key in keys if key in home.meant)
        return home, f"{why}; the only days of which such a total is told"
    return None


def _before(dated: Facts, loose: Facts) -> bool:
    """Whether the dated total began before the undated one was published, and no more than a year and a half before."""
    if dated.days[0] is None:
        return False
    return loose.published is None or 0 <= loose.published - dated.days[0] <= ADOPT_DAYS


def overlapping_periods(groups: dict[int, list[Facts]]) -> list[tuple[int, int, str]]:
    """Groups of totals over one region whose days, taken over each group, overlap: one group tells where, the other since when."""
    by_region: dict[str, set[int]] = defaultdict(set)
    for n, members in groups.items():
        for f in members:
            if f.total:
                for key in f.meant:
                    if key.startswith("region/"):
                        by_region[key].add(n)
    out = []
    for key in sorted(by_region):
        spans = sorted((days, n) for n in by_region[key] if (days := _span(groups[n])) is not None)
        for (a, g), (b, h) in pairwise(spans):
            if b[0] <= a[1] and mostly(a, b):
                out.append((g, h, f"{key.split('/', 1)[1]}; totals over days that overlap"))
    return out


def _span(members: Sequence[Facts]) -> tuple[int, int] | None:
    """The first day most members give, and the last that goes with it; ``None`` where no member says a first day."""
    starts = Counter(f.days[0] for f in members if f.days[0] is not None)
    if not starts:
        return None
    start = min(starts, key=lambda s: (-starts[s], s))
    return start, max((f.days[1] for f in members if f.days[0] == start and f.days[1] is not None), default=start)
