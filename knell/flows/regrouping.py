"""Brings the incidents up to date with the reports that are new, changed or decided on, at the cost of what these touch.

1. What people decided of claims is looked up among the claims there are; what it comes to now may touch reports as well.
2. Much has changed? Then the whole collection is matched at once, with the same result.
3. Else, from each touched report: the reports it meets under its keys are compared with it, and those that are tied to it are taken in,
   until nothing more is tied.
4. What chains of ties join is grouped and reckoned.
5. Incidents outside that lie in a changed total, or may be the same as a changed incident, are told so; nothing else of them changes.
6. All of it is written together.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from knell.casebook.recording import Keyed, Ledger
from knell.matching.collection import Inside, Part, find_homes, join_parts, match_part, number_facts
from knell.matching.copies import Words
from knell.matching.edges import Edges, Tie, judge_pair, seeks_home
from knell.matching.keys import SEEKS, reach_of
from knell.matching.linking import find_components
from knell.matching.order import canonical_key
from knell.matching.pairs import is_short, judge_shared
from knell.matching.profile import Profile
from knell.matching.relating import as_maybe
from knell.records import Claim, Incident
from knell.records.matched import Ruling

from .computing import Steps
from .standing import Standing

MANY = 400
"""Touched reports from which the whole collection is matched, where they are a tenth of it as well."""


class Regrouping:
    """Finds the reports that have to be grouped again: ``taken``. ``tied`` joins them in chains, ``edges`` says by what."""

    def __init__(self, ledger: Ledger, steps: Steps, rulings: Sequence[Ruling]) -> None:
        self._ledger, self._steps = ledger, steps
        self._ruled = [(ledger.report_of_claim(r.a), ledger.report_of_claim(r.b)) for r in rulings if r.kind == "link"]
        self._words = lru_cache(maxsize=2000)(Words)
        self._profiles: dict[str, Profile] = {}
        self._keys: dict[str, Keyed] = {}
        self._met: dict[str, dict[str, tuple[bool, bool]]] = {}
        self._homes: dict[str, list[Tie]] = {}
        self.claims: dict[str, Claim] = {}
        self.taken: set[str] = set()
        self.tied: set[tuple[str, str]] = set()
        self.edges: dict[tuple[str, str], Edges] = {}

    def take(self, touched: Sequence[str]) -> None:
        """Takes in the touched reports, and all that have to be grouped again with them."""
        waiting = {*touched, *self._disturbed(touched)}
        while waiting:
            found: set[str] = set()
            for name in sorted(waiting):
                found |= self._tie(name)
            self.taken |= waiting
            waiting = (found | self._ledger.members_of(sorted(waiting))) - self.taken

    def parts(self) -> list[list[Profile]]:
        """The reports taken in, as far as chains of ties join them; each in canonical order."""
        names = sorted(self.taken, key=lambda name: canonical_key(self._profiles[name].report))
        place = {name: n for n, name in enumerate(names)}
        pairs = [(place[a], place[b]) for a, b in self.tied]
        return [[self._profiles[names[n]] for n in part] for part in find_components(range(len(names)), pairs)]

    def inside(self, part: Sequence[Profile]) -> Inside:
        """The ties among reports that are grouped together."""
        names = {p.id for p in part}
        edges = [edges for (a, b), edges in self.edges.items() if a in names and b in names and edges.holds]
        return Inside(edges, [tie for p in part for tie in self.homes(p.id)])

    def homes(self, name: str) -> list[Tie]:
        """Where those tellings of a report go that may join one of several others."""
        if name not in self._homes:
            met = self.met(name)
            others = self.profiles([name, *(other for other, (facts, _) in met.items() if facts)])[1:]
            others.sort(key=lambda p: canonical_key(p.report))
            self._homes[name] = find_homes(self._profiles[name], others) if seeks_home(self._profiles[name]) else []
        return self._homes[name]

    def profiles(self, names: Sequence[str]) -> list[Profile]:
        """Reports by themselves, loaded once."""
        missing = sorted({name for name in names if name not in self._profiles})
        if missing:
            reports, claims = self._ledger.load(missing)
            rows: dict[str, list[Claim]] = {name: [] for name in missing}
            for claim in claims:
                rows[claim.report].append(claim)
                self.claims[claim.claim] = claim
            self._profiles.update((report.id, self._steps.profile(report, rows[report.id])) for report in reports)
        return [self._profiles[name] for name in names if name in self._profiles]

    def met(self, name: str) -> dict[str, tuple[bool, bool]]:
        """The reports that a report is compared with: whether in their facts, whether in their words."""
        if name not in self._met:
            mine = self._keyed([name])[name]
            near = {report_at(at) for key in mine.lookups for row in self._ledger.near(key, mine.at, reach_of(key)) for at in row}
            theirs = self._keyed(sorted(near))
            judged = {other: _judge(mine, keys) for other, keys in sorted(theirs.items())}
            self._met[name] = {other: found for other, found in judged.items() if any(found)}
        return self._met[name]

    def _tie(self, name: str) -> set[str]:
        """Compares a report with those it meets, and gives those that have to be grouped with it."""
        met = self.met(name)
        self.profiles([name, *met])
        mine = self._profiles[name]
        found: set[str] = set()
        for other, (facts, words) in met.items():
            a, b = sorted((mine, self._profiles[other]), key=lambda p: canonical_key(p.report))
            if (a.id, b.id) not in self.edges:
                self.edges[a.id, b.id] = judge_pair(a, b, facts=facts, words=words, read=self._words)
            if self.edges[a.id, b.id].holds:
                found.add(other)
        found |= {tie.a.telling.report for tie in self.homes(name)}
        for other, (facts, _) in met.items():
            if facts and seeks_home(self._profiles[other]) and any(tie.a.telling.report == name for tie in self.homes(other)):
                found.add(other)
        found |= {b if a == name else a for a, b in self._ruled if name in (a, b) and a and b}
        self.tied |= {(name, other) for other in found}
        return found

    def _disturbed(self, touched: Sequence[str]) -> set[str]:
        """The reports that no longer meet because touched ones stand between them, and those that may have another home now."""
        out: set[str] = set()
        parted: set[tuple[str, str]] = set()
        for name, mine in self._keyed(touched).items():
            for key in mine.lookups:
                reach = reach_of(key)
                before, after = self._ledger.near(key, mine.at, reach)
                parted |= {(a, b) for n, a in enumerate(before) if len(after) >= (m := reach - n) for b in after[m - 1 : m]}
            out |= {other for other in self.met(name) if any(mark.startswith(SEEKS) for mark in self._keys[other].marks)}
        pairs = [(report_at(a), report_at(b)) for a, b in sorted(parted)]
        keyed = self._keyed(sorted({name for pair in pairs for name in pair}))
        for a, b in pairs:
            if any(_judge(keyed[a], keyed[b])) and not {a, b} <= out:
                out |= {a, b} if self._related(a, b) else set()
        return out

    def _related(self, a: str, b: str) -> bool:
        """Whether two reports share an incident, or have incidents that may be the same."""
        mine, theirs = ({t.incident.incident: t.incident for t in self._ledger.incidents_on([name])} for name in (a, b))
        return bool(mine.keys() & theirs.keys()) or any(other in theirs for i in mine.values() for other in i.may_be_same)

    def _keyed(self, names: Sequence[str]) -> dict[str, Keyed]:
        missing = sorted(set(names) - self._keys.keys())
        if missing:
            self._keys.update(self._ledger.keys_of(missing))
        return {name: self._keys[name] for name in names if name in self._keys}


def regroup(ledger: Ledger, steps: Steps, rulings: Sequence[Ruling], advance: Callable[[str, int, int], None]) -> None:
    """New incidents for all reports that are not matched yet, and for what they touch."""
    touched = ledger.unmatched()
    if not touched:
        return
    advance("matching", 0, len(touched))
    if len(touched) > MANY and 10 * len(touched) > ledger.count_reports():
        _match_all(ledger, steps, rulings)
    else:
        _match_some(ledger, steps, rulings, touched)
    advance("matching", len(touched), len(touched))


def _match_all(ledger: Ledger, steps: Steps, rulings: Sequence[Ruling]) -> None:
    names = ledger.all_reports()
    reports, claims = ledger.load(names)
    incidents = steps.reckon(reports, claims, rulings)
    with ledger.together():
        ledger.replace_incidents(names, incidents, claims)


def _match_some(ledger: Ledger, steps: Steps, rulings: Sequence[Ruling], touched: Sequence[str]) -> None:
    taking = Regrouping(ledger, steps, rulings)
    taking.take(touched)
    parts: list[Part] = []
    incidents: list[Incident] = []
    for profiles in taking.parts():
        inside = taking.inside(profiles)
        number_facts(profiles)
        part = match_part(profiles, inside, rulings)
        parts.append(part)
        incidents += steps.reckon_part(join_parts([part], [e.copy for e in inside.edges if e.copy], ()))
    maybe = [as_maybe(tie) for edges in taking.edges.values() for tie in edges.maybe]
    maybe += [as_maybe(tie) for part in parts for tie in part.maybe]
    standing = Standing(ledger, sorted(taking.taken), incidents, taking.claims, rulings)
    standing.weigh(maybe)
    with ledger.together():
        beside = standing.relate_beside()
        ledger.replace_incidents(sorted(taking.taken), standing.relate_new(), list(taking.claims.values()))
        ledger.put_relations(beside)


def _judge(a: Keyed, b: Keyed) -> tuple[bool, bool]:
    shared = ({*a.lookups, *a.marks} & {*b.lookups}) | ({*a.lookups, *a.marks} & {*b.marks})
    return judge_shared([key.split("/", 1)[0] for key in shared], short=is_short(a.lookups) or is_short(b.lookups))


def report_at(at: str) -> str:
    """The report that stands at a place in time."""
    return at.rsplit("/", 1)[1]
