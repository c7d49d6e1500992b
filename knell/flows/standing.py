"""How new incidents stand to one another and to those that are there: what contains what, and what may be the same.

Only what the new ones change is written: an incident that lies in a changed total, or that may be the same as a changed one.
"""

from collections.abc import Iterable, Mapping, Sequence

from knell.casebook.recording import Ledger, Told
from knell.matching.containment import OPEN_DAYS, Extent
from knell.matching.days import iso
from knell.matching.relating import INSIDE, STATED, Alike, MayBe, contain, extent_of, find_alike, is_stated, relate, rule_out
from knell.records import Claim, Incident
from knell.records.matched import Ruling


class Standing:
    """New incidents among those there are. ``taken``: the reports they rest on; ``claims``: theirs, by id."""

    def __init__(
        self, ledger: Ledger, taken: Sequence[str], incidents: Sequence[Incident], claims: Mapping[str, Claim], rulings: Sequence[Ruling]
    ) -> None:
        self._ledger, self._rulings = ledger, rulings
        self._old = {told.incident.incident: told for told in ledger.incidents_on(taken)}
        self._new = {i.incident: Told(i, frozenset(claims[c].harm for c in i.claims) - {"none"}) for i in incidents}
        self._extents = {name: extent_of(told.incident, told.harms) for name, told in self._new.items()}
        self._totals: dict[str, list[Extent]] = {}
        self._alike: dict[str, list[Alike]] = {}

    def weigh(self, maybe: Sequence[MayBe]) -> None:
        """Takes note of the pairs of tellings that fall short."""
        home: dict[str, tuple[str, str]] = {
            c: (i.incident.incident, i.incident.kind) for i in self._new.values() for c in i.incident.claims
        }
        named = {name for m in maybe for name in (m.a, m.b)} | {name for r in self._rulings for name in (r.a, r.b)}
        beside = self._ledger.homes_of(sorted(named - home.keys()))
        home |= {claim: where for claim, where in beside.items() if where[0] not in self._old}
        self._alike = find_alike(maybe, home, rule_out(self._rulings, home))

    def relate_new(self) -> list[Incident]:
        """The new incidents, with how they stand."""
        return [relate(told.incident, self._container(told.incident), self._alike.get(name, ())) for name, told in self._new.items()]

    def relate_beside(self) -> list[Incident]:
        """The incidents outside that the new ones change, with how they stand now."""
        beside = {told.incident.incident: told for told in self._touched()}
        named = {other for told in self._old.values() for other in told.incident.may_be_same} | self._alike.keys()
        missing = named - beside.keys() - self._old.keys() - self._new.keys()
        beside |= {told.incident.incident: told for told in self._ledger.incidents(missing)}
        out = []
        for name, told in sorted(beside.items()):
            kept = [(k.b, k.why, k.score) for k in told.incident.links if k.kind == "may_be_same" and k.b not in self._old]
            now = relate(told.incident, self._container(told.incident, told), [*kept, *self._alike.get(name, ())])
            if now != told.incident:
                out.append(now)
        return out

    def _touched(self) -> Iterable[Told]:
        """The incidents outside that a total which is new, changed or gone contains, contained or may contain."""
        changed = [name for name, extent in self._extents.items() if extent.total and not self._unchanged(name)]
        rows = self._ledger.parts_of(self._old)
        for name in changed:
            first, last = self._extents[name].days
            if first is not None:
                end = last if last is not None else first + OPEN_DAYS
                rows += self._ledger.begun_within(iso(first) or "", iso(end) or "")
        seen: set[str] = set()
        for told in rows:
            name = told.incident.incident
            if name not in self._old and name not in seen and not is_stated(told.incident):
                seen.add(name)
                yield told

    def _unchanged(self, name: str) -> bool:
        """Whether a total contains what it contained: it is where and when it was, for the same harms."""
        if name not in self._old:
            return False
        was = extent_of(self._old[name].incident, self._old[name].harms)
        now = self._extents[name]
        return (was.total, was.places, was.days, was.harms) == (now.total, now.places, now.days, now.harms)

    def _container(self, incident: Incident, told: Told | None = None) -> tuple[str, str] | None:
        """What contains an incident (its id, and why)."""
        if incident.part_of is not None and is_stated(incident):
            return incident.part_of, STATED
        extent = extent_of(told.incident, told.harms) if told else self._extents[incident.incident]
        if extent.days[0] is None or not extent.places:
            return None
        first = iso(extent.days[0]) or ""
        if first not in self._totals:
            there = [extent_of(t.incident, t.harms) for t in self._ledger.totals_around(first) if t.incident.incident not in self._old]
            self._totals[first] = [*there, *(e for e in self._extents.values() if e.total)]
        best = contain(extent, self._totals[first])
        return (best.name, INSIDE) if best is not None else None
