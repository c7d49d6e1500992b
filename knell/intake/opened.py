"""What opening a file gives back, and the bounds it is opened within."""

from typing import NamedTuple

from knell.records.base import Record
from knell.records.report import Report


class Limits(Record, frozen=True, kw_only=True):
    """The bounds intake keeps. A file beyond one of them gets one clear line and is not opened.

    They hold memory and time down for files nobody has looked at yet. Chosen above what a long investigation, a full inquiry
    report or a mailbox item takes: the largest inquiry PDF we have met has some 500 pages and 12 MB.
    """

    file_bytes: int = 20_000_000
    """Bytes of one file."""
    text_characters: int = 5_000_000
    """Code points of one report's text."""
    line_bytes: int = 8_000_000
    """Bytes of one line of a file of reports."""
    pages: int = 2_000
    """Pages of one PDF."""
    inflated_bytes: int = 50_000_000
    """Bytes a PDF's page streams may inflate to, all pages together."""
    elements: int = 60_000
    """Elements of one web page. At 50,000 extraction took 2 seconds, at 100,000 paragraphs 23 (measured with trafilatura 2.3.1)."""
    depth: int = 250
    """Nesting of elements in a web page. libxml2 silently drops what lies 256 deep or deeper, so intake refuses before that."""
    nesting: int = 2_000_000
    """Depths of a web page's elements, added up: what extraction's time goes with. Of ordinary pages it is some 20 an element."""
    attributes: int = 2_000
    """Attributes of one element: libxml2's time grows with their square."""
    messages: int = 20
    """Messages within messages in an e-mail."""
    parts: int = 50
    """Parts of one file (an e-mail and its attachments)."""
    archive_bytes: int = 100_000_000
    """Bytes of a web archive (WARC, WACZ), which is received whole and read page by page."""
    archive_inflated: int = 300_000_000
    """Bytes that the files in a WACZ may unpack to, each read at most once or twice."""
    archive_pages: int = 2_000
    """Pages, texts and PDFs read of one web archive."""
    archive_text: int = 60_000_000
    """Bytes of them, all together."""
    seconds: float = 20.0
    """Time for one file, looked at between steps, if the caller hands a clock in."""


class Opened(NamedTuple):
    """One report that was opened, and what is to be said about it."""

    report: Report
    notes: tuple[str, ...] = ()


class Intake(Record, frozen=True, kw_only=True):
    """A file that was opened: its reports and what is to be said about how it was opened."""

    name: str
    """The file's name as given; it is shown, never trusted."""
    sha256: str
    """SHA-256 of the bytes as received, 64 hex digits."""
    media: str
    """What the bytes are ("text/html"), by their content and not by the name."""
    reports: tuple[Report, ...]
    """The reports in it, in the file's own order; the file itself first, then its parts."""
    notes: tuple[str, ...] = ()
    """What the user should know: a wrong name, a guessed encoding, an unknown key. One line each, no end mark."""
    sheet: str | None = None
    """Where it is an archiver's sheet: its rows as CSV."""
    faults: tuple[str, ...] = ()
    """Parts or lines that could not be opened, one finished error line each. The rest is in ``reports``; the exit code is 1."""


def report_id(sha256: str, part: int = 1) -> str:
    """A report's id as the contract names files: ``r:`` + 16 hex; the Nth part of a file, from the second on, has ``.N``."""
    return f"r:{sha256[:16]}" if part == 1 else f"r:{sha256[:16]}.{part}"
