"""Arabic letters into one form, and text into words, with every word's place in the text kept to the letter.

Folding makes alef, ya and ta marbuta one form each and leaves vowel signs and the tatweel out. A word that was broken to slip past
moderation ("قُـ.ـتل") is one word again; where only the lexicon can tell a break from a full stop, it decides.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from knell.reading.tokens import Token
from knell.terms.gazetteer import fold_arabic

_LETTER = "ء-غف-يٱ-ۓﭐ-﷿ﹰ-ﻼ"
_MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f\u2060\u2066-\u2069\u202a-\u202e"
_BREAK = r"[.*_/\\~|+=^•·٭@#-]"
_WORD = (
    rf"[{_LETTER}ـ][{_LETTER}{_MARK}ـ]*"
    rf"(?:(?:{_BREAK}{{1,3}}|(?<=ـ)[ ](?=ـ))[{_LETTER}ـ][{_LETTER}{_MARK}ـ]*)*"
)
_TOKEN = re.compile(
    rf"""
    [0-9٠-٩۰-۹]+(?:[.,٫٬/-][0-9٠-٩۰-۹]+)*     # numbers and dates in figures
  | {_WORD}
  | [^\W_]+
  | [^\w\s]
  | _
    """,
    re.VERBOSE,
)
_SPACED = re.compile(rf"(?<![{_LETTER}{_MARK}ـ])(?:[{_LETTER}][{_MARK}ـ]*[ .*_/-]){{2,12}}[{_LETTER}](?![{_LETTER}{_MARK}ـ])")
_BREAKS = re.compile(_BREAK)
_BREAKS_AND_SPACES = re.compile(_BREAK + "|[ ]")
_ARABIC_WORD = re.compile(rf"[{_LETTER}ـ]")
_LETTERS = re.compile(rf"[{_LETTER}]")
_OTHER_LETTERS = re.compile(r"[A-Za-zÀ-ɏͰ-ӿ]")
_SAMPLE = 20_000
_LONGEST_WORD = 40


def is_arabic_text(text: str) -> bool:
    """Whether most letters of a text are Arabic ones, by its first 20,000 characters."""
    if text.isascii():
        return False
    sample = text[:_SAMPLE]
    arabic = len(_LETTERS.findall(sample))
    return arabic > 0 and arabic >= len(_OTHER_LETTERS.findall(sample))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word's letters in one form each, without vowel signs, tatweel or the marks that broke it."""
    if any("\ufb50" <= c <= "\ufefc" for c in word):
        word = unicodedata.normalize("NFKC", word)
    return str(fold_arabic(word)) if len(word) <= _LONGEST_WORD else word


def read_words(text: str, start: int, end: int, knows: Callable[[str], bool]) -> tuple[Token, ...]:
    """The words and marks of ``text[start:end]``. ``knows``: whether the lexicon has a folded word, which tells a break from a stop."""
    spaced = {}
    for match in _SPACED.finditer(text, start, end):
        whole = fold(re.sub(r"[ .*_/-]", "", match.group()))
        if knows(whole):
            spaced[match.start()] = (match.end(), whole)
    out: list[Token] = []
    at = start
    search = _TOKEN.search
    while (found := search(text, at, end)) is not None:
        s, e = found.span()
        word = found.group()
        folded = _fold_whole(word)
        if s in spaced:
            e, whole = spaced[s]
            out.append(Token(text[s:e], whole, s, e))
        elif folded is not None:
            out.append(Token(word, folded, s, e))
        else:
            out.extend(_broken(text, s, e, word, knows))
        at = e
    return tuple(out)


@lru_cache(maxsize=65536)
def _fold_whole(word: str) -> str | None:
    """What a found word is folded to, whatever its script; ``None`` for an Arabic one with a break in it."""
    if _ARABIC_WORD.match(word) is None:
        return word.lower()
    return fold(word) if _BREAKS.search(word) is None and " " not in word else None


def _broken(text: str, start: int, end: int, word: str, knows: Callable[[str], bool]) -> list[Token]:
    """One word where the breaks stand inside it, else its parts and the marks between them."""
    whole = fold(_BREAKS.sub("", word).replace(" ", ""))
    if knows(whole):
        return [Token(word, whole, start, end)]
    out, at = [], start
    for match in _BREAKS_AND_SPACES.finditer(text, start, end):
        if match.start() > at:
            out.append(Token(text[at : match.start()], fold(text[at : match.start()]), at, match.start()))
        if match.group() != " ":
            out.append(Token(match.group(), match.group(), *match.span()))
        at = match.end()
    if at < end:
        out.append(Token(text[at:end], fold(text[at:end]), at, end))
    return out
