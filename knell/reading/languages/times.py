"""Times in words, resolved by the day of publication with the calendar rules every language shares.

Calendars of which the terms know only the months (Hijri) are recognised and left unresolved.
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

from .counts import counting
from .language import Language, terms_of

_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_AGO: Mapping[str, TimePrecision] = {"hour": "days", "day": "day", "week": "week", "month": "month"}
_MOST_KEPT = 60_000
Phrase = tuple[str, ...]


_OUTBREAK_WITHIN = 7
"""Words before a time within which "since the outbreak of" stands."""
_RUNNING = frozenset({"since", "past", "ago"})
"""Rules of times that already run up to the report."""


class _Found(NamedTuple):
    last: int
    stretch: Stretch | None
    precision: TimePrecision | None
    rule: str


class _Month(NamedTuple):
    last: int
    month: int
    year: int | None


class Calendar:
    """The times of one language: its phrases by their first word, each with what it is and its value."""

    def __init__(self, language: Language) -> None:
        self.language = language
        terms = terms_of(language, "times")
        rows: dict[str, list[tuple[Phrase, str, str]]] = {}
        sections = {
            "month": "months", "weekday": "weekdays", "day": "days", "stretch": "stretches", "part": "parts", "unit": "units",
            "word": "words", "hijri": "hijri", "ordinal": "ordinals",
        }  # fmt: skip
        for kind, section in sections.items():
            for value, words in terms.get(section, {}).items():
                for phrase in words:
                    key = language.key(phrase)
                    rows.setdefault(key[0], []).append((key, kind, value))
        self.table = {k: tuple(sorted(v, key=lambda x: -len(x[0]))) for k, v in rows.items()}
        # Words that are never a time by themselves ("in", "from"), with the words that their phrases go on with.
        self._leading = {
            k: frozenset(words[1] for words, _, _ in v if len(words) > 1)
            for k, v in rows.items()
            if all(kind == "word" for _, kind, _ in v)
        }
        self._begins: dict[str, bool] = {}
        self.sure = language.key(" ".join(terms["sure"]["before"]))
        self.plural = frozenset(language.fold(w) for w in terms.get("dual", {}).get("units", ()))

    def find(self, units: Sequence[Unit], published: str | None) -> tuple[TimeMention, ...]:
        """Every time that the units name, in order and without overlap."""
        anchor = parse_anchor(published)
        out: list[TimeMention] = []
        for unit in units:
            begins = [self._may_begin(token) for token in unit.tokens]
            if True not in begins:
                continue
            keys = self.language.bares(unit.tokens)
            walk = _Walk(self, unit.tokens, keys, anchor)
            at = 0
            while at < len(keys):
                found = walk.time_at(at) if begins[at] and self._goes_on(keys, begins, at) else None
                if found is None:
                    at += 1
                    continue
                if found.rule not in _RUNNING and walk.is_outbreak(walk.start):
                    found = walk.open(found)
                first, to = (day.isoformat() for day in found.stretch) if found.stretch else (None, None)
                bound = "since" if found.rule == "since" else "on"
                start = unit.tokens[walk.start].start + self._worn(unit.tokens[walk.start], keys[walk.start])
                rule = f"{self.language.code}.{found.rule}"
                out.append(TimeMention(start, unit.tokens[found.last - 1].end, first, to, found.precision, bound, rule))
                at = found.last
        return tuple(out)

    def _goes_on(self, keys: Sequence[str], begins: Sequence[bool], at: int) -> bool:
        """Whether a word that leads to a time ("in", "ago" before its number in some languages) has before it what may be one."""
        after = self._leading.get(keys[at])
        if after is None:
            return True
        return at + 1 < len(keys) and (begins[at + 1] or keys[at + 1] in after or keys[at + 1] in counting(self.language).terms.simple)

    def _may_begin(self, token: Token) -> bool:
        """Whether a time may begin at a word: a figure, or a word of the table, whatever it wears."""
        low = token.low
        known = self._begins.get(low)
        if known is None:
            bare = self.language.bare(low)
            known = token.text[0].isdecimal() or bare in self.table or any(s.stem in self.table for s in self.language.stems(low))
            if len(self._begins) < _MOST_KEPT:
                self._begins[low] = known
        return known

    def _worn(self, token: Token, key: str) -> int:
        """How many letters of a conjunction or preposition a time's first word wears."""
        if key in self.table or token.text[0].isdecimal():
            return 0
        stem = next((s for s in self.language.stems(token.low) if s.stem in self.table and not s.pronoun), None)
        if stem is None:
            return 0
        worn = len(stem.conjunction) + len(stem.preposition)
        return worn if token.text[:worn] == stem.conjunction + stem.preposition else 0


