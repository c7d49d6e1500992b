"""Times onto the calendar: what the words say, with the day of publication, becomes a first and a last day, or stays unresolved.

Reports tell what has happened, so a day or month without a year is the latest one that is not after publication, unless the words
look forward or that day would be most of a year back.
"""

import calendar
from datetime import date, timedelta

from .plain import Plain
from .time_dates import CalendarDay

Stretch = tuple[date, date]

_GRACE = timedelta(days=1)
"""A report may be dated a day before the day it tells of, across time zones."""
_STALE, _SOON = timedelta(days=305), timedelta(days=45)
"""Nobody tells of last year's day without its year: a past reading this far back loses to a coming one this near."""
_RECENT = timedelta(days=21)
"""A date in figures that lies so few days before publication is read as recent, where its other reading is not."""
_PIVOT = 70
"""A year in two figures with nothing to go by: 70 to 99 are of the last century."""


class Anchor(Plain, frozen=True, order=True, gc=False):
    """What is known of publication: the day, or only the month (``day`` ``None``). ``latest`` is the last day it can have been."""

    day: date | None
    latest: date


_YEARS = range(1000, 9000)


def parse_anchor(published: str | None) -> Anchor | None:
    """Publication as the report gives it (a day, a month or a moment in ISO 8601, in its own time zone), or ``None``.

    A year that no report can be of ("0001", "9999": what software writes for a day it does not know) is no publication.
    """
    if published is None:
        return None
    try:
        if len(published) >= 10:
            day = date.fromisoformat(published[:10])
            return Anchor(day, day) if day.year in _YEARS else None
        year, month = int(published[:4]), int(published[5:7])
        return Anchor(None, date(year, month, calendar.monthrange(year, month)[1])) if year in _YEARS else None
    except ValueError:
        return None


def full_year(year: int | None, anchor: Anchor | None) -> int | None:
    """A year in four figures: one in two figures is the latest that is not after publication."""
    if year is None or year >= 100:
        return year
    if anchor is None:
        return 1900 + year if year >= _PIVOT else 2000 + year
    century = anchor.latest.year // 100 * 100
    return century + year if century + year <= anchor.latest.year + 1 else century - 100 + year


def resolve_day(stated: CalendarDay, anchor: Anchor | None, *, forward: bool = False, strictly: bool = False) -> date | None:
    """The day of a day and month, in its year or in the latest year it fits. ``strictly``: not the day of publication itself."""
    if stated.month is None or stated.day is None:
        return None
    year = full_year(stated.year, anchor)
    if year is not None:
        return _date(year, stated.month, stated.day)
    if anchor is None:
        return None
    start = anchor.latest.year
    days = [day for year in range(start + 8, start - 9, -1) if (day := _date(year, stated.month, stated.day)) is not None]
    ahead = next((day for day in reversed(days) if day > anchor.latest + _GRACE), None)
    past = next((day for day in days if day <= anchor.latest + _GRACE and not (strictly and day == anchor.latest)), None)
    if forward:
        return past if past is not None and past >= anchor.latest and not strictly else ahead
    if past is not None and ahead is not None and anchor.latest - past > _STALE and ahead - anchor.latest <= _SOON:
        return ahead
    return past


def resolve_figures(one: CalendarDay, other: CalendarDay, anchor: Anchor | None) -> date | None:
    """A date in figures that reads two ways ("05-09-2013"): the one reading that lies in the weeks up to publication, if only one does."""
    days = {day for stated in (one, other) if (day := resolve_day(stated, anchor)) is not None}
    if len(days) == 1:
        return days.pop()
    if anchor is None or anchor.day is None:
        return None
    near = [day for day in days if -_GRACE <= anchor.day - day <= _RECENT]
    return near[0] if len(near) == 1 else None


def resolve_month(stated: CalendarDay, anchor: Anchor | None, *, forward: bool = False, strictly: bool = False) -> Stretch | None:
    """The whole month: of its year, or the latest that began by publication."""
    if stated.month is None:
        return None
    year = full_year(stated.year, anchor)
    if year is None:
        if anchor is None:
            return None
        now = (anchor.latest.year, anchor.latest.month)
        year = anchor.latest.year
        if forward:
            year += (year, stated.month) < now or (strictly and (year, stated.month) == now)
        else:
            year -= (year, stated.month) > now or (strictly and (year, stated.month) == now)
    return month_of(year, stated.month)


