"""Who did it: told by "at the hands of", by an accuser, by who "carried it out", or by whose strike it was."""

from collections.abc import Collection, Sequence

from .lexicon import Hit
from .sentence import People, Sentence

Doer = tuple[int, int, str | None, str]
"""Tokens [first, last), the name it goes by, its kind."""

ACTORS = frozenset({"state_forces", "police", "armed_group", "militia", "foreign_forces"})
REACH = 14
"""Words behind an event in which its people and its doer are looked for."""


class Doers:
    """The parties of a unit that may have done what it tells. ``used``: people that a finding has taken already, by their first token."""

    def __init__(self, s: Sentence, spoken_for: Collection[int]) -> None:
        self.s, self.spoken_for = s, spoken_for
        self.used: set[int] = set()

    def _acts(self, p: People) -> bool:
        kind = p.party.entry.kind if p.party is not None else None
        if p.count is not None or p.kind == "tally" or p.name is not None:
            return False
        return kind in ACTORS or ("combatant" in p.flags and p.number == "p")

    def _doer(self, p: People) -> Doer:
        party = p.party
        kind = party.entry.kind if party is not None else "armed_group"
        return p.first, p.last, party.entry.name if party is not None else None, kind or "unknown"

    def _by(self, first: int, last: int, patients: Sequence[People]) -> list[Doer]:
        """Who did it, told by "at the hands of", "by the fire of", or by an adjective or owner of the strike."""
        s = self.s
        reach = (patients[-1].last if patients else last) + REACH
        for by in s.by_role.get("by", []):
            if first <= by.first < reach:
                found = self._agent(by)
                if found is not None:
                    return [found]
        for cue in s.by_role.get("cue", []):
            if "accuses" in cue.entry.flags and cue.first < first and (charged := self._charged(cue, first)) is not None:
                return [charged]
        for does in s.by_role.get("does", []):
            if does.first < first and (found := self._subject(does, first)) is not None:
                return [found]
        for o in s.by_role.get("occasion", []):
            if o.entry.type in ("airstrike", "shelling", "bombing", "massacre", "assault") and (found := self._striker(o)) is not None:
                return [found]
        return []

    def _agent(self, by: Hit) -> Doer | None:
        """The party that "by" leads to."""
        for k in range(by.last, min(by.last + 4, len(self.s.tokens))):
            p = self.s.people_at.get(k)
            if p is not None and (p.kind == "party" or "combatant" in p.flags) and self._may_act(p):
                self.used.add(p.first)
                return self._doer(p)
            if not self.s.tokens[k].low[:1].isalpha():
                return None
        return None

    def _charged(self, cue: Hit, before: int) -> Doer | None:
        """Whom an accuser names: the party behind the source."""
        for p in self.s.people:
            if (
                cue.last <= p.first < before
                and p.first not in self.spoken_for
                and (p.kind == "party" or self._acts(p))
                and self._may_act(p)
            ):
                self.used.add(p.first)
                return self._doer(p)
        return None

    def _subject(self, does: Hit, before: int) -> Doer | None:
        """The force that "managed to", "carried out", "committed": right behind the verb, or right before it."""
        s = self.s
        for p in s.people:
            if p.first >= before or p.first > does.last:
                return None
            if (p.first == does.last or 0 <= does.first - p.last <= 1) and p.first not in self.spoken_for and self._acts(p):
                self.used.add(p.first)
                return self._doer(p)
        return None

    def _may_act(self, p: People) -> bool:
        kind = p.party.entry.kind if p.party is not None else None
        return kind is None or kind in ACTORS or kind in ("government", "unknown", "individual", "party")

    def _striker(self, o: Hit) -> Doer | None:
        """Whose strike it was: an adjective behind it, its owner, or for a verb the force right before or after it."""
        s = self.s
        verb = o.entry.form == "verb"
        for k in range(o.last, min(o.last + (1 if verb else 2), len(s.tokens))):
            bare = s.language.bare(s.tokens[k].low)
            for form in (bare, bare[:-1], bare[:-2]):
                if form in s.lexicon.strikers and len(bare) - len(form) < 3:
                    name, kind = s.lexicon.strikers[form]
                    return k, k + 1, name, kind
            party = s.role(k, "party")
            if party is not None and party.entry.kind in ACTORS and self._owns(o, party):
                return party.first, party.last, party.entry.name, party.entry.kind or "unknown"
        if verb:
            party = next((h for h in reversed(s.by_role.get("party", [])) if h.last <= o.first), None)
            if party is not None and o.first - party.last <= 1 and party.entry.kind in ACTORS and not party.stem.preposition:
                return party.first, party.last, party.entry.name, party.entry.kind or "unknown"
        return None

    def _owns(self, o: Hit, party: Hit) -> bool:
        """Whether a strike is of the party behind it: "shelling of the army"; after a verb, the party that does it."""
        worn = party.stem.preposition
        if o.entry.form == "verb":
            return not worn
        return not worn or (self.s.says("owner_prepositions", worn) and party.first == o.last)
