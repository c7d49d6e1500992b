"""A unit prepared for the frames: the lexicon's hits by word, numbers, and noun phrases for people and parties."""

from collections.abc import Sequence
from typing import NamedTuple

from knell.reading.pieces import PlaceMention, TimeMention, Unit

from .counts import Number, find_numbers
from .lexicon import Entry, Hit, Lexicon


class People(NamedTuple):
    """People: tokens [first, last), the number they are counted by (if any), what the words say of them, the party named within.

    ``kind``: "people", "party" (named without a number), "tally" (dead, wounded) or "number" (a bare number). ``number``: how many a
    form without a number tells: "s" one, "d" two, "p" several.
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


_FORCES = frozenset({"state_forces", "police", "armed_group", "militia", "foreign_forces"})


class Sentence:
    """One unit with all that is known of its words. Token indexes throughout are into ``unit.tokens``."""

    def __init__(self, text: str, unit: Unit, lexicon: Lexicon, times: Sequence[TimeMention], places: Sequence[PlaceMention]) -> None:
        self.text, self.unit, self.tokens, self.lexicon = text, unit, unit.tokens, lexicon
        self.times, self.places = times, places
        self.hits = lexicon.scan(unit.tokens)
        self.by_role: dict[str, list[Hit]] = {}
        self.at: dict[int, dict[str, Hit]] = {}
        for hit in self.hits:
            self.by_role.setdefault(hit.entry.role, []).append(hit)
            self.at.setdefault(hit.first, {}).setdefault(hit.entry.role, hit)
        self._timed = self._tokens_in([(t.start, t.end) for t in times])
        self.placed = self._tokens_in([(p.start, p.end) for p in places])
        self.numbers = {n.first: n for n in find_numbers(unit.tokens) if not self._is_no_count(n)}
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
        after = self.low(n.last)
        return n.value_at in self._timed or after in ("%", "٪", "بالميه", "/") or self.low(n.value_at - 1) in ("عام", "سنه", "/")

    # -- people ------------------------------------------------------------------------------------------------------

    def _find_people(self) -> list[People]:
        out, at = [], 0
        while at < len(self.tokens):
            found = self._people_at(at)
            if found is None:
                at += 1
            else:
                out.append(found)
                at = found.last
        return out

    def _head(self, at: int) -> tuple[Hit, str] | None:
        for role in ("tally", "person", "party"):
            hit = self.role(at, role)
            if hit is not None:
                party = self.role(at, "party")
                if role == "person" and party is not None and (party.last > hit.last or party.entry.name or party.entry.kind in _FORCES):
                    return party, "party"
                return hit, role
        group = self.role(at, "group")
        if group is not None and group.entry.base and self.low(at).endswith(("ين", "ون", "يا")):
            return group, "group"
        return None

    def _people_at(self, at: int) -> People | None:
        number = self.numbers.get(at)
        j = number.last if number is not None else at
        if number is not None and self.low(j) == "من":
            j += 1
            members = self.role(j, "members")
            if members is not None and self._head(j) is None:
                j = members.last
        head = self._head(j) if j < len(self.tokens) and j not in self.placed else None
        if head is None and number is not None and self._is_bare(number):
            return self._people(at, number.last, "number", number, number.value_at, [], None)
        if head is None:
            return None
        hit, role = head
        if number is None and role in ("group", "person") and hit.stem.pronoun:
            return None
        kind = "tally" if role == "tally" else "party" if role == "party" and number is None else "people"
        return self._grown(at, kind, number, hit)

    def _is_bare(self, number: Number) -> bool:
        """Whether a number without a noun may count people: nothing countable follows it."""
        after = self.low(number.last)
        if number.kind == "vague" and (number.low or 0) < 20:
            return False
        return not after or not after[0].isalpha() or self.role(number.last, "event") is not None or after in (
            "في", "بينهم", "منهم", "علي", "خلال", "بعد", "منذ", "يوم", "حتي", "اخرين", "بعدما", "ضمنهم", "من",
        )  # fmt: skip

    def _grown(self, at: int, kind: str, number: Number | None, hit: Hit) -> People:
        """The phrase with what follows its head: adjectives, "of the sect of", a following "one" or number in apposition."""
        parts, last = [hit], hit.last
        while last < len(self.tokens):
            word = self.tokens[last]
            if not word.low[:1].isalpha() or (last in self.numbers and self.low(last) not in ("واحد", "واحده")):
                break
            nearby = self.at.get(last, {})
            qualifier = nearby.get("group") or nearby.get("person") or nearby.get("neutral_adjective")
            if qualifier is not None and not qualifier.stem.conjunction and not qualifier.stem.preposition and last not in self.placed:
                if qualifier.entry.role == "person" and kind == "party":
                    break
                parts.append(qualifier)
                last = qualifier.last
                continue
            if self.low(last) in ("واحد", "واحده"):
                last += 1
                continue
            of = self._members_after(last) if kind != "party" else None
            if of is None:
                break
            parts += of[1]
            last = of[0]
        return self._people(at, last, kind, number, hit.first, parts, hit)

    def _members_after(self, at: int) -> tuple[int, list[Hit]] | None:
        """ "from the sons of the Alawite sect", "of the security forces": who they are."""
        if self.low(at) != "من":
            return None
        j, found = at + 1, []
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
        conjunction = bool(opening and opening.stem.conjunction) or (number is not None and self.tokens[first].text[:1] == "و")
        if self.low(first - 1) == "و":
            conjunction = True
        form = hit.entry.number if hit is not None else "p"
        if hit is not None and not hit.entry.number:
            form = "p"
        return People(first, last, kind, number, form, flags, groups, party, head, tally, preposition, conjunction)
