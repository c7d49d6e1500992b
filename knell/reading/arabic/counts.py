"""Numbers in Arabic: figures of both kinds, words with gender and the dual, and the words that bound them.

A number goes from its bound ("أكثر من 70": 71 or more) to its last word. What the noun itself counts (the dual) is not read here.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from knell.reading.tokens import Token
from knell.records.vocabulary import CountKind
from knell.terms.load import load_terms

from .clitics import stems_of, without_article
from .normalise import fold

_FIGURES = re.compile(r"[0-9٠-٩۰-۹]{1,12}(?:[,٬][0-9٠-٩۰-۹]{3})*")
_RANGE = re.compile(r"([0-9٠-٩۰-۹]{1,9})-([0-9٠-٩۰-۹]{1,9})")
_MOST = 10**9


class Number(NamedTuple):
    """A number: tokens [first, last), kind and ends, the token its value begins at, whether in figures, what bound it."""

    first: int
    last: int
    kind: CountKind
    low: int | None
    high: int | None
    best: int | None
    value_at: int
    figures: bool


class Numerals(NamedTuple):
    """The compiled term file."""

    simple: Mapping[str, tuple[str, int]]
    before: tuple[tuple[tuple[str, ...], str], ...]
    after: tuple[tuple[tuple[str, ...], str], ...]
    vague: tuple[tuple[tuple[str, ...], int], ...]
    vague_openers: frozenset[str]
    after_openers: frozenset[str]


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(without_article(fold(w))[0] for w in phrase.split())


@cache
def numerals() -> Numerals:
    """The number words of Arabic, by their folded form without article."""
    terms: Mapping[str, Any] = load_terms("ar", "numbers")
    simple: dict[str, tuple[str, int]] = {}
    for kind in ("units", "ten", "tens", "hundreds", "scales", "dual_scales"):
        for value, words in terms[kind].items():
            for word in words:
                if " " not in word:
                    simple.setdefault(_key(word)[0], (kind, int(value)))
    rows = {
        side: tuple(sorted(((_key(w), kind) for kind, words in terms[side].items() for w in words), key=lambda x: (-len(x[0]), x)))
        for side in ("before", "after")
    }
    vague = tuple(sorted(((_key(w), int(v)) for v, words in terms["vague"].items() for w in words), key=lambda x: (-len(x[0]), x)))
    return Numerals(
        simple, rows["before"], rows["after"], vague, frozenset(w[0] for w, _ in vague), frozenset(w[0] for w, _ in rows["after"])
    )


def find_numbers(tokens: Sequence[Token]) -> list[Number]:
    """The numbers of a unit, in order, none overlapping another."""
    terms = numerals()
    keys = [without_article(t.low)[0] for t in tokens]
    out: list[Number] = []
    at = floor = 0
    while at < len(tokens):
        found = _number_at(tokens, keys, at, floor, terms)
        if found is None:
            at += 1
            continue
        out.append(found)
        at = floor = found.last
    return out


def _number_at(tokens: Sequence[Token], keys: Sequence[str], at: int, floor: int, terms: Numerals) -> Number | None:
    vague = _vague_at(keys, tokens, at, terms)
    if vague is not None:
        end, low = vague
        start, _ = _bound_before(keys, at, floor, terms)
        return Number(start, end, "vague", low, None, None, at, False)
    spread = _RANGE.fullmatch(tokens[at].text)
    if spread is not None:
        low, high = int(spread.group(1)), int(spread.group(2))
        return Number(at, at + 1, "between", low, high, None, at, True) if low < high else None
    value = _value_at(tokens, keys, at, terms)
    if value is None:
        return None
    end, n, figures = value
    other = _other_end(tokens, keys, at, end, n, terms)
    if other is not None:
        start = at - 1 if at > floor and keys[at - 1] in ("بين", "مابين") else at
        return Number(start, other[0], "between", n, other[1], None, at, figures)
    start, bound = _bound_before(keys, at, floor, terms)
    after = _match(keys, end, terms.after) if end < len(keys) and keys[end] in terms.after_openers else None
    if bound is None and after is not None:
        bound, end = after[1], after[0]
    kind, low_, high_, best = _ends(bound, n)
    return Number(start, end, kind, low_, high_, best, at, figures)


def _match(keys: Sequence[str], at: int, rows: Sequence[tuple[tuple[str, ...], Any]]) -> tuple[int, Any] | None:
    for words, value in rows:
        if at < len(keys) and keys[at] == words[0] and tuple(keys[at : at + len(words)]) == words:
            return at + len(words), value
    return None


def _vague_at(keys: Sequence[str], tokens: Sequence[Token], at: int, terms: Numerals) -> tuple[int, int] | None:
    for stem in stems_of(tokens[at].low):
        if stem.stem not in terms.vague_openers:
            continue
        found = _match([stem.stem, *keys[at + 1 : at + 3]], 0, terms.vague)
        if found is not None and not stem.pronoun:
            end, low = at + found[0], found[1]
            if low == 2 and found[0] == 1 and stem.stem == "عدد":
                continue
            return end, int(low)
    return None


def _ends(bound: str | None, n: int) -> tuple[CountKind, int | None, int | None, int | None]:
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


def _bound_before(keys: Sequence[str], at: int, floor: int, terms: Numerals) -> tuple[int, str | None]:
    """Where the bound that ends right before a number starts, and what it says. The outer of two counts."""
    for words, kind in terms.before:
        start = at - len(words)
        if start >= floor and (tuple(keys[start:at]) == words or _wears(keys[start:at], words)):
            return start, kind
    return at, None


def _wears(keys: Sequence[str], words: tuple[str, ...]) -> bool:
    """The bound with a clitic on its first word: "بنحو", "لأكثر من"."""
    return tuple(keys[1:]) == words[1:] and any(s.stem == words[0] for s in stems_of(keys[0])) if keys else False


def _other_end(tokens: Sequence[Token], keys: Sequence[str], at: int, end: int, n: int, terms: Numerals) -> tuple[int, int] | None:
    """The second number of "بين 10 و12" or "10 إلى 12"."""
    if end >= len(tokens):
        return None
    opened = at > 0 and keys[at - 1] in ("بين", "مابين")
    joiner = tokens[end].low
    j = end
    if joiner in ("الي", "-", "–", "او") or (opened and joiner == "و"):
        j = end + 1
    elif not (opened and joiner.startswith("و")):
        return None
    if j >= len(tokens):
        return None
    value = _value_at(tokens, keys, j, terms)
    return (value[0], value[1]) if value is not None and value[1] > n and value[2] == tokens[at].text[0].isdecimal() else None


def _value_at(tokens: Sequence[Token], keys: Sequence[str], at: int, terms: Numerals) -> tuple[int, int, bool] | None:
    """The value that begins at a token: its end, its number, whether in figures."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    if text[0].isdecimal():
        if not _FIGURES.fullmatch(text):
            return None
        n = int(re.sub("[,٬]", "", text))
        end = at + 1
        scale = terms.simple.get(keys[end]) if end < len(keys) else None
        if scale is not None and scale[0] == "scales":
            n, end = n * scale[1], end + 1
        return (end, n, True) if n < _MOST else None
    return _value_in_words(tokens, keys, at, terms)


