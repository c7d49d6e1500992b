"""Days as whole numbers, and how stretches of days relate."""

import datetime

from knell.records.claim import Time

TOTAL_DAYS = 3
"""A figure over this many days or more is a total over days, not one happening."""


WEEKS_AT_MOST = 60
"""Weeks of a total under which it is looked up as a container."""


def day_number(date: str | None) -> int | None:
    """The day of an ISO date or moment as a number; a month or a year counts as its first day; ``None`` stays ``None``."""
    if not date:
        return None
    parts = date[:10].split("-")
    try:
        return datetime.date(int(parts[0]), int(parts[1]) if len(parts) > 1 else 1, int(parts[2]) if len(parts) > 2 else 1).toordinal()
    except ValueError:
        return None


def iso(day: int | None) -> str | None:
    """The ISO date of a day's number."""
    return None if day is None else datetime.date.fromordinal(day).isoformat()


def stretch(time: Time | None) -> tuple[int | None, int | None]:
    """The first and last day of a stated time; "before publication" has no first day and says little, so it counts as unstated."""
    if time is None or time.precision == "before_publication":
        return None, None
    return day_number(time.from_), day_number(time.to)


def length(start: int | None, end: int | None) -> int | None:
    """Days in a stretch; ``None`` where an end is open."""
    return None if start is None or end is None else end - start + 1


def overlap(a: tuple[int | None, int | None], b: tuple[int | None, int | None], slack: int = 0) -> bool:
    """Whether two stretches can touch; an open end touches everything on its side."""
    return not (
        (a[1] is not None and b[0] is not None and a[1] + slack < b[0]) or (b[1] is not None and a[0] is not None and b[1] + slack < a[0])
    )
