"""Words that stay out of what is given to outsiders: of sentences as pieces, of figures and claims as ``[withheld]``.

A name stays out as a whole and by its parts, because the next sentence says "Haddad" where the first said "Amina Haddad".
"""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from knell.evidence.proving import WITHHELD
from knell.records import Claim

PRIVATE = frozenset({"witness", "resident", "relative", "individual"})
"""Kinds of speaker who are people that something may be done to for having spoken."""
CARING = frozenset({"medical"})
"""Kinds that are a house or a person in it: a person where the words go on after a name and a comma."""
_PERSON = re.compile(
    r"((?:[^\W\d_a-z][\w'’]+|al)(?:[ -](?:[^\W\d_a-z][\w'’]+|al|el|bin|ibn|abu|de|da|von|van))*[ -][^\W\d_a-z][\w'’]+)(,)?"
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SHORTEST = 3


class Withheld(NamedTuple):
    """Words and names that stay out, the longest first."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, given: Iterable[str], phrases: Iterable[str] = ()) -> Self:
        """From names or other words: each as it stands, and each part of it that looks like a name. ``phrases`` stay out as they stand
        and not by their parts.
        """
        whole = {" ".join(one.split()) for one in given} - {""}
        parts = {part for one in whole for part in _WORD.findall(one) if len(part) >= _SHORTEST and part != part.lower()}
        caseless = {part for one in whole for part in _WORD.findall(one) if len(part) >= _SHORTEST and part.lower() == part.upper()}
        phrased = {" ".join(one.split()) for one in phrases} - {""}
        return cls(tuple(sorted(whole | parts | caseless | phrased, key=lambda one: (-len(one), one))))

    def stretches(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where they stand in a text."""
        return tuple((found.start(), found.end()) for found in self._pattern().finditer(text)) if self.words else ()

    def is_in(self, text: str) -> bool:
        """Whether one of them stands in it."""
        return bool(self.words) and self._pattern().search(text) is not None

    def take_out(self, told: Any) -> Any:
        """The same, with none of them in any string. A span whose words hold one keeps its place and loses its words."""
        match told:
            case str():
                return self._pattern().sub(WITHHELD, told) if self.words else told
            case dict():
                is_span = {"start", "end", "text"} <= told.keys()
                gone = is_span and isinstance(told["text"], str) and self.is_in(told["text"])
                return {key: None if gone and key == "text" else self.take_out(value) for key, value in told.items()}
            case list() | tuple():
                return [self.take_out(one) for one in told]
        return told

    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(rf"(?<!\w){_loose(word)}(?!\w)" for word in self.words), re.IGNORECASE)


class Private(NamedTuple):
    """Names of private people, and whole phrases that may hold one."""

    names: frozenset[str]
    phrases: frozenset[str]


def private_names(claims: Iterable[Claim]) -> Private:
    """What tells who a private person is that a claim quotes: the name that was read, else what looks like one in the words for the
    speaker; in scripts without capitals those words as a whole.
    """
    names, phrases = set[str](), set[str]()
    for speaker in (speaker for claim in claims for speaker in claim.speakers if speaker.kind in PRIVATE | CARING):
        if speaker.kind in PRIVATE and speaker.name and speaker.name != speaker.name.lower():
            names.add(speaker.name)
        elif speaker.kind in PRIVATE and speaker.text and speaker.text.lower() == speaker.text.upper():
            phrases.add(speaker.text)
        elif speaker.text:
            before_a_comma = speaker.kind in CARING
            names |= {found[1] for found in _PERSON.finditer(speaker.text) if not before_a_comma or found[2]}
    return Private(frozenset(names), frozenset(phrases))


def is_person_name(name: str) -> bool:
    """Whether a name is made as a person's is: two words or more with capitals, or in a script without. "residents" names nobody."""
    return _PERSON.fullmatch(name) is not None


def _loose(word: str) -> str:
    return r"\s+".join(re.escape(part) for part in word.split())
