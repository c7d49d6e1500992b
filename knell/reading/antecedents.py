"""Whom a pronoun goes back to among those who came to harm: "he was shot dead" after the man was named.

The last one told of who fits in number and sex, and not too far back; where nobody fits, the pronoun stays as it is.
"""

import msgspec

from knell.records import Victim

from .sentence import Phrase, Sentence

_REACH = 5
"""Units looked back over."""
_ONE = {"he": "male", "him": "male", "she": "female", "her": "female"}
_MANY = frozenset({"they", "them"})


class Antecedents:
    """The people a report has told of as harmed, as its units are read in order."""

    def __init__(self) -> None:
        self._one: list[tuple[int, Victim]] = []
        self._many: list[tuple[int, Victim]] = []

    def note(self, s: Sentence, phrases: tuple[Phrase, ...], victims: tuple[Victim, ...]) -> None:
        """Keeps the victims of a claim for the pronouns that follow."""
        for phrase, victim in zip(phrases, victims, strict=True):
            if phrase.kind == "pronoun" or phrase.kind == "number":
                continue
            several = phrase.plural or (phrase.quantity is not None and (phrase.quantity.low or 2) > 1)
            (self._many if several and not victim.name else self._one).append((s.unit.index, victim))

    def resolve(self, s: Sentence, phrase: Phrase, victim: Victim) -> Victim:
        """The victim with the words, name and marks of whom the pronoun goes back to."""
        low = s.low(phrase.first)
        if phrase.kind != "pronoun" or (low not in _ONE and low not in _MANY):
            return victim
        sex = _ONE.get(low)
        told = self._many if low in _MANY else self._one
        for unit, earlier in reversed(told[-8:]):
            if s.unit.index - unit <= _REACH and (sex is None or earlier.sex in (None, sex)):
                return msgspec.structs.replace(earlier, count=victim.count, sex=earlier.sex or victim.sex)
        return victim
