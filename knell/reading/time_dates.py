"""Dates of the calendar as the words give them: "7-9 March", "March 6 and 7, 2025", "3 JAN 90", "2025-03-08", "15/3/2025".

Nothing is resolved here: what the words leave out stays ``None``. Counting calls ``match_date`` too, so that a date's numbers are
never taken for people.
"""

import re
from collections.abc import Sequence

from .plain import Plain
from .time_terms import TimeTerms
from .tokens import Token


class CalendarDay(Plain, frozen=True, order=True, gc=False):
    """A day, month or year as stated; what is not stated is ``None``. A year below 100 is a year in two figures."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class DateMatch(Plain, frozen=True, order=True, gc=False):
    """A date or a stretch of dates at a place: the token after it and its ends. ``kind``: day, month, or figures (read two ways)."""

    end: int
    kind: str
    first: CalendarDay
    last: CalendarDay


_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})")
_MAX_LISTED_DAYS = 6


def year_of(word: str) -> int | None:
    """The year a token of four figures may be, from 1800 to 2099."""
    return int(word) if len(word) == 4 and _YEAR.fullmatch(word) else None


def day_of(word: str, terms: TimeTerms) -> int | None:
    """The day of the month a token may be: "7", "07", "7th", "seventh"."""
    if word in terms.ordinals:
        return terms.ordinals[word]
    figures = word
    for suffix in terms.ordinal_suffixes:
        if word.endswith(suffix):
            figures = word[: -len(suffix)]
            break
    if not (figures.isdecimal() and len(figures) <= 2):
        return None
    day = int(figures)
    return day if 1 <= day <= 31 else None


def match_date(tokens: Sequence[Token], words: Sequence[str], i: int, terms: TimeTerms) -> DateMatch | None:
    """The date that starts at token ``i``, or ``None``. A bare month or year is not one: it needs signs around it.

    ``words`` are the tokens' lower-case forms.
    """
    word = words[i]
    if word in terms.any_month:
        return _month_first(words, i, terms)
    if word[0].isdecimal():
        return _in_figures(tokens, words, i, terms) or _day_first(words, i, terms)
    if word in terms.ordinals:
        return _day_first(words, i, terms)
    return None


def _day_first(words: Sequence[str], i: int, terms: TimeTerms) -> DateMatch | None:
    """As in "7 March", "7th of March 2025", "7-9 March", "6, 7 and 8 March", "3 JAN 90"."""
    listed = _days_listed(words, i, terms)
    if listed is None:
        return None
    j, days = listed
    if j < len(words) and words[j] in terms.of:
        j += 1
    if j >= len(words) or words[j] not in terms.any_month:
        return None
    month = terms.any_month[words[j]]
    if words[i] in terms.ordinals and words[j] in terms.common:
        return None
    end, year = _year_after(words, j + 1, short_form=True)
    return DateMatch(end, "day", CalendarDay(year, month, min(days)), CalendarDay(year, month, max(days)))


def _month_first(words: Sequence[str], i: int, terms: TimeTerms) -> DateMatch | None:
    """As in "March 7", "March 6-10, 2025", "March 6 and 7 in Homs", "March 2025"."""
    month = terms.any_month[words[i]]
    j = i + 1
    if j < len(words) and words[j] == "." and words[i] in terms.short_months:
        j += 1
    k = j + 1 if j < len(words) and words[j] in (",", *terms.of) else j
    if k < len(words) and (year := year_of(words[k])) is not None:
        return DateMatch(k + 1, "month", CalendarDay(year, month), CalendarDay(year, month))
    if j >= len(words) or day_of(words[j], terms) is None or words[j] in terms.ordinals:
        return None
    if i > 0 and words[i - 1] in terms.month_only and words[j].isdecimal() and _year_after(words, j + 1)[1] is None:
        return None
    listed = _days_listed(words, j, terms)
    end, days = listed if listed is not None else (j + 1, [day_of(words[j], terms) or 0])
    after, year = _year_after(words, end)
    if len(days) > 1 and words[end - 2] in terms.list_joiners and year is None and not _ends_day_list(words, end, terms):
        days, end = days[:1], j + 1
        after, year = _year_after(words, end)
    return DateMatch(after, "day", CalendarDay(year, month, min(days)), CalendarDay(year, month, max(days)))


def _ends_day_list(words: Sequence[str], end: int, terms: TimeTerms) -> bool:
    """Whether what follows "March 6 and 7" shows that the 7 was a day and not a number of people."""
    return end >= len(words) or not words[end][0].isalnum() or words[end] in terms.after_day_list


def _days_listed(words: Sequence[str], i: int, terms: TimeTerms) -> tuple[int, list[int]] | None:
    """The days from ``i`` on: "7", "7-9", "7 to 9", "6, 7 and 8". A list with commas needs a joiner before its last day."""
    first = day_of(words[i], terms)
    if first is None:
        return None
    days, end = [first], i + 1
    j, pending = end, [first]
    while j + 1 < len(words) and len(pending) < _MAX_LISTED_DAYS:
        joiner = words[j]
        if joiner != "," and joiner not in terms.range_joiners and joiner not in terms.list_joiners:
            break
        day = day_of(words[j + 1], terms)
        if day is None or words[j + 1] in terms.ordinals or day <= pending[-1]:
            break
        pending.append(day)
        j += 2
        if joiner != ",":
            days, end = list(pending), j
            break
    return end, days


def _year_after(words: Sequence[str], j: int, *, short_form: bool = False) -> tuple[int, int | None]:
    """The year that follows a day and month, after a comma or not, and the token after it."""
    k = j + 1 if j < len(words) and words[j] in (",", ".") else j
    if k < len(words) and (year := year_of(words[k])) is not None:
        return k + 1, year
    ends = j + 1 >= len(words) or not words[j + 1][0].isalnum()
    if short_form and j < len(words) and len(words[j]) == 2 and words[j].isdecimal() and ends:
        return j + 1, int(words[j])
    return j, None


def _in_figures(tokens: Sequence[Token], words: Sequence[str], i: int, terms: TimeTerms) -> DateMatch | None:
    """As in "2025-03-08", "15/3/2025", "3/15", "08.03.2025": all in figures, with no space between."""
    if dotted := _DOTTED.fullmatch(words[i]):
        day, month, year = (int(part) for part in dotted.groups())
        return _read_figures(i + 1, day, month, year, "dmy")
    run = _run_of_figures(tokens, words, i)
    if run is None:
        return None
    end, mark, parts = run
    if len(parts) == 3 and (year_in_front := year_of(parts[0])) is not None and all(len(part) <= 2 for part in parts[1:]):
        return _whole_date(end, year_in_front, int(parts[1]), int(parts[2]))
    if len(parts) == 3 and len(parts[2]) in ((2, 4) if mark == "/" else (4,)) and all(len(part) <= 2 for part in parts[:2]):
        return _read_figures(end, int(parts[0]), int(parts[1]), int(parts[2]), terms.figure_order)
    if mark == "/" and len(parts) == 2 and all(len(part) <= 2 for part in parts) and max(int(part) for part in parts) > 12:
        return _read_figures(end, int(parts[0]), int(parts[1]), None, terms.figure_order)
    return None


def _run_of_figures(tokens: Sequence[Token], words: Sequence[str], i: int) -> tuple[int, str, list[str]] | None:
    """Figures joined by one kind of mark with no space between: the token after them, the mark, the parts (two or three)."""
    if i + 2 >= len(words) or words[i + 1] not in "-/" or not words[i].isdecimal():
        return None
    mark, parts, j = words[i + 1], [words[i]], i + 1
    while j + 1 < len(words) and words[j] == mark and len(parts) < 4:
        if tokens[j - 1].end != tokens[j].start or tokens[j].end != tokens[j + 1].start or not words[j + 1].isdecimal():
            break
        parts.append(words[j + 1])
        j += 2
    if not 2 <= len(parts) <= 3 or any(len(part) > 4 for part in parts):
        return None
    return j, mark, parts


def _read_figures(end: int, one: int, two: int, year: int | None, order: str) -> DateMatch | None:
    """Day and month from two numbers: told apart by size, else by the order the language is set to, else read both ways."""
    if one > 12 or (order == "dmy" and two <= 12):
        return _whole_date(end, year, two, one)
    if two > 12 or order == "mdy":
        return _whole_date(end, year, one, two)
    return DateMatch(end, "figures", CalendarDay(year, two, one), CalendarDay(year, one, two))


def _whole_date(end: int, year: int | None, month: int, day: int) -> DateMatch | None:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    stated = CalendarDay(year, month, day)
    return DateMatch(end, "day", stated, stated)
