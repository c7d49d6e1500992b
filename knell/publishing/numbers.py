"""Numbers as an agency desk writes them: nine, 10, 1,018; and a claim's count in the words its source used."""

import re

from knell.records import Count

WORDS = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
OF_PEOPLE = frozenset("tens dozens scores hundreds thousands".split())
"""Vague words that need "of" before the noun; "dozen" does not."""

VAGUE = OF_PEOPLE | frozenset("several numerous many few multiple various some countless".split())

NUMBER_WORD = re.compile(
    r"\b(?:" + "|".join((*WORDS[2:], *TENS, "dozens?", "scores of", "hundreds?", "thousands?", "millions?", "zero")) + r")\b", re.IGNORECASE
)
"""A number spelt out. "One" is left alone: it is a pronoun more often than a number."""

DIGIT = re.compile(r"\d")


def style_number(number: int) -> str:
    """``9`` -> "nine", ``10`` -> "10", ``1018`` -> "1,018"; nought is "no"."""
    return WORDS[number] if 0 <= number < 10 else f"{number:,}"


def is_plain_number(words: str) -> bool:
    """Whether the words are a number and nothing else: "52", "1,018", "Sixteen", "thirty-eight"."""
    if re.fullmatch(r"\d[\d,. \u202f\u00a0]*", words):
        return True
    parts = re.split(r"[\s-]+|\band\b", words.lower())
    spelt = {*WORDS[1:], *TENS, "hundred", "thousand"}
    return bool(words) and all(part in spelt for part in parts if part)


def count_in_words(count: Count) -> str:
    """The bounds in plain words, for a count that has no words of its own: "at least 52", "more than 70", "up to 40"."""
    low, high, best = count.low, count.high, count.best
    match count.kind:
        case "named":
            return "one"
        case "vague":
            return ""
        case "more_than" if low is not None:
            return f"more than {style_number(low - 1)}" if low else ""
        case "at_least" if low is not None:
            return f"at least {style_number(low)}"
        case "at_most" if high is not None:
            return f"up to {style_number(high)}"
        case "about" if best is not None:
            return f"about {style_number(best)}"
        case "between" if low is not None and high is not None:
            return f"between {style_number(low)} and {style_number(high)}"
    if low is not None and low == high:
        return style_number(low)
    return ""


def count_words(count: Count, given: str | None) -> str:
    """A count as the brief prints it: a bare number in house style, anything else in the source's own words.

    ``given`` is the text at the count's span. Empty where the source gives no number at all (a bare plural).
    """
    words = " ".join((given or "").split())
    if count.kind == "named" or words.lower() in ("a", "an"):
        return "one"
    if count.kind == "exact" and count.low is not None and count.low == count.high and (not words or is_plain_number(words)):
        return style_number(count.low)
    if not words:
        return count_in_words(count)
    if count.kind == "vague" and not has_number(words):
        return ""
    return re.sub(r"(?<=\d)[-‐‑](?=\d)", "–", lower_first(words))


def has_number(words: str) -> bool:
    """Whether the words say a number, however vaguely."""
    return bool(DIGIT.search(words) or NUMBER_WORD.search(words) or VAGUE & set(words.lower().split()) or re.search(r"\b[Oo]ne\b", words))


def lower_first(words: str) -> str:
    """The same words with a small first letter, unless the first word is all capitals."""
    first = words.split(" ", 1)[0]
    return words if len(first) > 1 and first.isupper() else words[:1].lower() + words[1:]


def is_one(count: Count) -> bool:
    """Whether the count is of exactly one person, so that the noun and verb are singular."""
    return count.kind == "named" or (count.low == 1 and count.high == 1)
