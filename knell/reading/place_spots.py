"""Names in a text that may be places: where they stand, what they may mean, and what the words around them say for and against.

Nothing is decided here. A spot gathers evidence; ``places`` weighs it and ``place_senses`` chooses between meanings.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from knell.terms.gazetteer import ABBREVIATION, DEMONYM, SURNAME, Gazetteer, Meaning, fold_word, fold_words

from .phrases import Starts
from .pieces import Unit
from .place_cues import Cues
from .plain import Plain
from .tokens import Token

_LONGEST = 6
_INNER = frozenset("of the de la las los del da do dos di al el ul ez as an and upon sur le les am en on y e".split())
_CONTRACTED = ("'ll", "'ve", "'re", "'d", "'m", "n't")
_FIRST_WORDS = frozenset("el la al as ad an ar st mt ft le l.a d.c".split())
_ALWAYS_SHORT = frozenset("uk uae usa ussr drc eu".split())
_DOTTED = frozenset("st mt ft ste".split())
_AFTER_HYPHEN = frozenset(
    "based born led backed controlled held occupied area ruled run administered bound owned educated trained funded sponsored allied "
    "aligned raised made style bred wide speaking supported supplied dominated affiliated linked brokered mediated besieged".split()
)


class Spot:
    """A name that may be a place. Token numbers ``first``..``last`` (exclusive) are into ``unit.tokens``."""

    __slots__ = (
        "contained_in", "container_of", "elsewhere", "end", "evidence", "first", "key", "kind_after", "last", "meanings", "mode",
        "names_part", "person", "situated", "start", "touches_after", "touches_before", "unit", "words",
    )  # fmt: skip

    def __init__(
        self, start: int, end: int, unit: Unit, first: int, last: int, key: str, meanings: tuple[Meaning, ...], words: int, mode: str
    ) -> None:
        self.start, self.end, self.unit, self.first, self.last = start, end, unit, first, last
        self.key, self.meanings, self.words, self.mode = key, meanings, words, mode
        self.evidence = 0.0
        self.person = False
        self.situated = False
        self.touches_before = self.touches_after = False
        self.names_part = False
        self.kind_after: str | None = None
        self.contained_in: Meaning | None = None
        self.elsewhere: Meaning | None = None
        self.container_of: Spot | None = None

    def is_demonym(self) -> bool:
        """Whether the key names people or their language rather than a place."""
        return bool(self.meanings[0].flags & DEMONYM) and all(meaning.flags & DEMONYM for meaning in self.meanings)


class Unknown(Plain, frozen=True, order=True, gc=False):
    """A name the gazetteer lacks and the words make a place; ``kind`` is the precision the words give it.

    Where they leave it open ("in X"), ``kind`` is empty, and only another spelling of a known place will do.
    """

    start: int
    end: int
    unit: Unit
    first: int
    last: int
    key: str
    kind: str


def case_of(unit: Unit) -> str:
    """How a unit uses capitals: "mixed", "upper" (all of it), "title" (most words), "lower" (none)."""
    tokens = unit.tokens
    capital = [token.text for token in tokens if token.text != token.low]
    if not capital:
        return "lower" if len(tokens) >= 7 else "mixed"
    if 5 * len(capital) < 2 * len(tokens):
        return "mixed"
    words = sum(len(token.text) > 1 and token.text.isalpha() for token in tokens)
    upper = sum(len(text) > 1 and text.isupper() for text in capital)
    if words >= 2 and upper >= 0.8 * words:
        return "upper"
    if words >= 4 and sum(len(text) > 1 for text in capital) >= 0.65 * words:
        return "title"
    return "mixed"


class Spotter:
    """Finds the spots of one text, unit by unit, and remembers who was named in it."""

    def __init__(self, gazetteer: Gazetteer, cues: Cues) -> None:
        self.gazetteer, self.cues = gazetteer, cues
        self._begins_none = _words_of_no_place(gazetteer)
        self.inner = _INNER - cues.prepositions
        self.people: set[str] = set()
        self.spots: list[Spot] = []
        self.unknown: list[Unknown] = []

    def read(self, unit: Unit, mode: str) -> None:
        """Add a unit's spots, read as its case (``case_of``) wants; those of Arabic units come from ``place_arabic``."""
        runs: list[tuple[int, int]] = []
        found = self._runs(unit, runs) if mode in ("mixed", "title") else list(self._caseless(unit, mode))
        if mode == "title":
            for spot in found:
                spot.mode = "title"
        if mode == "mixed":
            found = self._listed(unit, found, runs)
            self._find_unknown(unit, found, runs)
        self.spots.extend(found)

    def _listed(self, unit: Unit, found: list[Spot], runs: Sequence[tuple[int, int]]) -> list[Spot]:
        """Give each name of a list the kind that is said at its end: "Cooke, Grayson and Love counties"."""
        tokens = unit.tokens
        for _, at in runs:
            kind = self.cues.lists.get(tokens[at].low) if at < len(tokens) else None
            if kind is None:
                continue
            end = at
            while end > 0 and (tokens[end - 1].text != tokens[end - 1].low or tokens[end - 1].low in (",", "and", "or", "&")):
                end -= 1
            if any(token.low in (",", "and", "or", "&") for token in tokens[end:at]):
                found = self._retold(unit, found, end, at, kind)
        return found

    def _retold(self, unit: Unit, found: list[Spot], start: int, stop: int, kind: str) -> list[Spot]:
        tokens = unit.tokens
        told: list[Spot] = []
        at = start
        while at < stop:
            end = at
            while end < stop and tokens[end].low not in (",", "and", "or", "&"):
                end += 1
            if end > at:
                known = next((spot for spot in found if spot.first == at and spot.last == end), None)
                if kind.startswith("="):
                    key = fold_words([fold_word(token.low) for token in tokens[at:end]] + [kind[1:]])
                    spot = self._spot(unit, at, end, key, end - at, "mixed")
                    if spot is not None:
                        spot.evidence = 3.0
                        told.append(spot)
                elif known is not None:
                    known.kind_after = kind
                    known.evidence += 2.0
            at = end + 1
        spans = {(spot.first, spot.last) for spot in told}
        kept = [spot for spot in found if not any(spot.first < last and first < spot.last for first, last in spans)]
        return sorted([*kept, *told], key=lambda spot: spot.start)

    def _find_unknown(self, unit: Unit, found: Sequence[Spot], runs: Sequence[tuple[int, int]]) -> None:
        """Note names the gazetteer lacks that the words around make places: "the village of X", "in X district"."""
        tokens, cues = unit.tokens, self.cues
        listing: str | None = None
        expected = -1
        for at, end in runs:
            before, before2 = (tokens[at - 1].low if at else ""), (tokens[at - 2].low if at > 1 else "")
            after = tokens[end].low if end < len(tokens) else ""
            kind: str | None = None
            if before == "of" and before2 in cues.settlements:
                kind = cues.settlements[before2]
                listing = kind if before2.endswith(("s", "ies")) else None
            elif listing and before in (",", "and") and (at - 1 == expected or (before2 == "," and at - 2 == expected)):
                kind = listing
            elif after in cues.settlements and before in ("in", "near", "at", "from", "the", "of") and not after.endswith("s"):
                kind = cues.settlements[after]
            else:
                listing = None
                if before in cues.prepositions and end == at + 1 and at > 0:
                    kind = ""
            expected = end
            if kind is not None and not any(spot.first < end and at < spot.last for spot in found):
                self._note_unknown(unit, at, end, kind)

    def _note_unknown(self, unit: Unit, first: int, last: int, kind: str) -> None:
        tokens = unit.tokens
        words = [key_of(token.low) for token in tokens[first:last] if token.text != "."]
        named = [token for token in tokens[first:last] if token.text[0].isalpha()]
        plain = all(
            len(token.text) > 2
            and token.low not in self.cues.openers
            and token.low not in self.cues.days
            and token.low.rpartition("-")[2] not in _AFTER_HYPHEN
            for token in named
        )
        if (
            named
            and len(words) <= 4
            and plain
            and words[0] not in self.gazetteer.first_names
            and named[-1].low not in self.cues.organisations
        ):
            end = tokens[last - 1].end - (len(tokens[last - 1].low) - len(_bare(tokens[last - 1].low)))
            self.unknown.append(Unknown(tokens[first].start, end, unit, first, last, fold_words(words), kind))

    def _runs(self, unit: Unit, runs: list[tuple[int, int]]) -> list[Spot]:
        """The spots of a unit's runs of capitals; the runs are noted in ``runs``."""
        tokens = unit.tokens
        count = len(tokens)
        spots: list[Spot] = []
        end = 0
        for at, token in enumerate(tokens):
            if at < end or token.text == token.low:
                continue
            end = self._run_end(tokens, at, count)
            if end == at + 1 and token.low in self.cues.openers and token.text != "US":
                continue
            runs.append((at, end))
            spots += self._run(unit, at, end)
        return spots

    def _run_end(self, tokens: Sequence[Token], at: int, count: int) -> int:
        """Where a run of names ends: capitals, and small words or full stops between capitals."""
        end = at + 1
        while end < count:
            token = tokens[end]
            if token.text != token.low:
                end += 1
            elif (
                end + 1 < count
                and tokens[end + 1].text != tokens[end + 1].low
                and (
                    (token.low in self.inner and token.low not in ("and", "on", "as"))
                    or (token.text == "." and self._is_short(tokens[end - 1], token))
                )
            ):
                end += 2
            else:
                break
        return end

    def _is_short(self, word: Token, stop: Token) -> bool:
        """Whether a full stop belongs to the word before it: an initial, "St.", "Gov."."""
        return word.end == stop.start and (len(word.text) == 1 or word.low in _DOTTED or word.low in self.cues.titles)

    def _run(self, unit: Unit, start: int, end: int) -> list[Spot]:
        """The spots of one run, marked where they look like parts of a person's name."""
        spots: list[Spot] = []
        at = start
        while at < end:
            spot = self._longest_at(unit, at, end, "mixed")
            if spot is not None and at > start and self._is_tail(unit.tokens, at, spots):
                spot = None
            if spot is None:
                if "-" in unit.lows[at]:
                    spots += self._hyphenated(unit, at)
                elif self._may_be_short(unit, at):
                    spots += self._abbreviation(unit, at)
                at += 1
            else:
                spots.append(spot)
                at = spot.last
        self._mark_people(unit, start, end, spots)
        return spots

    def _may_be_short(self, unit: Unit, at: int) -> bool:
        """Whether a word looks like the short form of a state: it has a full stop or one after it, or stands in capitals behind a comma."""
        text = unit.tokens[at].text
        if len(text) > 5:
            return False
        return "." in text or unit.lows[at + 1 : at + 2] == (".",) or (at > 0 and text.isupper() and unit.lows[at - 1] in (",", "("))

    def _is_tail(self, tokens: Sequence[Token], at: int, spots: Sequence[Spot]) -> bool:
        """Whether a name is the tail of one the gazetteer lacks: "Bab el-Oued", "Ceamurlia de Jos"."""
        before = tokens[at - 1]
        joined = tokens[at].text[0].islower() or (before.low in _INNER and before.low not in ("of", "the", "and") and at > 1)
        head = at - 1 if tokens[at].text[0].islower() else at - 2
        known = any(spot.first <= head < spot.last for spot in spots)
        return joined and head >= 0 and tokens[head].text[0].isupper() and tokens[head].low not in self.cues.openers and not known

    def _longest_at(self, unit: Unit, at: int, end: int, mode: str) -> Spot | None:
        """The longest name of the gazetteer that begins at a token, or nothing."""
        tokens, token = unit.tokens, unit.tokens[at]
        following = unit.lows[at + 1] if at + 1 < len(tokens) else ""
        if following != "'s" and self._begins_none[token.low]:
            return None
        word = key_of(token.low)
        if len(word) < 2 or token.low.endswith(_CONTRACTED) or (token.low[-1] == "." and token.low[:-1] in self.cues.titles):
            return None
        head = word.split(" ", 1)[0]
        most = max(self.gazetteer.longest(head), self.gazetteer.longest(head + "s") if following == "'s" else 1)
        if most > 1 or following == "'s":
            for words, last, region in reversed(self._readings(tokens, at, end, min(most, _LONGEST), mode)):
                key = fold_words(words)
                if region and not any(meaning.place.kind == "region" for meaning in self.gazetteer.meanings(key)):
                    continue
                spot = self._spot(unit, at, last, key, len(words), mode)
                if spot is not None:
                    return spot
        if mode == "mixed" and word in self.cues.openers and token.text != "US":
            return None
        return self._spot(unit, at, at + 1, word, word.count(" ") + 1, mode)

    def _readings(self, tokens: Sequence[Token], at: int, end: int, most: int, mode: str) -> list[tuple[list[str], int, bool]]:
        """The names that may begin at a token, short to long: folded words, the token after, and whether small words end it.

        Small words may end the name of a region ("the Syrian coast"); a possessive may be part of a name ("Queen Anne's County",
        "St. John's") or end it ("Syria's Aleppo"): the gazetteer knows which.
        """
        words = [key_of(tokens[at].low)]
        found: list[tuple[list[str], int, bool]] = []
        owned = region = False
        for step in range(at + 1, len(tokens)):
            token = tokens[step]
            if token.low == "'s":
                words = [*words[:-1], words[-1] + "s"]
                owned = True
            elif token.text == "." and tokens[step - 1].low in _DOTTED:
                continue
            elif not token.text[0].isalpha() or len(words) >= most:
                break
            else:
                small = token.text == token.low
                if mode == "mixed" and step >= end and not (owned and not small):
                    if not small or len(words) > 2:
                        break
                    region = True
                words = [*words, key_of(token.low)]
                if small and mode == "mixed" and not region:
                    continue
            found.append((words, step + 1, region))
        return found

    def _spot(self, unit: Unit, first: int, last: int, key: str, words: int, mode: str) -> Spot | None:
        tokens = unit.tokens
        meanings = self.gazetteer.meanings(key)
        if not meanings or (key == "u s" and last < len(tokens) and tokens[last].text[0].isdigit()):
            return None
        last_token = tokens[last - 1]
        if len(key) <= 3 and meanings[0].place.kind in ("country", "region"):
            if not _bare(last_token.text).isupper() if mode == "mixed" else key not in _ALWAYS_SHORT:
                return None
        end = last_token.end if last_token.low == "'s" else last_token.end - (len(last_token.low) - len(_bare(last_token.low)))
        return Spot(tokens[first].start, end, unit, first, last, key, meanings, words, mode)

    def _hyphenated(self, unit: Unit, at: int) -> Iterator[Spot]:
        """ "Paris-based" and "Israeli-Lebanese": the parts of a hyphenated word that are places."""
        token = unit.tokens[at]
        if token.text[:2] in ("D-", "R-", "I-") and len(token.text) > 3:
            yield from self._seat(unit, at)
            return
        left, _, right = token.low.partition("-")
        parts = [(left, token.start)]
        if right not in _AFTER_HYPHEN and token.text[len(left) + 1 : len(left) + 2].isupper():
            parts.append((right, token.start + len(left) + 1))
        for part, start in parts:
            meanings = self.gazetteer.meanings(key_of(part)) if len(part) > 1 else ()
            if meanings and token.text[start - token.start].isupper():
                if (
                    meanings[0].place.kind in ("country", "admin1", "continent")
                    or right in _AFTER_HYPHEN
                    or meanings[0].place.population > 100_000
                ):
                    spot = Spot(start, start + len(_bare(part)), unit, at, at + 1, key_of(part), meanings, 1, "mixed")
                    spot.evidence = 1.0
                    yield spot

    def _seat(self, unit: Unit, at: int) -> Iterator[Spot]:
        """As in "D-Oakland", "R-Pa.": the seat after a politician's party."""
        token = unit.tokens[at]
        end = token.end + 1 if at + 1 < len(unit.tokens) and unit.tokens[at + 1].text == "." else token.end
        form = token.text[2:] + "." * (end - token.end)
        meanings = self.gazetteer.meanings("=" + form) or self.gazetteer.meanings(fold_word(token.low[2:]))
        if meanings:
            spot = Spot(
                token.start + 2,
                end if "." in form and meanings[0].flags & ABBREVIATION else token.end,
                unit,
                at,
                at + 1,
                "=" + form,
                meanings,
                1,
                "mixed",
            )
            spot.evidence = 2.0
            yield spot

    def _abbreviation(self, unit: Unit, at: int) -> Iterator[Spot]:
        """ "Ga.", "W.Va.", "TX": short forms of states and provinces, the undotted only after a comma."""
        tokens, token = unit.tokens, unit.tokens[at]
        if len(token.text) > 5 or (at and tokens[at - 1].text == "." and tokens[at - 1].end == token.start):
            return
        after_comma = at > 0 and tokens[at - 1].text in ",("
        stop, form = at + 1, token.text
        best = (stop, form) if "." in form or (after_comma and form.isupper()) else None
        while stop < len(tokens) and stop < at + 4 and tokens[stop - 1].end >= tokens[stop].start - 1 and len(form) < 7:
            piece = tokens[stop].text
            if piece != "." and not (form.endswith(".") and piece[:1].isupper()):
                break
            if piece == "." and tokens[stop - 1].end != tokens[stop].start:
                break
            form += piece
            stop += 1
            if form.endswith(".") and self.gazetteer.meanings("=" + form):
                best = (stop, form)
        if best is None:
            return
        stop, form = best
        meanings = self.gazetteer.meanings("=" + form)
        if meanings and (after_comma or form.count(".") > 1 or form in ("LA", "DC")):
            spot = Spot(token.start, tokens[stop - 1].end, unit, at, stop, "=" + form, meanings, 1, "mixed")
            spot.evidence = 2.0 if after_comma or form.count(".") > 1 else -1.0
            yield spot

    def _mark_people(self, unit: Unit, start: int, end: int, spots: list[Spot]) -> None:
        """Mark the spots that are parts of a person's name, and remember the name's last word."""
        tokens, cues = unit.tokens, self.cues
        first = start
        title = start > 0 and self._is_title(tokens, start - 1)
        if end == start + 1 and not title:
            return
        while first < end and (
            self._is_title(tokens, first) or tokens[first].text == "." or (first == start and tokens[first].low in cues.openers)
        ):
            title = title or self._is_title(tokens, first)
            first += 1
        names = []
        for at in range(first, end):
            if tokens[at].low in cues.days:
                break
            if tokens[at].text[0].isupper() and len(tokens[at].text) > 1:
                names.append(at)
        if not names:
            return
        head = tokens[names[0]]
        whole = next((spot for spot in spots if spot.first == names[0]), None)
        given = key_of(head.low) in self.gazetteer.first_names
        if not (title or (given and len(names) > 1 and not head.low.endswith("'s"))):
            return
        if not title and whole is not None and not self._yields_to_person(whole, tokens, names):
            return
        reach = self._person_end(tokens, names, spots, title)
        if reach is None:
            return
        for spot in spots:
            if spot.first <= reach and spot.last > first:
                spot.person = True
        self.people.add(key_of(tokens[reach].low))

    def _is_title(self, tokens: Sequence[Token], at: int) -> bool:
        if tokens[at].text == "." and at > 0:
            return tokens[at - 1].end == tokens[at].start and tokens[at - 1].low in self.cues.titles and len(tokens[at - 1].text) <= 5
        return tokens[at].low.rstrip(".") in self.cues.titles

    def _yields_to_person(self, spot: Spot, tokens: Sequence[Token], names: Sequence[int]) -> bool:
        """Whether a place at the head of a run is rather a first name: "Paris Hilton", not "Paris Texas", "San Jose", "Florida Keys"."""
        if spot.words > 1:
            return False
        top = spot.meanings[0].place
        follower = tokens[names[1]]
        key = key_of(follower.low)
        if follower.low in self.cues.organisations or follower.low in self.cues.kind_after or follower.low in self.cues.place_modifiers:
            return False
        if names[1] != spot.last or follower.text.isupper() != tokens[spot.first].text.isupper():
            return False
        if top.kind in ("country", "admin1", "continent") or top.population > 300_000:
            before = tokens[spot.first - 1].low if spot.first else ""
            other = self.gazetteer.meanings(key)
            surname = not other or (bool(other[0].flags & SURNAME) and other[0].place.population < 200_000)
            return before not in self.cues.prepositions and surname and len(names) == 2
        return True

    def _person_end(self, tokens: Sequence[Token], names: Sequence[int], spots: Sequence[Spot], title: bool) -> int | None:
        """The token of the last name, or nothing where the run turns out to be an organisation or a site."""
        if tokens[names[-1]].low in self.cues.organisations and len(names) > 2:
            return None
        reach = names[0]
        for at in names[1:4]:
            gap = tokens[reach + 1 : at]
            if any(token.low in ("of", "the") for token in gap) or tokens[reach].low.endswith("'s"):
                break
            reach = at
        if title and len(names) == 1:
            top = next((spot.meanings[0].place for spot in spots if spot.first == names[0]), None)
            if top is not None and top.kind in ("country", "continent"):
                return None
        return reach

    def _caseless(self, unit: Unit, mode: str) -> Iterator[Spot]:
        """Spots in text whose letters are all capitals or all small: any word may begin a name."""
        count = len(unit.tokens)
        at = 0
        while at < count:
            token = unit.tokens[at]
            spot = None
            if (len(token.text) > 2 and token.text[0].isalpha() and token.low not in self.cues.openers) or "." in token.text[1:]:
                spot = self._longest_at(unit, at, count, mode)
            if spot is None:
                at += 1
            else:
                yield spot
                at = spot.last


@lru_cache(maxsize=8)
def _words_of_no_place(gazetteer: Gazetteer) -> Starts:
    """Lower-case words to 1 where no name of the gazetteer begins with them, so that most names of people are passed over at once."""

    def judge(low: str) -> int:
        word = key_of(low)
        return int(gazetteer.longest(word.split(" ", 1)[0]) <= 1 and not gazetteer.meanings(word))

    return Starts(judge)


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """The folded key of one lower-case word, without the possessive ending."""
    return fold_word(_bare(word))


def _bare(word: str) -> str:
    """A word without the possessive ending."""
    if word.endswith(("'s", "’s", "'S", "’S")):
        return word[:-2]
    return word[:-1] if word.endswith(("'", "’")) else word
