"""A unit prepared for reading: its tokens with their classes, its noun phrases, numbers, times and places.

Word classes are one letter a token, so that a phrase is a regular expression over letters:

    D determiner    Q number of people   q other number   Y age ("6-year-old")   T time   L place   J nationality or group word
    N noun for people or parties         C capitalised unknown word    P pronoun   V verb   A auxiliary   B adverb   R preposition
    K conjunction   S possessive         X mark           W any other word
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache

from .capitals import is_in_capitals, mark_names
from .lexicon import Hit, Lexicon
from .pieces import PlaceMention, Quantity, TimeMention, Unit
from .plain import Plain
from .tokens import Token
from .word_forms import CAPITALS


class Phrase(Plain, frozen=True, order=True, gc=False):
    """A noun phrase: tokens [first, last), characters [start, end), and what its words say.

    ``kind``: people, party, name, pronoun or number. ``flags`` are the marks of people.toml. ``governor`` is the preposition or
    other word right before it. ``party`` is a kind of speaker or perpetrator, where the phrase can be one.
    """

    first: int
    last: int
    start: int
    end: int
    kind: str
    head: int
    quantity: Quantity | None
    flags: frozenset[str]
    group: str | None
    name: str | None
    party: str | None
    governor: str
    plural: bool


_NOUN_PHRASE = re.compile(
    r"(?:D{0,4}[WJL]{1,3}S)?D{0,4}[Qq]{0,12}(?:B?[WJCLY]){0,8}B?(?:[NJY][NJY]*)(?:C|L(?=N))*"
    r"|[Qq]{1,12}(?:B?[WJ]){0,3}[NJ]+|D{0,4}(?:C|J(?=C))(?:o?C|J(?=C))*|P|Q{1,12}|L+(?:KL+)*"
)
# Repeats are bounded, so that a line of nothing but numbers is not tried from each of them to its end.
_STRETCH = re.compile("[^VAXRT]+")
"""What lies between the classes that no noun phrase has in it."""
_LEFT_OPEN = re.compile("[tvcb]")
_MAYBE_VERB = re.compile("(?<=[APKR])W")
_RELATIVE = re.compile("(?<=R)D")
_WHO = frozenset({"who", "which"})
_TWO_VERBS = re.compile("V(?=V)")
_PEOPLE_ROLES = frozenset({"person", "party", "name"})
_PHRASE_ROLES = frozenset({"person", "party", "name", "group"})
_AFTER_NOUN = re.compile("(?<=[NC])[NW](?=.)")
_BETWEEN_NAMES = re.compile("(?<=C)[^C](?=C)")
_ONE = frozenset({"a", "an", "another", "one"})
QUOTES = frozenset({'"', "«", "»", "``", "''", "“", "”"})
"""Quotation marks, as tokens have them in lower case."""


@lru_cache(maxsize=65536)
def _noun_phrases(stretch: str) -> tuple[tuple[int, int], ...]:
    """Where the noun phrases of a stretch of classes begin and end. Stretches are short and of few kinds, so that most are known."""
    return tuple(match.span() for match in _NOUN_PHRASE.finditer(stretch))


class _Around(dict[int, str]):
    """What stands at each token of a unit, and one value for all places outside it. Asked far more often than it is built."""

    def __init__(self, inside: Iterable[tuple[int, str]], outside: str) -> None:
        super().__init__(inside)
        self._outside = outside

    def __missing__(self, i: int) -> str:
        return self._outside


_FORCES = frozenset({"state_forces", "police", "armed_group", "militia", "foreign_forces"})
_PEOPLE = frozenset({"individual", "unknown"})


class Sentence:
    """A unit with everything the grammar asks of it. Built once, then only read."""

    def __init__(
        self,
        text: str,
        unit: Unit,
        lexicon: Lexicon,
        hits: Sequence[Hit],
        quantities: Sequence[Quantity],
        times: Sequence[TimeMention],
        places: Sequence[PlaceMention],
    ) -> None:
        self.text, self.unit, self.lexicon = text, unit, lexicon
        self.tokens: tuple[Token, ...] = unit.tokens
        self._texts = [t.text for t in self.tokens]
        self.lows = tuple([t.low for t in self.tokens])
        self.starts = [t.start for t in self.tokens]
        self.low: Callable[[int], str] = _Around(enumerate(self.lows), "").__getitem__
        """Token ``i`` in lower case, or "" outside the unit."""
        self.hits = hits
        self._roles: dict[str, list[Hit]] = {}
        for hit in hits:
            self._roles.setdefault(hit.entry.role, []).append(hit)
        self.quantities = [(self.token_range(q.start, q.end), q) for q in quantities]
        self.bare: list[tuple[tuple[int, int], Quantity]] = []
        self.times = [(self.token_range(t.start, t.end), t) for t in times]
        self.places = [(self.token_range(p.start, p.end), p) for p in places]
        self.quoted = b""
        self.caps = _is_uninformative(self._texts)
        self.classes = self._classify()
        self.cls: Callable[[int], str] = _Around(enumerate(self.classes), "X").__getitem__
        """The class of token ``i``, "X" outside the unit."""
        self.bare = self._bare_numbers()
        self.phrases = self._phrases()
        self.phrase_at = {p.first: p for p in self.phrases}
        self.phrase_to = {p.last: p for p in self.phrases}

    # -- places in the unit ------------------------------------------------------------------------------------------

    def token_range(self, start: int, end: int) -> tuple[int, int]:
        """The tokens [first, last) that a stretch of characters touches."""
        return max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)

    def of_role(self, role: str) -> Sequence[Hit]:
        """The phrases of the lexicon in the unit that have a role, in the order of ``hits``."""
        return self._roles.get(role, ())

    @cached_property
    def folded(self) -> str:
        """The unit's text without regard to capitals, to see at once that a word is not in it."""
        return self.text[self.unit.start : self.unit.end].casefold()

    # -- classes -----------------------------------------------------------------------------------------------------

    def _classify(self) -> str:
        lex, tokens = self.lexicon, self.tokens
        titlecase = self.caps
        codes = list(map(lex.classes.__getitem__, self._texts))
        for match in _LEFT_OPEN.finditer("".join(codes)):
            codes[match.start()] = self._settled(match.start(), match.group(), codes)
        self._class_relatives(codes)
        if not titlecase:
            self._join_particles(codes)
        self._class_hits(codes)
        for match in _AFTER_NOUN.finditer("".join(codes)):
            i = match.start()
            if (
                self.lows[i] in lex.noun_verbs
                and codes[i - 1] in "NC"
                and (codes[i + 1] in "QqDPK" or any(a == i + 1 for (a, _), _q in self.quantities) or self._closes_its_words(i, codes))
                and self._speaks_here(i)
            ):
                codes[i] = "V"
        for match in _TWO_VERBS.finditer("".join(codes)):
            if lex.verbs.get(self.lows[match.start()]) == "s" and self._speaks_here(match.start() + 1):
                # "records show": a plural before its verb.
                codes[match.start()] = "W"
        if not lex.words["doubting"].isdisjoint(self.lows):
            self._class_doubts(codes)
        for (a, b), place in self.places:
            for k in range(a, b):
                if codes[k] != "N":
                    codes[k] = "J" if place.role == "demonym" else "C" if place.role == "name" else "L"
        for (a, b), _ in self.times:
            codes[a:b] = "T" * (b - a)
        for (a, b), quantity in self.quantities:
            if quantity.of == "date":
                continue
            aged = quantity.of == "age" and tokens[b - 1].low.endswith(("old", "olds"))
            codes[a:b] = ("Q" if quantity.of == "people" else "Y" if aged else "q") * (b - a)
        if titlecase and is_in_capitals(tokens):
            mark_names(tokens, codes, self.hits, lex)
        return "".join(codes)

    def _class_relatives(self, codes: list[str]) -> None:
        """ "a raid in which", "who guarded": a word that binds a clause, and the verb of it."""
        for match in _RELATIVE.finditer("".join(codes)):
            if self.lows[match.start()] == "which":
                # "a raid in which 35 civilians died": it binds a clause, and is no part of who died.
                codes[match.start()] = "K"
        for match in _MAYBE_VERB.finditer("".join(codes)):
            i = match.start()
            low = self.lows[i]
            if len(low) > 5 and low.endswith(("ing", "ed")) and (codes[i - 1] == "A" or self.lows[i - 1] in _WHO):
                # "was accompanying", "who guarded": a verb whatever its stem.
                codes[i] = "V"

    def _class_doubts(self, codes: list[str]) -> None:
        """ "by alleged members of": a word on the noun, and no verb."""
        for i, low in enumerate(self.lows[:-1]):
            if (
                low in self.lexicon.words["doubting"]
                and codes[i] in "VW"
                and codes[i + 1] in "NJCW"
                and (i == 0 or codes[i - 1] in "RXDKVQ")
            ):
                codes[i] = "J"

    def _class_hits(self, codes: list[str]) -> None:
        """Gives the nouns for people and parties, and the names of groups, their classes."""
        for hit in self.hits:
            role = hit.entry.role
            if role in _PEOPLE_ROLES:
                if "counted" in hit.entry.flags and not self._after_number(hit.first):
                    continue
                if codes[hit.first] == "V" and hit.last == hit.first + 1 and not (hit.first and self._counted_at(hit.first)):
                    continue
                for k in range(hit.first, hit.last):
                    codes[k] = "N"
            elif role == "group":
                for k in range(hit.first, hit.last):
                    if codes[k] != "N":
                        codes[k] = "J"

    def _settled(self, i: int, left_open: str, codes: Sequence[str]) -> str:
        """The class of a word whose form leaves it open (``word_forms``), by its place in the unit and the classes before it."""
        if left_open == "t":
            return "K" if i > 0 and codes[i - 1] in "VAXTNKRCW" else self.lexicon.class_of_that
        if i == 0 and left_open in "vb" and not self.caps and self._opens_speech():
            return "C"
        if left_open == "v":
            return "V" if self.caps or i == 0 else "C"
        if self.caps or (i == 0 and (self.lows[0] in self.lexicon.words["sentence_openers"] or not self._initial_name(0))):
            return "B" if left_open == "b" else "W"
        return "C"

    def _counted_at(self, i: int) -> bool:
        return any(b == i for (_, b), _q in self.quantities) or self.low(i - 1) in self.lexicon.words["determiners"]

    def _bare_numbers(self) -> list[tuple[tuple[int, int], Quantity]]:
        """Numbers that name nothing counted ("658 in Latakia, 384 in Tartus"): of people only where a tally goes on."""
        out = []
        for (a, b), quantity in self.quantities:
            if (
                quantity.of == "other"
                and quantity.rule == "other"
                and quantity.kind != "vague"
                and (self.cls(b) in "RLXKP" or self.low(b) in ("elsewhere", "others"))
            ):
                out.append(((a, b), quantity._replace(of="people", rule="bare-list")))
        return out

    def _after_number(self, i: int) -> bool:
        return any(b == i for (_, b), q in self.quantities if q.of == "people")

    def _closes_its_words(self, i: int, codes: Sequence[str]) -> bool:
        """ "..., the agency reports.": a speaker set off by a comma, its verb, and nothing more."""
        k = i - 1
        while k > 0 and codes[k] in "DWJNC":
            k -= 1
        return self.lows[k] == "," and self.low(i + 1) in (".", "!", "")

    def _speaks_here(self, i: int) -> bool:
        return any(h.first == i and h.entry.form in ("base", "s") for h in self.of_role("cue"))

    def _initial_name(self, i: int) -> bool:
        """Whether a capitalised first word is a name: a name goes on after it, or a verb follows and no lexicon knows the word."""
        after = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if after is None or self.tokens[i].low in self.lexicon.noun_verbs:
            return False
        low = after.low
        known = (
            low in self.lexicon.verbs
            or low in self.lexicon.words["auxiliaries"]
            or low in (",", "'s", "(", ":")
            or low in self.lexicon.noun_verbs
        )
        return after.text[0].isupper() or (known and not self.tokens[i].low.endswith(("ly", "ing", "ed")))

    def _opens_speech(self) -> bool:
        """Whether the first word is a name though it could be a verb or an adverb: "Grant said", "Kelly told"."""
        return any(
            h.first == 1 and h.entry.role == "cue" and h.entry.form in ("past", "s") and h.entry.base in self.lexicon.words["telling"]
            for h in self.hits
        )

    def _join_particles(self, codes: list[str]) -> None:
        particles = self.lexicon.words["particles"]
        for match in _BETWEEN_NAMES.finditer("".join(codes)):
            i = match.start()
            low = self.lows[i]
            if (
                low in particles
                or (low in ("-", ".") and len(self._texts[i - 1]) <= 3)
                or (low in ("of", "for", "and") and self._is_organisation(i))
            ):
                codes[i] = "C"

    def _is_organisation(self, i: int) -> bool:
        """Whether "of", "for" or "and" stands inside the name of a body ("Ministry of Health")."""
        org = self.lexicon.words["org_words"]
        return self.tokens[i].low != "and" and self.tokens[i - 1].low in org

    # -- phrases -----------------------------------------------------------------------------------------------------

    def _phrases(self) -> list[Phrase]:
        by_token: dict[int, list[Hit]] = {}
        for hit in self.hits:
            if hit.entry.role in _PHRASE_ROLES:
                for k in range(hit.first, hit.last):
                    by_token.setdefault(k, []).append(hit)
        quantity_at = {k: q for (a, b), q in self.quantities for k in range(a, b)}
        out = []
        for stretch in _STRETCH.finditer(self.classes):
            at = stretch.start()
            for first, last in _noun_phrases(stretch.group()):
                phrase = self._phrase(at + first, at + last, by_token, quantity_at)
                if phrase is not None:
                    out.append(phrase)
        if any(phrase.kind == "number" for phrase in out):
            out = self._of_them(self._predicates(out))
        return self._join_of(self._join_marked(out))

    def _phrase(self, first: int, last: int, by_token: dict[int, list[Hit]], quantity_at: dict[int, Quantity]) -> Phrase | None:
        codes = self.classes[first:last]
        if not codes.strip("LK"):
            return self._place_phrase(first, last)
        if codes == "P":
            return self._made(
                first,
                last,
                "pronoun",
                first,
                None,
                frozenset(),
                None,
                None,
                None,
                self.low(first) in ("they", "them", "we", "us", "others"),
            )
        quantity = next((q for k in range(first, last) if (q := quantity_at.get(k)) is not None and q.of == "people"), None)
        flags: set[str] = set()
        group = name = party = None
        head = last - 1
        plural = False
        person = False
        for k in range(first, last):
            for hit in by_token.get(k, ()):
                entry = hit.entry
                if hit.first != k or (entry.role == "person" and self._inside_party(hit, by_token)):
                    continue
                if entry.role == "person":
                    if "counted" in entry.flags and not self._after_number(k):
                        continue
                    flags |= entry.flags
                    # "a police officer": the noun of people tells how many, not the body.
                    plural = (
                        (plural and (person or self.low(first) not in _ONE))
                        or entry.form == "plural"
                        or entry.base in ("people", "family", "couple", "community", "minority", "population", "personnel", "crowd")
                    )
                    head = hit.last - 1
                    person = True
                elif entry.role == "group":
                    group = entry.name
                    plural = plural or self.tokens[k].low.endswith("s") or k == last - 1
                elif entry.role == "party":
                    if (hit.last >= last or party is None) and not (name is not None and party in _FORCES and entry.kind in _PEOPLE):
                        party = entry.kind
                    plural = plural or entry.form == "plural" or entry.base.endswith(("forces", "police", "s"))
                    head = hit.last - 1
                elif entry.role == "name":
                    name, party = entry.name, entry.kind
                    head = hit.last - 1
        if "Y" in codes:
            person = True
            flags |= self._age_flags(first, last)
        if quantity is not None and codes[-1] == "J" and not (person or party):
            # "two Mexicans"
            person = True
        kind = "people" if person or (group and party is None) else "party" if party else "number" if not codes.strip("Q") else ""
        if not kind:
            return self._name_phrase(first, last, quantity) if "C" in codes else self._nationals(first, last, quantity)
        noun = max(codes.rfind("N"), codes.rfind("Y"))
        if "C" in codes[noun + 1 :] and name is None:
            at = first + noun + 1
            name = self.text[self.tokens[at].start : self.tokens[last - 1].end]
            flags.add("named")
        return self._made(first, last, kind, head, quantity, frozenset(flags), group, name, party, plural)

    def _name_phrase(self, first: int, last: int, quantity: Quantity | None) -> Phrase:
        """Capitalised words that no lexicon knows: the name of a body where one of its words says so, else of a person."""
        codes = self.classes[first:last]
        start = first + (len(codes) - len(codes.lstrip("DJWYQq")))
        if start >= last:
            start = first
        org = any(self.tokens[k].low in self.lexicon.words["org_words"] for k in range(start, last))
        text = self.text[self.tokens[start].start : self.tokens[last - 1].end]
        title = self.lexicon.titles.get(self.low(first - 1))
        if last - start == 1 and text.isupper() and 2 <= len(text) <= 6 and not self.caps:
            org, title = True, title or "unknown"
        return self._made(
            first, last, "name", last - 1, quantity, frozenset({"organisation"} if org else {"proper"}), None, text,
            title or (None if org else "individual"), False,
        )  # fmt: skip

    def _nationals(self, first: int, last: int, quantity: Quantity | None) -> Phrase | None:
        """A word of nationality that stands for people: "a Colombian", "two Salvadorans", not "the Salvadoran army"."""
        if self.cls(last - 1) != "J" or self.cls(last) in "WNCJLQq":
            return None
        plural = self.low(last - 1).endswith("s")
        counted = quantity is not None or self.low(first) in ("a", "an", "another")
        demonym = any(b == last and p.role == "demonym" for (_, b), p in self.places)
        if not demonym or not (counted or self.low(last - 1).endswith("ans")):
            return None
        return self._made(first, last, "people", last - 1, quantity, frozenset({"plain"}), None, None, None, plural)

    def _age_flags(self, first: int, last: int) -> set[str]:
        """What "a 6-year-old" says: a person, and under 18 a child."""
        ages = [q for (a, b), q in self.quantities if q.of == "age" and first <= a and b <= last]
        return {"plain"} | ({"child"} if ages and all((q.low or 99) < 18 for q in ages) else set())

    def _inside_party(self, hit: Hit, by_token: dict[int, list[Hit]]) -> bool:
        """Whether a person noun is part of a longer name for a party: the "body" of a "community body"."""
        return any(
            other.entry.role in ("party", "name")
            and other.first <= hit.first
            and hit.last <= other.last
            and other.last - other.first > hit.last - hit.first
            for other in by_token.get(hit.first, ())
        )

    def _place_phrase(self, first: int, last: int) -> Phrase | None:
        """A country that can speak or act: "Turkey and Russia"."""
        known = [p for (a, b), p in self.places if first <= a and b <= last]
        if (
            not known
            or any(p.precision != "country" for p in known)
            or any(self.cls(k) == "K" and self.low(k) != "and" for k in range(first, last))
        ):
            return None
        name = self.text[self.tokens[first].start : self.tokens[last - 1].end]
        return self._made(first, last, "place", last - 1, None, frozenset(), None, name, "government", last - first > 1)

    def _made(
        self, first: int, last: int, kind: str, head: int, quantity: Quantity | None, flags: frozenset[str], group: str | None,
        name: str | None, party: str | None, plural: bool,
    ) -> Phrase:  # fmt: skip
        governor = self.low(first - 1) if self.cls(first - 1) in "RKVA" or self.low(first - 1) in (",", "(", ":", ";") else ""
        return Phrase(
            first,
            last,
            self.tokens[first].start,
            self.tokens[last - 1].end,
            kind,
            head,
            quantity,
            flags,
            group,
            name,
            party,
            governor,
            plural,
        )

    def _predicates(self, phrases: list[Phrase]) -> list[Phrase]:
        """ "six were children": a bare number is of the people it is said to be."""
        out: list[Phrase] = []
        for n, phrase in enumerate(phrases):
            after = phrases[n + 1] if n + 1 < len(phrases) else None
            if phrase.kind == "number" and after is not None and after.kind == "people" and after.quantity is None and after.group is None:
                gap = self.classes[phrase.last : after.first]
                if gap.strip("B") == "A" and self.low(phrase.last) in ("were", "are", "was", "is"):
                    phrase = phrase._replace(kind="people", flags=after.flags, plural=True)
            out.append(phrase)
        return out

    def _of_them(self, phrases: list[Phrase]) -> list[Phrase]:
        """ "69 of them Alawites": the number is that of the people right after "of them"."""
        out: list[Phrase] = []
        for phrase in phrases:
            number = (
                out[-2]
                if len(out) > 1 and out[-1].kind == "pronoun" and out[-1].governor == "of" and out[-1].last == phrase.first
                else None
            )
            if (
                number is not None
                and number.kind == "number"
                and phrase.kind == "people"
                and phrase.quantity is None
                and number.last == out[-1].first - 1
            ):
                del out[-2:]
                phrase = phrase._replace(first=number.first, start=number.start, quantity=number.quantity, governor=number.governor)
            out.append(phrase)
        return out

    def _join_marked(self, phrases: list[Phrase]) -> list[Phrase]:
        """ "the Valley Front [VF] guerrillas" and "the Maoist "Valley Front" group": one phrase, which goes by the name."""
        out: list[Phrase] = []
        skip = 0
        for phrase in phrases:
            if phrase.first < skip:
                continue
            if phrase.kind == "party" and phrase.name is not None:
                end = self._bracket_end(phrase.last)
                if end is None and self.low(phrase.first - 1) in QUOTES:
                    shut = next((k for k in (phrase.last, phrase.last + 1) if self.low(k) in QUOTES), None)
                    end = shut + 1 if shut is not None and (shut == phrase.last or self.low(phrase.last) == ",") else None
                    end = (self._bracket_end(end) or end) if end is not None else None
                    before = out[-1] if out else None
                    if end is not None and before is not None and before.last == phrase.first - 1 and before.kind in ("people", "party"):
                        if before.quantity is None and before.name in (None, phrase.name):
                            out.pop()
                            phrase = phrase._replace(first=before.first, start=before.start, governor=before.governor)
                if end is not None:
                    after = next((p for p in phrases if p.first == end and self._is_rank(p)), None)
                    if after is not None:
                        phrase = phrase._replace(
                            last=after.last, end=after.end, head=after.head, flags=phrase.flags | after.flags, plural=after.plural
                        )
                    elif self.low(end - 1) in (")", "]"):
                        phrase = phrase._replace(last=end, end=self.tokens[end - 1].end)
                    skip = phrase.last
            out.append(phrase)
        return out

    def _bracket_end(self, i: int) -> int | None:
        """The token after a short bracket without a verb that opens at ``i``."""
        if self.low(i) not in ("(", "["):
            return None
        for k in range(i + 1, min(i + 10, len(self.lows))):
            if self.low(k) in (")", "]"):
                return k + 1
            if self.cls(k) in "VAQ":
                return None
        return None

    def _is_rank(self, phrase: Phrase) -> bool:
        """Whether a phrase names the people of the body named before it: "guerrillas", "members", "troops"."""
        return phrase.quantity is None and phrase.kind in ("people", "party") and phrase.name is None and self.cls(phrase.first) not in "DP"

    def _join_of(self, phrases: list[Phrase]) -> list[Phrase]:
        """Joins "52 members of the Alawite minority": a phrase whose head takes "of" gets what follows, and its marks."""
        out: list[Phrase] = []
        for phrase in map(self._with_container, phrases):
            before = out[-1] if out else None
            if before is not None and phrase.first == before.last + 1 and self.low(before.last) == "'s" and phrase.kind != "pronoun":
                out[-1] = self._owned(before, phrase)
            elif (
                before is not None
                and phrase.first == before.last + 1
                and self.low(before.last) in ("of", "from")
                and self._takes_of(before)
                and phrase.kind != "pronoun"
                and not (phrase.quantity is not None and before.quantity is not None)
            ):
                out[-1] = before._replace(
                    last=phrase.last,
                    end=phrase.end,
                    kind=phrase.kind if before.kind == "number" and phrase.kind == "people" else before.kind,
                    quantity=before.quantity or phrase.quantity,
                    flags=before.flags | self._flags_of_body(before, phrase),
                    group=before.group or phrase.group,
                    name=before.name
                    if before.kind == "party" and before.name
                    else (phrase.name if "organisation" in phrase.flags or phrase.kind == "party" else before.name),
                    party=phrase.party
                    if before.party in (None, "individual") and phrase.party in _FORCES
                    else before.party or phrase.party,
                    plural=before.plural or phrase.plural,
                )
            else:
                out.append(phrase)
        return out

    def _with_container(self, phrase: Phrase) -> Phrase:
        """ "a column of rebels", "the 8th front of the group": the words before "of" belong to the phrase."""
        i = phrase.first - 2
        if (
            phrase.governor != "of"
            or phrase.party not in _FORCES
            or self.cls(i) != "W"
            or self.low(i).rstrip("s") not in self.lexicon.containers
        ):
            return phrase
        while i > 0 and self.cls(i - 1) in "DWJqQ" and phrase.first - i < 6:
            i -= 1
        governor = self.low(i - 1) if self.cls(i - 1) in "RKVA" or self.low(i - 1) in (",", "(", ":", ";") else ""
        return phrase._replace(first=i, start=self.tokens[i].start, governor=governor)

    def _flags_of_body(self, head: Phrase, body: Phrase) -> frozenset[str]:
        """What the words after "of" say of those before it: much of "members of", nothing of whose children somebody is."""
        kin = head.flags & {"child", "relatives"} and self.low(head.last) == "of"
        return frozenset() if kin else (body.flags - {"proper", "organisation", "named"}) | self._fighters(head, body)

    def _fighters(self, head: Phrase, body: Phrase) -> frozenset[str]:
        """ "members of the armed group": whoever is said to be a member of a force is a combatant."""
        member = head.kind in ("people", "number") and not head.flags & {"civilian", "child", "official", "medical", "journalist"}
        return (
            frozenset({"combatant"})
            if member and body.party in ("armed_group", "militia", "state_forces", "foreign_forces") and self.low(head.last) == "of"
            else frozenset()
        )

    def _owned(self, owner: Phrase, phrase: Phrase) -> Phrase:
        """ "the Observatory's director": one phrase; a spokesman's or director's word is that of the body."""
        body = owner.kind == "party" and owner.name and phrase.kind in ("party", "people") and phrase.name is None
        number = owner.quantity
        # "two of the minister's guards": the number stands before the owner and is of what is owned.
        over = number is not None and number.noun is not None and number.noun[1] >= phrase.last
        return phrase._replace(
            quantity=number if over and phrase.quantity is None else phrase.quantity,
            first=owner.first,
            start=owner.start,
            governor=owner.governor,
            name=owner.name if body else phrase.name,
            party=owner.party if body else phrase.party,
            kind="party" if body else phrase.kind,
        )

    def _takes_of(self, phrase: Phrase) -> bool:
        low = self.low(phrase.head)
        return low in self.lexicon.containers or low.rstrip("s") in self.lexicon.containers or phrase.kind == "number"


def _is_uninformative(texts: Sequence[str]) -> bool:
    """Whether capitals say nothing here: a line all in capitals, or a headline with a capital on each word."""
    forms = "".join(map(CAPITALS.__getitem__, texts))
    words = len(forms) - forms.count("-")
    long, short = forms.count("U") + forms.count("X"), forms.count("u") + forms.count("x")
    if words < 3:
        return 0 < words == long
    if long + short >= 0.7 * words:
        return True
    capital = forms.count("C") + forms.count("U") + forms.count("u")
    return words >= 5 and capital >= 0.8 * words and "L" not in forms and "X" not in forms
