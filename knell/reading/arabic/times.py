"""Times in Arabic text, resolved by the day of publication with the calendar rules every language shares.

Months in the names of the Levant, Egypt and the Maghreb, alone or as a pair ("آذار/مارس"); Hijri dates are recognised and left
unresolved.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from knell.reading.pieces import TimeMention, Unit
from knell.reading.time_anchors import (
    Anchor,
    Stretch,
    months_from,
    parse_anchor,
    resolve_ago,
    resolve_day,
    resolve_month,
    resolve_past,
    resolve_weekday,
    week_of,
    year_of_calendar,
)
from knell.reading.time_dates import CalendarDay
from knell.reading.tokens import Token
from knell.records.vocabulary import TimePrecision
from knell.terms.load import load_terms

from .clitics import stems_of, without_article
from .counts import numerals
from .normalise import fold

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
Phrase = tuple[str, ...]


class TimeWords(NamedTuple):
    """The compiled term file: phrases by their first word, each with what it is and its value."""

    table: Mapping[str, tuple[tuple[Phrase, str, str], ...]]


class _Found(NamedTuple):
    last: int
    stretch: Stretch | None
    precision: TimePrecision | None
    rule: str


def _key(phrase: str) -> Phrase:
    return tuple(without_article(fold(w))[0] for w in phrase.split())


@cache
def time_words() -> TimeWords:
    """The words of time."""
    terms = load_terms("ar", "times")
    rows: dict[str, list[tuple[Phrase, str, str]]] = {}
    sections = {
        "month": terms["months"], "weekday": terms["weekdays"], "day": terms["days"], "stretch": terms["stretches"],
        "part": terms["parts"], "unit": terms["units"], "word": terms["words"], "hijri": terms["hijri"],
    }  # fmt: skip
    for kind, values in sections.items():
        for value, words in values.items():
            for word in words:
                key = _key(word)
                rows.setdefault(key[0], []).append((key, kind, value))
    return TimeWords({k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in rows.items()})


def find_arabic_times(units: Sequence[Unit], published: str | None) -> tuple[TimeMention, ...]:
    """Every time that the units name, in order and without overlap."""
    anchor = parse_anchor(published)
    out: list[TimeMention] = []
    for unit in units:
        keys = [without_article(t.low)[0] for t in unit.tokens]
        at = 0
        while at < len(keys):
            found = _time_at(unit.tokens, keys, at, anchor)
            if found is None:
                at += 1
                continue
            stretch = found.stretch
            first = stretch[0].isoformat() if stretch else None
            to = stretch[1].isoformat() if stretch else None
            bound = "since" if found.rule == "since" else "on"
            start = unit.tokens[at].start + (1 if _wears_one_letter(unit.tokens[at]) else 0)
            out.append(TimeMention(start, unit.tokens[found.last - 1].end, first, to, found.precision, bound, f"arabic.{found.rule}"))
            at = found.last
    return tuple(out)


def _wears_one_letter(token: Token) -> bool:
    words = time_words().table
    return without_article(token.low)[0] not in words and len(token.text) > 2 and not token.text[0].isdecimal()


def _look(keys: Sequence[str], at: int, *kinds: str) -> tuple[int, str] | None:
    """A phrase of one of the kinds at a word: the word after it, its value."""
    if at >= len(keys):
        return None
    for words, kind, value in time_words().table.get(keys[at], ()):
        if kind in kinds and tuple(keys[at : at + len(words)]) == words:
            return at + len(words), value
    return None


def _time_at(tokens: Sequence[Token], keys: Sequence[str], at: int, anchor: Anchor | None) -> _Found | None:
    text = tokens[at].text
    if text[0].isdecimal():
        return _figures(tokens, keys, at, anchor)
    own = list(keys)
    if _look(keys, at, "month", "weekday", "day", "stretch", "part", "word", "hijri") is None:
        stem = next((s for s in stems_of(tokens[at].low) if s.stem in time_words().table and not s.pronoun), None)
        if stem is None:
            return None
        own[at] = stem.stem
    start = at
    part = _look(own, at, "part")
    if part is not None:
        at = part[0]
    day = _look(own, at, "day")
    if day is not None and (part is not None or own[at] not in ("يوم",) or tokens[at].low.startswith("ال")):
        stretch = _shifted(anchor, int(day[1]))
        return _Found(day[0], stretch, "day", "day")
    weekday = _look(own, at, "weekday")
    if weekday is not None and _is_day(tokens, at, part is not None):
        return _weekday(tokens, own, weekday, anchor)
    if part is not None and at < len(tokens) and tokens[at].text[0].isdecimal():
        return _figures(tokens, own, at, anchor)
    if part is not None:
        at = start
    stretch_ = _look(own, at, "stretch")
    if stretch_ is not None:
        return _Found(stretch_[0], *_stretch(stretch_[1], anchor), "stretch")
    return _worded(tokens, own, at, anchor)


def _is_day(tokens: Sequence[Token], at: int, told: bool) -> bool:
    """Whether "the two", "the one", "the five" are a day's name: after "day", or with the article and no number's company."""
    return told or tokens[at].low.removeprefix("و").startswith("ال")


def _weekday(tokens: Sequence[Token], keys: Sequence[str], found: tuple[int, str], anchor: Anchor | None) -> _Found:
    last, value = found
    past = _look(keys, last, "word")
    if past is not None and past[1] == "past":
        day = resolve_weekday(int(value), anchor, strictly=True)
        return _Found(past[0], (day, day) if day else None, "day", "weekday")
    at = last + 1 if last < len(tokens) and tokens[last].text in "،,(" else last
    if at < len(tokens) and tokens[at].text[0].isdecimal():
        date = _figures(tokens, keys, at, anchor)
        if date is not None:
            return date
    day = resolve_weekday(int(value), anchor)
    return _Found(last, (day, day) if day else None, "day", "weekday")


def _stretch(value: str, anchor: Anchor | None) -> tuple[Stretch | None, TimePrecision]:
    unit: TimePrecision = "week" if "week" in value else "month" if "month" in value else "year"
    if anchor is None:
        return None, unit
    back = 0 if value.startswith("this") else -1
    if unit == "month":
        return months_from(anchor, back), unit
    if unit == "year":
        return year_of_calendar(anchor.latest.year + back), unit
    return (week_of(anchor.day + timedelta(days=7 * back)) if anchor.day and anchor.day.year > 1 else None), unit


def _shifted(anchor: Anchor | None, days: int) -> Stretch | None:
    if anchor is None or anchor.day is None or not 1 < anchor.day.year < 9999:
        return None
    day = anchor.day + timedelta(days=days)
    return day, day


def _figures(tokens: Sequence[Token], keys: Sequence[str], at: int, anchor: Anchor | None) -> _Found | None:
    """A date that begins with a number: "6 آذار/مارس 2025", "2025/03/06", "7 رمضان 1446"."""
    whole = _DATE.fullmatch(tokens[at].text)
    if whole is not None:
        year, month, day = (int(g) for g in (whole.group(1, 2, 3) if whole.group(1) else whole.group(6, 5, 4)))
        found = resolve_day(CalendarDay(year, month, day), anchor)
        return _Found(at + 1, (found, found), "day", "date") if found else None
    if not tokens[at].text.isdecimal() or len(tokens[at].text) > 2:
        return None
    day = int(tokens[at].text)
    after = at + 1
    ranged = _days(tokens, keys, at, day, anchor)
    if ranged is not None:
        return ranged
    if after < len(keys) and keys[after] == "من":
        after += 1
    word = _look(keys, after, "word")
    if word is not None and word[1] == "month_word":
        after = word[0]
    hijri = _look(keys, after, "hijri")
    if hijri is not None:
        return _Found(_skip_year(tokens, keys, hijri[0])[0], None, "day", "hijri")
    month_ = _month(tokens, keys, after)
    if month_ is None or not 1 <= day <= 31:
        return None
    end, month, year_ = month_
    found = resolve_day(CalendarDay(year_, month, day), anchor)
    return _Found(end, (found, found) if found else None, "day", "date")


def _days(tokens: Sequence[Token], keys: Sequence[str], at: int, day: int, anchor: Anchor | None) -> _Found | None:
    """The first and last of "بين 6 و10 مارس"."""
    if at + 2 >= len(tokens) or keys[at + 1] not in ("و", "الي", "-", "–") or not tokens[at + 2].text.isdecimal():
        return None
    month = _month(tokens, keys, at + 3)
    if month is None or len(tokens[at + 2].text) > 2:
        return None
    last = resolve_day(CalendarDay(month[2], month[1], int(tokens[at + 2].text)), anchor, forward=False)
    first = resolve_day(CalendarDay(last.year, month[1], day), anchor) if last else None
    return _Found(month[0], (first, last) if first and last and first <= last else None, "days", "range")


def _month(tokens: Sequence[Token], keys: Sequence[str], at: int) -> tuple[int, int, int | None] | None:
    """A month, told twice or once, with its year if it follows."""
    found = _look(keys, at, "month")
    if found is None:
        return None
    end, month = found[0], int(found[1])
    other = end + 1 if end < len(tokens) and tokens[end].text in "/\\-(" else end
    twin = _look(keys, other, "month")
    if twin is not None and int(twin[1]) == month:
        end = twin[0] + (1 if twin[0] < len(tokens) and tokens[twin[0]].text == ")" else 0)
    end, year = _skip_year(tokens, keys, end)
    return end, month, year


def _skip_year(tokens: Sequence[Token], keys: Sequence[str], at: int) -> tuple[int, int | None]:
    word = _look(keys, at, "word")
    j = word[0] if word is not None and word[1] == "year" else at
    if j < len(tokens) and tokens[j].text in "،,":
        j += 1
    if j < len(tokens) and len(tokens[j].text) == 4 and tokens[j].text.isdecimal() and 1000 <= int(tokens[j].text) <= 2200:
        return j + 1, int(tokens[j].text)
    return at, None


def _worded(tokens: Sequence[Token], keys: Sequence[str], at: int, anchor: Anchor | None) -> _Found | None:
    month = _month(tokens, keys, at)
    if month is not None:
        before = keys[at - 1] if at else ""
        sure = month[2] is not None or before in ("شهر", "في", "منذ", "خلال", "اواخر", "اوايل", "منتصف", "نهايه", "مطلع", "/")
        stretch = resolve_month(CalendarDay(month[2], month[1], None), anchor) if sure else None
        return _Found(month[0], stretch, "month", "month") if sure else None
    word = _look(keys, at, "word")
    if word is None:
        return None
    end, value = word
    if value == "year" and end < len(tokens):
        last, year = _skip_year(tokens, keys, at)
        return _Found(last, year_of_calendar(year), "year", "year") if year is not None else None
    if value == "month_word":
        month = _month(tokens, keys, end)
        return _Found(month[0], resolve_month(CalendarDay(month[2], month[1], None), anchor), "month", "month") if month else None
    if value in ("since", "ago"):
        return _since(tokens, keys, at, end, anchor)
    return None


def _since(tokens: Sequence[Token], keys: Sequence[str], at: int, end: int, anchor: Anchor | None) -> _Found | None:
    """ "Three days ago", "since Thursday", "since 6 March"."""
    number, j = 1, end
    if j < len(tokens) and tokens[j].text.isdecimal() and len(tokens[j].text) < 4:
        number, j = int(tokens[j].text), j + 1
    elif j < len(keys) and keys[j] in numerals().simple:
        number, j = numerals().simple[keys[j]][1], j + 1
    unit = _look(keys, j, "unit")
    if unit is not None and number < 1000:
        if keys[j].endswith("ين") and j == end:
            number = 2
        if keys[at] == "قبل":
            precisions: dict[str, TimePrecision] = {"hour": "days", "day": "day"}
            precision = precisions.get(unit[1]) or ("week" if unit[1] == "week" else "month" if unit[1] == "month" else "year")
            return _Found(unit[0], resolve_ago(number, unit[1], anchor), precision, "ago")
        return _Found(unit[0], resolve_past(number, unit[1], anchor), "days", "past")
    if keys[at] != "منذ":
        return None
    then = _time_at(tokens, keys, end, anchor) if end < len(tokens) and keys[end] != "منذ" else None
    if then is None:
        return None
    stretch = (then.stretch[0], max(then.stretch[1], anchor.latest if anchor else then.stretch[1])) if then.stretch else None
    return _Found(then.last, stretch, "days", "since")
