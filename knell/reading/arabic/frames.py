"""What happened to whom in an Arabic unit: verbs before or after their people, verbal nouns, counts of dead, tolls, occasions.

Without vowel signs the active and the passive look alike. A verb with armed people and then others after it, or with a force right
before it, is active; with people alone it is passive and names nobody who did it.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from .lexicon import Hit
from .sentence import People, Sentence

Doer = tuple[int, int, str | None, str]
"""Tokens [first, last), the name it goes by, its kind."""


class Finding(NamedTuple):
    """An event with its harm. ``whole``: index of the finding this is a part of. ``anchor``: the token that attributions must cover."""

    first: int
    last: int
    type: str
    subtype: str | None
    harm: str
    victims: tuple[People, ...]
    doers: tuple[Doer, ...]
    whole: int | None
    anchor: int
    denied: bool
    possible: bool
    cumulative: bool
    rule: str


_ACTORS = frozenset({"state_forces", "police", "armed_group", "militia", "foreign_forces"})
_REACH = 14
_FREE_PREPOSITIONS = frozenset("في من علي الي عن مع بين بعد قبل خلال ضد لدي حسب بحسب وفق نحو منذ حول".split())
_SETS_TYPE = ("massacre", "airstrike", "shelling", "bombing", "clash")
_MODAL_VERBS = ("ي", "ت", "ن")
_OWN_DEATH = frozenset({"حتفه", "مصرعه"})
_INJURED_AFTER = frozenset({"بجروح", "بجراح", "بجروحا", "جروح"})


def find_arabic_events(s: Sentence, spoken_for: Collection[int]) -> list[Finding]:
    """The findings of a unit. ``spoken_for``: tokens of sources and their cues, which do not suffer what they tell."""
    walk = _Walk(s, spoken_for)
    walk.read_events()
    walk.read_tallies()
    walk.read_parts()
    return walk.with_occasions()


class _Walk:
    def __init__(self, s: Sentence, spoken_for: Collection[int]) -> None:
        self.s, self.spoken_for = s, spoken_for
        self.used: set[int] = set()
        self.out: list[Finding] = []
        self.mixed = {k for h in s.by_role.get("mixed", []) for k in range(h.first, h.last)}
        self.parts = sorted(h.first for h in s.by_role.get("parts", []))

    # -- verbs and verbal nouns --------------------------------------------------------------------------------------

    def read_events(self) -> None:
        covered = -1
        for hit in self.s.by_role.get("event", []):
            if hit.first < covered or hit.first in self.spoken_for or self._inside_party(hit):
                continue
            covered = hit.last
            if hit.entry.frame == "toll":
                self._toll(hit)
            else:
                self._act(hit)

    def _inside_party(self, hit: Hit) -> bool:
        return any(p.first <= hit.first and hit.last <= p.last and p.entry.form == "name" for p in self.s.by_role.get("party", []))

    def _toll(self, hit: Hit) -> None:
        for p in self.s.people:
            if hit.last <= p.first < hit.last + 10 and p.count is not None and p.first not in self.used:
                self._add(hit, (p,), (), cumulative=True, rule="toll")
                return

    def _act(self, hit: Hit) -> None:
        if self._negated(hit.first) and hit.entry.form != "verb":
            return
        after = self._after(hit)
        # "Eleven people met their death": the noun wears those whose it is.
        owned = bool(hit.stem.pronoun) or hit.entry.base in _OWN_DEATH
        before = self._before(hit) if hit.entry.form == "verb" or owned else None
        if owned and before is not None:
            after = []
        doers: list[Doer] = []
        patients = after
        if hit.entry.frame == "act" and len(after) >= 2 and self._acts(after[0]) and not after[1].conjunction:
            doers, patients = [self._doer(after[0])], after[1:]
        elif hit.entry.frame == "act" and after and before is not None and self._acts(before):
            doers = [self._doer(before)]
        elif not after and before is not None:
            patients = [before]
        if patients:
            patients = self._joined(patients)
        if not doers:
            doers = self._by(hit.first, hit.last, patients)
        if patients and not (patients[0].kind == "party" and hit.entry.form == "noun" and not patients[0].flags):
            self._add(hit, tuple(patients), tuple(doers), rule=hit.entry.form)
        elif hit.entry.type in ("detention", "abduction", "displacement", "execution") and hit.entry.form == "noun" and not patients:
            if any(f.harm == hit.entry.harm for f in self.out):
                return
            self._add(hit, (), tuple(doers), rule="deed")

    def _after(self, hit: Hit) -> list[People]:
        """The people after an event word in its clause, not governed by a preposition."""
        out: list[People] = []
        end = self._clause_end(hit)
        governed_to = -1
        for p in self.s.people:
            if p.first < hit.last or p.first in self.spoken_for:
                continue
            if p.first >= end or p.first - (out[-1].last if out else hit.last) > (8 if out else _REACH):
                break
            if p.first in self.used or (p.kind == "tally" and (out or p.number != "s" or p.count is not None)):
                break
            listed = p.conjunction and p.first - governed_to in (0, 1)
            governed = p.preposition or listed or self.s.low(p.first - 1) in _FREE_PREPOSITIONS
            if governed and not (p.first == hit.last and hit.entry.form == "noun" and p.preposition == "ل"):
                governed_to = p.last
                continue
            if p.kind == "number" and p.first != hit.last and p.first - hit.last > 1:
                continue
            out.append(p)
        return out

    def _clause_end(self, hit: Hit) -> int:
        s = self.s
        for k in range(hit.last, min(len(s.tokens), hit.last + 30)):
            roles = s.at.get(k, {})
            if s.tokens[k].text in "؛;:." or "parts" in roles or "by" in roles or ("that" in roles and s.low(k) != "عن"):
                return k
            if "event" in roles and k >= hit.last and roles["event"].entry.frame != "toll":
                return k
            if "cue" in roles and k in self.spoken_for:
                return k
        return min(len(s.tokens), hit.last + 30)

    def _before(self, hit: Hit) -> People | None:
        """The people right before a verb, in its own clause."""
        found = None
        for p in self.s.people:
            if p.last > hit.first:
                break
            found = p
        if found is None or found.first in self.spoken_for or (found.first in self.used and not self._acts(found)):
            return None
        if hit.stem.conjunction or found.preposition or self.s.low(found.first - 1) in _FREE_PREPOSITIONS:
            return None
        gap = range(found.last, hit.first)
        clean = all(self.s.tokens[k].low[:1].isalpha() and "that" not in self.s.at.get(k, {}) for k in gap)
        return found if len(gap) <= 3 and clean else None

    def _acts(self, p: People) -> bool:
        kind = p.party.entry.kind if p.party is not None else None
        if p.count is not None or p.kind == "tally":
            return False
        return kind in _ACTORS or ("combatant" in p.flags and p.number == "p")

    def _doer(self, p: People) -> Doer:
        party = p.party
        kind = party.entry.kind if party is not None else "armed_group"
        return p.first, p.last, party.entry.name if party is not None else None, kind or "unknown"

    def _joined(self, people: Sequence[People]) -> list[People]:
        """The first, and those joined to it by "and": "a man and two women"."""
        out = [people[0]]
        for p in people[1:]:
            if p.conjunction and p.first - out[-1].last <= 1 and p.kind == "people" and (p.count is None) == (out[0].count is None):
                out.append(p)
            else:
                break
        return out

    def _by(self, first: int, last: int, patients: Sequence[People]) -> list[Doer]:
        """Who did it, told by "at the hands of", "by the fire of", or by an adjective or owner of the strike."""
        s = self.s
        reach = (patients[-1].last if patients else last) + _REACH
        for by in s.by_role.get("by", []):
            if first <= by.first < reach:
                for k in range(by.last, min(by.last + 3, len(s.tokens))):
                    p = s.people_at.get(k)
                    if p is not None and (p.kind == "party" or "combatant" in p.flags):
                        self.used.add(p.first)
                        return [self._doer(p)]
        for o in s.by_role.get("occasion", []):
            if o.entry.type in ("airstrike", "shelling", "bombing", "massacre") and (found := self._striker(o)) is not None:
                return [found]
        return []

    def _striker(self, o: Hit) -> Doer | None:
        s = self.s
        for k in range(o.last, min(o.last + 2, len(s.tokens))):
            bare = s.tokens[k].low.removeprefix("ال")
            for form in (bare, bare[:-1], bare[:-2]):
                if form in s.lexicon.strikers and len(bare) - len(form) < 3:
                    name, kind = s.lexicon.strikers[form]
                    return k, k + 1, name, kind
            party = s.role(k, "party")
            if party is not None and party.entry.kind in _ACTORS and party.stem.preposition in ("", "ل"):
                return party.first, party.last, party.entry.name, party.entry.kind or "unknown"
        return None

    # -- counts of dead, wounded, bodies -----------------------------------------------------------------------------

    def read_tallies(self) -> None:
        s = self.s
        for p in s.people:
            if p.first in self.used or p.first in self.spoken_for:
                continue
            mixed = next((h for h in s.by_role.get("mixed", []) if p.last <= h.first <= p.last + 1), None)
            if mixed is not None and p.count is not None:
                self._put(mixed.first, mixed.last, "assault", "casualties", p, "mixed")
                continue
            if p.count is not None and p.kind != "tally" and s.low(p.last) in _INJURED_AFTER:
                self._put(p.last, p.last + 1, "assault", "injured", p, "ellipsis")
                continue
            if p.tally is None or (p.first in self.mixed and any(f.harm == "casualties" for f in self.out)):
                continue
            if any(k < p.first and p.first - k < 12 for k in self.parts) and self.out and p.count is not None:
                continue
            if p.count is None and not self._falls(p):
                continue
            if self._negated(p.first) or self._negated(p.first - 1):
                continue
            self._put(p.head, p.head + 1, p.tally.type or "killing", p.tally.harm or "killed", p, "tally")

    def _falls(self, p: People) -> bool:
        """Whether a count without a number is told as having happened: after "fell", first in a headline, or joined to such a one."""
        s = self.s
        definite = s.role(p.head, "tally")
        if definite is None or definite.stem.definite or definite.stem.pronoun:
            return False
        fell = any(h.last <= p.first <= h.last + 2 for h in s.by_role.get("fall", []))
        joined = p.conjunction and any(f.rule == "tally" and f.last >= p.first - 1 for f in self.out)
        return fell or joined or (p.first == 0 and p.number != "s")

    def read_parts(self) -> None:
        """ "Among them five children and three women": parts of what was told before."""
        s = self.s
        for hit in s.by_role.get("parts", []):
            whole = next((n for n in range(len(self.out) - 1, -1, -1) if self.out[n].anchor < hit.first and self.out[n].victims), None)
            if whole is None:
                continue
            at = hit.last
            for p in s.people:
                if p.first < at:
                    continue
                if p.first - at > 1 or p.first in self.used or p.preposition or (at > hit.last and not p.conjunction):
                    break
                at = p.last
                if p.count is None and p.number == "p" and not p.flags & {"child", "female"}:
                    continue
                w = self.out[whole]
                harm = p.tally.harm if p.tally is not None and p.tally.harm else w.harm
                self.used.add(p.first)
                self.out.append(w._replace(victims=(p,), whole=whole, anchor=p.first, harm=harm, rule="part", cumulative=False))

    def _negated(self, at: int) -> bool:
        return any("negations" in self.s.at.get(k, {}) for k in (at - 1, at - 2) if k >= 0)

    def _put(self, first: int, last: int, type_: str, harm: str, p: People, rule: str) -> None:
        self.used.add(p.first)
        doers = tuple(self._by(first, last, (p,)))
        self.out.append(Finding(first, last, type_, None, harm, (p,), doers, None, p.first, False, False, False, rule))

    def _add(self, hit: Hit, people: tuple[People, ...], doers: tuple[Doer, ...], *, cumulative: bool = False, rule: str) -> None:
        self.used.update(p.first for p in people)
        s = self.s
        modal = any("modals" in s.at.get(k, {}) for k in (hit.first - 1, hit.first - 2) if k >= 0)
        emphatic = s.low(hit.first - 1).endswith("قد") and not s.low(hit.first).startswith(_MODAL_VERBS)
        denied = self._negated(hit.first)
        if denied and not any(p.count is not None for p in people):
            return
        entry = hit.entry
        self.out.append(
            Finding(
                hit.first, hit.last, entry.type or "other", None, entry.harm or "none", people, doers, None, hit.first, denied,
                modal and not emphatic, cumulative, rule,
            )
        )  # fmt: skip

    # -- occasions ---------------------------------------------------------------------------------------------------

    def with_occasions(self) -> list[Finding]:
        """The findings with the type and place in the text of what they happened in; occasions that hurt nobody by themselves."""
        s = self.s
        taken = {k for f in self.out for k in range(f.first, f.last)}
        occasions = [o for o in s.by_role.get("occasion", []) if o.first not in self.spoken_for and o.first not in taken]
        longest: list[Hit] = []
        for o in occasions:
            if not longest or o.first >= longest[-1].last:
                longest.append(o)
        out = []
        setting = min((o for o in longest if o.entry.type in _SETS_TYPE), key=lambda o: (_SETS_TYPE.index(o.entry.type or ""), o.first),
                      default=None)  # fmt: skip
        lead: Finding | None = None
        for f in self.out:
            if f.harm in ("killed", "injured", "casualties") and f.type in ("killing", "assault"):
                if setting is not None:
                    f = f._replace(first=setting.first, last=setting.last, type=setting.entry.type or f.type,
                                   subtype=setting.entry.subtype)  # fmt: skip
                elif lead is not None and f.harm != lead.harm and f.anchor - lead.anchor < 25:
                    # "12 dead and 30 wounded" share what happened.
                    f = f._replace(first=lead.first, last=lead.last, type=lead.type)
                else:
                    lead = f
            out.append(f)
        harmed = any(f.harm in ("killed", "injured", "casualties") for f in out)
        seen: set[str] = set()
        for o in longest:
            kind = o.entry.type or "other"
            if kind in seen or self._negated(o.first) or (harmed and kind in (*_SETS_TYPE, "assault")):
                continue
            seen.add(kind)
            striker = self._striker(o)
            out.append(Finding(o.first, o.last, kind, o.entry.subtype, "none", (), (striker,) if striker else (), None, o.first, False,
                               False, False, "occasion"))  # fmt: skip
        return out