def _part(tokens: Sequence[Token], keys: Sequence[str], at: int, first: bool, terms: Numerals) -> tuple[str, int, bool] | None:
    """A number word: its kind, value, and whether "and" stands before it."""
    if at >= len(tokens):
        return None
    found = terms.simple.get(keys[at])
    if found is not None:
        return found[0], found[1], False
    for stem in stems_of(tokens[at].low):
        if stem.stem in terms.simple and not stem.pronoun and (first or (stem.conjunction == "و" and not stem.preposition)):
            kind, value = terms.simple[stem.stem]
            return kind, value, stem.conjunction == "و"
    return None


def _value_in_words(tokens: Sequence[Token], keys: Sequence[str], at: int, terms: Numerals) -> tuple[int, int, bool] | None:
    total = current = 0
    end = at
    while (part := _part(tokens, keys, end, end == at, terms)) is not None and end - at < 12:
        kind, value, joined = part
        if end > at and not joined and kind not in ("scales", "ten", "hundreds"):
            break
        if kind == "ten":
            if end > at and not joined and 1 <= current % 100 <= 9:
                current += 10
            elif current % 100 == 0 and (end == at or joined):
                current += 10
            else:
                break
        elif kind == "scales":
            if joined and current and end > at:
                total, current = total + current, 0
            total, current = total + max(current, 1) * value, 0
        elif kind == "dual_scales":
            total += value
        elif kind == "hundreds" and not joined and end > at:
            if value != 100 or not 3 <= current % 100 <= 9:
                break
            current = current - current % 100 + current % 100 * 100
        else:
            size = 10 if kind == "units" else 100 if kind == "tens" else 1000
            fits = current % size == 0 or (kind == "tens" and 1 <= current % 100 <= 9)
            if end > at and not fits:
                break
            current += value
        end += 1
        if total + current >= _MOST:
            return None
    return (end, total + current, False) if end > at and total + current > 0 else None
