"""What the words around a table's figures say: the heads of its columns, the labels of its rows, the heading above it."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from knell.records import Cue, Party, Place, Time, Victim
from knell.terms.load import load_terms

from . import counts
from .attributed import Attribution
from .attribution import find_attributions
from .claims import Drafting
from .count_terms import NumberTerms
from .finding import Finding
from .pieces import PlaceMention, Quantity, TimeMention, Unit
from .plain import Plain
from .scene import as_time
from .sentence import Phrase, Sentence
from .stances import read_basis, read_stance
from .sufferers import read_victim
from .tokens import tokenize

_HEADING = 45
"""Tokens of the longest unit that is a table's heading."""
_SAYS_WHO = frozenset("civilian combatant killers_word detainee police official child female male medical journalist aid_worker".split())
_VOICES = frozenset("monitor government medical ngo international_body agency court police state_forces outlet".split())


class Label(Plain, frozen=True, order=True, gc=False):
    """What the words of a head, a label or a heading say of the figures that they stand over."""

    harm: str | None = None
    type: str | None = None
    victims: tuple[Victim, ...] = ()
    places: tuple[Place, ...] = ()
    time: Time | None = None
    column: str | None = None
    total: bool = False
    grand: bool = False
    part: bool = False
    counts: bool = False
    excluded: bool = False


NOTHING = Label()
BARE = Label(counts=True)


class Heading(Plain, frozen=True, order=True, gc=False):
    """The heading above a table: its label, and who says what stands under it."""

    label: Label
    units: tuple[int, ...]
    speakers: tuple[Party, ...]
    cues: tuple[Cue, ...]
    stance: str
    basis: str
    cumulative: bool | None


@cache
def table_terms() -> Mapping[str, Any]:
    """The words of tables, as the term file has them."""
    return load_terms("en", "tables")


@cache
def _harm_words() -> Mapping[str, str]:
    return {word: harm for harm, words in table_terms()["harms"].items() for word in words}


@cache
def _column_words() -> Mapping[str, str]:
    return {word: kind for kind, words in table_terms()["columns"].items() for word in words}


