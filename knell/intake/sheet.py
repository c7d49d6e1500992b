"""A sheet that auto-archiver kept, saved as CSV: what was archived, when, where it lies, and what the posts said.

Its columns are the ones auto-archiver writes by default, in any order and among others; two of them make a table such a sheet: the link,
and the archive's status or location. A row with words (the post's text, or its title) becomes a report; every row is also a reference to
an archive that somebody else keeps, with the hash it states.
"""

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from knell.records.errors import IntakeError

COLUMNS = {
    "url": ("link", "url"),
    "status": ("archive status", "status"),
    "archive": ("archive location",),
    "date": ("archive date",),
    "timestamp": ("upload timestamp", "timestamp"),
    "title": ("upload title", "title"),
    "text": ("text content", "text"),
    "hash": ("hash",),
    "wacz": ("wacz",),
}
"""What is read -> the names of its column, in lower case: by default settings, and as the documentation has them."""
MOST_ROWS = 20_000
_HASHES: dict[str, Callable[[], "hashlib._Hash"]] = {"SHA-256": hashlib.sha256, "SHA3-512": hashlib.sha3_512}
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?")
_SOCIAL = frozenset(
    "t.me telegram.me telegram.org twitter.com x.com facebook.com fb.com instagram.com tiktok.com vk.com youtube.com youtu.be "
    "threads.net bsky.app ok.ru weibo.com".split()
)
"""Hosts whose pages are by whoever has an account there: the host is nobody's outlet."""


class SheetRow(NamedTuple):
    """One row, from 2 on (the header is 1). ``archive``, ``wacz``: where the archive lies, one or more. ``stated``: the hash, as stated."""

    number: int
    url: str
    status: str | None
    archive: tuple[str, ...]
    date: str | None
    published: str | None
    title: str | None
    text: str | None
    stated: str | None
    wacz: tuple[str, ...]

    @property
    def words(self) -> str:
        """What a report of this row says: the post's text, else its title."""
        return self.text or self.title or ""

    @property
    def outlet(self) -> str | None:
        """The host, where it is an outlet's own."""
        try:
            host = (urlsplit(self.url).hostname or "").removeprefix("www.")
        except ValueError:
            return None
        return host if host and host not in _SOCIAL and host.partition(".")[2] not in _SOCIAL else None


def is_sheet(text: str) -> bool:
    """Whether a text begins as such a sheet does."""
    if "archive" not in text[:4_000].lower():
        return False
    try:
        header = next(csv.reader(io.StringIO(text[:16_000])), [])
    except csv.Error:
        return False
    found = _places(header)
    return "url" in found and ("archive" in found or "archive status" in (name.strip().lower() for name in header))


def read_sheet(text: str, where: str) -> tuple[SheetRow, ...]:
    """The rows that have a link, in order. Raises ``IntakeError`` where the table is broken or past a bound."""
    rows: list[SheetRow] = []
    try:
        reader = csv.reader(io.StringIO(text, newline=""))
        places = _places(next(reader, []))
        for number, cells in enumerate(reader, start=2):
            row = _row(number, {name: cells[at].strip() for name, at in places.items() if at < len(cells)})
            if row is not None:
                rows.append(row)
            if len(rows) > MOST_ROWS:
                raise IntakeError(f"has over {MOST_ROWS:,} rows", where=where, todo="split it")
    except csv.Error as error:
        raise IntakeError(f"is a broken table: {error}", where=where, todo="save the sheet as CSV again") from None
    if not rows:
        raise IntakeError("is a sheet without a link in it", where=where)
    return tuple(rows)


def hash_fits(stated: str | None, pieces: Iterator[bytes]) -> str:
    """Whether a file's bytes have the hash a sheet states: "fits", "differs", "not stated", or "not checked" for an unknown kind."""
    if not stated or stated == "not-calculated":
        return "not stated"
    name, colon, value = stated.rpartition(":")
    kind = name.upper() if colon else {64: "SHA-256", 128: "SHA3-512"}.get(len(value), "")
    make = _HASHES.get(kind)
    if make is None:
        return "not checked"
    digest = make()
    for piece in pieces:
        digest.update(piece)
    return "fits" if digest.hexdigest() == value.strip().lower() else "differs"


def _places(header: list[str]) -> dict[str, int]:
    names = [name.strip().lower().removeprefix("\ufeff") for name in header]
    return {
        what: names.index(found) for what, known in COLUMNS.items() if (found := next((n for n in known if n in names), None)) is not None
    }


def _row(number: int, cells: dict[str, str]) -> SheetRow | None:
    url = cells.get("url", "")
    if not url.lower().startswith(("http://", "https://")):
        return None
    return SheetRow(
        number=number,
        url=url,
        status=cells.get("status") or None,
        archive=tuple(cells.get("archive", "").split()),
        date=cells.get("date") or None,
        published=_published(cells.get("timestamp", "")),
        title=cells.get("title") or None,
        text=cells.get("text") or None,
        stated=cells.get("hash") or None,
        wacz=tuple(cells.get("wacz", "").split()),
    )


def _published(told: str) -> str | None:
    if not _MOMENT.fullmatch(told):
        return None
    try:
        date.fromisoformat(told[:10])
    except ValueError:
        return None
    return told
