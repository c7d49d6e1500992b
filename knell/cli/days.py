"""A day, a month or a year on the command line."""

import re
from datetime import date

import click

_WRITTEN = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def check_day(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    """The callback of an option that takes a date: as it was given. Another spelling would be compared as letters, and let all through."""
    if value is None:
        return None
    if not _WRITTEN.fullmatch(value):
        raise click.BadParameter("give a day such as 2025-03-08 (a month or a year will do)")
    try:
        date.fromisoformat(f"{value}-01-01"[:10])
    except ValueError:
        raise click.BadParameter(f"{value} is in no calendar") from None
    return value
