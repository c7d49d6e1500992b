"""The times a text names, resolved against publication where the words and the calendar allow it.

In order: a dateline; then, unit by unit from left to right, 1. the core of a time (``time_cores``), 2. the second end of a range,
3. the words around it that bind it, 4. its place on the calendar (``time_anchors``). What cannot be placed stays, unresolved.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from knell.records.vocabulary import TimePrecision, values

from .phrases import FIGURES
from .pieces import TimeMention, Unit
from .plain import Plain
from .report_days import HEAD, own_day
from .time_anchors import (
    Anchor,
    Stretch,
    full_year,
    month_of,
    months_from,
    parse_anchor,
    resolve_ago,
    resolve_day,
    resolve_figures,
    resolve_month,
    resolve_past,
    resolve_relative,
    resolve_weekday,
    week_of,
    year_of_calendar,
)
from .time_cores import Core, match_core, match_relative, month_at, short_year
from .time_dates import CalendarDay
from .time_terms import TimeTerms, time_terms

__all__ = ["TimeTerms", "find_times", "time_terms"]

_RANGED = frozenset({"day", "month", "year", "weekday", "offset"})
_UNBOUND = frozenset({"offset", "stretch", "unresolved"})
"""Times whose words bind themselves: "overnight", "yesterday", "the previous day"."""
_OVERHANG = timedelta(days=31)
"""How far past publication the end of a range may lie before the range is read as an earlier one."""
_NEAR_DATELINE = 14
"""A dateline's date starts within this many tokens of its unit, and its unit is one of the first few."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_BOUND = re.compile(r"\b(?:on|of|since|by|until|till|from|before|after)\b", re.IGNORECASE)
_DATELINE_UNITS = 4
_BEGUN_WITHIN = 16
"""Tokens before a time within which the war that began then, and "since", stand."""
_PRECISION: dict[str, TimePrecision] = {
    "day": "day", "month": "month", "year": "year", "weekday": "day", "offset": "day", "stretch": "days", "week": "week",
    "weekend": "days", "calendar_month": "month", "calendar_year": "year", "feast": "day", "past": "days", "day_of_month": "day",
}  # fmt: skip
_AGO_PRECISION: dict[str, TimePrecision] = {
    "hour": "days", "day": "day", "week": "week", "fortnight": "week", "month": "month", "year": "year", "decade": "year",
}  # fmt: skip
_PRECISIONS = frozenset(values(TimePrecision))


class _Found(Plain, frozen=True, order=True, gc=False):
    """A time with what binds it: tokens ``start``..``end``; ``last`` is the second end of a range."""

    start: int
    end: int
    core: Core
    last: Core | None
    bound: str
    turn: str
    forward: bool


def find_times(text: str, units: Sequence[Unit], published: str | None, terms: TimeTerms) -> tuple[TimeMention, ...]:
    """Every time the units name, in order and without overlap. ``published`` as in the report (a day, a month or a moment).

    A dateline with a full date anchors a text whose publication is not known. Bound "since" runs to the publication day, and its
    ``to`` is ``None`` where that is not known; "until" and "before" give the named time itself. ``text`` is what offsets are into.
    """
    anchor = parse_anchor(published)
    dateline = _find_dateline(text, units, anchor, terms)
    if anchor is None and dateline is not None and dateline.from_ is not None:
        anchor = parse_anchor(dateline.to)
    told = [_times_of(unit, anchor, terms) for unit in units]
    head = [mention for unit, mentions in zip(units, told, strict=True) if unit.start < HEAD for mention in mentions]
    own = own_day(text, head, anchor, terms)
    found: list[TimeMention] = []
    for mentions in told:
        for mention in mentions:
            if dateline is not None and mention.start <= dateline.start < mention.end:
                found.append(dateline)
            elif mention.start == own or (anchor is not None and mention.start < HEAD and _is_stamp(text, mention, anchor)):
                found.append(mention._replace(rule="dateline"))
            else:
                found.append(mention)
    return tuple(found)


def _is_stamp(text: str, mention: TimeMention, anchor: Anchor) -> bool:
    """Whether a full date at the head of a report is its publication day set between title and text: no word binds it to a deed."""
    day = parse_anchor(mention.from_)
    return (
        day is not None
        and mention.from_ == mention.to
        and day.day is not None
        and day.day == anchor.day
        and _YEAR.search(text, mention.start, mention.end) is not None
        and not _BOUND.search(text, max(0, mention.start - 6), mention.end)
    )


