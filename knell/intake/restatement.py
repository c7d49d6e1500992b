"""Texts that restate another page: the mark they carry, as fields of the file or as a line a reader can see.

The line reads "Restated by WHO from OUTLET, 2025-03-07: https://..." ("undated" where the page has no date). In a web page the
fields are ``<meta name="restates:by">`` and so on, in an e-mail ``X-Restates-By:``, in a PDF ``/RestatesBy`` in its information.
"""

import re
from collections.abc import Callable

from knell.records.report import Restated

FIELDS = ("by", "url", "outlet", "date")
_LINE = re.compile(
    r"^[ \t]*Restated by (?P<by>[^\n]{1,80}?) from (?P<outlet>[^\n]{1,160}?), "
    r"(?P<date>\d{4}-\d{2}(?:-\d{2})?|undated): (?P<url>https?://\S+)[ \t\r]*$",
    re.MULTILINE,
)
_DATE = re.compile(r"\d{4}-\d{2}(-\d{2})?$")
_EDGE = 1_500


def find_restated(text: str, field: Callable[[str], str | None] | None = None) -> Restated | None:
    """The mark in ``field`` (asked for each of ``FIELDS``), else in the line near the start or end of ``text``, else ``None``."""
    by = field("by") if field is not None else None
    if field is not None and by:
        given = field("date")
        date = given if given and _DATE.match(given) else None
        return Restated(by=by, url=field("url") or None, outlet=field("outlet") or None, date=date)
    found = _LINE.search(text[:_EDGE]) or _LINE.search(text[-_EDGE:])
    if found is None:
        return None
    date = None if found["date"] == "undated" else found["date"]
    return Restated(by=found["by"], url=found["url"], outlet=found["outlet"], date=date)
