"""Whom a pronoun or a description goes back to among those who came to harm: "he was shot dead" after the man was named.

For a pronoun, the last one told of who fits in number and sex, and not too far back. For "the priests" after "six Jesuit priests",
"the victims", "the two men": the last ones told of whom the words can mean, by a word of theirs or by their number. The same number
of the same people again ("six priests") is the same people. Where nobody fits, the words stay as they are.
"""

import re

import msgspec

from knell.records import Victim
from knell.terms.load import load_terms

from .sentence import Phrase, Sentence

_REACH = 5
"""Units looked back over for whom a pronoun, or a word that describes nobody, means."""
_LAST = 12
"""The people told of last that a description may go back to."""
_ONE = {"he": "male", "him": "male", "she": "female", "her": "female"}
_MANY = frozenset({"they", "them"})
_TERMS = load_terms("en", "people_again")
_POINTING = frozenset(_TERMS["pointing"]["words"])
_ANYONE = frozenset(_TERMS["anyone"]["words"])
_HARMED = frozenset(_TERMS["harmed"]["words"])
_MORE = frozenset(_TERMS["more"]["words"])
_SMALL = frozenset(_TERMS["small"]["words"])
_AGE = re.compile(r"\b(\d{1,3})[- ](?:year|month)s?[- ]old\b")
_WHOSE = re.compile(r"['’]s?\s")
_WORD = re.compile(r"[^\W\d_]+")


class Antecedents:
    """The people a report has told of as harmed, as its units are read in order."""

    def __init__(self) -> None:
        self._one: list[tuple[int, Victim]] = []
        self._many: list[tuple[int, Victim]] = []
        self._meant: dict[int | None, Victim] = {}
        self._dead: set[int | None] = set()
        self._numbers: dict[tuple[int | None, int | None], int | None] = {}

    def note(self, s: Sentence, phrases: tuple[Phrase, ...], victims: tuple[Victim, ...], harm: str) -> None:
        """Keeps the victims of a claim of one ``harm`` for the words that go back to them."""
        if harm == "killed":
            self._dead.update(v.start for v in victims)
        for phrase, victim in zip(phrases, victims, strict=True):
            if phrase.kind == "pronoun" or phrase.kind == "number":
                continue
            self._numbers.setdefault((victim.start, victim.end), _number(phrase))
            (self._many if _is_several(phrase) and not victim.name else self._one).append((s.unit.index, victim))

    def resolve(self, s: Sentence, phrase: Phrase, victim: Victim, harm: str) -> Victim:
        """The victim with the words, name and marks of whom the phrase goes back to; nobody told as killed is injured after."""
        low = s.low(phrase.first)
        if phrase.kind == "people" and victim.name is None:
            meant = self._meant.get(victim.start)
            if meant is None:
                meant = self._meant[victim.start] = self._described(s, phrase, victim, harm)
            return msgspec.structs.replace(meant, count=victim.count)
        if phrase.kind != "pronoun" or (low not in _ONE and low not in _MANY):
            return victim
        sex = _ONE.get(low)
        told = self._many if low in _MANY else self._one
        for unit, earlier in reversed(told[-8:]):
            if s.unit.index - unit <= _REACH and (sex is None or earlier.sex in (None, sex)):
                return msgspec.structs.replace(earlier, count=victim.count, sex=earlier.sex or victim.sex)
        return victim

    def _described(self, s: Sentence, phrase: Phrase, victim: Victim, harm: str) -> Victim:
        """Whom a description means: by its words, its number, or, where it describes nobody, by being the only one it can mean."""
        words = [s.low(k) for k in range(phrase.first, phrase.last)]
        pointing, number = _is_pointed_at(s, phrase), _number(phrase)
        if _MORE.intersection(words) or not (pointing or (number is not None and number > 1)):
            return victim
        said, head = _content(words), _content([s.low(phrase.head)])
        told = (self._many if _is_several(phrase) else self._one)[-_LAST:]
        alive = [(unit, v) for unit, v in reversed(told) if harm != "injured" or v.start not in self._dead]
        fitting = [(unit, v) for unit, v in alive if self._fits(victim, number, v, pointing=pointing)]
        if not said <= _ANYONE:
            for _, earlier in fitting:
                if earlier.name:
                    continue  # whoever is told of by name is known again by what ``full_names`` has learnt of all the report
                theirs = _content(_words(earlier))
                if said <= theirs or (said & theirs and number is not None) or (pointing and head & theirs):
                    return _again(earlier, victim)
        elif said and pointing:
            near = {v.start: v for unit, v in fitting if s.unit.index - unit <= _REACH}
            if len(near) == 1:
                return _again(next(iter(near.values())), victim)
        return victim

    def _fits(self, victim: Victim, number: int | None, earlier: Victim, *, pointing: bool) -> bool:
        """Whether number, age and sex of a description allow an earlier one, and that one describes somebody."""
        theirs = self._numbers.get((earlier.start, earlier.end))
        if number is not None and number != theirs and not (pointing and theirs is None):
            return False
        if victim.sex is not None and victim.sex != earlier.sex and (earlier.sex or _content(_words(victim)) <= _ANYONE):
            return False
        ages = _AGE.findall((victim.text or "").lower()), _AGE.findall((earlier.text or "").lower())
        if ages[0] and ages[0] != ages[1]:
            return False
        return bool(earlier.name or ages[1]) or not _content(_words(earlier)) <= _ANYONE


def _is_pointed_at(s: Sentence, phrase: Phrase) -> bool:
    """Whether an article or a pronoun stands before a description: "the priests", "both men", "the murdered priests"."""
    if any(s.low(k) in _POINTING for k in (phrase.first, phrase.first + 1)):
        return True
    return s.low(phrase.first - 1) in _POINTING or (s.low(phrase.first - 1) in _HARMED and s.low(phrase.first - 2) in _POINTING)


def _words(victim: Victim) -> list[str]:
    """The words for a victim, without whose they are: "mother" of "the child's mother"."""
    return _WORD.findall(_WHOSE.split((victim.text or "").lower())[-1])


def _again(earlier: Victim, victim: Victim) -> Victim:
    return msgspec.structs.replace(earlier, count=victim.count, sex=earlier.sex or victim.sex)


def _is_several(phrase: Phrase) -> bool:
    return phrase.plural or (phrase.quantity is not None and (phrase.quantity.low or 2) > 1)


def _number(phrase: Phrase) -> int | None:
    """The exact number of people that a phrase gives."""
    q = phrase.quantity
    return q.low if q is not None and q.low == q.high and q.kind != "vague" else None


def _content(words: list[str]) -> set[str]:
    """The words that say who somebody is, in the singular."""
    return {w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in words if w.isalpha() and w not in _SMALL}
