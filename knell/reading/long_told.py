"""Figures that run since long ago: what a war has killed since it began is told of no one happening."""

from collections.abc import Iterable

from .pieces import TimeMention

_MOST_DAYS = 45
"""A figure that runs since more days than these is told of a war or a campaign."""


def runs_long(times: Iterable[TimeMention]) -> bool:
    """Whether one of the times runs from long before the report up to it."""
    return any(t.bound == "since" and spans_long(t.from_, t.to) for t in times)


def spans_long(first: str | None, last: str | None) -> bool:
    """Whether a stretch between two dates is that of a war or a campaign."""
    return first is not None and _days(first, last) > _MOST_DAYS


def _days(first: str, last: str | None) -> int:
    """Days between two dates, months counted as 30 and years as 365: a stretch, not a calendar."""
    parts = [[int(n) for n in (*day.split("-"), "1", "1")[:3]] for day in (first, last or first)]
    return sum(size * (b - a) for size, a, b in zip((365, 30, 1), *parts, strict=True))
