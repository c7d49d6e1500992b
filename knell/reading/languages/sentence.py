"""A unit prepared for the frames: the lexicon's hits by word, numbers, and noun phrases for people and parties."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knell.reading.pieces import PlaceMention, TimeMention, Unit

from .counts import Number, counting, ends
from .lexicon import Entry, Hit, Lexicon
from .names import Names


class People(NamedTuple):
    """People: tokens [first, last), the number they are counted by (if any), what the words say of them, the party named within.

    ``kind``: "people", "party" (named without a number), "tally" (dead, wounded) or "number" (a bare number). ``number``: how many a
    form without a number tells: "s" one, "d" two, "p" several. ``name``: the tokens of a person's name, where there is one.
    """

    first: int
    last: int
    kind: str
    count: Number | None  # type: ignore[assignment]  # hides tuple.count, which nobody asks of people
    number: str
    flags: frozenset[str]
    groups: tuple[Hit, ...]
    party: Hit | None
    head: int
    tally: Entry | None
    preposition: str
    conjunction: bool
    name: tuple[int, int] | None = None


_HEADS = frozenset({"tally", "person", "party", "group"})
"""The roles of a word that people may be named by."""
_FORCES = frozenset({"state_forces", "police", "armed_group", "militia", "foreign_forces"})


class Sentence:
    """One unit with all that is known of its words. Token indexes throughout are into ``unit.tokens``."""

    def __init__(self, text: str, unit: Unit, lexicon: Lexicon, names: Names, times: Sequence[TimeMention],
                 places: Sequence[PlaceMention]) -> None:  # fmt: skip
        self.text, self.unit, self.tokens, self.lexicon = text, unit, unit.tokens, lexicon
        self.times, self.places, self.names = times, places, names
        self.hits = lexicon.scan(unit.tokens)
        self.by_role: dict[str, list[Hit]] = {}
        self.at: dict[int, dict[str, Hit]] = {}
        for hit in self.hits:
            self.by_role.setdefault(hit.entry.role, []).append(hit)
            self.at.setdefault(hit.first, {}).setdefault(hit.entry.role, hit)
        self.timed = self._tokens_in([(t.start, t.end) for t in times])
        self.placed = self._tokens_in([(p.start, p.end) for p in places])
        self.language = lexicon.language
        self.says = self.language.says
        self.counting = counting(self.language)
        self.numbers = {n.first: n for n in self.counting.find(unit.tokens) if not self._is_no_count(n)}
        self.people = self._find_people()
        self.people_at = {p.first: p for p in self.people}

    def role(self, at: int, role: str) -> Hit | None:
        """The hit of a role that begins at a token."""
        return self.at.get(at, {}).get(role)

    def low(self, at: int) -> str:
        """A token's folded word, or nothing outside the unit."""
        return self.tokens[at].low if 0 <= at < len(self.tokens) else ""

    def start(self, at: int) -> int:
        """Where a token's words begin, past a conjunction or preposition of one letter that the lexicon knows is one."""
        token = self.tokens[at]
        for hits in self.at.get(at, {}).values():
            worn = len(hits.stem.conjunction) + (len(hits.stem.preposition) if not hits.stem.definite else 0)
            if worn and len(token.text) > worn and token.text[:worn] == hits.stem.conjunction + hits.stem.preposition[:worn]:
                return token.start + worn
        return token.start

    def end(self, last: int) -> int:
        """Where the words of tokens up to ``last`` (exclusive) end."""
        return self.tokens[last - 1].end

    def _tokens_in(self, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
        out, at = set(), 0
        for start, end in sorted(spans):
            while at < len(self.tokens) and self.tokens[at].end <= start:
                at += 1
            k = at
            while k < len(self.tokens) and self.tokens[k].start < end:
                out.add(k)
                k += 1
        return frozenset(out)

    def _is_no_count(self, n: Number) -> bool:
        """A number that is part of a time, or a share, or a measure."""
        shared = self.says("shares", self.low(n.last)) or self.says("shares", self.low(n.value_at))
        if n.value_at in self.timed or shared or self.says("years", self.low(n.value_at - 1)):
            return True
        return self.says("not", self.low(n.first - 1))

    # -- people ------------------------------------------------------------------------------------------------------

    def _find_people(self) -> list[People]:
        out: list[People] = []
        at = 0
        self._found = out
        heads, numbers = self.at, self.numbers
        while at < len(self.tokens):
            hits = heads.get(at)
            if (hits is None or _HEADS.isdisjoint(hits)) and at not in numbers and not self._may_name(at):
                at += 1
                continue
            found = self._people_at(at)
            if found is None:
                at += 1
            else:
                out.append(found)
                at = found.last
        return out

    def _head(self, at: int, *, counted: bool = True) -> tuple[Hit, str] | None:
        for role in ("tally", "person", "party"):
            hit = self.role(at, role)
            if hit is not None and role == "tally" and not counted and self._is_act(at):
                continue
            if hit is not None:
                party = self.role(at, "party")
                if role == "person" and party is not None and (party.last > hit.last or party.entry.name or party.entry.kind in _FORCES):
                    return party, "party"
                return hit, role
        group = self.role(at, "group")
        if group is not None and group.entry.form == "people":
            return group, "group"
        return None

    def _is_act(self, at: int) -> bool:
        """Whether a word that counts ("three injuries") is an act where no number stands before it ("injury of their father")."""
        event = self.role(at, "event")
        return event is not None and event.entry.form == "noun"

    def _people_at(self, at: int) -> People | None:
        number = self.numbers.get(at)
        j = number.last if number is not None else at
        if number is not None:
            j = self._past_of(j)
        head = self._head(j, counted=number is not None) if j < len(self.tokens) and j not in self.placed else None
        if head is None and number is not None and self._is_bare(number):
            return self._people(at, number.last, "number", number, number.value_at, [], None)
        if head is None:
            return self._named_at(at) if number is None else None
        hit, role = head
        if number is not None and hit.stem.conjunction:
            # "5 and injury of 12": the noun behind "and" is not counted by the number.
            return self._people(at, number.last, "number", number, number.value_at, [], None) if self._is_bare(number) else None
        if number is None and role in ("group", "person") and hit.stem.pronoun and "kin" not in hit.entry.flags and hit.entry.number == "p":
            return None
        kind = "tally" if role == "tally" else "party" if role == "party" and number is None else "people"
        return self._grown(at, kind, number, hit)

    def _may_name(self, at: int) -> bool:
        """Whether a name without a title may begin at a token: behind what happened, or joined to one named before."""
        before = self.at.get(at - 1)
        if before is not None and "event" in before:
            return True
        return self._after_name(at) or self._of_event(at)

    def _named_at(self, at: int) -> People | None:
        """A person named without a title, right behind what happened or joined to one named before."""
        if not self._may_name(at):
            return None
        low = self.tokens[at].low
        joined = low not in self.names.given and any(x.conjunction and x.stem in self.names.given for x in self.language.stems(low))
        end = self.names.at(self, at) if not joined else self.names.end_after(self, at)
        if end is None:
            return None
        return People(at, end, "people", None, "s", frozenset(), (), None, at, None, "", joined, (at, end))

    def _of_event(self, at: int) -> bool:
        """Whether a name stands behind "the murder of"."""
        return "event" in self.at.get(at - 2, ()) and self.says("of", self.low(at - 1))

    def _after_name(self, at: int) -> bool:
        return bool(self._found) and self._found[-1].name is not None and at - self._found[-1].last <= 5

    def _past_of(self, at: int) -> int:
        """Past "of the sons of", "alleged", "other": what stands between a number and its noun."""
        if self.says("of", self.low(at)):
            at += 1
            while self.says("article", self.low(at)):
                at += 1
            members = self.role(at, "members")
            if members is not None and self._head(at) is None:
                at = members.last
        while self.says("qualifiers", self.low(at)):
            at += 1
        return at

    def _is_bare(self, number: Number) -> bool:
        """Whether a number without a noun may count people: nothing countable follows it."""
        after = self.low(number.last)
        if (number.kind == "vague" and (number.low or 0) < 20) or (number.low == 1 and not number.figures):
            return False
        return (
            not after
            or not after[0].isalpha()
            or self.role(number.last, "event") is not None
            or self.role(number.last, "parts") is not None
            or self.says("after_number", after)
        )

    def _grown(self, at: int, kind: str, number: Number | None, hit: Hit) -> People:
        """The phrase with what follows its head: adjectives, "of the sect of", a following "one" or number in apposition."""
        two = False
        parts, last, tally = [hit], hit.last, hit if hit.entry.role == "tally" else None
        while last < len(self.tokens):
            word = self.tokens[last]
            one = self.says("one", word.low) or (hit.entry.number in ("d", "p") and number is None and self.says("two", word.low))
            if not word.low[:1].isalpha() or (last in self.numbers and not one):
                break
            nearby = self.at.get(last, {})
            qualifier = nearby.get("group") or nearby.get("person") or nearby.get("neutral") or self._tallied(kind, nearby)
            if qualifier is not None and not qualifier.stem.conjunction and not qualifier.stem.preposition and last not in self.placed:
                if qualifier.entry.role == "person" and kind == "party":
                    break
                if qualifier.entry.role == "tally":
                    kind, tally = "tally", qualifier
                parts.append(qualifier)
                last = qualifier.last
                continue
            if one:
                # "Two" behind a form that is both dual and plural tells which it is.
                two = two or self.says("two", word.low)
                last += 1
                continue
            of = self._members_after(last) if kind != "party" else None
            if of is None:
                break
            parts += of[1]
            last = of[0]
        if number is None and kind == "people" and hit.entry.number == "p" and self._is_counted_behind(last):
            number = self.numbers[last]
            last = number.last
        found = self._people(at, last, kind, number, (tally or hit).first, parts, hit)
        if number is None and kind != "party" and hit.entry.number == "s":
            definite = hit.stem.definite or self.says("article", self.low(at - 1))
            end = self.names.after_title(self, last, definite=definite)
            if end is not None:
                found = found._replace(last=end, name=(last, end))
        if tally is not None:
            found = found._replace(tally=tally.entry)
        if two:
            found = found._replace(number="d")
        return self._bounded(found)

    def _is_counted_behind(self, at: int) -> bool:
        """ "His brothers, the four": a number with the article behind its plural."""
        number = self.numbers.get(at)
        return number is not None and not number.figures and any(x.definite for x in self.language.stems(self.low(at))[:1])

    def _tallied(self, kind: str, nearby: Mapping[str, Hit]) -> Hit | None:
        """ "12 persons dead": the word for the dead behind its noun."""
        hit = nearby.get("tally")
        return hit if kind == "people" and hit is not None and not hit.stem.definite and not hit.stem.pronoun else None

    def _bounded(self, p: People) -> People:
        """The phrase with a bound that stands behind its noun: "12 persons at least"."""
        n = p.count
        bound = (
            self.counting.bound_after([self.language.bare(self.low(k)) for k in range(p.last, p.last + 3)], 0) if n is not None else None
        )
        if n is None or bound is None or n.kind != "exact" or n.low is None:
            return p
        kind, low, high, best = ends(bound[1], n.low)
        last = p.last + bound[0]
        return p._replace(last=last, count=n._replace(last=last, kind=kind, low=low, high=high, best=best))

    def _members_after(self, at: int) -> tuple[int, list[Hit]] | None:
        """ "from the sons of the Alawite sect", "of the security forces": who they are."""
        if not self.says("of", self.low(at)):
            return None
        j, found = at + 1, []
        while self.says("article", self.low(j)):
            j += 1
        for _ in range(4):
            nearby = self.at.get(j, {})
            hit = nearby.get("group") or nearby.get("party") or nearby.get("person") or nearby.get("members")
            if hit is None or hit.stem.conjunction:
                break
            found.append(hit)
            j = hit.last
        return (j, found) if any(h.entry.role in ("group", "party", "person") for h in found) else None

    def _people(self, first: int, last: int, kind: str, number: Number | None, head: int, parts: Sequence[Hit], hit: Hit | None) -> People:
        flags = frozenset(f for h in parts if h.entry.role == "person" for f in h.entry.flags)
        groups = tuple(h for h in parts if h.entry.role == "group")
        if hit is not None and hit.entry.role == "party" and (person := self.role(hit.first, "person")) is not None:
            flags |= person.entry.flags
        party = next((h for h in parts if h.entry.role == "party"), None)
        tally = hit.entry if hit is not None and hit.entry.role == "tally" else None
        if party is not None and party is not hit and party.entry.kind in ("state_forces", "armed_group", "militia", "foreign_forces"):
            flags |= {"combatant"}
        if party is not None and party.entry.kind == "police" and party is not hit:
            flags |= {"police"}
        opening = hit if hit is not None and hit.first == first else None
        preposition = opening.stem.preposition if opening else ""
        conjunction = bool(opening and opening.stem.conjunction) or self.says("and", self.low(first - 1))
        if number is not None and not conjunction:
            conjunction = self.counting.worn(self.low(first)).startswith(tuple(self.language.closed.get("and", ("\n",))))
        form = hit.entry.number if hit is not None else "p"
        if hit is not None and hit.stem.pronoun and form == "s" and self.says("dual_before_pronoun", hit.stem.stem[-1:]):
            form = "d"
        if hit is not None and not hit.entry.number:
            form = "p"
        return People(first, last, kind, number, form, flags, groups, party, head, tally, preposition, conjunction)
