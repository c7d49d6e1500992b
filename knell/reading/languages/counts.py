"""Numbers: figures of both scripts, words with their gender and the dual, and the words that bound them.

A number goes from its bound ("more than 70": 71 or more) to its last word. What the noun itself counts (the dual) is not read here.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from knell.reading.tokens import Token
from knell.records.vocabulary import CountKind

from .language import Language, Stem, terms_of

_FIGURES = re.compile(r"[0-9٠-٩۰-۹]{1,3}(?:[,٬.،][0-9٠-٩۰-۹]{3})+|[0-9٠-٩۰-۹]{1,12}")
_MARKS = re.compile("[,٬.،]")
_RANGE = re.compile(r"([0-9٠-٩۰-۹]{1,9})[-–]([0-9٠-٩۰-۹]{1,9})")
_MOST = 10**9
_MOST_KEPT = 60_000
"""Words whose readings are kept."""
Phrases = tuple[tuple[tuple[str, ...], Any], ...]


class Number(NamedTuple):
    """A number: tokens [first, last), kind and ends, the token its value begins at, whether in figures.

    ``said_as``: the bound that stands before or after it, as the term file names it.
    """

    first: int
    last: int
    kind: CountKind
    low: int | None
    high: int | None
    best: int | None
    value_at: int
    figures: bool


class Numerals(NamedTuple):
    """The compiled term file. ``juxtaposed``: whether a smaller part follows a larger without "and" (doscientos treinta)."""

    simple: Mapping[str, tuple[str, int]]
    before: Phrases
    before_first: frozenset[str]
    before_last: frozenset[str]
    after: Phrases
    vague: Phrases
    vague_openers: frozenset[str]
    after_openers: frozenset[str]
    juxtaposed: bool


class Counting:
    """The numbers of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.terms = _compile(language)
        self._begins: dict[str, bool] = {}
        self._worn: dict[str, str] = {}

    def find(self, tokens: Sequence[Token]) -> list[Number]:
        """The numbers of a unit, in order, none overlapping another."""
        if not any(self._may_begin(token) for token in tokens):
            return []
        keys = self.language.bares(tokens)
        out: list[Number] = []
        at = floor = 0
        while at < len(tokens):
            if not self._may_begin(tokens[at]):
                at += 1
                continue
            found = self._number_at(tokens, keys, at, floor)
            if found is None:
                at += 1
                continue
            out.append(found)
            at = floor = found.last
        return out

    def _may_begin(self, token: Token) -> bool:
        """Whether a number may begin at a word: a figure, a number word or a vague one, whatever it wears."""
        low = token.low
        known = self._begins.get(low)
        if known is None:
            terms = self.terms
            known = token.text[0].isdecimal() or any(
                s.stem in terms.simple or s.stem in terms.vague_openers for s in (Stem(self.language.bare(low)), *self.language.stems(low))
            )
            if len(self._begins) < _MOST_KEPT:
                self._begins[low] = known
        return known

    def bound_after(self, keys: Sequence[str], at: int) -> tuple[int, str] | None:
        """A bound that stands at a token ("at least" behind its noun): the token after it, and what it says."""
        return _match(keys, at, self.terms.after) if at < len(keys) and keys[at] in self.terms.after_openers else None

    def worn(self, word: str) -> str:
        """What the first word of a number wears before it: "and", "in"; nothing for most."""
        known = self._worn.get(word)
        if known is None:
            known = self._read_worn(word)
            if len(self._worn) < _MOST_KEPT:
                self._worn[word] = known
        return known

    def _read_worn(self, word: str) -> str:
        for stem in self.language.stems(word):
            if stem.stem in self.terms.simple or stem.stem in self.terms.vague_openers or stem.stem in self.terms.before_first:
                return stem.conjunction + ("" if stem.definite else stem.preposition)
        return ""

    def _number_at(self, tokens: Sequence[Token], keys: Sequence[str], at: int, floor: int) -> Number | None:
        figures = tokens[at].text[0].isdecimal()
        if not figures:
            vague = self._vague_at(keys, tokens, at)
            if vague is not None:
                end, low = vague
                start, bound = self._bound_before(keys, at, floor)
                return Number(start if bound is not None else at, end, "vague", low, None, None, at, False)
        else:
            spread = _RANGE.fullmatch(tokens[at].text)
            if spread is not None:
                low, high = int(spread.group(1)), int(spread.group(2))
                return Number(at, at + 1, "between", low, high, None, at, True) if low < high else None
        value = self._value_at(tokens, keys, at)
        if value is None:
            return None
        end, n, figures = value
        other = self._other_end(tokens, keys, at, end, n)
        if other is not None:
            start = at - 1 if at > floor and self.language.says("between", keys[at - 1]) else at
            return Number(start, other[0], "between", n, other[1], None, at, figures)
        start, bound = self._bound_before(keys, at, floor)
        after = self.bound_after(keys, end)
        if bound is None and after is not None:
            bound, end = after[1], after[0]
        kind, low_, high_, best = ends(bound, n)
        return Number(start, end, kind, low_, high_, best, at, figures)

    def _vague_at(self, keys: Sequence[str], tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        for stem in self.language.stems(tokens[at].low):
            if stem.stem not in self.terms.vague_openers:
                continue
            found = _match([stem.stem, *keys[at + 1 : at + 4]], 0, self.terms.vague)
            if found is not None and not stem.pronoun:
                return at + found[0], int(found[1])
        return None

    def _bound_before(self, keys: Sequence[str], at: int, floor: int) -> tuple[int, str | None]:
        """Where the bound that ends right before a number starts, and what it says. The outer of two counts."""
        if at <= floor or (keys[at - 1] not in self.terms.before_last and not self._wears_bound(keys[at - 1])):
            return at, None
        for words, kind in self.terms.before:
            start = at - len(words)
            if start >= floor and (tuple(keys[start:at]) == words or self._wears(keys[start:at], words)):
                return start, kind
        return at, None

    def _wears_bound(self, key: str) -> bool:
        return any(s.stem in self.terms.before_last for s in self.language.stems(key))

    def _wears(self, keys: Sequence[str], words: tuple[str, ...]) -> bool:
        """The bound with a clitic on its first word: "by about", "to more than" in one word."""
        return bool(keys) and tuple(keys[1:]) == words[1:] and any(s.stem == words[0] for s in self.language.stems(keys[0]))

    def _other_end(self, tokens: Sequence[Token], keys: Sequence[str], at: int, end: int, n: int) -> tuple[int, int] | None:
        """The second number of "between 10 and 12" or "10 to 12"."""
        if end >= len(tokens):
            return None
        says = self.language.says
        opened = at > 0 and says("between", keys[at - 1])
        joiner = tokens[end].low
        j = end
        if joiner in ("-", "–") or says("to", joiner) or says("or", joiner) or (opened and says("and", joiner)):
            j = end + 1
        elif not (opened and any(s.conjunction for s in self.language.stems(joiner))):
            return None
        if j >= len(tokens):
            return None
        value = self._value_at(tokens, keys, j)
        if value is None or value[1] <= n or value[2] != tokens[at].text[0].isdecimal():
            return None
        return value[0], value[1]

    def _value_at(self, tokens: Sequence[Token], keys: Sequence[str], at: int) -> tuple[int, int, bool] | None:
        """The value that begins at a token: its end, its number, whether in figures."""
        if at >= len(tokens):
            return None
        text = tokens[at].text
        if not text[0].isdecimal():
            if self._part(tokens, keys, at, True) is None:
                return None
            return self._value_in_words(tokens, keys, at)
        n = _figures(text)
        if n is None:
            return None
        end = at + 1
        scale = self.terms.simple.get(keys[end]) if end < len(keys) else None
        if scale is not None and scale[0] == "scales":
            n, end = n * scale[1], end + 1
            rest = self._rest_of_scale(tokens, end, scale[1])
            if rest is not None:
                n, end = n + rest[1], rest[0]
        return (end, n, True) if n < _MOST else None

    def _rest_of_scale(self, tokens: Sequence[Token], at: int, scale: int) -> tuple[int, int] | None:
        """The 453 of "48 thousand and 453"."""
        j = at + 1 if at < len(tokens) and self.language.says("and", tokens[at].low) else at
        if j >= len(tokens):
            return None
        if j == at and not self.terms.juxtaposed:
            return None
        text = tokens[j].text
        n = _figures(text) if text[0].isdecimal() else None
        return (j + 1, n) if n is not None and n < scale else None

    def _part(self, tokens: Sequence[Token], keys: Sequence[str], at: int, first: bool) -> tuple[str, int, bool, int] | None:
        """A number word: its kind, value, whether "and" stands before it, and the token after it."""
        if at >= len(tokens):
            return None
        found = self.terms.simple.get(keys[at])
        if found is not None:
            return found[0], found[1], False, at + 1
        if not first and self.language.says("and", tokens[at].low):
            found = self.terms.simple.get(keys[at + 1]) if at + 1 < len(keys) else None
            return (found[0], found[1], True, at + 2) if found is not None else None
        for stem in self.language.stems(tokens[at].low):
            if stem.stem in self.terms.simple and not stem.pronoun and (first or (stem.conjunction and not stem.preposition)):
                kind, value = self.terms.simple[stem.stem]
                return kind, value, bool(stem.conjunction), at + 1
        return None

    def _value_in_words(self, tokens: Sequence[Token], keys: Sequence[str], at: int) -> tuple[int, int, bool] | None:
        total = current = 0
        end = at
        while end - at < 12 and (part := self._part(tokens, keys, end, end == at)) is not None:
            kind, value, joined, after = part
            begun = end > at
            if begun and not joined and kind not in ("scales", "ten", "hundreds") and not self._juxtaposes(kind, current):
                break
            if kind == "ten":
                if begun and not joined and 1 <= current % 100 <= 9:
                    current += 10
                elif current % 100 == 0 and (not begun or joined or self.terms.juxtaposed):
                    current += 10
                else:
                    break
            elif kind == "scales":
                if joined and current and begun:
                    total, current = total + current, 0
                total, current = total + max(current, 1) * value, 0
            elif kind == "dual_scales":
                total += value
            elif kind == "hundreds" and not joined and begun and not (self.terms.juxtaposed and current == 0):
                if value != 100 or not 3 <= current % 100 <= 9:
                    break
                current = current - current % 100 + current % 100 * 100
            else:
                size = 10 if kind == "units" else 100 if kind in ("tens", "teens") else 1000
                fits = current % size == 0 or (kind == "tens" and joined and 1 <= current % 100 <= 9 and not self.terms.juxtaposed)
                if begun and not fits:
                    break
                current += value
            end = after
            if total + current >= _MOST:
                return None
        return (end, total + current, False) if end > at and total + current > 0 else None

    def _juxtaposes(self, kind: str, current: int) -> bool:
        """Whether a part may follow without "and": the tens of "doscientos treinta"."""
        return self.terms.juxtaposed and (current == 0 or current % 100 == 0)


def _compile(language: Language) -> Numerals:
    """The number words of a language, by their folded form without article."""
    terms = terms_of(language, "numbers")
    key = language.key
    simple: dict[str, tuple[str, int]] = {}
    for kind in ("units", "ten", "teens", "tens", "hundreds", "scales", "dual_scales"):
        for value, words in terms.get(kind, {}).items():
            for word in words:
                if " " not in word:
                    simple.setdefault(key(word)[0], (kind, int(value)))

    def phrases(section: Mapping[str, Sequence[str]], value: Any = str) -> Phrases:
        rows = ((key(w), value(name)) for name, words in section.items() for w in words)
        return tuple(sorted(rows, key=lambda x: (-len(x[0]), x)))

    before, after = phrases(terms["before"]), phrases(terms["after"])
    vague = phrases(terms["vague"], int)
    return Numerals(
        simple,
        before,
        frozenset(w[0] for w, _ in before),
        frozenset(w[-1] for w, _ in before),
        after,
        vague,
        frozenset(w[0] for w, _ in vague),
        frozenset(w[0] for w, _ in after),
        bool(terms.get("grammar", {}).get("juxtaposed")),
    )


@cache
def counting(language: Language) -> Counting:
    """How a language counts, compiled once a process."""
    return Counting(language)


def _figures(text: str) -> int | None:
    return int(_MARKS.sub("", text)) if _FIGURES.fullmatch(text) else None


def _match(keys: Sequence[str], at: int, rows: Phrases) -> tuple[int, Any] | None:
    for words, value in rows:
        if at < len(keys) and keys[at] == words[0] and tuple(keys[at : at + len(words)]) == words:
            return at + len(words), value
    return None


def ends(bound: str | None, n: int) -> tuple[CountKind, int | None, int | None, int | None]:
    """Kind, low, high and best of a number by what bounds it."""
    if bound == "more_than":
        return "more_than", n + 1, None, None
    if bound == "at_least":
        return "at_least", n, None, None
    if bound == "about":
        return "about", None, None, n
    if bound == "at_most":
        return "at_most", 0, n, None
    if bound == "less_than":
        return "at_most", 0, max(0, n - 1), None
    return "exact", n, n, n