def _times_of(unit: Unit, anchor: Anchor | None, terms: TimeTerms) -> list[TimeMention]:
    words = unit.lows
    mentions: list[TimeMention] = []
    floor = 0
    for i, start in enumerate(map(terms.starts.__getitem__, words)):
        if not start or i < floor:
            continue
        core = match_core(unit, words, i, terms) if start == 1 else match_relative(words, i, terms)
        if core is None or core.start < floor:
            continue
        found = _bind(unit, words, core, floor, terms)
        mentions.append(_mention(unit, found, anchor))
        floor = found.end
    return mentions


def _bind(unit: Unit, words: Sequence[str], core: Core, floor: int, terms: TimeTerms) -> _Found:
    """The core with its second end, its parts of day and the words that bind it."""
    end = _skip_parts(words, core.end, core.kind, terms)
    opened = core.start > floor and words[core.start - 1] in terms.openers
    last = _second_end(unit, words, core, end, opened, terms)
    if last is not None:
        end = _skip_parts(words, last.end, last.kind, terms)
    start, bound, turn = _grow_left(words, core, floor, terms)
    ranged = last is not None or core.first != core.last
    if ranged and start > floor and words[start - 1] in terms.openers:
        start, bound = start - 1, "on"
    if end < len(words) and words[end] in terms.onward:
        end, bound = end + 1, "since"
        if start > floor and words[start - 1] in terms.openers:
            start -= 1
    elif bound == "on" and _is_a_beginning(words, start, floor, terms):
        bound = "since"
    window = words[max(0, start - terms.future_window) : start]
    forward = turn == "next" or any(word in terms.future for word in window)
    return _Found(start, end, core, last, bound, turn, forward)


def _is_a_beginning(words: Sequence[str], start: int, floor: int, terms: TimeTerms) -> bool:
    """Whether the time is when a war or the like began: "since the conflict broke out in March", "in the revolt that began in 2011"."""
    back = words[max(floor, start - _BEGUN_WITHIN) : start]
    if not any(word in terms.lasting for word in back):
        return False
    if any(word in terms.from_then for word in back):
        return any(word in terms.begins or word in terms.beginnings for word in back)
    # Without "since" the verb stands right before the time, but for "out", "first" or what it began with.
    return any(word in terms.begins for word in back[-5:])


def _skip_parts(words: Sequence[str], end: int, kind: str, terms: TimeTerms) -> int:
    """Past the parts of the day that follow a day: "Thursday night"."""
    if kind in ("day", "weekday", "offset", "feast"):
        for _ in range(2):
            part = terms.after_day.at(words, end)
            if part is None:
                break
            end = part[0]
    return end


def _second_end(unit: Unit, words: Sequence[str], core: Core, end: int, opened: bool, terms: TimeTerms) -> Core | None:
    """The other end of "from 6 March to 10 March", "Thursday and Friday", "2011-2018"."""
    if core.kind not in _RANGED or end + 1 >= len(words):
        return None
    joiner = words[end]
    listed = joiner in terms.list_joiners
    if not (joiner in terms.range_joiners or (listed and not opened)):
        return None
    j = end + 1
    part = terms.before_day.at(words, j)
    if part is not None and match_core(unit, words, j, terms) is None:
        j = part[0]
    if j >= len(words):
        return None
    other = match_core(unit, words, j, terms) or short_year(words, core.first.year, j)
    if other is None and core.kind == "month" and words[j] in terms.months:
        other = month_at(words, j, terms)
    if other is None or other.start != j or other.kind not in _RANGED:
        return None
    if listed and not opened and not _adjacent(core, other):
        return None
    same = other.kind == core.kind or {core.kind, other.kind} <= {"day", "weekday", "offset"}
    return other if same else None


def _adjacent(core: Core, other: Core) -> bool:
    """Whether two times joined by "and" can be one stretch: day names at most two days apart, or days of one month."""
    if core.kind == other.kind == "weekday":
        return len(core.value) == len(other.value) == 1 and 0 < (other.value[0] - core.value[0]) % 7 <= 2
    if core.kind == other.kind == "offset":
        return abs(other.value[0] - core.value[0]) == 1
    return False


