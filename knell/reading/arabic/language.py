"""Arabic as the frame sees it: letters in one form, words that wear others, verbs and nouns whose forms are made by rule."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from knell.reading.languages.language import Form, Language, Stem
from knell.reading.tokens import Token

from .clitics import stems_of, without_article
from .forms import adjective_forms, noun_forms, verb_forms
from .normalise import fold, read_words


class Arabic(Language):
    """Arabic: what its folder says, and what its words wear."""

    def fold(self, word: str) -> str:
        """One form for alef, ya and ta marbuta; no vowel signs, tatweel or breaks."""
        return fold(word)

    def stems(self, word: str) -> tuple[Stem, ...]:
        """With conjunction, preposition, article and pronoun taken off."""
        return stems_of(word)

    def bare(self, word: str) -> str:
        """Without the article."""
        return without_article(word)[0]

    def words(self, text: str, start: int, end: int, knows: Callable[[str], bool]) -> tuple[Token, ...]:
        """Words broken to slip past moderation are one word again."""
        return read_words(text, start, end, knows)

    def verb_forms(self, base: str) -> Iterator[Form]:
        """Past and present; active and passive look alike without vowel signs."""
        for form in verb_forms(base):
            yield Form(form, "", "p" if form.endswith("وا") else "")

    def noun_forms(self, line: Sequence[str]) -> Iterator[tuple[str, str]]:
        """One, two, several: broken plurals as listed, sound ones and the dual made."""
        return noun_forms(line)

    def adjective_forms(self, word: str) -> Iterator[tuple[str, bool]]:
        """Feminine, dual and sound plurals."""
        return adjective_forms(word)


@cache
def arabic() -> Arabic:
    """The one description of Arabic."""
    return Arabic("ar")
