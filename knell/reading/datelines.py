"""Datelines: where and when a report was sent, and by whom: "PORT SUDAN, Nov 3 (Agency) - ". They are no part of what it says."""

import re

_CITY = r"(?:[A-Z][A-Z.'’-]{3,}|[A-Z][A-Z.'’-]+(?=[ -][A-Z]{2}))(?:[ -][A-Z][A-Z.'’-]*){0,3}"
_NAME = r"[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,2}"
_DAY = r"(?:\d{1,2} )?[A-Z][A-Za-z]{2,8}\.?(?: \d{1,2})?(?:,? \d{2,4})?|NO DATE"
_SENDER = r"\([A-Z][\w .,/&:’'-]{1,40}\)"
_DASH = r" ?(?:--|[–—])\s+| -\s+"
_DATELINE = re.compile(
    rf"(?:{_CITY}(?:, (?:{_NAME}|{_DAY})){{0,3}} ?(?:{_SENDER})?|{_NAME}(?:, (?:{_NAME}|{_DAY})){{0,3}} ?{_SENDER}|{_SENDER})(?:{_DASH})"
    r"(?=[\"“'‘\[]{0,2}[A-Z0-9])"
)
_LONGEST = 120
HEAD = 4
"""Units at the head of a report among which a dateline stands."""


def dateline_end(text: str, start: int, end: int) -> int:
    """Where the report's own words begin in the line ``text[start:end]``: after its dateline, or at ``start`` where it has none."""
    found = _DATELINE.match(text, start, min(end, start + _LONGEST))
    return found.end() if found is not None and found.end() < end else start


def is_dateline(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is the dateline of the words after it."""
    return start < end <= dateline_end(text, start, len(text))