def _grow_left(words: Sequence[str], core: Core, floor: int, terms: TimeTerms) -> tuple[int, str, str]:
    """Where the words that bind a core start, how they bind, and whether "last" or "next" turns it."""
    start, bound, turn = core.start, "on", ""
    if core.kind == "past":
        return start, bound, turn
    if core.kind in ("weekday", "month") and (turned := terms.turns.before(words, start, floor)) is not None:
        start, turn = turned
    parts = {"month": terms.before_month, "calendar_month": terms.before_month, "year": terms.before_year}.get(core.kind, terms.before_day)
    for _ in range(3):
        binder, part = terms.bounds.before(words, start, floor), parts.before(words, start, floor)
        if part is not None and (binder is None or part[0] < binder[0]):
            start = part[0]
            opening = terms.bounds.at(words, start)
            if opening is not None and opening[1] != "on":
                bound = opening[1]
            continue
        if binder is not None:
            if binder[1] == "on" and core.kind in _UNBOUND and not words[core.start][0].isdecimal():
                break
            start, bound = binder
            bound = "since" if bound == "after" else bound
        break
    return start, bound, turn


def _mention(unit: Unit, found: _Found, anchor: Anchor | None) -> TimeMention:
    """The found time with its days. The rule's name is the core's kind."""
    tokens = unit.tokens
    start, end = tokens[found.start].start, tokens[found.end - 1].end
    stretch, precision = _resolve(found, anchor)
    rule = found.core.kind if found.last is None else f"{found.core.kind}_range"
    if stretch is None:
        return TimeMention(start, end, None, None, precision, found.bound, rule)
    first, last = stretch
    if found.bound == "since":
        now = anchor.latest if anchor is not None else None
        to = None if now is None else max(now, last).isoformat()
        return TimeMention(start, end, first.isoformat(), to, "days", found.bound, rule)
    return TimeMention(start, end, first.isoformat(), last.isoformat(), precision, found.bound, rule)


def _resolve(found: _Found, anchor: Anchor | None) -> tuple[Stretch | None, TimePrecision | None]:
    core, strictly = _with_told_year(found.core, anchor), found.turn in ("past", "next")
    if core.kind == "unresolved":
        return None, _stated_precision(core.unit)
    if core.kind == "figures":
        day = resolve_figures(core.first, core.last, anchor)
        return (day, day) if day else None, "day"
    if found.last is not None:
        return _resolve_range(found, anchor)
    if core.kind == "day":
        stretch = _resolve_days(core, anchor, found.forward)
        return stretch, "day" if core.first == core.last else "days"
    if core.kind == "ago":
        return resolve_ago(core.value[0], core.unit, anchor), _AGO_PRECISION[core.unit]
    if core.kind == "past":
        return (None if found.forward else resolve_past(core.value[0], core.unit, anchor)), "days"
    forward = found.forward or (found.turn == "this" and core.kind == "weekday")
    return _resolve_single(core, anchor, forward, strictly), _PRECISION[core.kind]


def _with_told_year(core: Core, anchor: Anchor | None) -> Core:
    """The core with the year of "in February of last year" put in."""
    if core.kind not in ("day", "month") or not core.value or anchor is None:
        return core
    year = anchor.latest.year + core.value[0]
    return core._replace(first=core.first._replace(year=year), last=core.last._replace(year=year))


def _resolve_single(core: Core, anchor: Anchor | None, forward: bool, strictly: bool) -> Stretch | None:
    """A core that is neither a date of days nor a stretch told in units."""
    if core.kind == "month":
        return resolve_month(core.first, anchor, forward=forward, strictly=strictly)
    if core.kind == "year":
        return _years(core.first.year, core.last.year)
    if core.kind == "weekday":
        if len(core.value) > 1:
            day = _weekday_of_week(core, anchor)
        else:
            day = resolve_weekday(core.value[0], anchor, forward=forward, strictly=strictly)
        return (day, day) if day else None
    if core.kind == "day_of_month":
        month = months_from(anchor, core.value[1]) if anchor is not None else None
        found = resolve_day(CalendarDay(month[0].year, month[0].month, core.value[0]), anchor) if month else None
        return (found, found) if found else None
    return resolve_relative(core.kind, core.value, anchor)