def resolve_weekday(weekday: int, anchor: Anchor | None, *, forward: bool = False, strictly: bool = False) -> date | None:
    """The latest such weekday, the day of publication among them unless ``strictly``; the next one where ``forward``."""
    if anchor is None or anchor.day is None:
        return None
    if forward:
        ahead = (weekday - anchor.day.weekday()) % 7
        return _shift(anchor.day, 7 if strictly and ahead == 0 else ahead)
    back = (anchor.day.weekday() - weekday) % 7
    return _shift(anchor.day, -7 if strictly and back == 0 else -back)


def resolve_relative(kind: str, value: tuple[int, ...], anchor: Anchor | None) -> Stretch | None:
    """Times told from publication: see ``Relative`` for the kinds."""
    if anchor is None:
        return None
    if kind == "feast":
        day = resolve_day(CalendarDay(None, value[0], value[1]), anchor)
        return (day, day) if day else None
    if kind == "calendar_month":
        return months_from(anchor, value[0])
    if kind == "calendar_year":
        return year_of_calendar(anchor.latest.year + value[0])
    if anchor.day is None:
        return None
    if kind in ("offset", "stretch"):
        first, last = _shift(anchor.day, value[0]), _shift(anchor.day, value[-1])
        return (first, last) if first and last else None
    if kind == "week":
        return week_of(_shift(anchor.day, 7 * value[0]))
    saturday = _shift(anchor.day, 7 * value[0] - (anchor.day.weekday() - 5) % 7)
    sunday = _shift(saturday, 1)
    return (saturday, sunday) if saturday and sunday else None


def resolve_ago(number: int, unit: str, anchor: Anchor | None) -> Stretch | None:
    """As in "Two days ago" is a day; weeks, months and years ago are the week, month or year that many back."""
    if anchor is None:
        return None
    if unit in ("month", "year", "decade"):
        if unit == "month":
            return months_from(anchor, -number)
        return year_of_calendar(anchor.latest.year - number * (10 if unit == "decade" else 1))
    if anchor.day is None:
        return None
    if unit == "hour":
        first = _shift(anchor.day, -_whole_days(number))
        return (first, anchor.day) if first else None
    if unit == "day":
        day = _shift(anchor.day, -number)
        return (day, day) if day else None
    return week_of(_shift(anchor.day, -7 * number * (2 if unit == "fortnight" else 1)))


def resolve_past(number: int, unit: str, anchor: Anchor | None) -> Stretch | None:
    """A stretch that ends at publication: "in the past 24 hours", "over two days", "the last three months"."""
    if anchor is None or anchor.day is None:
        return None
    if unit in ("month", "year", "decade"):
        months = number * {"month": 1, "year": 12, "decade": 120}[unit]
        first = _months_back(anchor.day, months)
    else:
        days = {"hour": _whole_days(number), "day": number, "week": 7 * number, "fortnight": 14 * number}[unit]
        first = _shift(anchor.day, -days)
    return (first, anchor.day) if first else None


def month_of(year: int, month: int) -> Stretch | None:
    """All of a month."""
    first = _date(year, month, 1)
    return (first, first.replace(day=calendar.monthrange(year, month)[1])) if first else None


def months_from(anchor: Anchor, offset: int) -> Stretch | None:
    """The whole month that lies ``offset`` months from that of publication."""
    index = anchor.latest.year * 12 + anchor.latest.month - 1 + offset
    return month_of(index // 12, index % 12 + 1)


def year_of_calendar(year: int) -> Stretch | None:
    """All of a year."""
    first, last = _date(year, 1, 1), _date(year, 12, 31)
    return (first, last) if first and last else None


def week_of(day: date | None) -> Stretch | None:
    """Monday to Sunday around a day."""
    monday = _shift(day, -day.weekday()) if day else None
    sunday = _shift(monday, 6)
    return (monday, sunday) if monday and sunday else None


def _whole_days(hours: int) -> int:
    return (hours + 23) // 24


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date | None, days: int) -> date | None:
    if day is None:
        return None
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def _months_back(day: date, months: int) -> date | None:
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9999:
        return None
    return _date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