class LabelReader:
    """Reads what the labels of one report's tables say. ``where``, ``when``: all places and times of its text, in order.

    ``locate``: finds the places of units; for the cells of a head, which run into one another when they are read as one line.
    """

    def __init__(
        self,
        drafting: Drafting,
        numbers: NumberTerms,
        where: Sequence[PlaceMention],
        when: Sequence[TimeMention],
        units: Sequence[Unit],
        locate: Callable[[tuple[Unit, ...]], Sequence[PlaceMention]],
    ) -> None:
        self.drafting, self.numbers, self.where, self.when, self.units, self.locate = drafting, numbers, where, when, units, locate
        self.text = drafting.text
        self._times, self._places = [t.start for t in when], [p.start for p in where]

    def label(self, unit: Unit, span: tuple[int, int]) -> Label:
        """What a cell's words say; nothing for a figure."""
        s = self._sentence(unit, span)
        if s is None or not any(t.text[0].isalpha() for t in s.tokens):
            return NOTHING
        terms = table_terms()
        lows = set(s.lows)
        harm = next((_harm_words()[w] for w in s.lows if w in _harm_words()), None)
        places = tuple(self.drafting.scene.place(p) for (_, _), p in s.places if p.role == "place")
        times = [t for _, t in s.times if t.rule != "dateline"]
        column = next((_column_words()[w] for w in s.lows if w in _column_words()), None)
        if not places and not times and harm is None and column is None and not lows & _said_words() and _is_capitalised(s):
            alone = Unit.of(span[0], span[1], "table", unit.paragraph, unit.index, s.tokens)
            places = tuple(self.drafting.scene.place(p) for p in self.locate((alone,)) if p.role == "place")
        return Label(
            harm=harm,
            type=next((terms["types"][w] for w in s.lows if w in terms["types"]), None),
            victims=self._victims(s, harm),
            places=places,
            time=as_time(self.text, times[0]) if times else None,
            column=column,
            total=bool(lows & set(terms["total"]["words"])),
            grand=bool(lows & set(terms["total"]["grand"])),
            part=bool(set(s.lows[:2]) & set(terms["part"]["words"])),
            counts=bool(lows & set(terms["figures"]["words"])),
            excluded=bool(lows & set(terms["not_figures"]["words"])),
        )

    def _sentence(self, unit: Unit, span: tuple[int, int]) -> Sentence | None:
        """A cell, or a heading, as a unit of its own, so that no phrase runs from one cell into the next."""
        start, end = span
        tokens = tokenize(self.text, start, end)
        if not tokens:
            return None
        alone = Unit.of(start, end, unit.kind, unit.paragraph, unit.index, tokens)
        hits = self.drafting.lexicon.scan(tokens)
        inside = counts.find_quantities(alone, self.numbers)
        times = [t for t in self.when[bisect_left(self._times, start) : bisect_left(self._times, end)] if t.end <= end]
        places = [p for p in self.where[bisect_left(self._places, start) : bisect_left(self._places, end)] if p.end <= end]
        return Sentence(self.text, alone, self.drafting.lexicon, hits, inside, times, places)

    def _victims(self, s: Sentence, harm: str | None) -> tuple[Victim, ...]:
        """The people that a label names by what they are: "Civilians", "Women", "of whom children"."""
        people = [p for p in s.phrases if p.kind in ("people", "party") and p.flags & _SAYS_WHO and p.quantity is None and p.name is None]
        return tuple(read_victim(self.text, s, p, _finding(None, harm or "killed", (p,)), (), frozenset()) for p in people[:1])

    def heading(self, first: int, after: int) -> Heading:
        """What stands right above unit ``first``, and above that where it is a headline or ends in a colon. ``after``: the unit below."""
        above = [u for u in self.units[max(0, first - 2) : first] if len(u.tokens) <= _HEADING]
        if len(above) == 2 and above[0].kind not in ("headline", "subhead") and self.text[above[0].end - 1] != ":":
            above = above[1:]
        above = [u for u in above if u.index == first - 1 or any(v.index == first - 1 for v in above)]
        below = self.units[after] if after < len(self.units) and self.units[after].tokens[0].low in ("source", "sources") else None
        read = [(u, s) for u in reversed(above) if (s := self._sentence(u, (u.start, u.end))) is not None]
        label = NOTHING
        for unit, s in read:
            mine = self.label(unit, (unit.start, unit.end))
            label = Label(
                harm=label.harm or mine.harm,
                type=label.type or mine.type or _violence(s),
                victims=label.victims or mine.victims,
                places=label.places or mine.places,
                time=label.time or mine.time,
            )
        told = [s for _, s in read]
        if below is not None and (foot := self._sentence(below, (below.start, below.end))) is not None:
            told.insert(0, foot)
        return self._voiced(label, tuple(u.index for u in above), told)

    def _voiced(self, label: Label, units: tuple[int, ...], told: Sequence[Sentence]) -> Heading:
        """The heading with who says its figures, as the sentences above and below tell it."""
        speakers: tuple[Party, ...] = ()
        cues: tuple[Cue, ...] = ()
        stance, basis, cumulative = "asserted", "unstated", None
        for s in told:
            over = find_attributions(s, self.drafting.quotes)
            found = _finding(_SOME, label.harm or "killed", ())
            if basis == "unstated":
                basis = read_basis(self.text, s, found, over)[0]
            words = " ".join(s.lows)
            cumulative = True if any(w in words for w in table_terms()["running"]["words"]) else cumulative
            if not speakers:
                speakers, cues = self._speakers(s, over)
                if speakers:
                    stance = read_stance(self.text, s, found, over)[0]
                    stance = "reported" if stance == "asserted" else stance
        return Heading(label, units, speakers, cues, stance, basis, cumulative)

    def _speakers(self, s: Sentence, over: Sequence[Attribution]) -> tuple[tuple[Party, ...], tuple[Cue, ...]]:
        voices = self.drafting.voices
        if s.low(0) in ("source", "sources") and s.low(1) == ":" and len(s.tokens) > 2:
            end = next((k for k in range(2, len(s.tokens)) if s.low(k) in (".", ";", ",", "(")), len(s.tokens))
            start, stop = s.tokens[2].start, s.tokens[end - 1].end
            known = next((voices.speaker(s, p) for p in s.phrases if 2 <= p.first < end), Party())
            return (Party(text=self.text[start:stop], start=start, end=stop, name=known.name, kind=known.kind),), ()
        parties = [p for a in over for src in a.sources if (p := voices.source(s, src.phrase, src.span)) is not None and p.text]
        cues = [(s.tokens[lo].start, s.tokens[hi - 1].end) for a in over for lo, hi in a.cues]
        if parties:
            return tuple(dict.fromkeys(parties)), tuple(Cue(text=self.text[a:b], start=a, end=b) for a, b in cues)
        for phrase in s.phrases:
            if phrase.party in _VOICES and phrase.kind in ("party", "name", "people") and _is_from(s, phrase):
                return (voices.speaker(s, phrase),), ()
        return (), ()


_SOME = Quantity(0, 0, "people", "exact", 1, 1, 1, None, "table")


def _finding(quantity: Quantity | None, harm: str, victims: tuple[Phrase, ...]) -> Finding:
    """The figure of a table as the rules for victims, stance and basis take it."""
    return Finding(0, 1, "killing", harm, "done", quantity, victims, (), (), None, False, False, 0, None, "table")


def _violence(s: Sentence) -> str | None:
    """The violence that a heading names: "air strikes of 3 May"."""
    types = table_terms()["violence"]["types"]
    return next((h.entry.type for h in s.hits if h.entry.role == "event" and h.entry.type in types), None)


@cache
def _said_words() -> frozenset[str]:
    terms = table_terms()
    return frozenset(w for section in ("total", "figures", "not_figures", "part") for w in terms[section]["words"])


def _is_capitalised(s: Sentence) -> bool:
    """Whether a cell is nothing but a few words with capitals, as a name is."""
    return len(s.tokens) <= _LONGEST_NAME and s.tokens[0].text[0].isupper() and all(t.text[0].isalpha() or t.text in "-'" for t in s.tokens)


_LONGEST_NAME = 4


def _is_from(s: Sentence, p: Phrase) -> bool:
    """Whether a heading names somebody as whom its figures are from: "source: X", "X figures", "figures by X"."""
    terms = table_terms()
    before = s.low(p.first - 1) if s.low(p.first - 1) not in (":", "(") else s.low(p.first - 2)
    counting = any(s.low(k) in terms["counting"]["words"] for k in range(p.last, min(p.last + 3, len(s.tokens))))
    own = any(s.low(k) in terms["counting"]["words"] for k in range(p.head, p.last))
    return before in terms["from"]["words"] or (p.first <= 1 and (counting or own))
