"""Tellings to incidents: candidates by key, pairs compared, links followed strongest first, none that the group speaks against."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from .comparing import Comparison, compare
from .days import overlap
from .facts import Facts
from .places import compatible, fold, rank

FEW = 24
"""Tellings under one key up to which all pairs are compared; in a longer list each is compared with the next ones only."""
NEXT = 8
ADOPT_DAYS = 550
"""Days after its start within which an undated total may speak of a dated one: inquiries report late."""


@dataclass
class Joined:
    """A link that was made: two tellings, the rule, and how they compare."""

    a: int
    b: int
    kind: str
    why: str


@dataclass
class Groups:
    """Tellings in groups, one an incident; the links that made them, and the pairs that may be one but fall short."""

    of: dict[int, int] = field(default_factory=dict)
    joined: list[Joined] = field(default_factory=list)
    maybe: set[tuple[int, int]] = field(default_factory=set)


def find_candidates(keyed: Iterable[tuple[int, Iterable[str]]]) -> set[tuple[int, int]]:
    """Pairs of numbers with a key in common. The numbers are in canonical order, so that neighbours in a long list are near in time."""
    posting: dict[str, list[int]] = defaultdict(list)
    for n, keys in keyed:
        for key in keys:
            if not key.startswith("around/"):  # those are for containment, not for links
                posting[key].append(n)
    pairs: set[tuple[int, int]] = set()
    for key in sorted(posting):
        row = posting[key]
        if len(row) <= FEW:
            pairs.update(combinations(row, 2))
        else:
            for k in range(1, NEXT + 1):
                pairs.update(zip(row, row[k:], strict=False))
    return pairs


def group_tellings(facts: Sequence[Facts], given: Sequence[Joined]) -> Groups:
    """The tellings grouped. ``given`` are links that hold whatever the facts: copies and stated relations."""
    groups = Groups()
    union = _Union(facts)
    for link in given:
        if union.join(link.a, link.b, force=True):
            groups.joined.append(link)
    at = {f.n: f for f in facts}
    pairs = []
    for a, b in find_candidates((f.n, f.keys) for f in facts):
        if at[a].telling.report == at[b].telling.report:
            continue
        result = compare(at[a], at[b])
        if result.links:
            pairs.append((-result.score, a, b, result))
        elif _near(result):
            groups.maybe.add((a, b))
    for _, a, b, result in sorted(pairs, key=lambda p: p[:3]):
        if union.find(a) == union.find(b):
            continue
        if union.join(a, b):
            groups.joined.append(Joined(a, b, "facts", "; ".join(result.agree)))
        else:
            groups.maybe.add((a, b))
    groups.joined.extend(_adopt_undated(facts, union))
    groups.of = {f.n: union.find(f.n) for f in facts}
    groups.maybe = {(a, b) for a, b in groups.maybe if groups.of[a] != groups.of[b]}
    return groups


def _adopt_undated(facts: Sequence[Facts], union: "_Union") -> list[Joined]:
    """Totals that do not say over which days, put with the one dated total over the same region that went before them.

    Where two dated totals could be meant, or none, they stay apart.
    """
    dated: dict[str, set[int]] = defaultdict(set)
    loose: dict[int, list[Facts]] = defaultdict(list)
    for f in facts:
        group = union.find(f.n)
        if f.total and any(m.days != (None, None) for m in union.members[group]):
            for p in f.regions:
                dated[fold(p.name or "")].add(group)
        elif f.total:
            loose[group].append(f)
    out = []
    for group, members in sorted(loose.items()):
        first = next((m for m in members if m.regions), None)
        if first is None or rank(first.regions[0]) >= 5:
            continue
        near = {union.find(g) for g in dated.get(fold(first.regions[0].name or ""), ()) if _before(union.members[union.find(g)], members)}
        if len(near) == 1:
            (home,) = near
            if union.join(home, group):
                out.append(Joined(home, first.n, "facts", f"region: {first.regions[0].name}; the only days of which totals there are told"))
    return out


def _before(dated: Sequence[Facts], loose: Sequence[Facts]) -> bool:
    """Whether the dated total began before the undated one was published, and no more than a year and a half before."""
    starts = [f.days[0] for f in dated if f.days[0] is not None]
    published = [f.published for f in loose if f.published is not None]
    return bool(starts) and all(0 <= p - min(starts) <= ADOPT_DAYS for p in published)


def _near(result: Comparison) -> bool:
    """Whether a pair that was not linked is near enough to be shown to a person."""
    return (
        not result.against
        and result.score >= 1
        and any("site" in f or "person" in f or "region" in f or "figure" in f for f in result.agree)
    )


class _Union:
    """Union of tellings that keeps each group's own places and days, and refuses a link the group as a whole speaks against."""

    def __init__(self, facts: Sequence[Facts]) -> None:
        self.parent = {f.n: f.n for f in facts}
        self.members = {f.n: [f] for f in facts}

    def find(self, n: int) -> int:
        """The group's lowest number."""
        while self.parent[n] != n:
            self.parent[n] = self.parent[self.parent[n]]
            n = self.parent[n]
        return n

    def join(self, a: int, b: int, force: bool = False) -> bool:
        """Joins two groups; false where they are one already or speak against each other."""
        x, y = sorted((self.find(a), self.find(b)))
        if x == y or not (force or self._agree(x, y)) or self._apart(x, y):
            return False
        self.parent[y] = x
        self.members[x].extend(self.members.pop(y))
        return True

    def _apart(self, x: int, y: int) -> bool:
        """Whether one report tells of both as two happenings: then they stay two."""
        mine: dict[int, list[Facts]] = defaultdict(list)
        for f in self.members[x]:
            mine[f.telling.report].append(f)
        return any(compare(f, g).against for g in self.members[y] for f in mine.get(g.telling.report, ()))

    def _agree(self, x: int, y: int) -> bool:
        """Whether no stated day or site of one group rules out the other's. A few members stand for many."""
        mine, theirs = _spread(self.members[x]), _spread(self.members[y])
        for f in mine:
            for g in theirs:
                if f.days != (None, None) and g.days != (None, None) and not overlap(f.days, g.days, slack=1):
                    return False
                if f.sites and g.sites and not f.total and not any(compatible(p, q) for p in f.sites for q in g.sites):
                    return False
        return True


def _spread(members: list[Facts]) -> list[Facts]:
    """Up to eight members that state most."""
    if len(members) <= 8:
        return members
    return sorted(members, key=lambda f: (f.days == (None, None), not f.sites, f.n))[:8]
