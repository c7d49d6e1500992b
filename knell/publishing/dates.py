"""Dates and stretches of time in British style: on 7 March 2025; from 6 to 10 March 2025; in March 2025."""

import re
from datetime import date

from knell.records import Time

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day_of(iso: str | None) -> date | None:
    """The calendar day of an ISO date or moment; ``None`` where it is only a month, or not a date."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", iso or "")
    if not match:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def style_date(iso: str | None) -> str | None:
    """ "7 March 2025" for a day or a moment, "March 2025" for a month; ``None`` where there is nothing to say."""
    if day := day_of(iso):
        return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    match = re.match(r"(\d{4})-(\d{2})$", iso or "")
    if match and 1 <= int(match[2]) <= 12:
        return f"{MONTHS[int(match[2]) - 1]} {match[1]}"
    return None


def style_stretch(first: date, last: date) -> str:
    """ "6 to 10 March 2025", "28 February to 2 March 2025", with no preposition."""
    if first == last:
        return style_date(first.isoformat()) or ""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {last.day} {MONTHS[last.month - 1]} {last.year}"
    if first.year == last.year:
        return f"{first.day} {MONTHS[first.month - 1]} to {last.day} {MONTHS[last.month - 1]} {last.year}"
    return f"{style_date(first.isoformat())} to {style_date(last.isoformat())}"


def when(time: Time) -> tuple[str, str] | None:
    """The preposition and the date: ("on", "7 March 2025"), ("from", "6 to 10 March 2025"), ("since", ...), ("in", "March 2025").

    ``None`` where the time is not resolved.
    """
    first, last = day_of(time.from_), day_of(time.to)
    if first is None and last is None:
        return None
    if first is None:
        return "by", style_date(time.to) or ""
    if last is None:
        return "since", style_date(time.from_) or ""
    if last < first:
        return None
    if first == last:
        return "on", style_date(time.from_) or ""
    if time.precision == "year" and first.year == last.year:
        return "in", str(first.year)
    if time.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return "in", f"{MONTHS[first.month - 1]} {first.year}"
    return "from", style_stretch(first, last)
