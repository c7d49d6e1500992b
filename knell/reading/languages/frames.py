"""What happened to whom in a unit: verbs before or after their people, verbal nouns, counts of dead, tolls, occasions.

Where a verb's voice cannot be seen (Arabic without vowel signs), it is active with armed people and then others after it, or with a
force right before it; with people alone it is passive and names nobody who did it. A participle is passive unless "have" stands before it.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from .doers import REACH, Doer, Doers
from .lexicon import Hit
from .sentence import People, Sentence


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


_TOLL_REACH = 22
_SETS_TYPE = ("massacre", "airstrike", "shelling", "bombing", "clash")
_CUSTODY = frozenset({"torture", "detention"})
_BY_INSTRUMENT = {"artillery": "shelling", "air": "airstrike", "drone": "airstrike", "explosive": "bombing"}
_DEEDS = frozenset({"detention", "abduction", "displacement", "execution"})
_BODILY = frozenset({"killed", "injured", "casualties"})


def find_events(s: Sentence, spoken_for: Collection[int]) -> list[Finding]:
    """The findings of a unit. ``spoken_for``: tokens of sources and their cues, which do not suffer what they tell."""
    walk = _Walk(s, spoken_for)
    walk.read_events()
    walk.read_tallies()
    walk.read_parts()
    return walk.with_occasions()


class _Walk(Doers):
    def __init__(self, s: Sentence, spoken_for: Collection[int]) -> None:
        super().__init__(s, spoken_for)
        self.out: list[Finding] = []
        self.told: set[int] = set()
        self.breaks = [k for k, token in enumerate(s.tokens) if token.text in "؛;"]
        self.breaks += [h.first for h in s.by_role.get("cue", []) if any("clause" in s.at.get(k, ()) for k in (h.first - 1, h.first - 2))]
        self.mixed = {k for h in s.by_role.get("mixed", []) for k in range(h.first, h.last)}
        self.parts = sorted(h.first for h in s.by_role.get("parts", []))

    # -- verbs and verbal nouns --------------------------------------------------------------------------------------

    def read_events(self) -> None:
        covered = -1
        for hit in self.s.by_role.get("event", []):
            if hit.first < covered or hit.first in self.spoken_for or self._inside_party(hit) or self._counts(hit):
                continue
            covered = hit.last
            self.told.update(range(hit.first, hit.last))
            if hit.entry.frame == "toll":
                self._toll(hit)
            else:
                self._act(hit)

    def _inside_party(self, hit: Hit) -> bool:
        return any(p.first <= hit.first and hit.last <= p.last and p.entry.form == "name" for p in self.s.by_role.get("party", []))

    def _counts(self, hit: Hit) -> bool:
        """Whether a participle or verbal noun counts people and tells no act of its own: "30 wounded", "12 murders"."""
        if (hit.entry.voice != "participle" and hit.entry.form != "noun") or hit.entry.frame == "toll":
            return False
        s = self.s
        if hit.entry.voice == "participle" and s.says("be", s.low(hit.first - 1)):
            return False
        return any(p.first <= hit.first < p.last and p.tally is not None and p.count is not None for p in s.people)

    def _toll(self, hit: Hit) -> None:
        """ "The toll of the dead rose to 52": the first figure of the same harm after it, and those joined to it."""
        stops = (k for k in range(hit.last, len(self.s.tokens)) if self.s.tokens[k].text in "؛;" or "parts" in self.s.at.get(k, {}))
        end = min(next(stops, len(self.s.tokens)), hit.last + _TOLL_REACH)
        for p in self.s.people:
            if not hit.last <= p.first < end or p.count is None or p.first in self.used:
                continue
            if p.tally is not None and p.tally.harm != hit.entry.harm:
                return
            if self.s.says("until", self.s.low(p.first - 1)) or self.s.says("from", self.s.low(p.first - 1)):
                continue
            self._add(hit, (p,), (), cumulative=bool(self.s.by_role.get("rises")), rule="toll")
            return

    def _voice(self, hit: Hit) -> str:
        """ "active", "passive", or "" where it cannot be seen."""
        if hit.entry.voice != "participle":
            return hit.entry.voice
        s = self.s
        return "active" if any(s.says("have", s.low(hit.first - k)) for k in (1, 2)) else "passive"

    def _act(self, hit: Hit) -> None:
        if self._negated(hit.first) and hit.entry.form != "verb":
            self._deny(hit)
            return
        voice = self._voice(hit)
        after = self._after(hit)
        # "Eleven people met their death": the noun wears those whose it is.
        owned = bool(hit.stem.pronoun) or self.s.says("own_death", self.s.low(hit.last - 1))
        before = self._before(hit) if hit.entry.form == "verb" or owned else None
        if (owned or hit.entry.number == "p") and before is not None and not self._acts(before):
            # A verb that wears the plural has its people before it.
            after = []
        doers: list[Doer] = []
        patients = after
        acts = hit.entry.frame == "act" and voice != "passive"
        if acts and not voice and len(after) >= 2 and self._acts(after[0]) and not after[1].conjunction:
            doers, patients = [self._doer(after[0])], after[1:]
        elif acts and before is not None and (after or voice == "active") and self._acts(before):
            doers = [self._doer(before)]
        elif before is not None and (not after or voice == "passive") and not (acts and voice == "active"):
            patients = [before]
        if patients:
            patients = self._joined(patients)
        if not patients and hit.entry.form == "noun":
            patients = self._against(hit)
        if not doers:
            doers = self._by(hit.first, hit.last, patients) or self._same_doers(hit, patients)
        if patients and not (patients[0].kind == "party" and hit.entry.form == "noun" and not patients[0].flags):
            self._put_each(hit, patients, tuple(doers))
        elif hit.entry.type in _DEEDS and hit.entry.form == "noun" and not patients and not hit.stem.definite:
            if any(f.harm == hit.entry.harm for f in self.out):
                return
            self._add(hit, (), tuple(doers), rule="deed")

    def _against(self, hit: Hit) -> list[People]:
        """ "Executions against dozens of civilians": whom a deed was done to, behind "against"."""
        s = self.s
        for k in range(hit.last, min(hit.last + 4, len(s.tokens))):
            if s.says("against", s.low(k)):
                p = s.people_at.get(k + 1)
                return [p] if p is not None and p.kind != "party" else []
        return []

    def _same_doers(self, hit: Hit, patients: Sequence[People]) -> list[Doer]:
        """ "Gunmen killed the mayor and wounded his son": a verb that wears the plural goes on with who did it before."""
        goes_on = hit.entry.form == "verb" and hit.entry.number == "p" and bool(hit.stem.conjunction) and bool(patients)
        if goes_on and self.out:
            return list(self.out[-1].doers)
        actor = next((p for p in reversed(self.s.people) if p.last <= hit.first and self._acts(p)), None) if goes_on else None
        return [self._doer(actor)] if actor is not None and actor.first not in self.spoken_for else []

    def _put_each(self, hit: Hit, patients: Sequence[People], doers: tuple[Doer, ...]) -> None:
        """One finding for people counted together; one for each who is named."""
        named = [p for p in patients if p.name is not None]
        if not named:
            self._add(hit, tuple(patients), doers, rule=hit.entry.form)
            return
        others = tuple(p for p in patients if p.name is None)
        for p in named:
            self._add(hit, (p,), doers, rule="named")
        if others:
            self._add(hit, others, doers, rule=hit.entry.form)

    def _after(self, hit: Hit) -> list[People]:
        """The people after an event word in its clause, not governed by a preposition."""
        out: list[People] = []
        s = self.s
        end = self._clause_end(hit)
        governed_to = -1
        for p in s.people:
            if p.first < hit.last or p.first in self.spoken_for:
                continue
            if p.first >= end or p.first - (out[-1].last if out else hit.last) > (8 if out else REACH):
                break
            since_died = hit.entry.harm == "killed" and not out and p.tally is not None and p.tally.harm == "injured"
            if p.first in self.used or (p.kind == "tally" and not since_died and (out or p.number != "s" or p.count is not None)):
                # But "the death of three of the wounded": they were wounded, and died.
                break
            if p.conjunction and not out and hit.entry.form == "verb":
                break
            listed = p.conjunction and p.first - governed_to in (0, 1)
            governed = p.preposition or listed or s.says("prepositions", s.low(p.first - 1)) or self._governed_article(p.first)
            if governed and not (p.first == hit.last and hit.entry.form == "noun" and s.says("object_prepositions", p.preposition)):
                governed_to = p.last
                continue
            behind_doer = bool(out) and out[-1].last == p.first and self._acts(out[-1])
            if p.kind == "number" and p.first - hit.last > 1 and not behind_doer:
                continue
            out.append(p)
        return out

    def _governed_article(self, at: int) -> bool:
        """Whether an article before people stands behind a preposition that governs them: "by the guards"."""
        s = self.s
        return s.says("article", s.low(at - 1)) and s.says("prepositions", s.low(at - 2))

    def _clause_end(self, hit: Hit) -> int:
        s = self.s
        stop = min(len(s.tokens), hit.last + 30)
        for k in range(hit.last, stop):
            if s.tokens[k].text in "؛;:." and s.tokens[k].text:
                return k
            roles = s.at.get(k)
            if roles is None:
                continue
            if "parts" in roles or "by" in roles or "clause" in roles or ("that" in roles and not s.says("about", s.low(k))):
                return k
            if "event" in roles and roles["event"].entry.frame != "toll":
                return k
            if "cue" in roles and k in self.spoken_for:
                return k
        return stop

    def _before(self, hit: Hit) -> People | None:
        """The people right before a verb, in its own clause."""
        s = self.s
        found = None
        for p in s.people:
            if p.last > hit.first:
                break
            found = p
        if found is None or found.first in self.spoken_for or (found.first in self.used and not self._acts(found)):
            return None
        opened = next((k for k in reversed(self.parts) if found.first - 2 <= k <= found.first), None)
        if opened is not None:
            # "14 civilians, among them three children, were killed": the fourteen were.
            counted = (p for p in s.people if p.count is not None and opened - 2 <= p.last <= opened and p.first not in self.used)
            found = next(counted, found)
        if hit.stem.conjunction or found.preposition or s.says("prepositions", s.low(found.first - 1)):
            return None
        if self._governed_article(found.first) or (found.first - 1 in self.mixed):
            return None
        gap = range(found.last, hit.first)
        if opened is not None and found.last <= opened:
            return found
        clean = all(s.tokens[k].low[:1].isalpha() and self._lets_through(k) for k in gap)
        return found if len(gap) <= 4 and clean else None

    def _lets_through(self, at: int) -> bool:
        roles = self.s.at.get(at, {})
        if "event" in roles or "clause" in roles:
            return False
        return "that" not in roles or self.s.says("relative", self.s.low(at))

    def _joined(self, people: Sequence[People]) -> list[People]:
        """The first, and those joined to it by "and": "a man and two women"."""
        out = [people[0]]
        for p in people[1:]:
            near = p.conjunction and p.first - out[-1].last <= (6 if out[-1].name else 1)
            one = out[0].count is None and out[0].number in "sd" and bool(out[0].number)
            near = near or (one and p.count is not None and bool(p.conjunction) and p.first - out[-1].last <= 3)
            if near and p.kind == "people" and ((p.count is None) == (out[0].count is None) or one):
                out.append(p)
            else:
                break
        return out

    # -- counts of dead, wounded, bodies -----------------------------------------------------------------------------

    def read_tallies(self) -> None:
        s = self.s
        self._massacred()
        for hit in s.by_role.get("fall", []):
            if self._negated(hit.first) and not any(f.rule == "no-harm" and f.first - hit.last < 4 for f in self.out):
                self._deny(hit)
        for n, p in enumerate(s.people):
            if p.first in self.used or p.first in self.spoken_for or p.head in self.told:
                continue
            mixed = next((h for h in s.by_role.get("mixed", []) if p.last <= h.first <= p.last + 1), None)
            if mixed is not None and p.count is not None:
                self._put(mixed.first, mixed.last, "assault", "casualties", p, "mixed")
                continue
            if p.count is not None and p.kind != "tally" and s.says("injured_after", s.low(p.last)):
                self._put(p.last, p.last + 1, "assault", "injured", p, "ellipsis")
                continue
            if p.kind == "number" and p.conjunction and self._joins_part(p):
                continue
            if p.kind == "number" and self._was_before(p):
                continue
            p = self._bodies_of(n, p)
            if p.tally is None or (p.first in self.mixed and any(f.harm == "casualties" for f in self.out)):
                continue
            if any(k < p.first and p.first - k < 12 for k in self.parts) and self.out and p.count is not None:
                continue
            if p.count is None and not self._falls(p):
                continue
            if self._negated(p.first) or self._negated(p.first - 1):
                self._deny(s.role(p.head, "tally"))
                continue
            self._put(p.head, p.head + 1, p.tally.type or "killing", p.tally.harm or "killed", p, "tally" if p.name is None else "named")

    def _joins_part(self, p: People) -> bool:
        """A bare number behind "and" that goes on with the harm told before: "17 by the army, and four by gunmen", ", and 5 in"."""
        s = self.s
        before = next((f for f in reversed(self.out) if f.anchor < p.first and f.victims and f.victims[0].count is not None), None)
        if before is None:
            return False
        by = next((h for h in s.by_role.get("by", []) if p.last <= h.first <= p.last + 1), None)
        agent = self._agent(by) if by is not None else None
        elsewhere = any(s.low(k) in ("،", ",") for k in (p.first - 1, p.first - 2)) and s.says("elsewhere", s.low(p.last))
        if agent is None and not elsewhere:
            return False
        self.used.add(p.first)
        self.out.append(before._replace(victims=(p,), doers=(agent,) if agent else (), anchor=p.first, rule="ellipsis"))
        return True

    def _was_before(self, p: People) -> bool:
        """ "From an earlier toll of 19": a bare number of the harm whose toll was told."""
        near = any(0 <= p.first - h.last <= 3 for h in self.s.by_role.get("previous", []))
        toll = next((f for f in reversed(self.out) if f.rule == "toll" and f.anchor < p.first), None)
        if not near or toll is None:
            return False
        self.used.add(p.first)
        self.out.append(toll._replace(victims=(p,), anchor=p.first, cumulative=False, rule="previous"))
        return True

    def _massacred(self) -> None:
        """ "The massacre of eight farmers": whom a massacre was of."""
        s = self.s
        for o in s.by_role.get("occasion", []):
            p = next((p for p in s.people if 0 <= p.first - o.last <= 2), None) if o.entry.type == "massacre" else None
            if p is not None and p.count is not None and p.first not in self.used and p.kind != "number":
                self._put(o.first, o.last, "massacre", "killed", p, "massacre")

    def _bodies_of(self, n: int, p: People) -> People:
        """ "The bodies of eleven people": the people right behind a plural that counts bodies are whom it counts."""
        people = self.s.people
        if p.tally is None or p.count is not None or p.tally.type != "bodies_found" or n + 1 >= len(people):
            return p
        other = people[n + 1]
        if other.first - p.last > 2 or other.kind not in ("people", "number", "tally") or other.first in self.used or other.conjunction:
            return p
        if other.first > p.last and not all(self.s.says("of", self.s.low(k)) or self.s.says("article", self.s.low(k))
                                            for k in range(p.last, other.first)):  # fmt: skip
            return p
        self.used.add(p.first)
        return other._replace(tally=p.tally, head=p.head)

    def _falls(self, p: People) -> bool:
        """Whether a count without a number is told as having happened: after "fell", first in a headline, or joined to such a one."""
        s = self.s
        definite = s.role(p.head, "tally")
        if p.name is not None:
            return True
        if definite is None or definite.stem.definite or definite.stem.pronoun or s.says("article", s.low(p.first - 1)):
            return False
        if p.first > 0 and s.tokens[p.first - 1].text == ":" and p.number != "s":
            return True
        fell = any(h.last <= p.first <= h.last + 2 for h in s.by_role.get("fall", []))
        joined = p.conjunction and any(f.rule == "tally" and f.last >= p.first - 1 for f in self.out)
        return fell or joined or (p.first == 0 and (p.number != "s" or self._heads_list(p)))

    def _heads_list(self, p: People) -> bool:
        """Whether one dead at the head of a headline is a count: others or a place follow ("a dead and two wounded in")."""
        s = self.s
        after = s.people_at.get(p.last) or s.people_at.get(p.last + 1)
        return (after is not None and after.tally is not None) or s.says("after_number", s.low(p.last))

    def read_parts(self) -> None:
        """ "Among them five children and three women": parts of what was told before."""
        s = self.s
        for hit in s.by_role.get("parts", []):
            if self._counted_before(hit):
                continue
            told = (n for n in range(len(self.out) - 1, -1, -1) if _begins(self.out[n]) < hit.first and self._is_whole(self.out[n]))
            whole = next(told, None)
            if whole is None:
                self._part_of_before(hit)
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
        self._read_ones()

    def _counted_before(self, hit: Hit) -> bool:
        """ "Five of them, children": a bare number right before "of them"."""
        number = next((p for p in self.s.people if p.last == hit.first and p.kind == "number"), None)
        if number is None or number.first in self.used:
            return False
        told = (n for n in range(len(self.out) - 1, -1, -1) if self.out[n].anchor < number.first and self._is_whole(self.out[n]))
        whole = next(told, None)
        if whole is None:
            return False
        kind = next((p for p in self.s.people if 0 <= p.first - hit.last <= 1 and p.count is None and p.flags), None)
        self.used.update({number.first} | ({kind.first} if kind is not None else set()))
        part = number if kind is None else kind._replace(count=number.count)
        self.out.append(self.out[whole]._replace(victims=(part,), whole=whole, anchor=number.first, rule="part", cumulative=False))
        return True

    def _part_of_before(self, hit: Hit) -> None:
        """ "Among the dead were eleven children": of those told in a sentence before; the drafting looks for them."""
        s = self.s
        harm = next((h.entry.harm for h in s.by_role.get("tally", []) if hit.first <= h.first < hit.last), None)
        if hit.first > 1 and harm is None:
            return
        p = next((p for p in s.people if p.first >= hit.last), None)
        if p is None or p.first - hit.last > 1 or p.first in self.used or (p.count is None and p.number == "p"):
            return
        self.used.add(p.first)
        self.out.append(
            Finding(hit.first, hit.last, "killing", None, harm or "any", (p,), (), None, p.first, False, False, False, "part-before")
        )  # fmt: skip

    def _is_whole(self, f: Finding) -> bool:
        """Whether a finding counts more than one, so that it may have parts."""
        return bool(f.victims) and f.whole is None and not (f.victims[0].count is None and f.victims[0].number == "s")

    def _read_ones(self) -> None:
        """ "Four people, one of them a child": one of those told before."""
        s = self.s
        for hit in s.by_role.get("one_of", []):
            told = (n for n in range(len(self.out) - 1, -1, -1) if self.out[n].anchor < hit.first and self._is_whole(self.out[n]))
            whole = next(told, None)
            p = s.people_at.get(hit.last) or s.people_at.get(hit.last + 1)
            if whole is None or p is None or p.first in self.used or p.count is not None or p.number != "s":
                continue
            self.used.add(p.first)
            one = p._replace(first=hit.first, number="s", head=hit.first)
            self.out.append(self.out[whole]._replace(victims=(one,), whole=whole, anchor=hit.first, rule="part", cumulative=False))

    def _negated(self, at: int) -> bool:
        negations = self.s.by_role.get("negations")
        return negations is not None and any(at - 3 <= h.first < at and self._connected(h.first, at) for h in negations)

    def _connected(self, first: int, last: int) -> bool:
        """Whether only words stand between two tokens, so that "not" reaches an event two words on."""
        if self.s.says("still", self.s.low(first + 1)):
            return False
        return all(self.s.tokens[k].low[:1].isalpha() and "clause" not in self.s.at.get(k, {}) for k in range(first, last))

    def _deny(self, hit: Hit | None) -> None:
        """That nobody was harmed: a claim only where someone says it of what was told before (see ``claims``)."""
        if hit is not None:
            self.out.append(
                Finding(hit.first, hit.last, "denial", None, "none", (), (), None, hit.first, True, False, False, "no-harm")
            )  # fmt: skip

    def _put(self, first: int, last: int, type_: str, harm: str, p: People, rule: str) -> None:
        self.used.add(p.first)
        doers = tuple(self._by(first, last, (p,)))
        rising = bool(self.s.by_role.get("rises")) and p.count is not None
        self.out.append(Finding(first, last, type_, None, harm, (p,), doers, None, p.first, False, False, rising, rule))

    def _add(self, hit: Hit, people: tuple[People, ...], doers: tuple[Doer, ...], *, cumulative: bool = False, rule: str) -> None:
        self.used.update(p.first for p in people)
        s = self.s
        modal = any("modals" in s.at.get(k, {}) for k in (hit.first - 1, hit.first - 2) if k >= 0)
        emphatic = s.says("emphatic", s.low(hit.first - 1)) and not s.low(hit.first).startswith(
            tuple(s.language.closed.get("present", "\n"))
        )
        denied = self._negated(hit.first)
        if denied and not any(p.count is not None for p in people):
            self._deny(hit)
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
        longest: list[Hit] = []
        for o in s.by_role.get("occasion", []):
            if o.first in self.spoken_for or o.first in taken:
                continue
            if not longest or o.first >= longest[-1].last:
                longest.append(o)
        out = list(self._typed(longest))
        harmed = any(f.harm in _BODILY for f in out)
        seen: set[str] = set()
        for o in longest:
            kind = o.entry.type or "other"
            if kind == "torture" and any(f.type == "custody_death" for f in out):
                continue
            if kind in seen or self._negated(o.first) or (harmed and kind in (*_SETS_TYPE, "assault")):
                continue
            seen.add(kind)
            striker = self._striker(o) or next((d for h in s.by_role.get("does", []) if (d := self._subject(h, o.first))), None)
            out.append(Finding(o.first, o.last, kind, o.entry.subtype, "none", (), (striker,) if striker else (), None, o.first, False,
                               False, False, "occasion"))  # fmt: skip
        return out

    def _typed(self, occasions: Sequence[Hit]) -> Iterator[Finding]:
        """The findings, harm taking the type of the occasion it happened in, or that of the harm it is told with."""
        lead: Finding | None = None
        hit_by = self._instrument_type()
        in_custody = any(o.entry.type == "torture" for o in occasions)
        for f in self.out:
            if f.harm in _BODILY and f.type in ("killing", "assault"):
                setting = self._setting(f, occasions)
                if setting is not None:
                    type_ = setting.entry.type or f.type
                    if type_ == "shelling" and hit_by == "airstrike":
                        type_ = hit_by
                    f = f._replace(first=setting.first, last=setting.last, type=type_, subtype=setting.entry.subtype)
                elif f.harm == "killed" and (in_custody or self.s.by_role.get("custody")) and self._were_held(f):
                    f = f._replace(type="custody_death")
                elif hit_by is not None:
                    f = f._replace(type=hit_by)
                elif lead is not None and f.harm != lead.harm and f.anchor - lead.anchor < 25:
                    # "12 dead and 30 wounded" share what happened.
                    f = f._replace(first=lead.first, last=lead.last, type=lead.type)
                else:
                    lead = f
            yield f

    def _setting(self, f: Finding, occasions: Sequence[Hit]) -> Hit | None:
        """The occasion a harm happened in: the most telling one of its own stretch of the unit."""
        fit = [o for o in occasions if o.entry.type in _SETS_TYPE and not self._parted(o.first, f.anchor)]
        return min(fit, key=lambda o: (_SETS_TYPE.index(o.entry.type or ""), o.first), default=None)

    def _instrument_type(self) -> str | None:
        """What happened by what it was done with, where the words name no happening: shells, bombs from the air, a mine."""
        kinds = [h.entry.kind for h in self.s.by_role.get("instrument", [])]
        return next((_BY_INSTRUMENT[k] for k in kinds if k in _BY_INSTRUMENT), None)

    def _parted(self, a: int, b: int) -> bool:
        """Whether another speaker's sentence begins between two tokens: ", while the army said that"."""
        lo, hi = min(a, b), max(a, b)
        return any(lo < k <= hi for k in self.breaks)

    def _were_held(self, f: Finding) -> bool:
        return any("detainee" in p.flags for p in f.victims) or bool(self.s.by_role.get("custody"))


def _begins(f: Finding) -> int:
    """The first token of a finding: its word, or those it befell where they stand before it."""
    return min(f.anchor, f.victims[0].first) if f.victims else f.anchor
