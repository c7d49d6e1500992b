"""Tellings to incidents: candidates by key, pairs compared, links followed strongest first, none that the group speaks against."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from .adopting import adopt_undated, join_periods
from .comparing import Comparison, compare
from .facts import Facts
from .union import Joined, Union

FEW = 24
"""Tellings under one key up to which all pairs are compared; in a longer list each is compared with the next ones only."""
NEXT = 8


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
    union = Union(facts)
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
    groups.joined.extend(join_periods(facts, union))
    groups.joined.extend(adopt_undated(facts, union))
    groups.of = {f.n: union.find(f.n) for f in facts}
    groups.maybe = {(a, b) for a, b in groups.maybe if groups.of[a] != groups.of[b]}
    return groups


def _near(result: Comparison) -> bool:
    """Whether a pair that was not linked is near enough to be shown to a person."""
    return (
        not result.against
        and result.score >= 1
        and any("site" in f or "person" in f or "region" in f or "figure" in f for f in result.agree)
    )
