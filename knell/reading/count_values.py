"""Figures and number words at a place in a unit, put together: "1,018", "1 018", "1.2 million", "one hundred and twelve", "two dozen",
"half a million", "several hundred", "tens of thousands". What a number counts, and its bounds, are asked elsewhere.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from .count_terms import NumberTerms
from .plain import Plain
from .tokens import Token


class Value(Plain, frozen=True, order=True, gc=False):
    """A number at tokens up to ``end``. ``number`` is ``None`` where it is no whole number; ``vague`` means it is a lower end only.

    ``figures``: written in figures. ``scale``: what the last word multiplied by ("dozen" 12), else 1. ``phrase``: the words of a
    vague number. ``dotted``: three figures stand after a point ("1.018"), so for people it is read as a thousand.
    """

    end: int
    number: int | None
    vague: bool = False
    figures: bool = False
    scale: int = 1
    phrase: tuple[str, ...] = ()
    dotted: bool = False
    attached: str = ""


_MAX_FIGURES = 15
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})*,\d{3}(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DECIMAL = re.compile(r"\d+\.\d+")
_ATTACHED = re.compile(r"(\d+(?:[.,]\d+)*)([^\W\d_]+)")


def value_at(tokens: Sequence[Token], words: Sequence[str], i: int, terms: NumberTerms) -> Value | None:
    """The number that starts at token ``i``, or ``None``. Commas and points are read as the language writes them."""
    word = words[i]
    phrase = _vague(words, i, terms)
    if word[0].isdecimal():
        return phrase or _figures(tokens, words, i, terms)
    group = terms.groups.at(words, i)
    fixed = terms.fixed.at(words, i)
    if group is not None and (phrase is None or group[0] >= phrase.end):
        return Value(group[0], group[1], phrase=tuple(words[i : group[0]]))
    if fixed is not None and (phrase is None or fixed[0] >= phrase.end):
        return Value(fixed[0], fixed[1], scale=12)
    if phrase is not None:
        return phrase
    if word in terms.halves:
        return _half_of_scale(words, i, terms)
    if word in terms.articles:
        if i + 1 < len(words) and words[i + 1] in terms.halves:
            return _half_of_scale(words, i + 1, terms)
        return _composed(words, i + 1, terms, current=1) if i + 1 < len(words) and _is_scale(words[i + 1], terms) else None
    if word in terms.dozens:
        return Value(i + 1, terms.dozens[word], scale=terms.dozens[word])
    value = _composed(words, i, terms, current=1) if word in terms.hundreds else _composed(words, i, terms)
    return _with_half(words, value, terms) if value is not None else None


def _with_half(words: Sequence[str], value: Value, terms: NumberTerms) -> Value:
    """As in "two and a half million", "two and a half years"."""
    half = terms.and_a_half.at(words, value.end)
    if half is None or value.number is None or value.scale > 1:
        return value
    size = terms.scales.get(words[half[0]], 1) if half[0] < len(words) else 1
    if size == 1:
        return value._replace(end=half[0], number=None)
    return value._replace(end=half[0] + 1, number=value.number * size + size // 2, scale=size)


def _is_scale(word: str, terms: NumberTerms) -> bool:
    return word in terms.hundreds or word in terms.scales or word in terms.dozens


def _vague(words: Sequence[str], i: int, terms: NumberTerms) -> Value | None:
    """As in "several", "dozens", "several hundred", "tens of thousands", "hundreds, if not thousands"."""
    match = terms.vague.at(words, i)
    if match is None or (i > 0 and words[i - 1] in terms.vague_not_after):
        return None
    end, low = match
    phrase = tuple(words[i:end])
    j = end + 1 if end < len(words) and words[end] in terms.partitive_of else end
    scale = 1
    if j < len(words) and words[j] in terms.vague_scales:
        scale = terms.vague_scales[words[j]]
        low, end = low * scale, j + 1
        further = end + 1 if end < len(words) and words[end] in terms.partitive_of else end
        if further < len(words) and words[further] in terms.vague_scales and terms.vague_scales[words[further]] > scale:
            low, end = low * terms.vague_scales[words[further]], further + 1
    join = terms.vague_joins.at(words, end)
    if join is not None and (other := terms.vague.at(words, join[0])) is not None and other[1] >= 20:
        low, end = min(low, other[1]), other[0]
    return Value(end, low, vague=True, scale=scale, phrase=phrase)


def _half_of_scale(words: Sequence[str], i: int, terms: NumberTerms) -> Value | None:
    """As in "half a million", "a half million"."""
    j = i + 2 if i + 1 < len(words) and words[i + 1] in terms.articles else i + 1
    if j >= len(words):
        return None
    size = terms.scales.get(words[j]) or terms.dozens.get(words[j])
    return Value(j + 1, size // 2, scale=size) if size else None


def _composed(words: Sequence[str], i: int, terms: NumberTerms, current: int | None = None) -> Value | None:
    """Number words from ``i`` on, as far as they make one number. Larger scales come first; "and" joins only inside a number."""
    total, smallest, end, scale = 0, None, i, 1
    ten = False
    j = i
    while j < len(words):
        word = words[j]
        if word in terms.numbers:
            value = terms.numbers[word]
            if current is None:
                current = value
            elif current >= 100 and current % 100 == 0 and 0 < value < 100:
                current += value
            elif ten and 0 < value < 10:
                current += value
            else:
                break
            ten, scale = 20 <= value < 100 and value % 10 == 0, 1
        elif word in terms.multiplied and current is None:
            (current, scale), ten = terms.multiplied[word], False
        elif word in terms.hundreds and current is not None and 0 < current < 100:
            current, scale, ten = current * terms.hundreds[word], terms.hundreds[word], False
        elif word in terms.scales and current and (smallest is None or terms.scales[word] < smallest):
            scale = smallest = terms.scales[word]
            total, current, ten = total + current * scale, None, False
        elif word in terms.dozens and current:
            return Value(j + 1, total + current * terms.dozens[word], scale=terms.dozens[word])
        elif word in terms.inner and end == j and _joins_inside(words, j, current, total, terms):
            j += 1
            continue
        else:
            break
        j += 1
        end = j
    if end == i:
        return None
    return Value(end, total + (current or 0), scale=scale)


def _joins_inside(words: Sequence[str], j: int, current: int | None, total: int, terms: NumberTerms) -> bool:
    """Whether the "and" at ``j`` lies inside a number: after a hundred or a scale, before a number below a hundred."""
    if j + 1 >= len(words) or words[j + 1] not in terms.numbers:
        return False
    return (current is not None and current >= 100 and current % 100 == 0) or (current is None and total > 0)


def _figures(tokens: Sequence[Token], words: Sequence[str], i: int, terms: NumberTerms) -> Value | None:
    """A number in figures with its separators and the scale words after it."""
    word = words[i]
    attached = _ATTACHED.fullmatch(word)
    if attached is not None:
        return _attached(i, attached.group(1), attached.group(2), terms)
    if len(word) > _MAX_FIGURES:
        return Value(i + 1, None, figures=True)
    end, word = _with_spaces(tokens, words, i)
    exact = _exact(word)
    if exact is None:
        return Value(end, None, figures=True)
    dotted = bool(_DOTTED.fullmatch(word))
    scale = 1
    for _ in range(2):
        half = terms.and_a_half.at(words, end)
        if half is not None and scale == 1:
            exact, end, dotted = exact + Decimal("0.5"), half[0], False
        if end >= len(words):
            break
        size = terms.hundreds.get(words[end]) or terms.scales.get(words[end]) or terms.dozens.get(words[end])
        if size is None:
            break
        exact, scale, end, dotted = exact * size, size, end + 1, False
    return Value(end, int(exact) if exact == exact.to_integral_value() else None, figures=True, scale=scale, dotted=dotted)


def _attached(i: int, figures: str, letters: str, terms: NumberTerms) -> Value:
    """As in "1.2m", "10k", "7.62mm", "100s": the letters are kept for whoever knows what stands beside them."""
    exact = _exact(figures) if len(figures) <= _MAX_FIGURES else None
    size = terms.attached_scales.get(letters)
    number = exact * size if exact is not None and size else exact
    whole = int(number) if number is not None and number == number.to_integral_value() else None
    return Value(i + 1, whole, figures=True, scale=size or 1, attached=letters)


def _with_spaces(tokens: Sequence[Token], words: Sequence[str], i: int) -> tuple[int, str]:
    """Figures whose thousands stand apart by one space ("1 018"), joined; and the token after them."""
    word, end = words[i], i + 1
    if not word.isdecimal() or len(word) > 3 or word[0] == "0":
        return end, word
    while (
        end < len(words)
        and len(words[end]) == 3
        and words[end].isdecimal()
        and tokens[end].start - tokens[end - 1].end == 1
        and len(word) < _MAX_FIGURES - 3
        and not (end + 1 < len(words) and words[end + 1] in "-/" and tokens[end + 1].start == tokens[end].end)
    ):
        word, end = word + words[end], end + 1
    return end, word


def _exact(word: str) -> Decimal | None:
    """The number a token of figures writes, or ``None`` where its marks make no number. "1.018" is a decimal here."""
    if word.isdecimal():
        return Decimal(int(word))
    if _GROUPED.fullmatch(word):
        return Decimal(word.replace(",", ""))
    if _DECIMAL.fullmatch(word):
        return Decimal(word)
    if _DOTTED.fullmatch(word):
        return Decimal(word.replace(".", ""))
    return None


def thousands_of(word: str) -> int:
    """As in "1.018" read as one thousand and eighteen."""
    return int(word.replace(".", ""))
