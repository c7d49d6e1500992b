"""What the frame has to know of a language besides its lexicon: how words are folded, what they wear, how they inflect.

All of it stands in ``knell/terms/<language>/order.toml``, and ``Language`` is enough for a language whose words wear nothing. One whose
words do (Arabic) says so in a class of its own (``knell.reading.arabic.language``).
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from knell.reading.tokens import Token, tokenize
from knell.terms.load import load_terms

_MOST_KEPT = 60_000
"""Words whose bare form is kept: texts repeat their words."""


class Stem(NamedTuple):
    """A way to read a word: its stem without article, and what was taken off: conjunction, preposition, pronoun."""

    stem: str
    conjunction: str = ""
    preposition: str = ""
    pronoun: str = ""
    definite: bool = False


class Form(NamedTuple):
    """A form of a verb. ``voice``: "active", "participle" (done to someone, or after "have" done by someone), "" where it is not seen."""

    words: str
    voice: str = ""
    number: str = ""


class Language:
    """A language described by its folder. ``closed``: its closed classes of words, folded, by what they do (see ``order.toml``)."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._bare: dict[str, str] = {}
        order = load_terms(code, "order")
        self._kept = frozenset(order.get("letters", {}).get("kept", ""))
        self.closed: Mapping[str, frozenset[str]] = {
            name: frozenset(self.fold(word) for word in words) for name, words in order["words"].items()
        }
        self._verbs: Mapping[str, Mapping[str, Sequence[str]]] = order.get("verbs", {})
        self._nouns: Mapping[str, Sequence[Sequence[str]]] = order.get("nouns", {})
        self.subject_first: bool = bool(order.get("grammar", {}).get("subject_first"))
        self.places: str = order.get("places", {}).get("cues", "en")

    # -- words -------------------------------------------------------------------------------------------------------

    def fold(self, word: str) -> str:
        """A word's letters in one form each: small, without accents except on letters of their own (n with tilde)."""
        low = word.lower()
        if low.isascii():
            return low
        kept = self._kept
        return "".join(c if c in kept else unicodedata.normalize("NFD", c)[0] for c in unicodedata.normalize("NFC", low))

    def stems(self, word: str) -> tuple[Stem, ...]:
        """The readings of a folded word, the one that takes off least first."""
        return (Stem(word),)

    def bare(self, word: str) -> str:
        """A folded word without an article it wears."""
        return word

    def bares(self, tokens: Sequence[Token]) -> list[str]:
        """The folded words of tokens, each without an article it wears."""
        known = self._bare
        out = []
        for token in tokens:
            low = token.low
            word = known.get(low)
            if word is None:
                word = self.bare(low)
                if len(known) < _MOST_KEPT:
                    known[low] = word
            out.append(word)
        return out

    def words(self, text: str, start: int, end: int, knows: Callable[[str], bool]) -> tuple[Token, ...]:
        """The words of ``text[start:end]``, folded, each with its place. ``knows``: whether the lexicon has a folded word."""
        return tuple(t if t.low.isascii() else t._replace(low=self.fold(t.low)) for t in tokenize(text, start, end))

    def key(self, phrase: str) -> tuple[str, ...]:
        """A phrase of a term file as the tokens of a text are looked up."""
        return tuple(self.bare(self.fold(word)) for word in phrase.split())

    def says(self, name: str, word: str) -> bool:
        """Whether a folded word is of a closed class."""
        return word in self.closed.get(name, ())

    # -- forms -------------------------------------------------------------------------------------------------------

    def verb_forms(self, base: str) -> Iterator[Form]:
        """The third persons of a verb, by its ending; a phrase inflects in its first word."""
        word, _, rest = base.partition(" ")
        for ending in sorted(self._verbs, key=len, reverse=True):
            if word.endswith(ending):
                stem = word.removesuffix(ending)
                for voice, endings in self._verbs[ending].items():
                    for other in endings:
                        yield Form(f"{stem}{other} {rest}".strip(), voice)
                return
        yield Form(base)

    def noun_forms(self, line: Sequence[str]) -> Iterator[tuple[str, str]]:
        """A noun's forms with their number ("s" one, "d" two, "p" several): those listed, else those its ending makes."""
        one, *many = line
        if many:
            yield one, "s"
            yield from ((word, "p") for word in many)
            return
        head, _, rest = one.partition(" ")
        for ending in sorted(self._nouns, key=len, reverse=True):
            if head.endswith(ending):
                stem = head.removesuffix(ending) if ending else head
                for other, number in self._nouns[ending]:
                    yield f"{stem}{other} {rest}".strip(), number
                return
        yield one, "s"

    def adjective_forms(self, word: str) -> Iterator[tuple[str, bool]]:
        """The forms of an adjective for a group of people, and whether one means people by itself."""
        yield from ((form, number == "p") for form, number in self.noun_forms([word]))


@cache
def plain_language(code: str) -> Language:
    """The language of a folder, whose words wear nothing."""
    return Language(code)


def terms_of(language: Language, name: str) -> Mapping[str, Any]:
    """One file of a language's folder."""
    return load_terms(language.code, name)