def _stated_precision(word: str) -> TimePrecision | None:
    return word if word in _PRECISIONS else None  # type: ignore[return-value]


def _weekday_of_week(core: Core, anchor: Anchor | None) -> date | None:
    """As in "Thursday of last week"."""
    if anchor is None or anchor.day is None:
        return None
    week = week_of(anchor.day)
    shifted = resolve_relative("week", (core.value[1],), anchor) if week else None
    return resolve_weekday(core.value[0], Anchor(shifted[1], shifted[1])) if shifted else None


def _resolve_days(core: Core, anchor: Anchor | None, forward: bool) -> Stretch | None:
    """A day, or the first and last of several days of one month: the first day decides the year."""
    first = resolve_day(core.first, anchor, forward=forward)
    if first is None:
        return None
    last = resolve_day(core.last._replace(year=first.year), anchor)
    return (first, last) if last is not None and first <= last else None


def _years(first: int | None, last: int | None) -> Stretch | None:
    opening = year_of_calendar(first) if first is not None else None
    closing = year_of_calendar(last) if last is not None else None
    return (opening[0], closing[1]) if opening and closing and opening[0] <= closing[1] else None


def _resolve_range(found: _Found, anchor: Anchor | None) -> tuple[Stretch | None, TimePrecision]:
    """Both ends: the first as it would be alone, then the last as the next that fits after it.

    Where that runs far past publication ("from March to May", in March), the last is the latest one past, and the first before it.
    """
    core, other = found.core, found.last
    assert other is not None
    precision: TimePrecision = core.kind if core.kind in ("month", "year") and core.kind == other.kind else "days"  # type: ignore[assignment]
    if core.kind == "year":
        return _years(core.first.year, other.last.year), precision
    if core.first.year is None and other.first.year is not None:
        closing = _end_of(other, anchor, False)
        opening = _end_of(core, Anchor(closing[1], closing[1]), False) if closing else None
    else:
        opening = _end_of(core, anchor, found.forward)
        closing = _end_of(other, Anchor(opening[1], opening[1]), True) if opening else None
        if closing and anchor and core.first.year is None and not found.forward and closing[1] > anchor.latest + _OVERHANG:
            closing = _end_of(other, anchor, False)
            opening = _end_of(core, Anchor(closing[1], closing[1]), False) if closing else None
    if opening is None or closing is None or opening[0] > closing[1]:
        return None, precision
    return (opening[0], closing[1]), precision


def _end_of(core: Core, anchor: Anchor | None, forward: bool) -> Stretch | None:
    if core.kind == "day":
        return _resolve_days(core, anchor, forward)
    if core.kind == "month":
        year = full_year(core.first.year, anchor)
        return month_of(year, core.first.month) if year and core.first.month else resolve_month(core.first, anchor, forward=forward)
    return _resolve_single(core, anchor, forward, False)


def _find_dateline(text: str, units: Sequence[Unit], anchor: Anchor | None, terms: TimeTerms) -> TimeMention | None:
    """The dateline's date, near the start: "SAN SALVADOR, 3 JAN 90 --", "BAGHDAD, March 7 (Reuters) -", "Wed 05 Apr 2017 ..."."""
    for position, unit in enumerate(units[:_DATELINE_UNITS]):
        words = unit.lows[: _NEAR_DATELINE + 12]
        for i in range(min(len(words), _NEAR_DATELINE)):
            if not (words[i][0] in FIGURES or words[i] in terms.date_words):
                continue
            core = match_core(unit, words, i, terms)
            if core is None or not (core.kind == "figures" or (core.kind == "day" and core.first == core.last)):
                continue
            if not _stands_as_dateline(text, unit, words, core, position, terms):
                break
            found = _Found(core.start, core.end, core, None, "on", "", False)
            return _mention(unit, found, anchor)._replace(rule="dateline")
    return None


def _stands_as_dateline(text: str, unit: Unit, words: Sequence[str], core: Core, position: int, terms: TimeTerms) -> bool:
    """A date that opens the text with its year, or that follows a place in capitals and a comma and is closed by a mark."""
    if core.start == 0:
        return position == 0 and core.first.year is not None
    if core.end >= len(words) or words[core.end] not in terms.dateline_marks:
        return False
    opening = text[unit.start : unit.tokens[core.start].start]
    return opening.rstrip()[-1:] in ",([" and opening.upper() == opening
