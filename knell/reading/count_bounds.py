"""The words that bound a number, and what they entail: "over 70" is 71 or more, "up to 40" is 0 to 40, "about 50" has no ends.

The conventions are the contract's. Vague words have a lower end by convention, never an upper one.
"""

from knell.records.vocabulary import CountKind

from .count_nouns import Scan
from .count_values import Value, value_at
from .plain import Plain


class Bounds(Plain, frozen=True, order=True, gc=False):
    """What stands before a number: the token the bound starts at, its kind (or ``None``), and the marks of the words between."""

    start: int
    kind: str | None
    marks: tuple[str, ...]


class Ends(Plain, frozen=True, order=True, gc=False):
    """A count's kind and what its words entail."""

    kind: CountKind
    low: int | None
    high: int | None
    best: int | None


class Range(Plain, frozen=True, order=True, gc=False):
    """Two numbers that bound a third: the token after them, and the two."""

    end: int
    low: int
    high: int


_MOST_WORDS_BEFORE = 4


def bounds_before(scan: Scan, i: int) -> Bounds:
    """The bound words that end right before token ``i``, with what may stand between ("at least another 12"). The outer one counts."""
    terms, words = scan.terms, scan.words
    start, j, kind = i, i, None
    marks: list[str] = []
    for _ in range(_MOST_WORDS_BEFORE):
        bound = terms.bounds_before.before(words, j, scan.floor)
        if bound is not None and not _is_preposition(scan, bound[0], j):
            start = j = bound[0]
            kind = bound[1]
            continue
        neutral = terms.neutral.before(words, j, scan.floor)
        if neutral is None:
            break
        if neutral[1]:
            marks.append(neutral[1])
        j = neutral[0]
    return Bounds(start, kind, tuple(dict.fromkeys(marks)))


def _is_preposition(scan: Scan, start: int, end: int) -> bool:
    """Whether the bound's words are an ordinary preposition here: "reports about 12 deaths"."""
    barred = scan.terms.bound_not_after.get(tuple(scan.words[start:end]))
    return barred is not None and scan.word(start - 1) in barred


def bound_after(scan: Scan, i: int) -> tuple[int, str] | None:
    """The bound words at token ``i``, behind a number or its noun: "or more"."""
    match = scan.terms.bounds_after.at(scan.words, i)
    if match is None:
        return None
    after = scan.word(match[0])
    followed_by_number = after[:1].isdecimal() or after in scan.terms.numbers
    return None if followed_by_number else match


def range_from(scan: Scan, i: int, first: Value, opened: bool) -> Range | None:
    """The range whose first number was read at ``i``: "10 to 12", "10-12", "two or three", "between 10 and 12".

    ``opened``: "between" or "from" stands before. A change ("rose from 10 to 12") is two numbers and no range.
    """
    terms, words, j = scan.terms, scan.words, first.end
    if first.number is None or first.vague or j + 1 >= len(words):
        return None
    joiner = words[j]
    if not (joiner in terms.range_to or joiner in terms.range_or or (opened and joiner in terms.range_and)):
        return None
    second = value_at(scan.tokens, words, j + 1, terms)
    if second is None or second.vague or second.number is None or words[j + 1] in terms.articles or second.attached:
        return None
    low = first.number
    if second.scale > 1 and first.scale == 1 and low < second.number // second.scale:
        low *= second.scale
    if low >= second.number or _is_change(scan, i):
        return None
    if joiner in terms.range_hyphens and joiner != "—" and scan.joined(j - 1) != scan.joined(j):
        return None
    if joiner in terms.range_or and second.number > 2 * low + 1:
        return None
    return Range(second.end, low, second.number)


def _is_change(scan: Scan, i: int) -> bool:
    return any(word in scan.terms.change for word in scan.words[max(0, i - scan.terms.change_window) : i])


def ends_of(value: Value, number: int, kind: str | None, between: Range | None) -> Ends:
    """What a number entails with its bound."""
    if value.vague:
        return Ends("vague", number, None, None)
    low, high = (between.low, between.high) if between is not None else (number, number)
    if kind == "more_than":
        return Ends("more_than", low + 1, None, None)
    if kind == "at_least":
        return Ends("at_least", low, None, None)
    if kind == "at_most":
        return Ends("at_most", 0, high, None)
    if kind == "fewer_than":
        return Ends("at_most", 0, max(high - 1, 0), None)
    if between is not None:
        return Ends("between", low, high, None)
    if kind == "about":
        return Ends("about", None, None, number)
    return Ends("exact", number, number, number)
