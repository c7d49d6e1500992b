"""Matching a whole collection: reports and their claims in, incidents, roots and copies out.

1. Take each report by itself: its tellings, one for each happening it tells of, their facts, and the keys others can find it by.
2. Find the pairs of reports that are compared: neighbours in time under a key, with enough in common to pass the contract's rule.
3. Compare them: shared words, tellings that are linked, tellings that may be the same.
4. Group what chains of such ties join: links strongest first; what only speaks about a happening, or dates no total, with its one home.
5. Find each claim's root, the garbles, which incident lies inside which, and which may be the same.

Steps 1 to 4 are local: a casebook takes them for the reports that a new one touches (``knell.flows.regrouping``) with the same result.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from knell.records.claim import Claim
from knell.records.matched import Copy, Matched, Root, Ruling
from knell.records.report import Report

from .adopting import choose_total, is_loose
from .copies import Words
from .edges import Edges, Tie, judge_pair, seeks_home
from .garbles import find_garbles
from .gathering import Gathered, gather_incidents
from .linking import find_components, group_tellings
from .order import canonical_key, sort_claims, sort_reports, source_of
from .pairs import Coded, Pair, find_pairs
from .profile import Profile, keys_of, profile_report
from .relating import as_maybe, find_alike, find_containers, relate, rule_out, state_containers
from .roots import find_roots
from .silent import choose_subject

VERSION = "6"
"""Goes up whenever the same claims may give other incidents: a casebook's ledger is then computed anew."""


def match(reports: Sequence[Report], claims: Sequence[Claim], *, as_of: str | None = None, rulings: Sequence[Ruling] = ()) -> Matched:
    """The collection matched. ``as_of`` takes only what was published by that date; ``rulings``: what people decided of claims.

    The result is the same for any order of ``reports``, of ``claims`` and of ``rulings``.
    """
    ordered = sort_reports(reports, as_of)
    rows = sort_claims(claims, ordered)
    profiles = [profile_report(report, row) for report, row in zip(ordered, rows, strict=True)]
    pairs = list(find_pairs([Coded(keys_of(p)) for p in profiles], [p.order for p in profiles]))
    tying = tie_reports(profiles, pairs, rulings)
    number_facts(profiles)
    parts = [match_part([profiles[n] for n in part], tying.inside(part), rulings) for part in tying.components()]
    return join_parts(parts, [edges.copy for edges in tying.ties.values() if edges.copy], tying.maybe(), rulings)


@dataclass
class Tying:
    """Reports tied to one another. ``ties``: two places in ``profiles`` -> what ties them; ``homes``: a place -> where its tellings go."""

    profiles: Sequence[Profile]
    ties: dict[tuple[int, int], Edges]
    homes: dict[int, list[Tie]]
    held: list[tuple[int, int]]

    def components(self) -> list[list[int]]:
        """The reports that chains of ties join, by their places."""
        return find_components(range(len(self.profiles)), self.held)

    def inside(self, part: Sequence[int]) -> "Inside":
        """The ties among reports that are grouped together."""
        edges = [self.ties[pair] for n in part for pair in self._of.get(n, ())]
        return Inside(edges, [tie for n in part for tie in self.homes.get(n, ())])

    def maybe(self) -> list[Tie]:
        """The ties that fall short."""
        return [tie for edges in self.ties.values() for tie in edges.maybe]

    def __post_init__(self) -> None:
        self._of: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for pair, edges in self.ties.items():
            if edges.holds:
                self._of[pair[0]].append(pair)


class Inside(NamedTuple):
    """The ties among reports that are grouped together, and the homes of their tellings."""

    edges: list[Edges]
    homes: list[Tie]


def tie_reports(profiles: Sequence[Profile], pairs: Iterable[Pair], rulings: Sequence[Ruling] = ()) -> Tying:
    """What ties reports together, ``pairs`` being those that are compared. ``profiles`` are in canonical order."""
    read = lru_cache(maxsize=2000)(Words)
    ties: dict[tuple[int, int], Edges] = {}
    met: dict[int, list[int]] = defaultdict(list)
    for pair in pairs:
        a, b = profiles[pair.a], profiles[pair.b]
        edges = judge_pair(a, b, facts=pair.facts, words=pair.words, read=read)
        if edges.holds or edges.maybe or edges.copy:
            ties[pair.a, pair.b] = edges
        if pair.facts:
            for one, other in ((pair.a, pair.b), (pair.b, pair.a)):
                if seeks_home(profiles[one]):
                    met[one].append(other)
    homes = {n: find_homes(profiles[n], [profiles[m] for m in sorted(others)]) for n, others in met.items()}
    place = {p.id: n for n, p in enumerate(profiles)}
    held = [pair for pair, edges in ties.items() if edges.holds]
    held += [(place[tie.a.telling.report], n) for n, found in homes.items() for tie in found]
    of_claim = {c.claim: n for n, p in enumerate(profiles) for c in p.claims} if rulings else {}
    held += [(of_claim[r.a], of_claim[r.b]) for r in rulings if r.kind == "link" and r.a in of_claim and r.b in of_claim]
    return Tying(profiles, ties, homes, held)


