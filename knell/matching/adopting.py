"""Totals that do not say over which days: put with the one dated total they can be meant of, if there is exactly one."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from .comparing import mostly
from .facts import Facts
from .union import Joined, Union

ADOPT_DAYS = 550
"""Days after its start within which an undated total may speak of a dated one: inquiries report late."""


def join_periods(facts: Sequence[Facts], union: Union) -> list[Joined]:
    """Links groups of totals over one region whose days, taken over each group, overlap: one group tells where, the other since when."""
    by_region: dict[str, set[int]] = defaultdict(set)
    for f in facts:
        if f.total:
            for key in f.meant:
                if key.startswith("region/"):
                    by_region[key].add(union.find(f.n))
    out = []
    for key in sorted(by_region):
        spans = sorted((days, g) for g in by_region[key] if (days := _span(union.members[union.find(g)])) is not None)
        for (a, g), (b, h) in pairwise(spans):
            if b[0] <= a[1] and mostly(a, b) and union.join(g, h, force=True):
                out.append(Joined(g, h, "facts", f"{key.split('/', 1)[1]}; totals over days that overlap"))
    return out


def _span(members: Sequence[Facts]) -> tuple[int, int] | None:
    """The first day most members give, and the last that goes with it; ``None`` where no member says a first day."""
    starts = Counter(f.days[0] for f in members if f.days[0] is not None)
    if not starts:
        return None
    start = min(starts, key=lambda s: (-starts[s], s))
    return start, max((f.days[1] for f in members if f.days[0] == start and f.days[1] is not None), default=start)


def adopt_undated(facts: Sequence[Facts], union: Union) -> list[Joined]:
    """Links of totals without days to the one dated total before them that counts the same region, or that has two of one source, one
    victims' group and one party in common, or that is the only total its source gives.

    Where two dated totals could be meant, or none, they stay apart.
    """
    dated: dict[str, set[int]] = defaultdict(set)
    loose: dict[int, list[Facts]] = defaultdict(list)
    for f in facts:
        group = union.find(f.n)
        if f.total and any(m.days[0] is not None for m in union.members[group]):
            for key in f.meant:
                dated[key].add(group)
        elif f.total or not (f.sites or f.regions or f.named or f.dead):
            loose[group].append(f)
    out = []
    for group, members in sorted(loose.items()):
        for kind in ("region/", "pair/", "total/"):
            keys = sorted({key for m in members for key in m.meant if key.startswith(kind)})
            near = {union.find(g) for key in keys for g in dated.get(key, ())}
            near = {g for g in near if g != union.find(group) and _before(union.members[g], members)}
            if near:
                break
        if len(near) == 1:
            (home,) = near
            first = members[0]
            if union.join(home, group):
                why = ", ".join(key.split("/", 1)[1] for key in keys if any(key in m.meant for m in union.members[union.find(home)]))
                out.append(Joined(home, first.n, "facts", f"{why}; the only days of which such a total is told"))
    return out


def _before(dated: Sequence[Facts], loose: Sequence[Facts]) -> bool:
    """Whether the dated total began before the undated one was published, and no more than a year and a half before."""
    starts = [f.days[0] for f in dated if f.days[0] is not None]
    published = [f.published for f in loose if f.published is not None]
    return bool(starts) and all(0 <= p - min(starts) <= ADOPT_DAYS for p in published)
