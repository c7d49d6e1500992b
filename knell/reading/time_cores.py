"""The core of a time: the date, day name, month, year or stretch itself, without the words that bind it ("on", "since").

``match_core`` tells which kind starts at a token. What it leaves out, ``times`` grows around it.
"""

import re
from collections.abc import Sequence

from .pieces import Unit
from .plain import Plain
from .time_dates import CalendarDay, match_date, year_of
from .time_terms import TimeTerms

NOWHERE = CalendarDay()
_DECADE = re.compile(r"(?:19|20)\d0s")
_MAX_COUNT_FIGURES = 3


class Core(Plain, frozen=True, order=True, gc=False):
    """A time at tokens ``start``..``end``.

    ``kind``: day, month, year or figures (with ``first`` and ``last``; ``value`` a year counted from that of publication), or
    unresolved; weekday (``value[0]``, with ``value[1]`` a week counted from that of publication where one is named); the kinds of
    ``Relative`` (with ``value``); ago and past (``value[0]`` of ``unit``).
    """

    start: int
    end: int
    kind: str
    first: CalendarDay = NOWHERE
    last: CalendarDay = NOWHERE
    value: tuple[int, ...] = ()
    unit: str = ""


def match_core(unit: Unit, words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    """The time that starts at token ``i``, or ``None``."""
    return (
        match_relative(words, i, terms)
        or _weekday(unit, words, i, terms)
        or _date(unit, words, i, terms)
        or _month(unit, words, i, terms)
        or _year(words, i, terms)
        or _spell(words, i, terms)
    )


def match_relative(words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    """A time told from publication or by a feast: "yesterday", "last week", "Christmas Eve", "the previous day"."""
    match = terms.relative.at(words, i)
    if match is None:
        return None
    end, (kind, value) = match
    if kind in ("week", "calendar_month", "calendar_year"):
        stretch = terms.ending_now.before(words, end - 1)
        if stretch is not None and stretch[0] < i:
            return None  # "in the last week": a stretch that ends now, not the calendar's last week
    if kind in ("unresolved", "stretch") and _joins_a_day(words, end, terms):
        return None  # "at dawn on Friday", "overnight Thursday": the day name carries them
    if isinstance(value, str):
        return Core(i, end, "unresolved", unit=value)
    return Core(i, end, kind, value=value)


def _joins_a_day(words: Sequence[str], end: int, terms: TimeTerms) -> bool:
    after = end + 1 if end < len(words) and terms.before_day.before(words, end + 1) is not None else end
    return after < len(words) and (words[after] in terms.weekdays or words[after] in terms.any_month or words[after][0].isdecimal())


def _weekday(unit: Unit, words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    """As in "Thursday", "Thursday, March 6, 2025", "Wed 05 Apr 2017", "Thursday of last week"."""
    full = words[i] in terms.weekdays
    if not full and words[i] not in terms.short_weekdays:
        return None
    j = i + 1
    while j < len(words) and j <= i + 2 and words[j] in (",", ".", "("):
        j += 1
    if j < len(words) and (date := match_date(unit.tokens, words, j, terms)) is not None and date.kind == "day":
        end = date.end + 1 if date.end < len(words) and words[date.end] == ")" and words[j - 1] == "(" else date.end
        return Core(i, end, "day", date.first, date.last)
    if not full or (i > 0 and words[i - 1] in terms.not_after) or (i + 1 < len(words) and words[i + 1] in terms.not_before):
        return None
    j = i + 2 if i + 1 < len(words) and words[i + 1] in terms.of else i + 1
    week = terms.relative.at(words, j)
    if week is not None and week[1].kind == "week" and isinstance(week[1].value, tuple):
        return Core(i, week[0], "weekday", value=(terms.weekdays[words[i]], week[1].value[0]))
    return Core(i, i + 1, "weekday", value=(terms.weekdays[words[i]],))


def _date(unit: Unit, words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    if words[i] in terms.common and i > 0 and unit.tokens[i].text.islower() and _is_mixed(unit):
        return None
    found = match_date(unit.tokens, words, i, terms)
    if found is None:
        return _day_of_relative_month(words, i, terms)
    end = found.end
    if end + 1 < len(words) and words[end] == "," and words[end + 1] in terms.weekdays:
        end += 2  # "6 March, Thursday"
    return _in_told_year(Core(i, end, found.kind, found.first, found.last), words, terms)


def _in_told_year(core: Core, words: Sequence[str], terms: TimeTerms) -> Core:
    """As in "in February of last year", "on 5 May last year": ``value`` is the year counted from that of publication."""
    if core.first.year is not None or core.kind not in ("day", "month"):
        return core
    j = core.end + 1 if core.end < len(words) and words[core.end] in terms.of else core.end
    told = terms.relative.at(words, j)
    if told is None or told[1].kind != "calendar_year" or isinstance(told[1].value, str) or words[j] in terms.bare_articles:
        return core
    return core._replace(end=told[0], value=told[1].value)


def _day_of_relative_month(words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    """As in "the 15th of this month"."""
    if i + 2 >= len(words) or words[i + 1] not in terms.of or not words[i][0].isdecimal():
        return None
    figures = "".join(c for c in words[i] if c.isdecimal())
    month = terms.relative.at(words, i + 2)
    if len(figures) > 2 or month is None or month[1].kind != "calendar_month" or isinstance(month[1].value, str):
        return None
    return Core(i, month[0], "day_of_month", value=(int(figures), month[1].value[0]))


def _month(unit: Unit, words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    """A month by its name alone: only where a word before it shows that it is one, and a common word only on firmer signs."""
    word = words[i]
    if word in terms.joined_words and terms.joined_words[word] in terms.months:
        month = CalendarDay(None, terms.months[terms.joined_words[word]])
        if i + 1 < len(words) and (year := year_of(words[i + 1])) is not None:
            month = CalendarDay(year, month.month)
            return Core(i, i + 2, "month", month, month)
        return _in_told_year(Core(i, i + 1, "month", month, month), words, terms)
    if word not in terms.months or i == 0:
        return None
    if word in terms.common:
        if words[i - 1] not in terms.common_signs or (unit.tokens[i].text.islower() and _is_mixed(unit)):
            return None
    elif words[i - 1] not in terms.month_signs and terms.before_month.before(words, i) is None and not _since_the(words, i, terms):
        return None
    return _in_told_year(month_at(words, i, terms), words, terms)


def _since_the(words: Sequence[str], i: int, terms: TimeTerms) -> bool:
    """Whether the month or year only says which: "since the 2021 coup", "since the November ceasefire"."""
    return i > 1 and words[i - 1] in terms.from_then_articles and words[i - 2] in terms.from_then


def month_at(words: Sequence[str], i: int, terms: TimeTerms) -> Core:
    """The month whose name stands at ``i``."""
    month = CalendarDay(None, terms.months[words[i]])
    return Core(i, i + 1, "month", month, month)


def _is_mixed(unit: Unit) -> bool:
    """Whether the unit uses capitals and small letters, so that a small "may" is no month. Looks at a few tokens only."""
    return any(token.text[0].isupper() for token in unit.tokens[:40])


def _year(words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    """As in "in 2011", "2011-2018", "2015-16", "the 1990s", "mid-2011", "summer 2014"."""
    word = words[i]
    if _DECADE.fullmatch(word):
        return Core(i, i + 1, "year", CalendarDay(int(word[:-1])), CalendarDay(int(word[:-1]) + 9))
    if word in terms.joined_words and (joined := year_of(terms.joined_words[word])) is not None:
        return Core(i, i + 1, "year", CalendarDay(joined), CalendarDay(joined))
    year = year_of(word)
    if year is None:
        if word in terms.seasons and i + 1 < len(words) and (year := year_of(words[i + 1])) is not None:
            return Core(i, i + 2, "year", CalendarDay(year), CalendarDay(year))
        return None
    if i > 0 and (words[i - 1] in terms.year_signs or _since_the(words, i, terms)):
        return Core(i, i + 1, "year", CalendarDay(year), CalendarDay(year))
    follows_word = i + 1 < len(words) and words[i + 1][0].isalnum() and words[i + 1] not in terms.range_joiners
    if (i > 0 and words[i - 1] in terms.year_weak and not follows_word) or _opens_year_range(words, i, terms):
        return Core(i, i + 1, "year", CalendarDay(year), CalendarDay(year))
    return None


def _opens_year_range(words: Sequence[str], i: int, terms: TimeTerms) -> bool:
    """As in "2011-2018": two years in a row, the second not before the first."""
    if i + 2 >= len(words) or words[i + 1] not in terms.range_joiners:
        return False
    return short_year(words, year_of(words[i]), i + 2) is not None


def short_year(words: Sequence[str], year: int | None, j: int) -> Core | None:
    """The "16" of "2015-16" and the "2018" of "2011 to 2018": a later year at ``j``, after a mark or a word that joins."""
    if year is None or j >= len(words) or not words[j].isdecimal():
        return None
    if len(words[j]) == 2 and words[j - 1] in "-–":
        value = year // 100 * 100 + int(words[j])
    elif len(words[j]) == 4:
        value = int(words[j])
    else:
        return None
    return Core(j, j + 1, "year", CalendarDay(value), CalendarDay(value)) if value > year else None


def _spell(words: Sequence[str], i: int, terms: TimeTerms) -> Core | None:
    """As in "two days ago", "in the past 24 hours", "over two days", "the past week", "three days later"."""
    number, j = 1, i
    if words[i] not in terms.units:
        spelt = terms.small_numbers.get(words[i])
        if spelt is None and not (words[i].isdecimal() and len(words[i]) <= _MAX_COUNT_FIGURES):
            return None
        number, j = spelt if spelt is not None else int(words[i]), i + 1
        if j < len(words) and words[j] == "-":
            j += 1
    if j >= len(words) or words[j] not in terms.units:
        return None
    unit, end = terms.units[words[j]], j + 1
    if j > i and end < len(words):
        if words[end] in terms.ago:
            return Core(i, end + 1, "ago", value=(number,), unit=unit)
        if words[end] in terms.later:
            return Core(i, end + 1, "unresolved", unit={"hour": "day", "fortnight": "week", "decade": "year"}.get(unit, unit))
    if end < len(words) and words[end] in terms.not_before_of:
        return None
    opening = terms.ending_now.before(words, i)
    if opening is None and j > i and unit in ("hour", "day"):
        opening = terms.short_spell.before(words, i)
    return None if opening is None else Core(opening[0], end, "past", value=(number,), unit=unit)
