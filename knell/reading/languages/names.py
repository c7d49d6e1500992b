"""People's names: behind a title ("the journalist Ahmad al-Ali"), or right behind what happened to them.

Where capitals tell names (``order.toml``: ``names = "capitals"``) a run of them is one; elsewhere a given name begins one, or any word
that the lexicon does not know and that wears no article, behind a title that does.
"""

from functools import cache
from typing import Protocol

from knell.reading.tokens import Token

from .counts import Number
from .language import Language, terms_of
from .lexicon import Hit

_LONGEST = 5
_ENDS_NAME = frozenset(
    "event tally occasion cue by that parts party prepositional relay instrument target negations mixed members responsibility "
    "one_of clause fall".split()
)


class Words(Protocol):
    """What is known of a unit's words when names are sought."""

    tokens: tuple[Token, ...]
    at: dict[int, dict[str, Hit]]
    numbers: dict[int, Number]
    placed: frozenset[int]
    timed: frozenset[int]


class Names:
    """The names of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        terms = terms_of(language, "names")
        self.given = frozenset(language.fold(w) for w in terms["given"]["words"])
        self.inner = frozenset(language.fold(w) for w in terms["given"]["inner"])
        self.capitals = terms["given"]["by"] == "capitals"

    def after_title(self, s: Words, at: int, *, definite: bool) -> int | None:
        """The end of the name that begins right behind a person's title; ``definite``: the title wears an article."""
        if not self._may_go_on(s, at, at):
            return None
        low = s.tokens[at].low
        if not self.capitals and low not in self.given and not (definite and self._is_plain(low)):
            return None
        end = self._end(s, at)
        return end if end - at > 1 or low in self.given or self.capitals else None

    def at(self, s: Words, at: int) -> int | None:
        """The end of the name that begins at a token without a title: a given name and one more at least."""
        if not self._may_go_on(s, at, at):
            return None
        if s.tokens[at].low not in self.given:
            return None
        end = self._end(s, at)
        return end if end - at > 1 else None

    def end_after(self, s: Words, at: int) -> int | None:
        """The end of a name whose first word wears "and"."""
        end = self._end(s, at)
        return end if end - at > 1 else None

    def _end(self, s: Words, at: int) -> int:
        end = at + 1
        while end < len(s.tokens) and end - at < _LONGEST and self._may_go_on(s, end, at):
            end += 1
        while end > at + 1 and s.tokens[end - 1].low in self.inner:
            end -= 1
        return end

    def _may_go_on(self, s: Words, at: int, first: int) -> bool:
        if at >= len(s.tokens):
            return False
        token = s.tokens[at]
        if not token.text[0].isalpha() or at in s.numbers or at in s.timed:
            return False
        if token.low in self.inner:
            return at > first or token.low != token.text.lower() or not self.capitals
        if self.capitals:
            return token.text[0].isupper() and at not in s.placed and not _ENDS_NAME & s.at.get(at, {}).keys()
        if len(token.low) < 2 or _ENDS_NAME & s.at.get(at, {}).keys() or self.language.says("prepositions", token.low):
            return False
        if self.language.says("ends_name", token.low) or (at > first and "person" in s.at.get(at, {})):
            return False
        if token.low in self.given:
            return True
        stems = self.language.stems(token.low)
        # "and Sami Hasan" begins another name; "in Homs" is no part of one.
        if any(x.conjunction and x.stem in self.given for x in stems):
            return False
        return at not in s.placed or token.low.startswith("ال") or stems[0].definite

    def _is_plain(self, low: str) -> bool:
        return not any(x.definite or x.preposition for x in self.language.stems(low)[:1]) and len(low) > 2


@cache
def names_of(language: Language) -> Names:
    """The names of a language, compiled once a process."""
    return Names(language)