class _Walk:
    """One unit's times. ``start``: the token that the time found last begins at."""

    def __init__(self, calendar: Calendar, tokens: Sequence[Token], keys: Sequence[str], anchor: Anchor | None) -> None:
        self.calendar, self.tokens, self.anchor = calendar, tokens, anchor
        self.keys = list(keys)
        self.start = 0

    def look(self, at: int, *kinds: str) -> tuple[int, str] | None:
        """A phrase of one of the kinds at a word: the word after it, its value."""
        keys = self.keys
        if at >= len(keys):
            return None
        for words, kind, value in self.calendar.table.get(keys[at], ()):
            if kind in kinds and (len(words) == 1 or tuple(keys[at : at + len(words)]) == words):
                return at + len(words), value
        return None

    def word(self, at: int, *values: str) -> int | None:
        """The token after a small word of time at a token, if there is one of these."""
        for words, kind, value in self.calendar.table.get(self.keys[at], ()) if at < len(self.keys) else ():
            if kind == "word" and value in values and tuple(self.keys[at : at + len(words)]) == words:
                return at + len(words)
        return None

    def skip(self, at: int, *values: str) -> int:
        """The token after the small words of these kinds that stand at a token."""
        while (after := self.word(at, *values)) is not None:
            at = after
        return at

    # -- one time ----------------------------------------------------------------------------------------------------

    def time_at(self, at: int) -> _Found | None:
        """The time that begins at a token."""
        self.start = at
        text = self.tokens[at].text
        if text[0].isdecimal():
            return self.figures(at)
        kinds = self.calendar.table.get(self.keys[at])
        if kinds is None:
            table = self.calendar.table
            stem = next((s for s in self.calendar.language.stems(self.tokens[at].low) if s.stem in table and not s.pronoun), None)
            if stem is None:
                return None
            self.keys[at] = stem.stem
        at = self.skip(at, "the") if self.word(at, "the") is not None else at
        if at >= len(self.tokens):
            return None
        if at > self.start and self.tokens[at].text[0].isdecimal():
            return self.figures(at)
        return self._named(at)

    def _named(self, at: int) -> _Found | None:
        start = at
        lead = self.skip(at, "past", "this")
        weekday = self.look(lead, "weekday") if lead > at else None
        if weekday is not None:
            return self._weekday(weekday, strictly=self.word(lead - 1, "past") is not None)
        part = self.look(at, "part")
        if part is not None:
            at = self.skip(part[0], "of", "the", "this", "past")
            at = at + 1 if self._is_plain_day(at) else at
        day = None if self._is_plain_day(at) else self.look(at, "day")
        if day is not None:
            return _Found(self._with_part(day[0]), self._shifted(int(day[1])), "day", "day")
        weekday = self.look(at, "weekday")
        if weekday is not None and (part is not None or self._is_day(at)):
            return self._weekday(weekday)
        ordinal = self.look(at, "ordinal")
        if ordinal is not None:
            month = self._month(self.skip(ordinal[0], "of", "day_word", "month_word"))
            if month is not None:
                return self._day_of(month, int(ordinal[1]))
        if part is not None and at < len(self.tokens) and self.tokens[at].text[0].isdecimal():
            return self.figures(at)
        stretch = self.look(start, "stretch")
        if stretch is not None:
            return _Found(stretch[0], *self._stretch(stretch[1]), "stretch")
        return self._worded(start)

    def _is_plain_day(self, at: int) -> bool:
        """Whether a token is "day" before its name, and not "today", which differs by its article alone."""
        return self.word(at, "day_word") is not None and not any(x.definite for x in self.calendar.language.stems(self.tokens[at].low)[:1])

    def _with_part(self, at: int) -> int:
        """Past a part of the day that stands behind its day: "yesterday evening"."""
        after = self.skip(at, "by", "the")
        part = self.look(after, "part")
        return part[0] if part is not None else at

    def _is_day(self, at: int) -> bool:
        """Whether a day's name that is a number's too ("the two" is Monday in Arabic) is the day: then it wears its article."""
        language = self.calendar.language
        if self.keys[at] not in counting(language).terms.simple:
            return True
        return any(s.definite and s.stem == self.keys[at] for s in language.stems(self.tokens[at].low))

    def _weekday(self, found: tuple[int, str], *, strictly: bool = False) -> _Found:
        last, value = found
        past = self.word(last, "past")
        if past is not None or strictly:
            day = resolve_weekday(int(value), self.anchor, strictly=True)
            last = past if past is not None else last
            after = self.look(self.skip(last, "by", "the"), "part") if past is None else None
            return _Found(after[0] if after else last, (day, day) if day else None, "day", "weekday")
        at = last + 1 if last < len(self.tokens) and self.tokens[last].text in "،,(" else last
        part = self.look(at, "part")
        at = self.skip(part[0] if part is not None else at, "the", "day_word")
        if at < len(self.tokens) and self.tokens[at].text[0].isdecimal():
            date = self.figures(at)
            if date is not None:
                day = resolve_weekday(int(value), self.anchor)
                if date.stretch is None and date.rule == "hijri" and day is not None:
                    return date._replace(stretch=(day, day), rule="weekday")
                return date
        ordinal = self.look(at, "ordinal")
        month = self._month(self.skip(ordinal[0], "of", "month_word")) if ordinal is not None else None
        if ordinal is not None and month is not None:
            return self._day_of(month, int(ordinal[1]))
        day = resolve_weekday(int(value), self.anchor)
        return _Found(part[0] if part is not None else self._with_part(last), (day, day) if day else None, "day", "weekday")

    def _stretch(self, value: str) -> tuple[Stretch | None, TimePrecision]:
        unit: TimePrecision = "week" if "week" in value else "month" if "month" in value else "year" if "year" in value else "days"
        anchor = self.anchor
        if anchor is None:
            return None, unit
        back = 0 if value.startswith(("this", "start_of")) else -1
        if value == "start_of_year":
            whole = year_of_calendar(anchor.latest.year)
            return (whole[0], anchor.latest) if whole else None, "days"
        if unit == "days":
            return resolve_past(int(value.partition("_")[2]), "day", anchor), unit
        if unit == "month":
            return months_from(anchor, back), unit
        if unit == "year":
            return year_of_calendar(anchor.latest.year + back), unit
        return (week_of(anchor.day + timedelta(days=7 * back)) if anchor.day and anchor.day.year > 1 else None), unit

    def _shifted(self, days: int) -> Stretch | None:
        anchor = self.anchor
        if anchor is None or anchor.day is None or not 1 < anchor.day.year < 9999:
            return None
        day = anchor.day + timedelta(days=days)
        return day, day

    # -- dates -------------------------------------------------------------------------------------------------------

    def figures(self, at: int) -> _Found | None:
        """A date that begins with a number: "6 March 2025", "2025/03/06", "7 Ramadan 1446"."""
        text = self.tokens[at].text
        whole = _DATE.fullmatch(text)
        if whole is not None:
            year, month, day = (int(g) for g in (whole.group(1, 2, 3) if whole.group(1) else whole.group(6, 5, 4)))
            found = resolve_day(CalendarDay(year, month, day), self.anchor)
            return _Found(at + 1, (found, found), "day", "date") if found else None
        digits = text.removesuffix("º").removesuffix("°")
        if not digits.isdecimal() or len(digits) > 2:
            return None
        day = int(digits)
        ranged = self._days(at, day)
        if ranged is not None:
            return ranged
        after = self.skip(at + 1, "of", "month_word")
        hijri = self.look(after, "hijri")
        if hijri is not None:
            return _Found(self._skip_year(hijri[0])[0], None, "day", "hijri")
        found_month = self._month(after)
        return self._day_of(found_month, day) if found_month is not None and 1 <= day <= 31 else None

    def _day_of(self, month: _Month, day: int) -> _Found:
        found = resolve_day(CalendarDay(month.year, month.month, day), self.anchor)
        return _Found(month.last, (found, found) if found else None, "day", "date")

    def _days(self, at: int, day: int) -> _Found | None:
        """The first and last of "between 6 and 10 March", or of "6 March to 10 March"."""
        joiner = self.skip(at + 1, "of", "month_word")
        opening = self._month(joiner)
        joiner = opening.last if opening is not None else at + 1
        if joiner >= len(self.tokens) or not self._joins(joiner):
            return None
        other = self.skip(joiner + 1, "the")
        if other >= len(self.tokens) or not self.tokens[other].text.isdecimal() or len(self.tokens[other].text) > 2:
            return None
        month = self._month(self.skip(other + 1, "of", "month_word"))
        if month is None:
            return None
        last = resolve_day(CalendarDay(month.year, month.month, int(self.tokens[other].text)), self.anchor, forward=False)
        first_month, first_year = (opening.month, opening.year) if opening is not None else (month.month, None)
        first = resolve_day(CalendarDay(first_year or last.year, first_month, day), self.anchor) if last else None
        return _Found(month.last, (first, last) if first and last and first <= last else None, "days", "range")

    def _joins(self, at: int) -> bool:
        low = self.tokens[at].low
        says = self.calendar.language.says
        return low in ("-", "–") or says("and", low) or says("to", low) or says("until", low)

    def _month(self, at: int) -> _Month | None:
        """A month, told twice or once, with its year if it follows."""
        found = self.look(at, "month")
        if found is None:
            return None
        end, month = found[0], int(found[1])
        other = end + 1 if end < len(self.tokens) and self.tokens[end].text in "/\\-(" else end
        twin = self.look(other, "month")
        if twin is not None and int(twin[1]) == month:
            end = twin[0] + (1 if twin[0] < len(self.tokens) and self.tokens[twin[0]].text == ")" else 0)
        end, year = self._skip_year(end)
        return _Month(end, month, year)

    def _skip_year(self, at: int) -> tuple[int, int | None]:
        """A year behind a month, with the small words before it."""
        j = self.skip(at, "of", "year")
        if j < len(self.tokens) and self.tokens[j].text in "،,":
            j += 1
        if j < len(self.tokens) and len(self.tokens[j].text) == 4 and self.tokens[j].text.isdecimal():
            year = int(self.tokens[j].text)
            if 1000 <= year <= 2200:
                return j + 1, year
        return at, None

    # -- other words -------------------------------------------------------------------------------------------------

    def _worded(self, at: int) -> _Found | None:
        month = self._month(at)
        if month is not None:
            before = self.keys[at - 1] if at else ""
            sure = month.year is not None or before in self.calendar.sure or self.keys[self.start] != self.keys[at]
            stretch = resolve_month(CalendarDay(month.year, month.month, None), self.anchor) if sure else None
            return _Found(month.last, stretch, "month", "month") if sure else None
        hijri = self.look(at, "hijri")
        if hijri is not None:
            last, year = self._skip_year(hijri[0])
            return _Found(last, None, "month", "hijri") if year is not None or self._told_month(at) else None
        for value in ("year", "month_word", "since", "ago"):
            end = self.word(at, value)
            if end is None or end >= len(self.tokens):
                continue
            if value == "year":
                last, told = self._skip_year(at)
                if told is not None:
                    return _Found(last, year_of_calendar(told), "year", "year")
            elif value == "month_word":
                month = self._month(self.skip(end, "of"))
                if month is not None:
                    return _Found(month.last, resolve_month(CalendarDay(month.year, month.month, None), self.anchor), "month", "month")
            else:
                found = self._since(at, end, ago=value == "ago")
                if found is not None:
                    return found
        return self._last_of(at)

    def _told_month(self, at: int) -> bool:
        return at > 0 and any(k == "word" and v == "month_word" for _, k, v in self.calendar.table.get(self.keys[at - 1], ()))

    def _count(self, at: int) -> tuple[int, int]:
        """A small number at a token, and the token after it; 1 where there is none."""
        if at < len(self.tokens) and self.tokens[at].text.isdecimal() and len(self.tokens[at].text) < 4:
            return at + 1, int(self.tokens[at].text)
        simple = counting(self.calendar.language).terms.simple
        if at < len(self.keys) and self.keys[at] in simple:
            return at + 1, simple[self.keys[at]][1]
        return at, 1

    def _since(self, at: int, end: int, *, ago: bool) -> _Found | None:
        """ "Three days ago", "since Thursday", "since 6 March"."""
        j, number = self._count(end)
        begun, start = self.start, self.skip(end, "the")
        if not ago and j == end and start < len(self.tokens) and self.word(end, "since") is None:
            then = self.time_at(start)
            self.start = begun
            if then is not None:
                return self.open(then)
        unit = self.look(j, "unit")
        if unit is not None and number < 1000:
            if j == end and self.tokens[j].low in self.calendar.plural:
                number = 2
            if ago:
                return _Found(unit[0], resolve_ago(number, unit[1], self.anchor), _AGO.get(unit[1], "year"), "ago")
            return _Found(unit[0], resolve_past(number, unit[1], self.anchor), "days", "past")
        if ago or j == end or self.word(end, "since") is not None:
            return None
        then = self.time_at(start)
        self.start = begun
        return self.open(then) if then is not None else None

    def is_outbreak(self, at: int) -> bool:
        """Whether what stands before a time says that a war or the like began then: "since the outbreak of the war in April"."""
        back = range(max(0, at - _OUTBREAK_WITHIN), at)
        since = next((k for k in back if self.word(k, "since") is not None), None)
        return since is not None and any(self.word(k, "outbreak") is not None for k in range(since + 1, at))

    def open(self, then: _Found) -> _Found:
        """From a time up to publication."""
        latest = self.anchor.latest if self.anchor else None
        stretch = (then.stretch[0], max(then.stretch[1], latest or then.stretch[1])) if then.stretch else None
        return _Found(then.last, stretch, "days", "since")

    def _last_of(self, at: int) -> _Found | None:
        """ "The last 24 hours", "the past two weeks": the number and its unit before or after the word."""
        end = self.word(at, "during")
        if end is None:
            return None
        end = self.skip(end, "the")
        past = self.word(end, "past")
        j, number = self._count(past if past is not None else end)
        if past is None:
            past = self.word(j, "past")
            j = past if past is not None else j
        unit = self.look(j, "unit")
        if unit is None or number >= 1000:
            return None
        if self.tokens[j].low in self.calendar.plural or self.calendar.language.bare(self.tokens[j].low) in self.calendar.plural:
            number = 2
        behind = self.word(unit[0], "past")
        if past is None and behind is None and (j == end or self.word(at, "within") is None):
            return None
        return _Found(behind or unit[0], resolve_past(number, unit[1], self.anchor), "days", "past")


@cache
def calendar_of(language: Language) -> Calendar:
    """How a language tells the time, compiled once a process."""
    return Calendar(language)