def find_homes(profile: Profile, met: Sequence[Profile]) -> list[Tie]:
    """Where the tellings of a report go that may join one of several others. ``met``: the reports it is compared with, in order."""
    out = []
    near = [g for other in met for g in other.facts if not g.silent]
    for f in profile.facts:
        if f.silent and (subject := choose_subject(f, near)):
            out.append(Tie(subject[0], f, "speaks_about", subject[1]))
        elif is_loose(f) and (total := choose_total(f, near)):
            out.append(Tie(total[0], f, "facts", total[1]))
    return out


def number_facts(profiles: Sequence[Profile]) -> None:
    """Numbers the tellings of reports that are in canonical order."""
    n = 0
    for profile in profiles:
        for facts in profile.facts:
            facts.n = n
            n += 1


class Part(NamedTuple):
    """What is grouped together: reports in canonical order, their roots, their incidents, and ties that fell short in the grouping."""

    profiles: Sequence[Profile]
    roots: list[Root]
    gathered: list[Gathered]
    stated: dict[int, tuple[int, str]]
    maybe: list[Tie]


def match_part(profiles: Sequence[Profile], inside: Inside, rulings: Sequence[Ruling] = ()) -> Part:
    """The incidents of reports that no tie joins to any other. ``profiles``: in canonical order, their tellings numbered."""
    facts = [f for p in profiles for f in p.facts]
    edges = inside.edges
    copies = [e.copy for e in edges if e.copy is not None]
    groups = group_tellings(
        [f for f in facts if not f.silent],
        [tie for e in edges for tie in e.given],
        [tie for e in edges for tie in e.links],
        [tie for tie in inside.homes if not tie.b.silent],
        rulings,
    )
    roots = find_roots([p.report for p in profiles], [p.claims for p in profiles], [p.credit for p in profiles], copies)
    gathered = gather_incidents(facts, groups, [tie for tie in inside.homes if tie.b.silent])
    return Part(profiles, roots, gathered, state_containers([g.extent for g in gathered]), groups.maybe)


def join_parts(parts: Sequence[Part], copies: Sequence[Copy], maybe: Sequence[Tie], rulings: Sequence[Ruling] = ()) -> Matched:
    """The parts of a collection as one, with what contains what and what may be the same."""
    profiles = sorted((p for part in parts for p in part.profiles), key=lambda p: canonical_key(p.report))
    rank = {p.id: n for n, p in enumerate(profiles)}
    roots = {r.claim: r for part in parts for r in part.roots}
    gathered = sorted((g for part in parts for g in part.gathered), key=lambda g: g.extent.n)
    names = {g.extent.n: g.gathering.incident for g in gathered}
    home = {c: g.gathering.incident for g in gathered for c in g.gathering.main}
    containers = find_containers([g.extent for g in gathered], {n: c for part in parts for n, c in part.stated.items()})
    kinds = {c: (g.gathering.incident, g.gathering.kind) for g in gathered for c in g.gathering.claims}
    alike = find_alike([as_maybe(tie) for tie in [*maybe, *(tie for part in parts for tie in part.maybe)]], kinds, rule_out(rulings, kinds))
    incidents = []
    for g in gathered:
        container = containers.get(g.extent.n)
        named = (names[container[0]], container[1]) if container else None
        incidents.append(relate(g.gathering, named, alike.get(g.gathering.incident, ())))
    every = [c for p in profiles for c in p.claims]
    return Matched(
        sources=tuple(source_of(p.report) for p in profiles),
        claims=tuple(every),
        copies=(*sorted(copies, key=lambda e: (rank[e.a], rank[e.b])), *_credit_edges(profiles)),
        roots=tuple(roots[c.claim] for c in every),
        garbles=tuple(find_garbles(every, roots, home)),
        incidents=tuple(incidents),
    )


def _credit_edges(profiles: Sequence[Profile]) -> list[Copy]:
    """A report that credits a source, as an edge to that source's name."""
    return [Copy(a=p.id, b=c.name, kind="credit", start_a=c.start, end_a=c.end, why=c.why) for p in profiles if (c := p.credit) is not None]
