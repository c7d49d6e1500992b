"""Tellings to incidents: links followed strongest first, none that the group, or a person, speaks against."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from knell.records.matched import Ruling

from .adopting import overlapping_periods
from .edges import Tie
from .facts import Facts
from .union import Union


@dataclass
class Groups:
    """Tellings in groups, one an incident: telling -> the group's number; the links that made them; the pairs that fall short."""

    of: dict[str, int] = field(default_factory=dict)
    joined: list[Tie] = field(default_factory=list)
    maybe: list[Tie] = field(default_factory=list)


def find_components(nodes: Sequence[int], edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The numbers that chains of edges join, each list in order, in order of their first."""
    parent = {n: n for n in nodes}

    def find(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in edges:
        x, y = sorted((find(a), find(b)))
        parent[y] = x
    out: dict[int, list[int]] = {}
    for n in sorted(parent):
        out.setdefault(find(n), []).append(n)
    return list(out.values())


def group_tellings(
    facts: Sequence[Facts], given: Sequence[Tie], links: Sequence[Tie], homes: Sequence[Tie], rulings: Sequence[Ruling] = ()
) -> Groups:
    """The tellings of some reports grouped. ``facts`` are in canonical order, numbered in it.

    ``given`` are links that hold whatever the facts say, ``links`` those by facts, ``homes`` those of tellings that fit one only;
    ``rulings`` what people decided, by claim.
    """
    groups = Groups()
    by_number = {f.n: f for f in facts}
    at = {c.claim: f for f in facts for c in (*f.telling.others, *f.telling.main)}
    known = sorted((r for r in rulings if r.a in at and r.b in at), key=lambda r: (at[r.a].n, at[r.b].n, r.a, r.b, r.kind, r.why))
    decided = [(r, at[r.a], at[r.b]) for r in known]
    union = Union(facts, [(f.n, g.n) for r, f, g in decided if r.kind == "unlink"])
    for ruling, f, g in decided:
        if ruling.kind == "link" and union.join(f.n, g.n, decided=True):
            groups.joined.append(Tie(f, g, "person", ruling.why))
    out = {f.n for r, f, _ in decided if r.kind == "unlink"}
    for tie in _ordered(given, out):
        if union.join(tie.a.n, tie.b.n, force=True):
            groups.joined.append(tie)
    for tie in _ordered(links, out):
        if union.find(tie.a.n) == union.find(tie.b.n):
            continue
        if union.join(tie.a.n, tie.b.n):
            groups.joined.append(tie)
        else:
            groups.maybe.append(tie)
    for x, y, why in overlapping_periods(union.members):
        tie = Tie(by_number[x], by_number[y], "facts", why)
        if union.join(x, y, force=True):
            groups.joined.append(tie)
    for tie in _ordered(homes, out):
        dated = any(m.total and m.days[0] is not None for m in union.members[union.find(tie.b.n)])
        if not dated and union.join(tie.a.n, tie.b.n):
            groups.joined.append(tie)
    groups.of = {f.name: union.find(f.n) for f in facts}
    return groups


def _ordered(ties: Sequence[Tie], out: Collection[int]) -> list[Tie]:
    """The strongest first; those of tellings that a person has taken out of an incident last, so that they draw no other out with them."""
    return sorted(ties, key=lambda t: (t.a.n in out or t.b.n in out, -t.score, t.a.n, t.b.n))
